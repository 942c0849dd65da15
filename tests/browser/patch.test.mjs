// An edit changes what it changed, and nothing else on the page.

import assert from "node:assert/strict";
import { essay, isMarked, paragraphs, scenario, sees, until } from "./support.mjs";

const FOLDED = "> [!tip]- Folded\n> What is folded.";
const LINK = "Here is [[other]], which can have the focus.";
const long = (...first) => essay("Long", ...first, LINK, FOLDED, paragraphs(40));
const other = (title) => ({ "content/other.md": essay(title, "It is linked to.") });
const files = { "content/long.md": long(), ...other("The other one") };

// Keeps the elements of the text, to see afterwards which of them are still the same.
const keep = (page) => page.evaluate(() => { window.kept = [...document.querySelectorAll(".e-content > *")]; });
const lost = (page) =>
  page.evaluate(() => window.kept.filter((node) => !node.isConnected).map((node) => node.textContent));
const topOf = (page, words) => page.getByText(words).evaluate((node) => node.getBoundingClientRect().top);

scenario("an edited block changes and all others stay", { files, path: "/long/" }, async ({ book, page }) => {
  await page.locator("details.callout > summary").click();
  await page.locator(".e-content a").first().focus();
  await page.evaluate(() => {
    const text = [...document.querySelectorAll("p")].find((p) => p.textContent.includes("number 30")).firstChild;
    getSelection().setBaseAndExtent(text, 10, text, 16);
    scrollTo(0, 900);
  });
  await keep(page);

  book.write({ "content/long.md": long().replace("number 20 is here", "number 20 was changed") });
  await sees(page, "number 20 was changed");
  assert.deepEqual(await lost(page), []);
  assert.equal(await page.evaluate(() => scrollY), 900);
  assert.equal(await page.evaluate(() => String(getSelection())), "number");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "../other/");
  assert.ok(await page.locator("details.callout").evaluate((node) => node.open));
});

scenario("a selection outlives an edit beside it", { files, path: "/long/" }, async ({ book, page }) => {
  await page.evaluate(() => {
    const text = [...document.querySelectorAll("p")].find((p) => p.textContent.includes("number 3 ")).firstChild;
    getSelection().setBaseAndExtent(text, 25, text, 29);
  });
  const selected = await page.evaluate(() => String(getSelection()));
  book.write({ "content/long.md": long().replace("Paragraph number 3 ", "The paragraph that is number 3 ") });
  await sees(page, "The paragraph that is number 3 ");
  assert.equal(await page.evaluate(() => String(getSelection())), selected);
});

scenario("a new paragraph pushes the others down", { files, path: "/long/" }, async ({ book, page }) => {
  await keep(page);
  const line = await page.getByText("number 7 ").getAttribute("data-line");
  book.write({ "content/long.md": long("A new beginning.") });
  await sees(page, "A new beginning.");
  assert.deepEqual(await lost(page), []);
  assert.equal(await page.locator(".e-content > :first-child").textContent(), "A new beginning.");
  assert.equal(await page.getByText("number 7 ").getAttribute("data-line"), String(Number(line) + 2));
});

scenario("what is being read stays in place", { files, path: "/long/" }, async ({ book, page }) => {
  await page.getByText("number 25 ").evaluate((node) => scrollBy(0, node.getBoundingClientRect().top - 200));
  // Only once a scrolled page has been painted does the browser know what to hold on to.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const top = await topOf(page, "number 25 ");
  book.write({ "content/long.md": long("A new beginning.", "And one more.") });
  await sees(page, "And one more.");
  await until("the paragraph is where it was", async () => Math.abs((await topOf(page, "number 25 ")) - top) < 2);
});

scenario("a paragraph goes, and two change places", { files, path: "/long/" }, async ({ book, page }) => {
  const blocks = paragraphs(40);
  [blocks[4], blocks[5]] = [blocks[5], blocks[4]];
  blocks.splice(10, 1);
  book.write({ "content/long.md": essay("Long", LINK, FOLDED, blocks, "The end.") });
  await sees(page, "The end.");
  const shown = await page.locator(".e-content > p").allTextContents();
  assert.deepEqual(shown.slice(1), [...blocks, "The end."]);
});

