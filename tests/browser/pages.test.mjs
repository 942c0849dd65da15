// What holds of every page of a site: it is whole without script, open to all, valid, quiet and small.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { KINDS, NARROW, THEMES, WIDE, barriers, book, library, look, tour } from "./reading.mjs";
import { ROOT, pages, publish } from "./site.mjs";
import { essay } from "./support.mjs";

const require = createRequire(import.meta.url);
const packed = (text) => gzipSync(text, { level: 9 }).length;

// ---- Valid ----

/** What is wrong with the pages of these sites by the standard. */
async function invalid(...sites) {
  const jar = join(require.resolve("vnu-jar/package.json"), "../build/dist/vnu.jar");
  // So short a run is over before Java could have made it faster.
  const java = ["-XX:TieredStopAtLevel=1", "-Xss4m", "-jar", jar];
  const told = await new Promise((done, fail) => {
    const how = ["--skip-non-html", "--errors-only", "--format", "json", ...sites];
    const checker = spawn("java", [...java, ...how], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    checker.stderr.on("data", (text) => (said += text));
    const missing = new Error("the HTML checker needs `java`: on Debian, install default-jre-headless");
    checker.on("error", () => fail(missing));
    checker.on("close", () => done(said));
  });
  const { messages } = JSON.parse(told);
  const short = (url) => sites.reduce((path, site) => path.replace(site, ""), new URL(url).pathname);
  return messages.map(({ url, lastLine, message }) => `${url ? short(url) : ""}:${lastLine} ${message}`);
}

test("every page is valid HTML", { timeout: 90_000 }, async () => {
  const manual = publish("lantern", { book: join(ROOT, "docs"), base: "https://example.org/manual/" });
  assert.deepEqual(await invalid(...[...library.values()].map(({ site }) => site), manual), []);
});

/** An essay with these fields. */
const headed = (fields, text) => `${JSON.stringify(fields, undefined, 1)}\n\n${text}`;

/** A book in which everything is as it seldom is. */
const odd = {
  "content/index.md": "Start[^1] with [[a]].\n\n[^1]: A note.\n",
  "content/a.md": headed(
    { title: `${"Long ".repeat(60)}\\ "quoted" </style> ^&`, tags: ["trust", "ours", "c"] },
    `See [[b#^one|x]], [[b]], [y](b.md) and [[#^two]]: <https://example.org/a^b|c>.

> ## In a quotation

> [!tip] A tip
> ## In a callout

##

## \u200b

## ![](https://example.org/x.png)

## A part ^part

### Far below {#far^below|here}

Two \u0007\u001b signs. ^two

![[b]] ![[b]]

![[b]]

![[Board.canvas]] text ![[mail.eml]] text ![[map.excalidraw]]

| a | |
| --- | --- |
| b | c |

פסקה with \`code()\` and [[d]].

- אחת

<div><script>document.title</script></div>
`),
  "content/b.md": "# B, and [[a]][^1] #ours\n\nOne. ^one\n\n[^1]: A note.\n",
  "content/c.md": headed({ tags: ["trust", "ours"] }, "No title, no words of it.\n"),
  "content/d.md": headed({ title: "الثقة (Trust)", lang: "ar" }, "نص. See [[a]].\n\n# Another title\n"),
  "content/404.md": "# Nothing here, says [[a]]\n\nTry the others.\n",
  "content/map.excalidraw.md": "# Excalidraw Data\n",
  "content/Board.canvas": "{}",
  "content/mail.eml": "To: all\n",
  "content/paths/one.md": "# A way\n\n1. [[a]]\n2. [[b]]\n",
  "content/paths/two.md": "# A way\n\n1. [[b]]\n2. [[a]]\n",
  "content/tags/ours.md": "# Ours, as in [[a]]\n\nWhat we have.\n",
};

test("a book in which everything is as it seldom is has valid pages too", { timeout: 90_000 }, async () => {
  const bases = [undefined, "https://example.org/odd/"];
  const sites = THEMES.flatMap((theme) => bases.map((base) => publish(theme, { files: odd, base })));
  assert.deepEqual(await invalid(...sites), []);
  for (const site of sites) {
    for (const path of pages(site)) {
      const page = readFileSync(join(site, path), "utf8");
      assert.ok(page.indexOf('<meta charset="utf-8">') < 1000, `${path}: which letters it has is said too late`);
      assert.equal(page.match(/<h1[ >]/g)?.length, path === "d/index.html" ? 2 : 1, `${path}: it has one title`);
      assert.ok(page.includes('<meta name="description"') || !/^(map|search)\//.test(path), `${path}: no description`);
    }
  }
});

// ---- Without script, from a disk ----

/** What a page has without script: its text, where it leads, and the places in it that can be led to. */
const bare = (page) => page.evaluate(() => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  const main = document.querySelector("main");
  const text = document.querySelector(".e-content > p") ?? main;
  const isSeen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  return {
    legible: isSeen(text) && main.innerText.trim().length > 40,
    links: [...document.links].filter(isSeen).map((link) => link.href),
    ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
  };
});

for (const { theme, disk } of library.values()) {
  const silent = { javaScriptEnabled: false };
  look(`${theme}: without script, all is readable and reachable from a disk`, silent, async (_, context) => {
    const known = new Map();
    const wrong = [];
    const fragments = [];
    let next = [new URL("index.html", disk).href];
    while (next.length) {
      const found = await tour(context, next, bare);
      next.forEach((address, at) => known.set(address, found[at]));
      const ahead = new Set();
      next.forEach((address, at) => {
        if (!found[at].legible) wrong.push(`${address} cannot be read`);
        for (const link of found[at].links.filter((to) => to.startsWith("file:"))) {
          const [to, fragment] = link.split("#");
          if (!existsSync(fileURLToPath(to))) wrong.push(`${address} leads to ${to}, which is not there`);
          else if (to.endsWith(".html") && !known.has(to)) ahead.add(to);
          if (fragment) fragments.push([address, to, decodeURIComponent(fragment)]);
        }
      });
      next = [...ahead];
    }
    for (const [from, to, fragment] of fragments) {
      if (!known.get(to)?.ids.includes(fragment)) wrong.push(`${from} leads to #${fragment}, which is not in ${to}`);
    }
    assert.deepEqual(wrong, []);
    const all = pages(fileURLToPath(disk)).filter((path) => path !== "404.html");
    assert.ok(all.length > 50, "the knowledge base is there");
    assert.deepEqual(all.filter((path) => !known.has(new URL(path, disk).href)), [], "pages that no link leads to");
  });
}

// ---- Open to all ----

const COLOURS = { runOnly: { type: "tag", values: ["cat.color"] } };
const CROWDED = ["notes", "tags", "map", "search"].map((kind) => KINDS[kind]);
for (const { theme, url } of library.values()) {
  look(`${theme}: nothing stands in anybody’s way`, {}, async (_, context) => {
    const found = await tour(context, Object.values(KINDS), async (page, path) => {
      const told = [];
      const tell = async (look, how) => {
        for (const barrier of await barriers(page, how)) told.push(`/${path} ${look}: ${barrier}`);
      };
      await tell("light");
      // Another scheme changes nothing but colours.
      await page.emulateMedia({ colorScheme: "dark" });
      await tell("dark", COLOURS);
      if (CROWDED.includes(path)) {
        await page.setViewportSize(NARROW);
        await tell("dark and narrow");
      }
      await page.emulateMedia({ colorScheme: "light" });
      await page.setViewportSize(WIDE);
      return told;
    }, { url });
    assert.deepEqual(found.flat(), []);
  });
}

// ---- Quiet ----

/** Notes whatever moves that nobody has touched. */
function feel() {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      window.shifts.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** Waits until a page has painted what it has, and says what moved. */
const shifts = async (page) => {
  await page.waitForLoadState("networkidle");
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.shifts)))));
};

