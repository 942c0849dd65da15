// The preview comes and goes, and so do those who look at it.

import assert from "node:assert/strict";
import { connections, essay, hide, isMarked, paragraphs, scenario, sees, serves, until, visit } from "./support.mjs";

const text = (...blocks) => ({ "content/essay.md": essay("Essay", ...blocks) });
const files = { ...text("As it was."), "content/far.md": essay("Far", paragraphs(60)) };
const shown = { files, path: "/essay/" };
const STOPPED = "The preview has stopped. This page comes back to life when it runs again.";

scenario("a page outlives its server", { ...shown, may: /net::ERR_/ }, async ({ book, page }) => {
  const bar = page.getByText(STOPPED);
  await book.stop();
  await bar.waitFor();
  assert.ok(await page.getByText("As it was.").isVisible());
  book.write(text("As it was meanwhile."));
  await book.start();
  await sees(page, "As it was meanwhile.");
  await bar.waitFor({ state: "hidden" });
  book.write(text("As it is."));
  await sees(page, "As it is.");
});

scenario("a hidden tab holds no connection, and heals when it is seen", shown, async ({ book, page }) => {
  assert.equal(await connections(page), 1);
  await hide(page, true);
  await until("the connection is given back", async () => (await connections(page)) === 0);
  book.write(text("Written while nobody looked."));
  await serves(book, "/essay/", "nobody looked");
  assert.ok(await page.getByText("As it was.").isVisible());
  await hide(page, false);
  await sees(page, "Written while nobody looked.");
  assert.equal(await connections(page), 1);
});

scenario("a tab that is hidden for a moment keeps its connection", shown, async ({ page }) => {
  await hide(page, true);
  await hide(page, false);
  assert.equal(await page.evaluate(() => window.streams.length), 1);
  assert.equal(await connections(page), 1);
});

const inWindow = (page, words) => page.getByText(words).evaluate((node) => {
  const { top, bottom } = node.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
});

scenario("the browser follows the writer", { ...shown, flags: ["--follow"] }, async ({ book, page }) => {
  const far = essay("Far", paragraphs(60));
  book.write({ "content/far.md": far.replace("number 50 is", "number 50 was") });
  await page.waitForURL("**/far/");
  await until("the block is in the window", () => inWindow(page, "number 50 was"));

  await page.evaluate(() => { window.marked = true; });
  book.write({ "content/far.md": far.replace("number 5 is", "number 5 was") });
  await sees(page, "number 5 was");
  await until("the block is in the window", () => inWindow(page, "number 5 was"));
  assert.ok(await isMarked(page));
});

scenario("a tab that missed what was saved catches up", { ...shown, flags: ["--follow"] }, async ({ book, page }) => {
  await hide(page, true);
  await until("the connection is given back", async () => (await connections(page)) === 0);
  book.write({ "content/far.md": essay("Far", "Saved while nobody looked.") });
  await serves(book, "/far/", "nobody looked");
  await hide(page, false);
  await page.waitForURL("**/far/");

  // It does so once.
  await visit(page, new URL("/essay/", book.address));
  book.write(text("Saved here."));
  await sees(page, "Saved here.");
});
