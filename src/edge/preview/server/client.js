// The browser end of the live preview. It keeps the page as the server has it, without loading it anew, and shows
// the writer what no reader sees: mistakes, and what is known about the essay.
(() => {
  "use strict";

  const script = document.currentScript;
  const at = (what) => `/.crosslight/${what}?page=${encodeURIComponent(location.pathname)}`;
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  // What a tab remembers from page to page. Browsers may refuse to, and then it is forgotten.
  const memory = {
    get(key) { try { return sessionStorage.getItem(`crosslight:${key}`) ?? ""; } catch { return ""; } },
    set(key, value) { try { sessionStorage.setItem(`crosslight:${key}`, value); } catch { /* forgotten */ } },
  };

  function soon(pause, act) {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(act, pause); };
  }

  // ---- The page, block by block ----
  //
  // `shown` is the page as the server last sent it, and `twin` leads from each of its nodes to the node in the
  // window. What is sent next is compared with what was sent before, not with the window: so whatever readers and
  // scripts of the theme did there is left alone, unless the server changes the very same thing.

  let shown = null;
  let known = script.dataset.hash;
  const twin = new WeakMap();
  const touched = new Set();
  const swaps = [];

  // These say where a block was read and which page this is. They change without anything to be seen.
  const SILENT = new Set(["data-line", "data-hash"]);
  // What has run cannot be taken back, and what a script may have copied cannot be found: these need a fresh page.
  const RUNS = "script:is(:not([type]), [type=''], [type=module], [type=importmap], [type*=javascript]), template";

  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
  const isBlank = (node) => node.nodeType === Node.COMMENT_NODE || (!isElement(node) && !node.data.trim());
  // Where scripts run, what is in <noscript> is text to the window, but markup to the parser of a fetched page.
  const kids = (node) => (node.localName === "noscript" ? [] : [...node.childNodes]);

  // Two nodes have the same number if they and all below them are the same, but for what is silent.
  const numbers = new Map();
  const signs = new WeakMap();
  function sign(node) {
    if (!signs.has(node)) {
      const text = isElement(node) ? describe(node) : node.nodeName + node.data;
      if (!numbers.has(text)) numbers.set(text, numbers.size);
      signs.set(node, numbers.get(text));
    }
    return signs.get(node);
  }
  function describe(node) {
    const names = node.getAttributeNames().filter((name) => !SILENT.has(name)).sort();
    const inside = node.localName === "template" ? node.innerHTML : kids(node).map(sign);
    return JSON.stringify([node.nodeName, names.map((name) => [name, node.getAttribute(name)]), inside]);
  }

  // How many characters two texts share at the start, and how many of the others at the end.
  function shared(a, b) {
    const most = Math.min(a.length, b.length);
    let start = 0, end = 0;
    while (start < most && a[start] === b[start]) start++;
    while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end++;
    return [start, end];
  }

  // What it is worth to keep one node as the other: nothing if they are of different kinds, most if they are equal.
  function worth(old, now) {
    if (old.nodeName !== now.nodeName || old.rel !== now.rel) return 0;
    const weight = isElement(now) ? 4 : isBlank(now) ? 0.4 : 2;
    if (sign(old) === sign(now)) return weight;
    const [a, b] = [old.textContent, now.textContent];
    const [start, end] = shared(a, b);
    return weight * (1 + (start + end) / Math.max(a.length, b.length, 1)) / 4;
  }

  // Which of the new nodes was which of the old: of all pairings that keep the order, the one that is worth most.
  function pairs(olds, news) {
    const found = new Map();
    const same = (old, now) => old && now && sign(old) === sign(now);
    let top = 0;
    while (same(olds[top], news[top])) found.set(news[top], olds[top++]);
    [olds, news] = [olds.slice(top), news.slice(top)];
    while (same(olds.at(-1), news.at(-1))) found.set(news.pop(), olds.pop());
    // So much that is new in one place is hardly an edit, and would take long to compare.
    if (olds.length * news.length > 250_000) return found;

    const best = Array.from({ length: olds.length + 1 }, () => new Float64Array(news.length + 1));
    for (let i = olds.length - 1; i >= 0; i--) {
      for (let j = news.length - 1; j >= 0; j--) {
        best[i][j] = Math.max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + worth(olds[i], news[j]));
      }
    }
    for (let i = 0, j = 0; i < olds.length && j < news.length;) {
      if (best[i][j] === best[i + 1][j]) i++;
      else if (best[i][j] === best[i][j + 1]) j++;
      else found.set(news[j++], olds[i++]);
    }
    return found;
  }

  // Finds the nodes of a page in the window, where scripts may already have added some, and framed others.
  const taken = new WeakSet();
  function adopt(sent, live) {
    twin.set(sent, live);
    taken.add(live);
    const found = pairs(kids(live), kids(sent));
    for (const child of kids(sent)) {
      const here = found.get(child) ?? framed(child, live);
      if (here) adopt(child, here);
    }
  }
  function framed(sent, live) {
    const alike = isElement(sent) ? [...live.querySelectorAll(sent.localName)] : [];
    return alike.find((each) => !taken.has(each) && sign(each) === sign(sent));
  }

  function patch(old, now) {
    const live = twin.get(old), changed = sign(old) !== sign(now);
    if (changed && !live?.isConnected && !isBlank(now)) throw new Error("a script has replaced what is to change");
    if (live) twin.set(now, live);
    if (!isElement(now)) return live && changed && rewrite(live, now.data);
    if (changed && now.matches("link[rel~=stylesheet]")) return swaps.push(swap(live, document.importNode(now)));
    if (live) setAttributes(old, now, live);

    const kept = pairs(kids(old), kids(now));
    const stays = new Set(kept.values());
    for (const child of kids(old)) if (!stays.has(child)) twin.get(child)?.remove();
    let before = null;
    for (const child of kids(now)) {
      if (kept.has(child)) patch(kept.get(child), child);
      else insert(child, live, before);
      before = twin.get(child) ?? before;
    }
  }

  function setAttributes(old, now, live) {
    for (const name of new Set([...old.getAttributeNames(), ...now.getAttributeNames()])) {
      const [was, is] = [old.getAttribute(name), now.getAttribute(name)];
      if (was === is) continue;
      if (!SILENT.has(name)) touched.add(live);
      if (name === "class" && live.getAttribute(name) !== was) {
        // A script has its own classes here. They stay.
        live.classList.remove(...old.classList);
        live.classList.add(...now.classList);
      } else if (is === null) live.removeAttribute(name);
      else live.setAttributeNS(now.getAttributeNode(name).namespaceURI, name, is);
    }
  }

  // Replaces only what differs, so that a selection in the rest of the text stays where it is.
  function rewrite(live, text) {
    const [start, end] = shared(live.data, text);
    live.replaceData(start, live.length - start - end, text.slice(start, text.length - end));
    touched.add(live);
  }

  function insert(now, parent, before) {
    const live = document.importNode(now, true);
    adopt(now, live);
    // What comes before may stand in a frame.
    while (before && before.parentNode !== parent) before = before.parentNode;
    if (before) before.after(live);
    else parent.prepend(live);
    touched.add(live);
  }

  function flash(nodes) {
    const seen = still.matches ? [] : [...nodes].filter((node) => node.isConnected && !isBlank(node));
    const elements = seen.map((node) => (isElement(node) ? node : node.parentElement));
    const glow = { backgroundColor: "rgb(255 190 60 / .3)", boxShadow: "0 0 0 .25em rgb(255 190 60 / .3)", offset: 0 };
    for (const block of new Set(elements.map((node) => node.closest("[data-line]") ?? node))) {
      if (block.matches("body *")) block.animate([glow], { duration: 1400, easing: "ease-out" });
    }
  }

  // ---- The same page, as it is now ----

  const scripts = (page) => String([...page.querySelectorAll(RUNS)].map(sign));

  async function load(cache) {
    const answer = await fetch(location.pathname + location.search, { cache });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").documentElement;
    return { answer, page, hash: page.querySelector(`script[src="${script.getAttribute("src")}"]`)?.dataset.hash };
  }

  // The cache still has the page as it came, before any script changed it. Should it not be there any more, then
  // there is nothing to compare with, and the first change loads the page anew.
  async function begin() {
    if (document.readyState === "loading") {
      await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
    }
    const { page, hash } = await load("force-cache");
    if (hash !== known) return;
    adopt(page, document.documentElement);
    shown = page;
  }

  // Steps follow one another, so that each starts from what the one before has made of the page. Whatever cannot be
  // done step by step is done by loading the page anew.
  let steps = begin().catch(() => {});
  const then = (step) => { steps = steps.then(step).catch(() => location.reload()); };

  async function heal(hash) {
    if (hash && hash === known) return;
    const next = await load("no-store").catch(lost);
    if (!next) return;
    if (next.answer.redirected) return location.replace(next.answer.url);
    const isPage = next.answer.headers.get("content-type")?.startsWith("text/html");
    if (!shown || !isPage || scripts(shown) !== scripts(next.page)) return location.reload();
    patch(shown, next.page);
    [shown, known] = [next.page, next.hash];
    await Promise.all(swaps.splice(0));
    flash(touched);
    touched.clear();
    placeLines();
  }

  // ---- Files that the page uses ----

  // The old style sheet goes when the new one is there, so that the page is never seen without.
  function swap(link, fresh) {
    link.after(fresh);
    return new Promise((done) => {
      fresh.onload = () => {
        for (const sent of shown?.querySelectorAll("link") ?? []) if (twin.get(sent) === link) twin.set(sent, fresh);
        done(link.remove());
      };
      fresh.onerror = () => done(fresh.remove());
      // A script that takes the new one away would keep all other steps waiting.
      setTimeout(done, 5000);
    });
  }

  // Fetches these files anew. If it is not known which ones have changed, then all but those that may be playing.
  function refresh(urls) {
    const paths = urls && new Set(urls.map((url) => new URL(url, location).pathname));
    const unused = new Set(paths ?? ["a style sheet"]);
    const renew = (url, force) => {
      const full = URL.canParse(url, document.baseURI) && new URL(url, document.baseURI);
      if (full.origin !== location.origin || !(force || !paths || paths.has(full.pathname))) return url;
      unused.delete(full.pathname);
      full.searchParams.set("v", Date.now().toString(36));
      return full.href;
    };
    const renewSet = (set) => set.replace(/[^\s,]+/g, (part) => (/^[\d.]+[wxh]$/.test(part) ? part : renew(part)));
    const pictures = "img, picture source, image, link[rel~=icon]", players = "video, audio, :is(video, audio) source";
    for (const node of document.querySelectorAll(paths ? `${pictures}, ${players}` : pictures)) {
      for (const name of ["src", "srcset", "poster", "href"]) {
        const old = node.getAttribute(name);
        const now = old && (name === "srcset" ? renewSet(old) : renew(old));
        if (now === old) continue;
        node.setAttribute(name, now);
        if (node.localName === "source") node.parentNode.load?.();
      }
    }
    // What nothing here names may be a style sheet, or a font, a picture or a sheet that stands in one.
    const sheets = unused.size ? document.querySelectorAll("link[rel~=stylesheet]:not([disabled])") : [];
    const own = [...sheets].filter((link) => new URL(link.href).origin === location.origin);
    const change = (link) => swap(link, Object.assign(link.cloneNode(), { href: renew(link.href, true) }));
    return Promise.all(own.map(change));
  }

  // ---- Where the writer is ----

  function follow({ url, line }) {
    const to = new URL(url, location);
    if (to.pathname === location.pathname) return then(() => show(line));
    memory.set("follow", JSON.stringify({ path: to.pathname, line }));
    location.assign(to);
  }

  // What was saved while this tab was between two pages, or hidden, is followed as soon as it listens again. A new tab
  // shows what it was opened for.
  function catchUp(saved) {
    const last = memory.get("saved"), now = String(saved?.revision ?? 0);
    memory.set("saved", now);
    if (saved && last && last !== now) follow(saved);
  }

  function arrive() {
    const { path, line } = JSON.parse(memory.get("follow") || "{}");
    memory.set("follow", "");
    if (path === location.pathname) then(() => show(line));
  }

  function show(line) {
    let block = null;
    for (const each of line ? document.querySelectorAll("[data-line]") : []) {
      const here = Number(each.dataset.line);
      if (here <= line && here >= Number(block?.dataset.line ?? 0)) block = each;
    }
    if (!block) return;
    for (let up = block; up; up = up.parentElement) if (up.localName === "details") up.open = true;
    const { top, bottom, height } = block.getBoundingClientRect();
    const place = { block: height < innerHeight ? "center" : "start", behavior: still.matches ? "instant" : "smooth" };
    if (top < 0 || bottom > innerHeight) block.scrollIntoView(place);
    flash([block]);
  }

  // ---- The connection ----
  //
  // Browsers open few connections to one server. A tab that nobody looks at does without.

  let stream = null, retry, leaving, failures = 0, revision = null;

  function connect() {
    if (stream || document.hidden) return;
    stream = new EventSource(at("events"));
    stream.onerror = lost;
    for (const [name, act] of Object.entries(events)) {
      stream.addEventListener(name, (event) => act(JSON.parse(event.data)));
    }
  }

  function disconnect() {
    clearTimeout(retry);
    stream?.close();
    stream = null;
  }

  // A server that is started again at once is not worth a word.
  function lost() {
    disconnect();
    failures++;
    bar.hidden = failures < 2;
    retry = setTimeout(connect, Math.min(500 * 1.5 ** (failures - 1), 3000));
  }

  const events = {
    hello(news) {
      // Nobody has told this page which files changed while it did not listen.
      if (revision !== null && (failures || revision !== news.revision)) then(() => refresh(null));
      failures = 0;
      bar.hidden = true;
      // The last good page stays where it is until what is broken is mended.
      if (!news.broken) events.change(news);
      catchUp(news.saved);
    },
    change(news) {
      revision = news.revision;
      then(() => heal(news.hash));
      learnSoon();
    },
    asset: ({ urls }) => then(() => refresh(urls)),
    reload: () => location.reload(),
    saved(news) {
      memory.set("saved", String(news.revision));
      follow(news);
    },
    diagnostics(news) {
      report(news);
      learnSoon();
    },
  };

  document.addEventListener("visibilitychange", () => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(disconnect, 1000);
    else connect();
  });
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);

  // ---- What the writer sees ----
  //
  // It stands beside the body and in a shadow of its own: no rule of a theme reaches it, and none of its own leaves.

  const STYLE = `
    :host { all: initial !important; position: absolute !important; inset: 0 auto auto 0 !important;
      z-index: 2147483647 !important; color-scheme: light dark !important; }
    @media print { :host { display: none !important; } }
    * { box-sizing: border-box;
      --paper: light-dark(#fff, #22242a); --ink: light-dark(#23262d, #e3e5ea); --quiet: light-dark(#5c6270, #a3a9b6);
      --rule: light-dark(#d8dbe2, #41454f); --tint: light-dark(#f3f4f7, #2c2f37); --link: light-dark(#1f5a99, #8fc0f5);
      --wrong: light-dark(#ad2323, #ff9a91); --warn: light-dark(#855300, #e8ba62); }
    [hidden] { display: none !important; }
    .dock, section, .bar, .line { font: .82em/1.45 system-ui, sans-serif; color: var(--ink); overflow-wrap: anywhere; }
    section, .bar { position: fixed; background: var(--paper); border: 1px solid var(--rule); border-radius: .6em;
      box-shadow: 0 3px 20px rgb(0 0 0 / .2); }
    section { display: flex; flex-direction: column; bottom: 3.6em; }
    .panel { right: .75em; width: min(25em, 100vw - 1.5em); max-height: min(42em, 100dvh - 4.6em); }
    .list { inset-inline: .75em; margin-inline: auto; max-width: 62em; max-height: 60dvh; }
    .list.errors { border-top: 3px solid var(--wrong); }
    .bar { top: .75em; inset-inline: .75em; margin: 0 auto; width: fit-content; padding: .5em 1em; }
    .dock { position: fixed; inset: auto .75em .75em auto; display: flex; flex-wrap: wrap; gap: .4em;
      justify-content: end; }
    button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--rule); border-radius: 1em;
      padding: .2em .8em; min-height: 24px; cursor: pointer; }
    button:hover { background: var(--tint); }
    .dock button { font-size: .92em; color: var(--quiet); box-shadow: 0 1px 4px rgb(0 0 0 / .12); }
    .dock .errors { color: var(--wrong); border-color: currentColor; }
    .dock .warnings, .draft { color: var(--warn); }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    a { color: var(--link); text-underline-offset: .15em; }
    header { display: flex; align-items: center; padding: .5em .6em .5em 1em; border-bottom: 1px solid var(--rule); }
    .inside { overflow: auto; padding: .2em 1em .9em; border-radius: .6em; }
    h2, h3 { font-size: 1em; font-weight: 600; margin: 0 auto 0 0; padding-right: 1em; }
    h3 { margin-top: .9em; color: var(--quiet); }
    p { margin: .5em 0 0; }
    ul { margin: .2em 0 0; padding: 0; list-style: none; }
    li { padding-block: .2em; }
    small { font-size: .92em; color: var(--quiet); display: block; }
    label { display: flex; gap: .5em; align-items: center; margin-top: 1em; min-height: 24px; }
    pre { font: .95em/1.45 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; margin: .3em 0 .6em;
      padding: .7em .9em; background: var(--tint); border-radius: .4em; overflow-x: auto; }
    .line { position: absolute; translate: -100% 0; padding: 0 .5em; border-radius: .4em; font-size: .75em;
      line-height: 2; white-space: nowrap; color: var(--quiet); text-decoration: none; }
    .line.above { translate: 0 -70%; padding: 0; line-height: 1.6; }
    .line:hover { color: var(--link); text-decoration: underline; }
  `;

  const host = document.createElement("crosslight-preview");
  const shadow = host.attachShadow({ mode: "closed" });

  // Strings become text, never markup.
  function make(tag, props, ...inside) {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...inside.flat());
    return node;
  }
  const count = (n, one) => `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`;

  // A link, or only its words if there is no address or it would run as a script.
  function link(url, words) {
    const to = url && URL.canParse(url, location.href) && new URL(url, location.href);
    if (!to || ["javascript:", "data:", "vbscript:"].includes(to.protocol)) return make("span", {}, words);
    return make("a", { href: url }, words);
  }

  // A button, and the sheet that it opens. `asked` hears of what the writer wants, not of what is done for them.
  function sheet(className, asked) {
    const button = make("button", { type: "button", hidden: true, ariaExpanded: "false" });
    const close = make("button", { type: "button" }, "Close");
    const title = make("h2"), inside = make("div", { className: "inside" });
    const head = make("header", {}, title, close);
    const frame = make("section", { className, role: "dialog", hidden: true }, head, inside);
    const open = (wanted) => {
      if (!wanted && frame.contains(shadow.activeElement)) button.focus();
      frame.hidden = !wanted;
      button.ariaExpanded = String(wanted);
    };
    const ask = (wanted) => { open(wanted); asked(wanted); };
    button.onclick = () => ask(frame.hidden);
    close.onclick = () => ask(false);
    return { button, frame, title, inside, open, ask };
  }

  const bar = make("p", { className: "bar", role: "status", hidden: true },
    "The preview has stopped. This page comes back to life when it runs again.");

  // ---- Mistakes ----

  let news = { errors: 0, warnings: 0, shown: [], more: 0 };
  const errors = () => JSON.stringify(news.shown.filter((each) => each.severity === "error").map((each) => each.text));
  // Mistakes that were put away stay away until they are others.
  const list = sheet("list", (open) => memory.set("dismissed", open || !news.errors ? "" : errors()));

  function report(latest) {
    if (JSON.stringify(latest) === JSON.stringify(news)) return;
    const mended = news.errors && !latest.errors;
    news = latest;
    const counts = [news.errors && count(news.errors, "error"), news.warnings && count(news.warnings, "warning")];
    const summary = counts.filter(Boolean).join(" · ");
    const kind = news.errors ? "errors" : "warnings";
    Object.assign(list.button, { textContent: summary, className: kind, hidden: !summary });
    Object.assign(list.frame, { className: `list ${kind}`, ariaLabel: summary });
    list.title.textContent = summary;
    const more = news.more ? [make("p", {}, `and ${news.more} more`)] : [];
    list.inside.replaceChildren(...news.shown.map(mistake), ...more);
    if (!news.errors) memory.set("dismissed", "");
    else if (memory.get("dismissed") !== errors()) list.open(true);
    if (!summary || mended) list.open(false);
  }

  function mistake({ file, line, column, text, here, editor }) {
    const place = link(editor, [file, line, column].filter((part) => part !== null).join(":"));
    return make("article", {}, make("p", {}, place, here ? " · this page" : ""), make("pre", {}, text));
  }

  // ---- The margin ----

  let essay = {};
  const margin = sheet("panel", (open) => {
    memory.set("panel", open ? "open" : "");
    if (open) recall().catch(() => {});
    placeLines();
  });

  const ask = async (what) => (await fetch(at(what), { cache: "no-store" })).json();
  // The connection tells the writer if the server is gone.
  const learnSoon = soon(150, () => learn().catch(() => {}));

  async function learn() {
    if (!stream || document.hidden) return;
    const latest = await ask("margin");
    tell({ ...latest, mentions: essay.mentions ?? [] });
    if (!margin.frame.hidden) await recall();
  }

  async function recall() {
    const mentions = await ask("unlinked");
    tell({ ...essay, mentions });
  }

  function tell(latest) {
    if (JSON.stringify(latest) === JSON.stringify(essay)) return;
    essay = latest;
    margin.button.hidden = !essay.file;
    margin.open(Boolean(essay.file) && memory.get("panel") === "open");
    placeLines();
    if (essay.file) fill();
  }

  function fill() {
    const { words, minutes, draft, out, broken } = essay;
    const facts = [count(words, "word"), `${minutes} min`, `${essay.in.length} in`, `${out.length} out`];
    const part = (title, items, show) =>
      items.length ? [make("h3", {}, title), make("ul", {}, items.map((item) => make("li", {}, show(item))))] : [];
    const page = ({ title, url, quote }) => [link(url, title), make("small", {}, quote ?? "")];
    const slip = ({ text, why, line, editor }) => [link(editor, `${text} (line ${line})`), make("small", {}, why)];
    const box = make("input", { type: "checkbox", checked: memory.get("lines") === "shown" });
    box.onchange = () => { memory.set("lines", box.checked ? "shown" : ""); placeLines(); };

    margin.button.textContent = facts.concat(draft ? "draft" : []).join(" · ");
    margin.title.textContent = essay.title;
    margin.inside.replaceChildren(
      make("p", {}, link(essay.editor, essay.file)),
      make("p", {}, `${count(words, "word")}, ${count(minutes, "minute")} to read`),
      ...(draft ? [make("p", { className: "draft" }, "A draft: readers do not see it yet.")] : []),
      ...part("To be mended", broken, slip),
      ...part("Links to", out, page),
      ...part("Linked from", essay.in, page),
      ...part("Mentions without a link", essay.mentions, page),
      ...(essay.block ? [make("label", {}, box, "Show line links")] : []),
    );
  }

  // ---- The way from a block to its line ----

  const lines = make("nav", { ariaLabel: "Lines of the essay" });
  let pointed = null;
  const showsAll = () => memory.get("lines") === "shown";

  function lineLink(block) {
    // The links of a list or a quotation stand beside the whole of it, clear of signs and rules.
    let edge = block;
    for (let up = block; up; up = up.parentElement?.closest("ul, ol, dl, blockquote, [data-line]")) edge = up;
    const from = host.getBoundingClientRect(), { top, width } = block.getBoundingClientRect();
    const { left } = edge.getBoundingClientRect(), { line } = block.dataset;
    if (!width) return [];
    const way = link(essay.block.replaceAll("{line}", line), `¶ ${line}`), room = left > 56;
    Object.assign(way, { className: room ? "line" : "line above", ariaLabel: `Line ${line} in the editor` });
    Object.assign(way.style, { left: `${(room ? left : 3) - from.left}px`, top: `${top - from.top}px` });
    return [way];
  }

  function placeLines() {
    const all = !margin.frame.hidden && essay.block ? [...document.querySelectorAll("[data-line]")] : [];
    const firsts = all.filter((block, i) => block.dataset.line !== all[i - 1]?.dataset.line);
    const blocks = showsAll() ? firsts : all.filter((block) => block === pointed);
    lines.replaceChildren(...blocks.flatMap(lineLink));
  }

  document.addEventListener("pointerover", ({ target }) => {
    const block = target.closest?.("[data-line]");
    if (!block || block === pointed) return;
    pointed = block;
    if (!showsAll()) placeLines();
  });

  document.addEventListener("keydown", (event) => {
    const open = [list, margin].find((each) => !each.frame.hidden);
    if (event.key === "Escape" && !event.defaultPrevented) open?.ask(false);
  });

  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  shadow.adoptedStyleSheets = [style];
  shadow.append(lines, make("div", { className: "dock" }, list.button, margin.button), list.frame, margin.frame, bar);
  margin.frame.ariaLabel = "About this essay";
  document.documentElement.append(host);
  new ResizeObserver(soon(100, placeLines)).observe(document.body);
  arrive();
  connect();
})();
