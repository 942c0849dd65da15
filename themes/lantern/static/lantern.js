// What script adds to pages that are whole without it: the colours a reader chose, where in the text one is, previews
// of links, keys, and a memory of what was read. It asks for nothing but files of this site, and only when needed.
(() => {
  "use strict";

  const page = document.documentElement;
  const { root } = document.body.dataset;
  const base = new URL(root || "./", location);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const one = (what, within = document) => within.querySelector(what);

  // Browsers may refuse to remember, and then the page forgets.
  const memory = {
    get(key) { try { return localStorage.getItem(`lantern:${key}`); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(`lantern:${key}`, value); } catch { /* forgotten */ } },
    drop(key) { try { localStorage.removeItem(`lantern:${key}`); } catch { /* forgotten */ } },
  };

  /** Makes an element. Text is only ever text. */
  function make(name, attributes = {}, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  }

  /** Runs a file of the site, once. A script element works where the page was opened from a disk, a fetch would not. */
  const loaded = new Map();
  function load(address) {
    if (!loaded.has(address)) {
      loaded.set(address, new Promise((done) => {
        const script = make("script", { src: address });
        script.onload = script.onerror = done;
        document.head.append(script);
      }));
    }
    return loaded.get(address);
  }

  /** The address of a page below the root, the same however it is written: as in `essays/mirror/`. */
  function address(url) {
    const { pathname, host, protocol } = new URL(url, location);
    if (host !== base.host || protocol !== base.protocol || !pathname.startsWith(base.pathname)) return null;
    const below = pathname.slice(base.pathname.length);
    try { return decodeURIComponent(below).normalize().toLowerCase().replace(/(^|\/)index\.html$/, "$1"); } catch { return null; }
  }

  window.crosslight ??= {};
  window.lantern = { all, one, make, load, root, base };

  // ---- Colours ----

  const NAMES = { system: "as the system", light: "light", dark: "dark" };
  function colours() {
    const button = one(".scheme");
    if (!button) return;
    const scheme = () => page.dataset.scheme ?? "system";
    const say = () => {
      button.firstElementChild.textContent = button.title = `Colours: ${NAMES[scheme()]}`;
      // The frame of the window should be of the same paper.
      for (const meta of all("meta[name=theme-color]")) {
        meta.dataset.own ??= meta.media;
        const own = meta.dataset.own.includes(scheme());
        meta.media = scheme() === "system" ? meta.dataset.own : own ? "all" : "not all";
      }
    };
    button.addEventListener("click", () => {
      const order = Object.keys(NAMES);
      const next = order[(order.indexOf(scheme()) + 1) % order.length];
      if (next === "system") { delete page.dataset.scheme; memory.drop("scheme"); }
      else { page.dataset.scheme = next; memory.set("scheme", next); }
      say();
    });
    say();
  }

  // ---- Where one is ----

  function contents() {
    const ways = new Map(all(".contents a").map((way) => [fragment(way), way]));
    const headings = all(".e-content :is(h1, h2, h3, h4, h5, h6)[id]").filter((heading) => ways.has(heading.id));
    if (!headings.length) return;
    const list = one(".contents");
    // Beside the text all of it is shown anyway; now it is open to all who ask.
    if (getComputedStyle(list).position === "sticky") one("details", list).open = true;
    let marked;
    const mark = () => {
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
      const now = passed.length ? ways.get(passed.at(-1).id) : undefined;
      if (now === marked) return;
      marked?.removeAttribute("aria-current");
      now?.setAttribute("aria-current", "location");
      if (now) list.scrollTop = now.offsetTop - list.clientHeight / 2;
      marked = now;
    };
    // A heading goes in or out of the upper third: only then can the mark move.
    const watch = new IntersectionObserver(mark, { rootMargin: "100000px 0px -66%" });
    headings.forEach((heading) => watch.observe(heading));
  }

  // ---- What was read ----

  // Books on one host must not tick each other's essays.
  const SHELF = `read ${base.pathname}`;
  const readings = () => { try { return new Set(JSON.parse(memory.get(SHELF))); } catch { return new Set(); } };
  function remember(where, read) {
    const known = readings();
    if (read) known.add(where); else known.delete(where);
    memory.set(SHELF, JSON.stringify([...known]));
  }

  /** An essay is read once its last line has been on the screen for a while. */
  function reading() {
    const text = document.body.matches(".on-essay") && one(".e-content");
    if (!text) return;
    let timer;
    const watch = new IntersectionObserver(([seen]) => {
      clearTimeout(timer);
      if (seen.isIntersecting) timer = setTimeout(() => { remember(address(location), true); watch.disconnect(); }, 3000);
    });
    const last = all(":scope > :not(.footnotes)", text).at(-1);
    if (last) watch.observe(last);
  }

  /** Ticks on the page of a path: set by reading, and by hand. */
  function ticks() {
    const stops = all(".stops > li");
    if (!stops.length) return;
    memory.set("path", one(".path").dataset.path);
    const status = one(".path [role=status]");
    const known = readings();
    const say = () => {
      const read = stops.filter((stop) => stop.matches(".read")).length;
      status.textContent = read === stops.length ? "You have read them all." : `You have read ${read} of ${stops.length}.`;
    };
    for (const stop of stops) {
      const where = address(base.href + stop.dataset.address);
      const box = make("input", { type: "checkbox" });
      const name = make("span", { class: "unseen" }, ` ${one("h3", stop).textContent}`);
      box.checked = known.has(where);
      stop.classList.toggle("read", box.checked);
      box.addEventListener("change", () => {
        remember(where, box.checked);
        stop.classList.toggle("read", box.checked);
        say();
      });
      one(".facts", stop).append(make("span", {}, make("label", {}, box, "read", name)));
    }
    say();
  }

  // ---- Previews ----

  const PREVIEWED = ":is(.e-content, .sources, .related, .steps) a[href]";
  const WAIT = 300;

  /** Which file has the preview of a page: the lowest 12 bits of FNV-1a over its address. */
  function shard(where) {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(where)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    return (hash & 0xfff).toString(16).padStart(3, "0");
  }

  // An address may have signs in it that mean nothing.
  const fragment = ({ hash }) => { try { return decodeURIComponent(hash.slice(1)); } catch { return ""; } };
  const note = (link) => link.getAttribute("role") === "doc-noteref" && document.getElementById(fragment(link));

  /** What the preview of a link shows, or nothing. */
  async function glimpse(link) {
    const found = note(link);
    if (found) {
      // Beside the text, it is seen already.
      if (getComputedStyle(found).position !== "static") return null;
      const copy = found.cloneNode(true);
      for (const part of all("[id], [style]", copy)) { part.removeAttribute("id"); part.removeAttribute("style"); }
      all(".footnote-back", copy).forEach((back) => back.remove());
      return [...copy.childNodes];
    }
    const where = address(link);
    if (where === null || where === address(location) || navigator.connection?.saveData) return null;
    const name = shard(where);
    await load(`${root}previews/${name}.js`);
    const entry = window.crosslight.previews?.[name]?.[where];
    if (!entry) return null;
    const [heading, text] = entry.parts?.[fragment(link)] ?? ["", ""];
    const lines = [
      ["note", [...(entry.tags ?? []), ...(entry.minutes ? [`${entry.minutes} min`] : [])].join(" · ")],
      ["name", entry.title],
      ["about", text ? heading : entry.description],
      ["", text || entry.text],
    ];
    return lines.filter(([, words]) => words).map(([kind, words]) => make("p", { class: kind, dir: "auto" }, words));
  }

  function previews() {
    const panel = make("div", { class: "preview", id: "page:preview", role: "tooltip", hidden: "" });
    one("main").append(panel);
    let shown, timer;

    function hide() {
      clearTimeout(timer);
      shown?.removeAttribute("aria-describedby");
      shown = undefined;
      panel.hidden = true;
    }

    async function show(link, point) {
      const inside = await glimpse(link);
      // Another link may have been asked for meanwhile.
      if (!inside?.length || shown !== link) return;
      panel.replaceChildren(...inside);
      panel.hidden = false;
      panel.scrollTop = 0;
      link.setAttribute("aria-describedby", panel.id);
      // A link that goes over two lines has two boxes; the one in question is that under the pointer.
      const boxes = [...link.getClientRects()];
      const box = boxes.find(({ top, bottom }) => point && top <= point.y && point.y <= bottom) ?? boxes[0];
      if (!box) return hide();
      const { offsetWidth: width, offsetHeight: height } = panel;
      const below = box.bottom + height + 8 < innerHeight || box.top < innerHeight / 2;
      panel.style.left = `${Math.max(8, Math.min(box.left, page.clientWidth - width - 8))}px`;
      panel.style.top = `${below ? Math.min(box.bottom + 4, Math.max(8, innerHeight - height - 8)) : Math.max(8, box.top - height - 4)}px`;
    }

    function soon(link, point) {
      if (shown === link) return clearTimeout(timer);
      clearTimeout(timer);
      timer = setTimeout(() => { hide(); shown = link; show(link, point); }, WAIT);
    }
    const later = () => { clearTimeout(timer); timer = setTimeout(hide, 200); };

    const target = (event) => event.target instanceof Element && event.target.closest(`${PREVIEWED}, .preview`);
    document.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse") return;
      const over = target(event);
      if (over === panel) clearTimeout(timer);
      else if (over) soon(over, { y: event.clientY });
    });
    document.addEventListener("pointerout", (event) => { if (target(event)) later(); });
    document.addEventListener("focusin", (event) => {
      const link = target(event);
      if (link && link !== panel && link.matches(":focus-visible")) soon(link);
    });
    document.addEventListener("focusout", (event) => { if (target(event)) later(); });
    document.addEventListener("pointerdown", (event) => { if (target(event) !== panel) hide(); });
    addEventListener("scroll", () => { if (shown && !panel.matches(":hover")) hide(); }, { passive: true });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  }

  // ---- Notes ----

  /** Going back from a note that opened at the foot of the window leaves the page where it was. */
  function notes() {
    let kept = null;
    document.addEventListener("click", ({ target }) => {
      if (target.closest?.("[role=doc-noteref]")) kept = scrollY;
    });
    addEventListener("hashchange", () => {
      if (kept === null || !location.hash.startsWith("#fnref")) return;
      scrollTo({ top: kept, behavior: "instant" });
      kept = null;
    });
    document.addEventListener("keydown", ({ key }) => {
      const open = key === "Escape" && one(".footnotes li:target");
      if (open && getComputedStyle(open).position === "fixed") one(".footnote-back", open)?.click();
    });
    apart();
    addEventListener("resize", apart);
  }

  /** Notes make room for echoes; for one another they do so by themselves. */
  function apart() {
    const echoes = all(".echo").map((echo) => echo.getBoundingClientRect());
    for (const beside of all(".footnotes > ol > li")) {
      beside.style.marginTop = "";
      if (getComputedStyle(beside).position !== "absolute") continue;
      const box = beside.getBoundingClientRect();
      const met = echoes.find((echo) => echo.left < box.right && box.left < echo.right && echo.top < box.bottom && box.top < echo.bottom);
      if (met) beside.style.marginTop = `${met.bottom - box.top + 8}px`;
    }
  }

  // ---- All essays, by tag ----

  function filter() {
    const list = one("[data-filters]");
    if (!list) return;
    const years = document.getElementById(list.dataset.filters);
    const status = list.nextElementSibling;
    const essays = all("li", years);
    const buttons = all("a", list).map((link) => {
      const button = make("button", { type: "button", "aria-pressed": "false", "data-tag": link.dataset.tag }, ...link.childNodes);
      link.replaceWith(button);
      return button;
    });
    // A tag has the essays of those below it as well.
    const has = (essay, tag) => essay.dataset.tags?.split(" ").some((own) => own === tag || own.startsWith(`${tag}/`));
    list.addEventListener("click", ({ target }) => {
      const pressed = target.closest("button");
      if (!pressed) return;
      const on = pressed.getAttribute("aria-pressed") === "false";
      for (const button of buttons) button.setAttribute("aria-pressed", on && button === pressed);
      for (const essay of essays) essay.hidden = on && !has(essay, pressed.dataset.tag);
      for (const year of all("section", years)) year.hidden = !one("li:not([hidden])", year);
      status.textContent = on ? `${essays.filter((essay) => !essay.hidden).length} of ${essays.length} essays.` : "";
    });
  }

  // ---- Print ----

  /** On paper a link needs its address: a number in the text, the addresses at the end. */
  function references() {
    addEventListener("beforeprint", () => {
      const text = one(".e-content");
      if (!text || one(".references")) return;
      const numbers = new Map();
      for (const link of all("a.external", text)) {
        if (!numbers.has(link.href)) numbers.set(link.href, numbers.size + 1);
        link.dataset.reference = numbers.get(link.href);
      }
      if (numbers.size) text.append(make("ol", { class: "references" }, ...[...numbers.keys()].map((href) => make("li", {}, href))));
    });
    addEventListener("afterprint", () => {
      one(".references")?.remove();
      for (const link of all("[data-reference]")) delete link.dataset.reference;
    });
  }

  // ---- Keys and what they open ----

  const KEYS = { "/ Ctrl-K": "search", n: "next on the path, or after this", p: "before this", t: "contents", "?": "these keys", Esc: "close what is open" };

  function help() {
    const keys = Object.entries(KEYS).flatMap(([keys, what]) => [make("dt", {}, ...keys.split(" ").flatMap((key) => [make("kbd", {}, key), " "])), make("dd", {}, what)]);
    const close = make("button", { type: "button", class: "plain", autofocus: "" }, "Close");
    const dialog = make("dialog", { class: "keys", "aria-labelledby": "page:keys" }, make("h2", { id: "page:keys" }, "Keys"), make("dl", {}, ...keys), close);
    close.addEventListener("click", () => dialog.close());
    document.body.append(dialog);
    return dialog;
  }

  let keysDialog;
  const acts = {
    keys: () => (keysDialog ??= help()).showModal(),
    async search() {
      const field = one(".on-search .seek input");
      if (field) return field.focus();
      const opener = one("[data-opens=search]");
      if (!opener) return;
      await load(opener.dataset.script);
      // Without its file, the page of search has words of its own.
      if (window.lantern.search) window.lantern.search(); else location = opener.href;
    },
    contents() {
      const list = one(".contents details") ?? one(".contents");
      if (!list) return;
      list.open = true;
      one("[aria-current], a", list)?.focus();
    },
    follow(rel) {
      // An essay may be on several paths: the one that is walked comes first.
      const walked = all(".walk").find((walk) => walk.dataset.path === memory.get("path"));
      ((walked && one(`a[rel="${rel}"]`, walked)) ?? one(`main a[rel="${rel}"]`))?.click();
    },
  };
  const BINDINGS = { "/": "search", "?": "keys", t: "contents", n: ["follow", "next"], p: ["follow", "prev"] };

  function keyboard() {
    document.addEventListener("keydown", (event) => {
      if (!event.key) return;
      const search = event.key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
      const writing = event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
      const [act, ...how] = [search ? "search" : plain && !writing ? BINDINGS[event.key] : undefined].flat();
      if (!act || (search && one("dialog[open]"))) return;
      event.preventDefault();
      acts[act](...how);
    });
    document.addEventListener("click", (event) => {
      const opener = event.target.closest?.("[data-opens]");
      // A link opened in another tab is a link.
      if (!opener || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      acts[opener.dataset.opens]();
    });
  }

  // What scrolls sideways must be reachable without a pointer.
  function scrollers() {
    for (const box of all(".table, pre, math[display=block], p:has(> math[display=block])")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    }
  }

  for (const part of [colours, contents, reading, ticks, previews, notes, filter, references, keyboard, scrollers]) part();
  if (document.body.matches(".on-search") || document.getElementById("page:nearest")) acts.search();
})();
