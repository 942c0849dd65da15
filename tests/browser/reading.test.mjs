// What a reader finds: previews, notes, echoes, backlinks, paths, search, and the colours that they chose.

import assert from "node:assert/strict";
import { BASE, KINDS, NARROW, WIDE, barriers, book, boxes, isInView, library, look } from "./reading.mjs";
import { essay, paragraphs, until } from "./support.mjs";

const lantern = library.get("lantern");
const at = (path, { url } = lantern) => String(new URL(path, url));
const isFocused = (locator) => locator.evaluate((one) => one === document.activeElement);

// ---- Previews ----

const preview = (page) => page.locator("#page\\:preview");
const inText = (page, how) => page.locator(`.e-content a[href]${how}`).first();

/** Stops the clock of a page, which then goes on only when told to. */
async function stopClock(page, address) {
  await page.clock.install();
  await page.goto(address);
  await page.clock.pauseAt(Date.now() + 60_000);
}

const survivorship = {
  "a server": at("essays/survivorship/"),
  "a disk": at("essays/survivorship/index.html", { url: lantern.disk }),
};
for (const [where, address] of Object.entries(survivorship)) {
  look(`a link shows where it leads, from ${where}`, {}, async (page) => {
    await stopClock(page, address);
    const link = inText(page, '[href*="#ask-for-a-date"]');
    const other = await page.context().newPage();
    await other.goto(await link.evaluate((one) => one.href));
    const title = await other.locator("h1").textContent();
    const text = await other.locator("#ask-for-a-date ~ p:not(.echo)").first().textContent();
    await other.close();

    await link.hover();
    await page.clock.runFor(250);
    assert.ok(!(await preview(page).isVisible()), "too soon");
    await page.clock.runFor(100);
    await preview(page).waitFor();
    assert.equal(await preview(page).locator(".name").textContent(), title);
    const shown = await preview(page).locator("p").last().textContent();
    assert.ok(text.startsWith(shown.replace(/…$/, "")), "the section is shown");
    assert.equal(await link.getAttribute("aria-describedby"), await preview(page).getAttribute("id"));
    const { width, height, x, y } = await preview(page).boundingBox();
    assert.ok(width <= 28 * 20 && height <= 22 * 20, "small");
    assert.ok(x >= 0 && y >= 0 && x + width <= WIDE.width && y + height <= WIDE.height, "on the screen");

    // The pointer may go to it over the gap between, and stay.
    await page.mouse.move(x + 20, y + 20, { steps: 4 });
    await page.clock.runFor(2000);
    assert.ok(await preview(page).isVisible());
    await page.keyboard.press("Escape");
    assert.ok(!(await preview(page).isVisible()));
    assert.equal(await link.getAttribute("aria-describedby"), null);

    await page.mouse.move(1, 1);
    await link.focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    assert.ok(await isFocused(link));
    await page.clock.runFor(350);
    await preview(page).waitFor();
    await page.keyboard.press("Escape");
    assert.ok(!(await preview(page).isVisible()));
    assert.ok(await isFocused(link), "Esc closes what is shown, and that is all");
  });
}

look("a link without a fragment shows how its essay begins", {}, async (page) => {
  await page.goto(at(KINDS.essay));
  await inText(page, '[href$="/cognitive-dissonance/"]').hover();
  await preview(page).waitFor();
  assert.match(await preview(page).locator(".name").textContent(), /^Cognitive dissonance/);
  assert.ok((await preview(page).locator("p").last().textContent()).length > 100);
  assert.deepEqual(await barriers(page), []);
});

const phone = { viewport: NARROW, hasTouch: true, isMobile: true };
look("nothing comes between a finger and a link", phone, async (page) => {
  await stopClock(page, at(KINDS.essay));
  const link = inText(page, '[href$="/cognitive-dissonance/"]');
  await page.evaluate(() => addEventListener("click", (event) => event.preventDefault(), { once: true }));
  await link.tap();
  await page.clock.runFor(2000);
  assert.ok(!(await preview(page).isVisible()));
  await link.tap();
  await page.waitForURL("**/cognitive-dissonance/");
});

look("nobody who saves data is sent previews", {}, async (page) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
  await stopClock(page, at(KINDS.essay));
  page.on("request", (request) => assert.fail(`asked for ${request.url()}`));
  await inText(page, '[href$="/cognitive-dissonance/"]').hover();
  await page.clock.runFor(2000);
  assert.ok(!(await preview(page).isVisible()));
});

