// Mistakes are shown over the last good page, as text.

import assert from "node:assert/strict";
import { essay, isMarked, scenario, sees, visit } from "./support.mjs";

const BAD = "---\ntitle: [\n---\n\nText.\n";
const files = {
  "book.toml": '[book]\ntitle = "A book"\n[lints]\nbad-yaml = "deny"\n',
  "content/essay.md": essay("Essay", "The last good page."),
  "content/next.md": essay("Next", "Another page."),
};
const simple = { files, path: "/essay/" };
const overlay = (page) => page.getByRole("dialog", { name: /error|warning/ });

scenario("an error is shown over the page, and goes when it is mended", simple, async ({ book, page }) => {
  book.write({ "content/essay.md": BAD });
  await overlay(page).waitFor();
  const text = await overlay(page).locator("pre").first().textContent();
  assert.match(text, /^error\[CL0104\]: `\[` at the beginning of a value/);
  assert.match(text, /--> content\/essay\.md:\d+/);
  const editor = await overlay(page).getByRole("link").first().getAttribute("href");
  assert.match(editor, /^vscode:\/\/file\/.*content\/essay\.md:\d+/);
  assert.ok(await page.getByText("The last good page.").isVisible());

  book.write({ "content/essay.md": essay("Essay", "The next good page.") });
  await overlay(page).waitFor({ state: "hidden" });
  await sees(page, "The next good page.");
});

scenario("an error that was put away comes back when it is another", simple, async ({ book, page }) => {
  book.write({ "content/essay.md": BAD });
  await overlay(page).waitFor();
  await page.keyboard.press("Escape");
  await overlay(page).waitFor({ state: "hidden" });
  const button = page.getByRole("button", { name: "1 error" });
  await button.waitFor();

  await visit(page, new URL("/next/", book.address));
  await button.waitFor();
  assert.ok(!(await overlay(page).isVisible()));
  await button.press("Enter");
  await overlay(page).waitFor();
  await overlay(page).getByRole("button", { name: "Close" }).click();
  await overlay(page).waitFor({ state: "hidden" });

  book.write({ "content/next.md": BAD });
  await page.getByRole("dialog", { name: "2 errors" }).waitFor();
});

const RUN = "<img src=x onerror=window.ran=true>";
scenario("what the writer typed is text", simple, async ({ book, page }) => {
  book.write({
    [`content/${RUN}.md`]: BAD.replace("[", `[${RUN}`),
    "content/next.md": essay(RUN, `[[nobody ${RUN}]]`),
    "content/essay.md": essay(RUN, `[[nowhere ${RUN}]] and the last good page.`),
  });
  await overlay(page).waitFor();
  await overlay(page).getByText(`content/${RUN}.md`).first().waitFor();
  await overlay(page).getByText(`[[nowhere ${RUN}]]`).first().waitFor();
  assert.equal(await overlay(page).locator("img").count(), 0);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /words/ }).click();
  await page.getByRole("dialog", { name: "About this essay" }).getByText(RUN).first().waitFor();
  assert.equal(await page.locator("crosslight-preview img").count(), 0);
  assert.equal(await page.evaluate(() => window.ran), undefined);
  assert.ok(await isMarked(page));
});

scenario("warnings are counted, and listed when asked", simple, async ({ book, page }) => {
  book.write({ "content/essay.md": essay("Essay", "[[nowhere]] and [[nobody]]") });
  const button = page.getByRole("button", { name: "2 warnings" });
  await button.waitFor();
  assert.ok(!(await overlay(page).isVisible()));
  await button.click();
  const said = await overlay(page).locator("pre").allTextContents();
  const missing = ["nowhere", "nobody"].map((name) => `warning[CL0301]: broken link: nothing is called \`${name}\``);
  assert.deepEqual(said.map((text) => text.split("\n")[0]), missing);
  book.write({ "content/essay.md": essay("Essay", "[[next]]") });
  await overlay(page).waitFor({ state: "hidden" });
  await button.waitFor({ state: "hidden" });
});
