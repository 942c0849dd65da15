// Search over titles, headings, tags and paths, in a dialog and on its own page; and the nearest titles for an address
// that leads nowhere.
(() => {
  "use strict";

  const { all, one, make, load, root, base } = window.lantern;
  const MOST = 40;

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

  /** One list of all there is to find, with the words that each goes by. */
  function entries({ tags, essays, paths }) {
    const found = [];
    const add = (kind, text, address, within, marks, more = "") =>
      found.push({ kind, text, address, within, marks, words: words(text), others: words(more), place: found.length });
    tags.forEach(([label, address, count], at) => add("tag", label, address, `${count} essay${count === 1 ? "" : "s"}`, [at]));
    for (const [title, address] of paths) add("path", title, address, "path", []);
    for (const [title, address, marks, headings, names] of essays) {
      const labels = marks.map((at) => tags[at][0]);
      add("essay", title, address, labels.join(", "), marks, [...names, ...labels].join(" "));
      for (const [heading, id] of headings) add("heading", heading, `${address}#${encodeURIComponent(id)}`, `in ${title}`, marks, title);
    }
    return found;
  }

  /** How many letters must be changed, put in, left out or swapped to make one word the other, if at most `limit`. */
  function distance(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return Infinity;
    let before = [], last = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > limit) return Infinity;
      [before, last] = [last, row];
    }
    return last[b.length] <= limit ? last[b.length] : Infinity;
  }

  const slips = (word) => (word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0);

  /** What a word of an entry is worth to a word that is sought; a word may still be in the middle of being typed. */
  function worth(sought, word) {
    if (word === sought) return 10;
    if (word.startsWith(sought)) return 8;
    if (sought.length > 2 && word.includes(sought)) return 4;
    const limit = slips(sought);
    if (!limit) return 0;
    const off = Math.min(distance(sought, word, limit), distance(sought, word.slice(0, sought.length), limit));
    return off === Infinity ? 0 : 6 - 2 * off;
  }

  const KINDS = { tag: 1.5, path: 1.2, essay: 1, heading: 0 };

  /** The entries that have every word of a query, the best first. */
  function find(list, query, tag) {
    // Most words of a book stand in many of its titles, and are compared once.
    const asked = words(query).map((sought) => ({ sought, known: new Map() }));
    const best = ({ sought, known }, among) => {
      let most = 0;
      for (const word of among) {
        let much = known.get(word);
        if (much === undefined) known.set(word, much = worth(sought, word));
        if (much > most) most = much;
      }
      return most;
    };
    // What an entry is worth; nothing if a word is missing.
    const score = (entry) => {
      let sum = KINDS[entry.kind] - entry.words.length / 20, own = 0;
      for (const word of asked) {
        const here = best(word, entry.words);
        const most = Math.max(here, best(word, entry.others) / 2);
        if (!most) return null;
        own += here;
        sum += most;
      }
      // A heading is not found by the title above it alone.
      return entry.kind === "heading" && !own ? null : sum;
    };
    const among = tag === null ? list : list.filter(({ kind, marks }) => kind !== "tag" && marks.includes(tag));
    const found = among.map((entry) => [score(entry), entry]).filter(([sum]) => sum !== null);
    return found.sort(([a, first], [b, second]) => b - a || first.place - second.place).map(([, entry]) => entry);
  }

  let book, dialog, field;
  async function index() {
    if (!book) {
      await load(`${root}search/index.js`);
      const given = window.crosslight.search;
      if (given) book = { tags: given.tags, list: entries(given) };
    }
    return book;
  }

  /** The field, the tags to narrow by, and the list, put into `seek`. */
  function put(seek) {
    const input = make("input", {
      type: "search", name: "q", role: "combobox", "aria-label": "Search titles, headings and tags", "aria-expanded": "false",
      "aria-controls": "page:found", "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
      placeholder: "Titles, headings, tags",
    });
    const chips = make("div", { class: "filter", role: "group", "aria-label": "Only with the tag" });
    const status = make("p", { role: "status" });
    const list = make("div", { role: "listbox", id: "page:found", "aria-label": "Found" });
    seek.append(input, chips, status, list);
    let chosen = null, active = -1;

    function activate(at) {
      const options = [...list.children];
      active = options.length ? (at + options.length) % options.length : -1;
      options.forEach((option, place) => option.setAttribute("aria-selected", place === active));
      if (active < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }

    function show({ list: known }) {
      const query = input.value.trim();
      const found = query || chosen !== null ? find(known, query, chosen) : [];
      list.replaceChildren(...found.slice(0, MOST).map((entry, at) => {
        const option = make("a", { role: "option", id: `page:found-${at}`, href: root + entry.address, tabindex: "-1", dir: "auto", "aria-selected": "false" }, entry.kind === "tag" ? `#${entry.text}` : entry.text);
        if (entry.within) option.append(make("small", {}, entry.within));
        return option;
      }));
      input.setAttribute("aria-expanded", found.length > 0);
      const more = found.length > MOST ? `, the best ${MOST} of them here` : "";
      status.textContent = !query && chosen === null ? "" : found.length ? `${found.length} found${more}` : "Nothing has these words.";
      activate(found.length && query ? 0 : -1);
    }

    const ready = index().then((known) => {
      if (!known) { status.textContent = "The list of what there is could not be loaded."; return null; }
      const most = known.tags.map((tag, at) => [at, ...tag]).sort((a, b) => b[3] - a[3]).slice(0, 16);
      for (const [at, label] of most) chips.append(make("button", { type: "button", "aria-pressed": "false", "data-at": at }, label));
      chips.hidden = !most.length;
      show(known);
      return known;
    });
    const again = async () => { const known = await ready; if (known) show(known); };

    input.addEventListener("input", again);
    chips.addEventListener("click", ({ target }) => {
      const chip = target.closest("button");
      if (!chip) return;
      chosen = chip.getAttribute("aria-pressed") === "true" ? null : Number(chip.dataset.at);
      for (const other of all("button", chips)) other.setAttribute("aria-pressed", Number(other.dataset.at) === chosen);
      input.focus();
      again();
    });
    input.addEventListener("keydown", (event) => {
      // Else a field that is not empty would take the key for itself.
      if (event.key === "Escape" && dialog) { event.preventDefault(); dialog.close(); }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) { event.preventDefault(); activate(active < 0 && step < 0 ? -1 : active + step); }
      // In the middle of a word that is being composed, Enter belongs to the keyboard.
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        (list.children[active] ?? list.children[0])?.click();
      }
    });
    list.addEventListener("click", () => one("dialog.searching")?.close());
    return { input, again };
  }

  function open() {
    if (!dialog) {
      dialog = make("dialog", { class: "seek searching", "aria-label": "Search" });
      document.body.append(dialog);
      field = put(dialog).input;
      // A click beside the dialog closes it.
      dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
    }
    if (!dialog.open) dialog.showModal();
    field.focus();
    field.select();
  }

  /** The page of its own takes its query from the address, and keeps it there. */
  function standing(seek) {
    const { input, again } = put(seek);
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    input.addEventListener("input", () => {
      const url = new URL(location);
      if (input.value) url.searchParams.set("q", input.value); else url.searchParams.delete("q");
      try { history.replaceState(null, "", url); } catch { /* Not from a disk. */ }
    });
    input.focus();
    again();
  }

  /** Titles that are near the words of an address that leads nowhere. */
  async function nearest(section) {
    const known = await index();
    if (!known) return;
    let path = location.pathname.slice(base.pathname.length);
    try { path = decodeURIComponent(path); } catch { /* As it is. */ }
    const every = words(path.replace(/(index)?\.html?$/, ""));
    // Short words are in every title, unless there is nothing else to go by.
    const long = every.filter((word) => word.length > 3);
    const asked = long.length ? long : every;
    const score = ({ words: own }) => asked.reduce((sum, word) => sum + own.reduce((most, other) => Math.max(most, worth(word, other)), 0), 0) / (own.length + 2);
    const near = known.list.filter(({ kind }) => kind !== "heading").map((entry) => [score(entry), entry]).filter(([much]) => much > 1);
    const best = near.sort(([a], [b]) => b - a).slice(0, 5).filter(([much], _, [[most]]) => much > most / 2);
    one("ul", section).append(...best.map(([, { text, address, within }]) => make("li", {}, make("a", { href: root + address, dir: "auto" }, text), " ", make("small", {}, within))));
    section.hidden = !best.length;
  }

  const [seek, missed] = [document.getElementById("page:search"), document.getElementById("page:nearest")];
  if (seek) standing(seek);
  if (missed) nearest(missed);
  // On these pages the first call was only to get here.
  let quiet = Boolean(seek || missed);
  window.lantern.search = () => { if (quiet) quiet = false; else open(); };
})();
