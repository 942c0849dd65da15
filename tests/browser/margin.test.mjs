// What the writer is told beside the essay.

import assert from "node:assert/strict";
import { essay, isMarked, scenario, until, visit } from "./support.mjs";

const files = {
  "content/index.md": essay("Home", "Welcome."),
  "content/mirror.md": essay("The mirror test", "The first of three.", "See [[door]], and [[nowhere]].", "The end."),
  "content/door.md": essay("The open door", "It leads to [[mirror]]."),
  "content/room.md": essay("A quiet room", "Somebody spoke of The mirror test here, and did not link to it."),
};
const panel = (page) => page.getByRole("dialog", { name: "About this essay" });
const under = (page, title) => panel(page).locator(`h3:text-is("${title}") + ul > li`);

scenario("the margin tells of the essay and its links", { files, path: "/mirror/" }, async ({ book, page }) => {
  const pill = page.getByRole("button", { name: /words/ });
  assert.match(await pill.textContent(), /^\d+ words · 1 min · 1 in · 1 out$/);
  await pill.press("Enter");
  await panel(page).waitFor();
  const file = panel(page).getByRole("link", { name: "content/mirror.md" });
  assert.match(await file.getAttribute("href"), /^vscode:\/\/file\/.*\/content\/mirror\.md/);
  assert.deepEqual(await under(page, "Links to").allTextContents(), ["The open door"]);
  assert.deepEqual(await under(page, "Linked from").allTextContents(), ["The open door"]);
  assert.match(await under(page, "To be mended").textContent(), /nowhere.*line 7/);
  await under(page, "Mentions without a link").waitFor();
  const mention = await under(page, "Mentions without a link").textContent();
  assert.match(mention, /^A quiet room.*spoke of The mirror test here/);

  book.write({ "content/room.md": essay("A quiet room", "Here is [[mirror]].") });
  await until("the new link is reported", async () => /2 in/.test(await pill.textContent()));
  assert.deepEqual((await under(page, "Linked from").allTextContents()).sort(), ["A quiet room", "The open door"]);
  assert.ok(await isMarked(page));
});

scenario("the margin stays open from page to page until closed", { files, path: "/mirror/" }, async ({ page }) => {
  await page.getByRole("button", { name: /words/ }).click();
  await under(page, "Links to").getByRole("link").click();
  await page.waitForURL("**/door/");
  await panel(page).waitFor();
  await page.keyboard.press("Escape");
  await panel(page).waitFor({ state: "hidden" });
  await page.reload();
  await page.getByRole("button", { name: /words/ }).waitFor();
  assert.ok(!(await panel(page).isVisible()));
});

scenario("a block leads to its line", { files, path: "/mirror/" }, async ({ page }) => {
  const lines = page.getByRole("link", { name: /^Line \d+ in the editor$/ });
  const end = page.locator(".e-content").getByText("The end.");
  await end.hover();
  assert.equal(await lines.count(), 0, "not before the margin is open");
  await page.getByRole("button", { name: /words/ }).click();
  await panel(page).waitFor();
  await page.locator("h1").hover();
  await end.hover();
  await lines.waitFor();
  assert.match(await lines.getAttribute("href"), /^vscode:\/\/file\/.*\/content\/mirror\.md:9$/);
  await panel(page).getByLabel("Show line links").check();
  assert.deepEqual(await lines.allTextContents(), ["¶ 5", "¶ 7", "¶ 9"]);
});

const tags = { files, path: "/tags/" };
scenario("a page that is not an essay has no margin", tags, async ({ book, page }) => {
  const pill = page.getByRole("button", { name: /words/ });
  await page.getByRole("button", { name: "1 warning" }).waitFor();
  assert.ok(!(await pill.isVisible()));
  await visit(page, new URL("/mirror/", book.address));
  await pill.waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  const small = { files, path: "/mirror/", colorScheme, viewport: { width: 320, height: 560 } };
  scenario(`nothing moves or sticks out on a small ${colorScheme} screen`, small, async ({ page }) => {
    const size = () => page.locator("html").evaluate((root) => [root.scrollWidth, root.scrollHeight]);
    await page.evaluate(() => document.querySelector("crosslight-preview").remove());
    const bare = await size();
    await page.reload();
    await page.getByRole("button", { name: /words/ }).click();
    await panel(page).waitFor();
    await panel(page).getByLabel("Show line links").check();
    assert.deepEqual(await size(), bare);
    const { x, width } = await panel(page).boundingBox();
    assert.ok(x >= 0 && x + width <= 320);
    await page.emulateMedia({ media: "print" });
    assert.ok(!(await panel(page).isVisible()));
  });
}
