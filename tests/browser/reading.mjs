// A browser that reads sites as their readers do.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { onDisk, publish, serve } from "./site.mjs";

export const THEMES = ["lantern", "ledger"];
export const BASE = new URL("https://example.org/kb/");
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 360, height: 740 };
const LIMIT = 15_000;
const QUIET = ["gpu", "quic", "background-networking", "component-update", "sync"].map((what) => `--disable-${what}`);

/** A page of each kind, in the knowledge base of this repository. */
export const KINDS = {
  home: "", essay: "essays/the-mirror-test/", notes: "essays/the-bazaar/", tag: "tags/hierarchy/", tags: "tags/",
  archive: "essays/", path: "paths/a-first-hour/", paths: "paths/", map: "map/", search: "search/", missing: "404.html",
};

let browser;
after(() => browser?.close());
async function chrome() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  browser ??= await chromium.launch({ executablePath, args: ["--no-sandbox", "--no-first-run", ...QUIET] });
  return browser;
}

/** The knowledge base in each theme: the folder `site`, and `url`, where it is served; `disk` needs no server. */
export const library = new Map();
for (const theme of THEMES) {
  const site = publish(theme, { base: BASE.href });
  library.set(theme, { theme, site, url: await serve(site, BASE), disk: onDisk(publish(theme, {})) });
}

/** A book of these files in a theme, served. */
export const book = async (theme, files) => serve(publish(theme, { files }));

/**
 * Runs a test with a page of the browser, which afterwards must not have complained about anything, missed a file, or
 * asked any other host or in any other way than for a file of the site; unless it `may`.
 */
export function look(name, { may = /^$/, ...how }, act) {
  test(name, { timeout: 120_000 }, async () => {
    const context = await (await chrome()).newContext({ viewport: WIDE, reducedMotion: "reduce", ...how });
    context.setDefaultTimeout(LIMIT);
    const wrong = [];
    context.on("page", (page) => listen(page, wrong));
    try {
      await act(await context.newPage(), context);
      assert.deepEqual(wrong.filter((what) => !may.test(what)), []);
    } finally {
      await context.close();
    }
  });
}

function listen(page, wrong) {
  page.on("pageerror", (error) => wrong.push(`${page.url()}: ${error}`));
  page.on("console", (message) => wrong.push(`${page.url()}: ${message.text()}`));
  page.on("response", (response) => {
    if (response.status() >= 400) wrong.push(`${response.status()} for ${response.url()}`);
  });
  page.on("requestfailed", (request) => {
    const { errorText } = request.failure();
    // What is not waited for when going on to the next page is not a failure.
    if (errorText !== "net::ERR_ABORTED") wrong.push(`${errorText} for ${request.url()}`);
  });
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const own = ["file:", "data:"].includes(protocol) || hostname === "127.0.0.1";
    if (!own || request.method() !== "GET") wrong.push(`asked with ${request.method()} for ${request.url()}`);
  });
}

/** Opens the pages at these addresses, as many at a time as there are `hands`, and says of each what `see` tells. */
export async function tour(context, addresses, see, { url, hands = 3 } = {}) {
  const left = [...addresses.entries()];
  const told = [];
  await Promise.all(Array.from({ length: hands }, async () => {
    const page = await context.newPage();
    for (let next = left.shift(); next; next = left.shift()) {
      const [place, address] = next;
      await page.goto(String(new URL(address, url)));
      told[place] = await see(page, address);
    }
    await page.close();
  }));
  return told;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What stands in somebody's way on a page. */
export async function barriers(page, how) {
  await page.evaluate(`window.axe || (() => { ${AXE} })()`);
  // From a disk it could not load a style sheet once more, and there is no need to.
  const options = { resultTypes: ["violations"], preload: false, ...how };
  const { violations } = await page.evaluate((options) => axe.run(document, options), options);
  const tell = ({ id, nodes }) => nodes.map(({ target, any }) => `${id} at ${target}: ${any[0]?.message ?? ""}`);
  return violations.flatMap(tell);
}

/** Where the things stand that match, in the whole page. */
export const boxes = (locator) => locator.evaluateAll((all) => all.map((one) => {
  const { top, bottom, left, right, width, height } = one.getBoundingClientRect();
  return { top: top + scrollY, bottom: bottom + scrollY, left, right, width, height };
}));

/** Whether a thing is on the screen, all of it. */
export const isInView = (locator) => locator.evaluate((one) => {
  const { top, bottom, height } = one.getBoundingClientRect();
  return height > 0 && top >= 0 && bottom <= innerHeight;
});