for (const { theme, site, url } of library.values()) {
  for (const viewport of [WIDE, NARROW]) {
    const every = pages(site).map((path) => path.replace(/(^|\/)index\.html$/, "$1"));
    const all = viewport === WIDE ? every : Object.values(KINDS);
    look(`${theme}: pages ${viewport.width} wide are still, and ask for little`, { viewport }, async (_, context) => {
      await context.addInitScript(feel);
      // The style sheet comes last. So no page is painted before it is all there, however busy the machine.
      await context.route("**/*.css", async (route) => {
        const there = () => document.readyState === "interactive";
        await route.request().frame().waitForFunction(there, null, { polling: 20 });
        await route.continue();
      });
      const asked = new Map();
      context.on("page", (page) => page.on("request", (request) => {
        const from = request.isNavigationRequest() ? request.url() : request.frame().url();
        asked.set(from, (asked.get(from) ?? 0) + 1);
      }));
      const moved = await tour(context, all, async (page, path) =>
        (await shifts(page)).map((shift) => [path, ...shift]), { url, hands: 6 });
      assert.deepEqual(moved.flat(), []);
      const many = [...asked].filter(([from, count]) => /essays\/./.test(from) && count > 5);
      assert.deepEqual(many, []);
      assert.equal(asked.size, all.length);
    });
  }
}