scenario("another essay's title changes in the link to it", { files, path: "/long/" }, async ({ book, page }) => {
  await keep(page);
  book.write(other("A better name"));
  await sees(page, "A better name");
  assert.deepEqual(await lost(page), []);
});

scenario("the title in the head changes, and its markup is text", { files, path: "/long/" }, async ({ book, page }) => {
  const title = "Long <img src=x onerror=window.ran=true>";
  book.write({ "content/long.md": long().replace('"Long"', JSON.stringify(title)) });
  await page.waitForFunction((text) => document.title.startsWith(text), title);
  await sees(page, title);
  assert.equal(await page.evaluate(() => window.ran), undefined);
});

const missing = { files, path: "/new/", may: /status of 404/ };
scenario("a page heals when it comes to be, and when it goes", missing, async ({ book, page }) => {
  await sees(page, "There is no such page");
  book.write({ "content/new.md": essay("New", "It is written.") });
  // Its script stands at another address there, so the page is loaded anew.
  await page.getByText("It is written.").waitFor();
  book.write({ "content/new.md": essay("New", "It is written.").replace("---\n", "---\nslug: elsewhere\n") });
  await page.getByText("There is no such page").waitFor();
});

const calm = { files, path: "/long/", reducedMotion: "reduce" };
scenario("what changed glows, and not for those who want it still", calm, async ({ book, page }) => {
  await page.evaluate(() => {
    window.glowing = [];
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (...args) {
      window.glowing.push(this.textContent);
      return animate.apply(this, args);
    };
  });
  book.write({ "content/long.md": long("Calmly.") });
  await sees(page, "Calmly.");
  assert.deepEqual(await page.evaluate(() => window.glowing), []);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  book.write({ "content/long.md": long("Gently.") });
  await sees(page, "Gently.");
  assert.deepEqual(await page.evaluate(() => window.glowing), ["Gently."]);
});

// A theme whose script marks the root, frames what it finds and adds to it, as many do.
const SCRIPT = `
document.documentElement.dataset.theme = "dark";
document.documentElement.classList.add("ready");
for (const pre of document.querySelectorAll("pre")) {
  const frame = document.createElement("div");
  frame.className = "frame";
  pre.replaceWith(frame);
  frame.append(pre, Object.assign(document.createElement("button"), { textContent: "Copy" }));
}
`;
const code = (before, ...after) => essay("Code", before, "```\nlet x = 1;\n```", ...after);
const base = '{% extends "lantern/essay.html" %}{% block footer %}';
const scripted = {
  "book.toml": '[book]\ntitle = "A book"\n[output.html]\ntheme = "mine"\n',
  "themes/mine/theme.toml": 'extends = "lantern"\n',
  "themes/mine/static/mine.js": SCRIPT,
  "themes/mine/templates/essay.html": `${base}<script src="{{ root }}theme/mine.js"></script>{% endblock footer %}`,
  "content/code.md": code("Before.", "After."),
};

const dressed = { files: scripted, path: "/code/" };
scenario("what a theme's script did to the page survives", dressed, async ({ book, page }) => {
  book.write({ "content/code.md": code("Before, and changed.", "Between.", "After.") });
  await sees(page, "Before, and changed.");
  const shown = (await page.locator(".e-content > *").allTextContents()).map((text) => text.trim());
  assert.deepEqual(shown, ["Before, and changed.", "let x = 1;\nCopy", "Between.", "After."]);
  const root = page.locator("html");
  assert.deepEqual([await root.getAttribute("data-theme"), await root.getAttribute("class")], ["dark", "js ready"]);
});

scenario("a changed script loads the page anew", dressed, async ({ book, page }) => {
  book.write({ "themes/mine/static/mine.js": SCRIPT.replace("Copy", "Take") });
  await page.getByText("Take", { exact: true }).waitFor();
  assert.ok(!(await isMarked(page)));
});
