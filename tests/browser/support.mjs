// A book in a folder of its own, its live preview, and a browser that looks at it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { chromium } from "playwright-core";

const BINARY = resolve(process.env.CROSSLIGHT ?? "target/debug/crosslight");
const LIMIT = 15_000;
const QUIET = ["gpu", "quic", "background-networking", "component-update", "sync"].map((what) => `--disable-${what}`);

// Whatever happens to a test, no server and no folder outlives the run.
const servers = new Set();
const folders = new Set();
process.on("exit", () => {
  for (const server of servers) server.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

let browser;
after(() => browser?.close());
async function chrome() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  browser ??= await chromium.launch({ executablePath, args: ["--no-sandbox", "--no-first-run", ...QUIET] });
  return browser;
}

/** Waits until `holds` does, and says what did not if it never does. */
export async function until(what, holds) {
  const end = Date.now() + LIMIT;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `in vain waited until ${what}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

class Book {
  constructor(files, flags) {
    this.room = mkdtempSync(join(tmpdir(), "crosslight-preview-"));
    folders.add(this.room);
    this.folder = join(this.room, "book");
    this.flags = flags;
    this.write({ "book.toml": '[book]\ntitle = "A book"\n', ...files });
  }

  /** Saves files as careful editors do: beside the book first, and so at once, for nobody to read the half of them. */
  write(files) {
    for (const [path, text] of Object.entries(files)) {
      const full = join(this.folder, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(join(this.room, "unsaved"), text);
      renameSync(join(this.room, "unsaved"), full);
    }
  }

  /** Starts the preview, the first time at any port and then at the same one, as a writer would. */
  async start() {
    const args = ["serve", this.folder, "-p", this.address?.port ?? "0", "--editor", "vscode", ...this.flags];
    this.server = spawn(BINARY, args, { stdio: ["ignore", "pipe", "pipe"] });
    servers.add(this.server);
    let said = "";
    this.server.stderr.on("data", (text) => (said += text));
    const alarm = setTimeout(() => this.server.kill("SIGKILL"), LIMIT);
    for await (const line of createInterface({ input: this.server.stdout })) {
      if (line.startsWith("preview at ")) this.address = new URL(line.slice("preview at ".length));
      if (!line.startsWith("read ")) continue;
      clearTimeout(alarm);
      this.server.stdout.resume();
      return;
    }
    throw new Error(`the preview did not start: ${said}`);
  }

  async stop() {
    const { server } = this;
    if (!server || !servers.delete(server)) return;
    const gone = new Promise((done) => server.once("exit", done));
    if (server.exitCode === null && server.kill("SIGTERM")) await gone;
  }

  async remove() {
    await this.stop();
    rmSync(this.room, { recursive: true, force: true });
    folders.delete(this.room);
  }
}

// The shadow of the preview's own parts is closed to the page, but open to the tests; and so are its connections.
function openUp() {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) { return attach.call(this, { ...options, mode: "open" }); };
  window.streams = [];
  window.EventSource = class extends EventSource {
    constructor(...args) {
      super(...args);
      window.streams.push(this);
    }
  };
}

/**
 * A test with a book of these files, its preview, and a page that shows `path`. Afterwards the page must not have
 * complained about anything but what matches `may`, nor asked any other host for anything.
 */
export function scenario(name, { files, path, flags = [], may = /^$/, ...look }, act) {
  test(name, { timeout: 90_000 }, async () => {
    const book = new Book(files, flags);
    let context;
    try {
      await book.start();
      context = await (await chrome()).newContext({ viewport: { width: 1000, height: 700 }, ...look });
      context.setDefaultTimeout(LIMIT);
      await context.addInitScript(openUp);
      const page = await context.newPage();
      const wrong = [];
      page.on("pageerror", (error) => wrong.push(String(error)));
      page.on("console", (message) => {
        // Browsers ask by themselves for an icon, and not every book has one.
        const { pathname } = new URL(message.location().url || "about:blank");
        if (pathname !== "/favicon.ico") wrong.push(`${message.text()} ${pathname}`);
      });
      page.on("request", (request) => {
        const { protocol, host } = new URL(request.url());
        if (protocol !== "data:" && host !== book.address.host) wrong.push(`asked ${request.url()}`);
      });
      await visit(page, new URL(path, book.address));
      await act({ book, page });
      assert.deepEqual(wrong.filter((message) => !may.test(message)), []);
    } finally {
      await context?.close();
      await book.remove();
    }
  });
}

/** Opens a page, waits until it hears from the server, and marks the window, so that loading it anew shows. */
export async function visit(page, url) {
  await page.goto(String(url));
  await page.waitForFunction(() => window.streams.some((stream) => stream.readyState === EventSource.OPEN));
  await page.evaluate(() => { window.marked = true; });
}

export const isMarked = (page) => page.evaluate(() => window.marked === true);

/** Waits until the page shows these words, and makes sure that it was not loaded anew for it. */
export async function sees(page, words) {
  await page.locator("body", { hasText: words }).waitFor();
  assert.ok(await isMarked(page), "the page was loaded anew");
}

/** Paragraphs that can be told apart, more than fit a window. */
export const paragraphs = (many) =>
  Array.from({ length: many }, (_, i) => `Paragraph number ${i + 1} is here to be told from the others, and is long.`);

export const essay = (title, ...blocks) =>
  `---\ntitle: ${JSON.stringify(title)}\n---\n\n${blocks.flat().join("\n\n")}\n`;

/** Waits until the server serves what it was told. */
export async function serves(book, path, words) {
  const text = async () => (await fetch(new URL(path, book.address))).text();
  await until(`${path} has “${words}”`, async () => (await text()).includes(words));
}

/** Hides the page or shows it. A headless browser has no tabs that cover one another, so the page is reported. */
export const hide = (page, hidden) => page.evaluate((now) => {
  Object.defineProperty(document, "hidden", { value: now, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}, hidden);

/** How many connections the page holds. */
export const connections = (page) =>
  page.evaluate(() => window.streams.filter((stream) => stream.readyState !== EventSource.CLOSED).length);