// ---- Small ----

for (const { theme, site } of library.values()) {
  look(`${theme}: an essay’s page is small`, {}, async (page) => {
    const essays = pages(site).filter((path) => /^essays\/./.test(path) && path !== "essays/index.html");
    const html = essays.map((path) => readFileSync(join(site, path), "utf8"));
    const [linked, ...shells] = await page.evaluate(([texts, quotations]) => {
      const parsed = texts.map((text) => new DOMParser().parseFromString(text, "text/html"));
      const linked = [...parsed[0].querySelectorAll("link[rel=stylesheet], script[src]")];
      const files = linked.map((one) => one.getAttribute("href") ?? one.getAttribute("src"));
      // Neither the text of the essay nor what is quoted from others is the theme's.
      return [files, ...[".e-content", `.e-content, ${quotations}`].map((words) => parsed.map((page) => {
        for (const text of page.querySelectorAll(words)) text.replaceChildren();
        return page.documentElement.outerHTML;
      }))];
    }, [html, { lantern: ".quoted", ledger: ".passages" }[theme]]);
    const files = linked.map((path) => [path, packed(readFileSync(join(site, essays[0], "..", path)))]);
    const weigh = (ending) => files.filter(([path]) => path.endsWith(ending)).reduce((sum, [, size]) => sum + size, 0);
    assert.ok(weigh(".css") > 0 && weigh(".css") <= 10 * 1024, `${weigh(".css")} bytes of CSS`);
    assert.ok(weigh(".js") <= 10 * 1024, `${weigh(".js")} bytes of script`);
    const [whole, bare] = shells.map((all) => all.map((shell, at) => [packed(shell), essays[at]]));
    const [middle] = whole.sort(([a], [b]) => a - b)[Math.floor(whole.length / 2)];
    assert.ok(middle <= 6 * 1024, `${middle} bytes of HTML round the text of an essay`);
    assert.deepEqual(bare.filter(([size]) => size > 6 * 1024), []);
  });
}

// ---- At any width, in any direction ----

const WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const CODE = `\`\`\`\n${"let word = 1; ".repeat(30)}\n\`\`\``;
const TABLE = ["a cell with words", "---", "a cell with words"].map((cell) => `| ${cell} `.repeat(20)).join("|\n");
const HARD = {
  "content/index.md": essay("Home", "Welcome."),
  "content/hard.md": essay(
    `${WORD} ${"and so on ".repeat(18)}`, "See [[arabic]].", `https://example.org/${"long/".repeat(40)}`,
    `\`${"code".repeat(40)}\``, `# ${WORD}${WORD}`, TABLE, CODE, `$$${"x + ".repeat(60)}x$$`,
    `> [!note] ${WORD}${WORD}\n> ${"word".repeat(60)}`, "A note.[^1]", `[^1]: ${"note".repeat(60)}`,
  ),
  "content/arabic.md": `---\ntitle: اختبار المرآة\nlang: ar\ntags: [${WORD}]\n---\n\n${[
    "هذا نص قصير عن [[hard]] وعن الثقة.[^1]", "## عنوان", CODE, TABLE, "[^1]: ملاحظة.",
  ].join("\n\n")}\n`,
};

/** Says at which widths something reaches out of the page. */
async function sticking(page) {
  const told = [];
  for (const width of [320, 360, 768, 1100, 1440, 2560]) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) told.push(`${new URL(page.url()).pathname} is ${over} too wide at ${width}`);
  }
  return told;
}

for (const { theme, url } of library.values()) {
  const hard = { url: await book(theme, HARD) };
  look(`${theme}: no page sticks out at any width`, {}, async (_, context) => {
    const found = await tour(context, Object.values(KINDS), sticking, { url });
    found.push(...await tour(context, ["", "arabic/", "hard/", "tags/", "essays/", "map/"], sticking, hard));
    assert.deepEqual(found.flat(), []);
  });

  look(`${theme}: an Arabic essay is set from right to left`, {}, async (page) => {
    await page.goto(String(new URL("arabic/", hard.url)));
    const text = page.locator(".e-content > p").first();
    assert.equal(await text.evaluate((one) => getComputedStyle(one).direction), "rtl");
    assert.equal(await text.evaluate((one) => one.parentElement.closest("[dir]").dir), "rtl");
    assert.equal(await text.evaluate((one) => one.closest("[lang]").lang), "ar");
  });
}
