// Style sheets and pictures change in place.

import assert from "node:assert/strict";
import { connections, essay, hide, isMarked, scenario, serves, until } from "./support.mjs";

const picture = (width) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"><rect width="${width}" height="10"/></svg>`;
const files = {
  "book.toml": '[book]\ntitle = "A book"\n[output.html]\ntheme = "mine"\n',
  "themes/mine/theme.toml": 'extends = "lantern"\n',
  "themes/mine/static/lantern.css": "body { color: rgb(1, 2, 3); }",
  "content/essay.md": essay("Essay", "Its colour is to change.", "![[dot.svg]]"),
  "content/dot.svg": picture(20),
};
const shown = { files, path: "/essay/" };
const color = (page) => page.locator("body").evaluate((body) => getComputedStyle(body).color);

scenario("a style sheet is exchanged without a moment without any", shown, async ({ book, page }) => {
  assert.equal(await color(page), "rgb(1, 2, 3)");
  await page.evaluate(() => {
    window.colors = new Set();
    const look = () => {
      window.colors.add(getComputedStyle(document.body).color);
      requestAnimationFrame(look);
    };
    look();
  });
  let pages = 0;
  page.on("request", (request) => { pages += new URL(request.url()).pathname === "/essay/" ? 1 : 0; });

  book.write({ "themes/mine/static/lantern.css": "body { color: rgb(4, 5, 6); }" });
  await until("the colour is the new one", async () => (await color(page)) === "rgb(4, 5, 6)");
  await until("the old style sheet is gone", async () => (await page.locator("link[rel=stylesheet]").count()) === 1);
  book.write({ "themes/mine/static/lantern.css": "body { color: rgb(7, 8, 9); }" });
  await until("the colour is new again", async () => (await color(page)) === "rgb(7, 8, 9)");
  await until("there is one style sheet", async () => (await page.locator("link[rel=stylesheet]").count()) === 1);

  assert.deepEqual(await page.evaluate(() => [...window.colors]), ["rgb(1, 2, 3)", "rgb(4, 5, 6)", "rgb(7, 8, 9)"]);
  assert.equal(pages, 0);
  assert.ok(await isMarked(page));
});

scenario("a picture is shown anew", shown, async ({ book, page }) => {
  const image = page.locator(".e-content img");
  const width = () => image.evaluate((img) => img.naturalWidth);
  await until("the picture is there", async () => (await width()) === 20);
  book.write({ "content/dot.svg": picture(44) });
  await until("the picture is the new one", async () => (await width()) === 44);
  assert.ok(await isMarked(page));
});

scenario("what changed while nobody looked is fetched anew", shown, async ({ book, page }) => {
  await hide(page, true);
  await until("the connection is given back", async () => (await connections(page)) === 0);
  book.write({ "themes/mine/static/lantern.css": "body { color: rgb(4, 5, 6); }" });
  await serves(book, "/theme/lantern.css", "4, 5, 6");
  await hide(page, false);
  await until("the colour is the new one", async () => (await color(page)) === "rgb(4, 5, 6)");
  assert.ok(await isMarked(page));
});
