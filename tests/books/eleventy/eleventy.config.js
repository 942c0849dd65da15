const container = require("markdown-it-container");
const attributes = require("markdown-it-attrs");

module.exports = (config) => {
  config.addPassthroughCopy("src/_img");
  config.amendLibrary("md", (md) => md.use(container, "note").use(attributes));
  return { dir: { input: "src", includes: "_includes", layouts: "frames", data: "_data" } };
};
