// Search, the nearest titles on the page for addresses that do not exist, and the keyboard for what scrolls sideways.
// All the rest works without it.
"use strict";
(() => {
  const root = document.body.dataset.root;

  // The index is a script rather than JSON, so that it can be read from a folder on a disk too.
  let loading;
  const index = () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${root}search/index.js`;
    script.onload = () => resolve(entries(window.crosslight.search));
    script.onerror = reject;
    document.head.append(script);
  });

  // What can be found. Where two match equally well, essays and tags go before headings.
  function entries({ tags, essays, paths }) {
    const all = [];
    const add = (title, url, note, weight, names = []) =>
      all.push({ title, url, note, weight, words: words([title, ...names].join(" ")) });
    for (const [title, url, own, , names] of essays) {
      add(title, url, own.map((tag) => tags[tag][0]).join(", "), 2, names);
    }
    for (const [label, url, count] of tags) add(label, url, count === 1 ? "1 essay" : `${count} essays`, 3);
    for (const [title, url] of paths) add(title, url, "path", 2);
    for (const [title, url, , headings] of essays) {
      for (const [heading, id] of headings) add(heading, `${url}#${encodeURIComponent(id)}`, `in ${title}`, 1);
    }
    return all;
  }

  function words(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  // How well a word meets another, from 0 to 1.
  function likeness(sought, word, forgiving) {
    if (word === sought) return 1;
    if (word.startsWith(sought)) return 0.8;
    if (sought.length > 2 && word.includes(sought)) return 0.4;
    const most = sought.length < 4 ? 0 : sought.length < 8 ? 1 : 2;
    return forgiving && most && slips(sought, word, most) <= most ? 0.3 : 0;
  }

  // Letters left out, added, mistaken or exchanged with their neighbour; the slips of a word that is not yet
  // typed to its end are counted against the front of the other.
  function slips(sought, word, most) {
    const other = word.slice(0, sought.length + most);
    let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= sought.length; i++) {
      const above = row;
      row = [i];
      for (let j = 1; j <= other.length; j++) {
        const same = sought[i - 1] === other[j - 1];
        row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + !same);
        if (i > 1 && j > 1 && sought[i - 1] === other[j - 2] && sought[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = above;
    }
    return Math.min(...row.slice(Math.max(0, sought.length - most)));
  }

  // The entries that meet all words sought, or with `some`, any of them: the best first.
  function find(all, sought, forgiving, some) {
    const found = [];
    for (const entry of all) {
      const each = sought.map((one) => Math.max(0, ...entry.words.map((word) => likeness(one, word, forgiving))));
      const sum = each.reduce((total, one) => total + one, 0);
      if (some ? sum : each.every(Boolean)) {
        found.push([sum * 10 + entry.weight + 2 / (1 + entry.words.length), entry]);
      }
    }
    return found.sort((a, b) => b[0] - a[0]).map(([, entry]) => entry);
  }

  function show(list, found) {
    list.replaceChildren(...found.map(({ title, url, note }) => {
      const [item, link, small] = ["li", "a", "small"].map((name) => document.createElement(name));
      link.href = root + url;
      link.dir = "auto";
      link.textContent = title;
      small.textContent = note;
      if (note) link.append(small);
      item.append(link);
      return item;
    }));
  }

  function search(box) {
    const [form, input, tally, list] = ["form", "input", ".tally", ".found"].map((part) => box.querySelector(part));
    const most = document.body.matches(".search") ? 60 : 12;
    const run = async () => {
      const sought = words(input.value);
      if (!sought.length) {
        tally.textContent = "";
        return list.replaceChildren();
      }
      let all;
      try {
        all = await index();
      } catch {
        tally.textContent = "The index cannot be read.";
        return;
      }
      // While the index was on its way, more may have been typed, and that has its own turn.
      if (sought.join() !== words(input.value).join()) return;
      let found = find(all, sought);
      if (!found.length) found = find(all, sought, true);
      show(list, found.slice(0, most));
      tally.textContent = found.length > most ? `${most} of ${found.length} found` : `${found.length || "Nothing"} found`;
    };
    input.addEventListener("focus", () => index().catch(() => {}), { once: true });
    input.addEventListener("input", run);
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [input, ...list.querySelectorAll("a")];
      const next = stops[stops.indexOf(document.activeElement) + step];
      if (next) {
        event.preventDefault();
        next.focus();
      } else if (event.key === "Escape") {
        input.focus();
        input.value = "";
        run();
      }
    });
    if (document.body.matches(".search")) {
      form.addEventListener("submit", (event) => event.preventDefault());
      input.value = new URLSearchParams(location.search).get("q") ?? "";
      run();
      input.focus();
    }
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, textarea, select, [contenteditable]")) return;
      event.preventDefault();
      input.focus();
    });
  }

  async function nearest(section) {
    let path = location.pathname;
    try {
      path = decodeURIComponent(path);
    } catch {
      // An address that is not UTF-8 is compared as it is.
    }
    const sought = words(path.replace(/(index)?\.html$/, "").split("/").filter(Boolean).at(-1) ?? "");
    const found = find(await index(), sought, true, true).slice(0, 5);
    if (!found.length) return;
    show(section.querySelector(".found"), found);
    section.hidden = false;
  }

  // Not every browser lets the keys reach what scrolls by itself.
  for (const wide of document.querySelectorAll("pre, .table")) {
    if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
  }

  // A long list of contents is shown from where the reader stands in it.
  const register = document.querySelector(".register");
  const here = register?.querySelector("[aria-current]");
  if (here) register.scrollTop = here.offsetTop - register.clientHeight / 2;

  document.querySelectorAll(".lookup").forEach(search);
  document.querySelectorAll(".nearest").forEach((section) => nearest(section).catch(() => {}));
})();
