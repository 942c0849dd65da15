// A book published in a theme of this repository, and a server for it.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BINARY = resolve(process.env.CROSSLIGHT ?? "target/debug/crosslight");
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".json": "application/json", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
};

const folders = new Set();
process.on("exit", () => { for (const folder of folders) rmSync(folder, { recursive: true, force: true }); });

/** The settings of a book, with some of the keys of a table set anew. */
function set(settings, table, keys) {
  const bare = settings.replace(new RegExp(`^(${Object.keys(keys).join("|")}) *=.*\n`, "gm"), "");
  const lines = Object.entries(keys).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`);
  const head = `[${table}]\n`;
  return `${bare.includes(head) ? "" : head}${bare}`.replace(head, head + lines.join(""));
}

/**
 * Publishes a book in a theme, and gives the folder of the site: the book of these files, or else the one in `book`.
 * Essays dated in the future are published too, for the day of the test to make no difference.
 */
export function publish(theme, { book = ROOT, files, base }) {
  const room = mkdtempSync(join(tmpdir(), "crosslight-site-"));
  folders.add(room);
  const there = () => set(readFileSync(join(book, "book.toml"), "utf8"), "book", { src: join(book, "content") });
  const settings = files ? '[book]\ntitle = "A book"\n' : there();
  const dressed = set(settings, "output.html", { theme: join(ROOT, "themes", theme) });
  for (const [path, text] of Object.entries({ "book.toml": dressed, ...files })) {
    mkdirSync(dirname(join(room, path)), { recursive: true });
    writeFileSync(join(room, path), text);
  }
  const site = join(room, "site");
  execFileSync(BINARY, ["build", room, "--dest-dir", site, "--future", ...(base ? ["--base-url", base] : [])]);
  return site;
}

/** The pages of a site, by their paths in it, without those that only lead on to where a page has moved. */
export function pages(site) {
  const files = readdirSync(site, { recursive: true }).map((path) => path.split(sep).join("/"));
  const html = files.filter((path) => path.endsWith(".html")).sort();
  return html.filter((path) => !readFileSync(join(site, path), "utf8").includes('http-equiv="refresh"'));
}

/** The address of a site on the disk. */
export const onDisk = (site) => new URL(`${pathToFileURL(site)}/`);

/** Serves a site as a plain web server would, below the path of its base address, and gives where it stands. */
export async function serve(site, { pathname } = new URL("http://localhost/")) {
  const find = (path) => {
    const file = join(site, path.endsWith("/") ? `${path}index.html` : path);
    const inside = !relative(site, file).startsWith("..");
    try { return inside ? [file, readFileSync(file)] : undefined; } catch { return undefined; }
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const found = path.startsWith(pathname) ? find(path.slice(pathname.length - 1)) : undefined;
    const [file, bytes] = found ?? find("/404.html");
    response.writeHead(found ? 200 : 404, { "content-type": TYPES[extname(file)] ?? "", "content-encoding": "gzip" });
    response.end(gzipSync(bytes));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  // It may not keep the tests from ending.
  server.unref();
  return new URL(pathname, `http://127.0.0.1:${server.address().port}`);
}