// ---- Colours ----

/** Notes the colour of the paper in each frame, and which colours were chosen when the page had been read. */
function watchPaper() {
  window.papers = [];
  const look = () => {
    if (document.body) window.papers.push(getComputedStyle(document.documentElement).backgroundColor);
    if (window.papers.length < 30) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  document.addEventListener("DOMContentLoaded", () => { window.chosen = document.documentElement.dataset.scheme; });
}
const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const switched = (page) => page.getByRole("button", { name: /^Colours/ });

const bright = { colorScheme: "light" };
look("colours are those of the system, light or dark, as chosen, from the first frame on", bright, async (page) => {
  await page.addInitScript(watchPaper);
  // The style sheet takes its time, for a wrong frame to have all it needs to show.
  await page.route("**/*.css", (route) => setTimeout(() => route.continue(), 150));
  await page.goto(at(KINDS.essay));
  const light = await paper(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await paper(page);
  assert.notEqual(light, dark);
  await page.emulateMedia({ colorScheme: "light" });

  const names = [];
  for (const [system, chosen, expected] of [["dark", "light", light], ["light", "dark", dark]]) {
    await switched(page).click();
    names.push(await switched(page).getAttribute("title"));
    await page.emulateMedia({ colorScheme: system });
    assert.equal(await paper(page), expected);
    for (const path of [KINDS.notes, KINDS.map]) {
      await page.goto(at(path));
      await page.waitForFunction(() => window.papers.length >= 5);
      assert.deepEqual(await page.evaluate(() => [window.chosen, ...new Set(window.papers)]), [chosen, expected]);
    }
  }
  await switched(page).click();
  names.push(await switched(page).getAttribute("title"));
  assert.equal(new Set(names).size, 3);
  assert.equal(await paper(page), light);
  await page.goto(at(KINDS.essay));
  assert.deepEqual(await page.evaluate(() => [window.chosen, ...new Set(window.papers)]), [undefined, light]);
});

look("without script there is no switch for colours", { javaScriptEnabled: false }, async (page) => {
  await page.goto(at(KINDS.essay));
  assert.equal(await switched(page).count(), 0);
});

// ---- Notes ----

const LONG = "Here is what would break the thread of the text. It stands beside it, in as many words as it needs to be long.";
const files = {
  "content/index.md": essay("Home", "Welcome."),
  "content/notes.md": essay(
    "Notes", paragraphs(12), "A thought[^a] and another[^b], both in one line.", paragraphs(20), "A last one.[^c]",
    "## A heading", paragraphs(12), `[^a]: ${LONG}`, `[^b]: ${LONG}`, `[^c]: ${LONG}`,
  ),
};
const notes = { url: await book("lantern", files) };
const references = (page) => page.locator(".footnote-reference a");
const beside = (page) => page.locator(".footnotes > ol > li");

look("notes stand beside the text where there is room", {}, async (page) => {
  await page.goto(at("notes/", notes));
  const [text] = await boxes(page.locator(".e-content > p").first());
  const [refs, found] = [await boxes(references(page)), await boxes(beside(page))];
  assert.equal(found.length, 3);
  for (const { left, right } of found) assert.ok(left > text.right && right <= WIDE.width, "in the margin");
  for (const one of [0, 2]) assert.ok(Math.abs(found[one].top - refs[one].top) < 12, "where its reference is");
  const between = found[1].top - found[0].bottom;
  assert.ok(between >= 0 && between < 40, "the second is right below the first");
});

for (const javaScriptEnabled of [true, false]) {
  const small = { viewport: NARROW, javaScriptEnabled };
  const how = javaScriptEnabled ? "with" : "without";
  look(`a note opens in place on a small screen, ${how} script`, small, async (page) => {
    await page.goto(at("notes/", notes));
    const [reference, note] = [references(page).nth(1), beside(page).nth(1)];
    assert.ok(!(await isInView(note)));
    await reference.evaluate((one) => one.scrollIntoView({ block: "center" }));
    const before = await page.evaluate(() => scrollY);
    await reference.click();
    await until("the note is there", () => isInView(note));
    assert.equal(await page.evaluate(() => scrollY), before);
    assert.ok(await isInView(reference), "the note does not cover what it belongs to");
    await note.locator(".footnote-back").click();
    await until("the note is gone", async () => !(await isInView(note)));
    assert.ok(await isInView(reference));
    if (javaScriptEnabled) assert.equal(await page.evaluate(() => scrollY), before);
  });
}

for (const { theme } of library.values()) {
  look(`${theme}: on paper there is the text, its notes at the foot, and nothing to press`, {}, async (page) => {
    await page.goto(at("notes/", { url: await book(theme, files) }));
    await page.emulateMedia({ media: "print" });
    const pressed = page.locator("nav, button, input, dialog").filter({ visible: true });
    assert.deepEqual(await pressed.evaluateAll((all) => all.map((one) => one.outerHTML)), []);
    const [last] = await boxes(page.locator(".e-content > :not(.footnotes)").last());
    const [found] = await boxes(beside(page).first());
    assert.ok(last.height > 0 && found.height > 0);
    assert.ok(found.top >= last.bottom && found.left < last.right, "the notes are below the text");
  });
}

// ---- Echoes and backlinks ----

look("a heading says beside it how many cite it", {}, async (page) => {
  await page.goto(at(KINDS.essay));
  const echo = page.locator("h2#ask-for-a-date + .echo a");
  assert.match(await echo.textContent(), /^\d+ essays cite this$/);
  const [heading] = await boxes(page.locator("h2#ask-for-a-date"));
  const [box] = await boxes(echo);
  assert.ok(box.left >= heading.right, "in the margin");
  assert.ok(box.top < heading.bottom && heading.top < box.bottom, "at the same height");
});

for (const { theme, url } of library.values()) {
  look(`${theme}: from an echo to the backlinks, and from there to the very spot`, {}, async (page) => {
    await page.goto(at(KINDS.essay, { url }));
    await page.locator(".echo a").first().click();
    const heading = page.locator("h2#page\\:cited-by");
    await until("the backlinks are there", () => isInView(heading));
    const passage = page.locator(`section:has(h2#page\\:cited-by) a[href*="#cite-"]`).first();
    const words = await passage.textContent();
    await passage.click();
    const spot = page.locator(":target");
    await spot.waitFor();
    assert.equal(await spot.textContent(), words);
    assert.equal(new URL(await spot.getAttribute("href"), page.url()).pathname, new URL(KINDS.essay, BASE).pathname);
    await until("the spot is there", () => isInView(spot));
    const ground = (locator) => locator.evaluate((one) => getComputedStyle(one).backgroundColor);
    const other = page.locator("a[id^=cite-]:not(:target)").first();
    assert.notEqual(await ground(spot), await ground(other), "the spot is marked");
  });
}

// ---- Paths ----

for (const path of ["paths/a-first-hour/", "paths/for-sceptics/"]) {
  look(`n and p walk along ${path}`, {}, async (page) => {
    await page.goto(at(path));
    const stops = await page.locator(".stops h3 a").evaluateAll((all) => all.map((one) => one.href));
    assert.ok(stops.length >= 5);
    for (const stop of stops) {
      await page.keyboard.press("n");
      await page.waitForURL(stop);
    }
    await page.keyboard.press("p");
    await page.waitForURL(stops.at(-2));
    await page.keyboard.press("Alt+n");
    await page.evaluate(() => new Promise(requestAnimationFrame));
    assert.equal(page.url(), stops.at(-2), "not together with another key");
  });
}

look("a path remembers what was read, and tells nobody", {}, async (page) => {
  await page.clock.install();
  await page.goto(at(KINDS.path));
  const read = () => page.locator(".stops input[type=checkbox]").evaluateAll((all) => all.map((one) => one.checked));
  assert.ok((await read()).every((checked) => !checked));
  await page.locator(".stops input[type=checkbox]").nth(2).check();
  await page.reload();
  assert.deepEqual((await read()).slice(0, 3), [false, false, true]);

  // To read to the end is to have read.
  await page.keyboard.press("n");
  await page.waitForURL("**/essays/**");
  await page.locator(".e-content > p").last().scrollIntoViewIfNeeded();
  await until("the essay was read", async () => {
    await page.clock.runFor(1000);
    return page.evaluate((shelf) => JSON.parse(localStorage.getItem(shelf)).length === 2, `lantern:read ${BASE.pathname}`);
  });
  await page.goto(at(KINDS.path));
  assert.deepEqual((await read()).slice(0, 3), [true, false, true]);
  assert.match(await page.locator(".path [role=status]").textContent(), /2 of 9/);
  assert.deepEqual(await page.context().cookies(), []);
});

// ---- Search ----

/** How a theme shows what it found. */
const SEARCH = {
  lantern: { field: (page) => page.getByRole("combobox"), found: (page) => page.getByRole("option") },
  ledger: { field: (page) => page.getByRole("searchbox"), found: (page) => page.locator(".found a") },
};

for (const { theme, url, disk } of library.values()) {
  const { field, found } = SEARCH[theme];
  const isFirst = async (page) => /^\s*The mirror test/.test((await found(page).allTextContents())[0]);

  const bazaar = { "a server": at(KINDS.notes, { url }), "a disk": at(`${KINDS.notes}index.html`, { url: disk }) };
  for (const [where, address] of Object.entries(bazaar)) {
    look(`${theme}: a slip of the finger finds what was meant, from ${where}`, {}, async (page) => {
      await page.goto(address);
      await page.keyboard.press("/");
      await until("one can write", () => isFocused(field(page)));
      await page.keyboard.type("mirrr");
      await until("it is found", () => isFirst(page));
      assert.equal(await field(page).inputValue(), "mirrr");
      assert.deepEqual(await barriers(page), []);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
      if (theme === "ledger") await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/the-mirror-test/**");
    });
  }

  look(`${theme}: the search page takes its words from its address`, {}, async (page) => {
    await page.goto(at("search/?q=mirrr", { url }));
    await until("it is found", () => isFirst(page));
    assert.equal(await field(page).inputValue(), "mirrr");
    await found(page).first().click();
    await page.waitForURL("**/the-mirror-test/");
  });

  // Browsers complain of an answer that says that there is no such page.
  look(`${theme}: an address with a slip leads to the titles near it`, { may: /\b404\b/ }, async (page) => {
    const response = await page.goto(at("essays/the-miror-test/", { url }));
    assert.equal(response.status(), 404);
    await page.locator("main section a", { hasText: "The mirror test" }).click();
    await page.waitForURL("**/essays/the-mirror-test/");
  });
}

look("a search can be narrowed to a tag", {}, async (page) => {
  const { field, found } = SEARCH.lantern;
  await page.goto(at(KINDS.home));
  await page.keyboard.press("Control+k");
  await field(page).fill("the");
  await found(page).first().waitFor();
  const before = await found(page).count();
  await page.getByRole("group", { name: /tag/ }).getByRole("button", { name: "Trust" }).click();
  await until("there are fewer", async () => (await found(page).count()) < before);
  const addresses = await found(page).evaluateAll((all) => all.map((one) => one.pathname));
  assert.ok(addresses.length > 0);
  await page.keyboard.press("Escape");
  await page.goto(at("tags/trust/"));
  const tagged = await page.locator("main .listing a").evaluateAll((all) => all.map((one) => one.pathname));
  assert.deepEqual(addresses.filter((address) => !tagged.includes(address)), []);
});

look("all essays can be narrowed to a tag", {}, async (page) => {
  await page.goto(at(KINDS.archive));
  const shown = page.locator("#page\\:years li:visible");
  const all = await shown.count();
  const button = page.getByRole("button", { name: /^Trust/ });
  await button.click();
  assert.equal(await shown.count(), Number((await button.textContent()).match(/\d+/)[0]));
  await button.click();
  assert.equal(await shown.count(), all);
});

look("keys are reported, and mean nothing where one writes", {}, async (page) => {
  const { field } = SEARCH.lantern;
  await page.goto(at(KINDS.essay));
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keys" });
  await help.waitFor();
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Keys" }).click();
  await help.waitFor();
  await page.keyboard.press("Escape");

  await page.keyboard.press("t");
  assert.ok(await isFocused(page.locator(".contents a").first()));

  await page.keyboard.press("/");
  await until("one can write", () => isFocused(field(page)));
  await page.keyboard.type("np?t/");
  assert.equal(await field(page).inputValue(), "np?t/");
  assert.ok(!(await help.isVisible()));
  assert.equal(page.url(), at(KINDS.essay));
});
