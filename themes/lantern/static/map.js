// The picture of the map: nearer and farther by buttons, wheel and keys, moved by dragging, and the neighbours of the
// essay in focus. All of it stands on the picture that is in the page; its links work without.
(() => {
  "use strict";

  const svg = document.querySelector("svg.map");
  const { all, make } = window.lantern;
  const links = svg.querySelector(".nodes").children;
  function read(link) {
    const dot = link.querySelector("circle");
    const at = (name) => Number(dot.getAttribute(name));
    return { link, dot, x: at("cx"), y: at("cy"), r: at("r"), near: (link.dataset.to ?? "").split(" ").filter(Boolean) };
  }
  // To look at ten thousand of them takes half a second: that waits until somebody touches the picture.
  let list, known;
  function nodes() {
    list ??= [...links].map(read);
    known ??= new Map(list.map((node) => [node.link, node]));
    return list;
  }
  const labels = all(".labels text", svg).filter((text) => links[text.dataset.of]).map((text) => ({ text, node: read(links[text.dataset.of]) }));
  const tags = all(".clusters text", svg);
  const { x, y, width, height } = svg.viewBox.baseVal;
  const full = { x, y, width, height };
  const view = { ...full };
  const DEEPEST = 30;

  function draw(name, attributes, text) {
    const made = document.createElementNS(svg.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  }

  // ---- Looking ----

  let waiting = false, swollen = 1;
  function look() {
    // Never farther than the whole, and never beside it.
    view.width = Math.min(full.width, Math.max(full.width / DEEPEST, view.width));
    view.height = view.width * full.height / full.width;
    view.x = Math.max(full.x, Math.min(full.x + full.width - view.width, view.x));
    view.y = Math.max(full.y, Math.min(full.y + full.height - view.height, view.y));
    if (!waiting) requestAnimationFrame(() => { waiting = false; paint(); });
    waiting = true;
  }

  /** Letters keep their size on the screen, and no title stands over another: the more cited goes first. */
  function paint() {
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    const unit = 1 / (svg.getScreenCTM()?.a || 1);
    const swell = Math.sqrt(view.width / full.width);
    svg.style.setProperty("--unit", `${unit}px`);
    // A finger moves the page until there is something to move here.
    svg.style.touchAction = view.width < full.width ? "none" : "";
    if (swell !== swollen) for (const { dot, r } of nodes()) dot.setAttribute("r", r * swell);
    swollen = swell;
    const taken = tags.map((text) => box(Number(text.getAttribute("x")), Number(text.getAttribute("y")), text, unit * 1.2));
    for (const { text, node } of labels) {
      const below = node.y + node.r * swell + 13 * unit;
      const place = box(node.x, below, text, unit);
      const over = taken.some((other) => place.left < other.right && other.left < place.right && place.top < other.bottom && other.top < place.bottom);
      text.setAttribute("y", below);
      text.classList.toggle("over", over);
      if (!over) taken.push(place);
    }
  }
  const box = (x, y, { textContent: { length } }, unit) =>
    ({ left: x - length * 3.4 * unit, right: x + length * 3.4 * unit, top: y - 11 * unit, bottom: y + 4 * unit });

  const middle = () => ({ x: view.x + view.width / 2, y: view.y + view.height / 2 });
  function zoom(by, { x, y } = middle()) {
    const width = Math.min(full.width, Math.max(full.width / DEEPEST, view.width / by));
    const scale = width / view.width;
    Object.assign(view, { x: x - (x - view.x) * scale, y: y - (y - view.y) * scale, width });
    look();
  }
  const whole = () => zoom(1 / DEEPEST);

  // ---- What is near ----

  const rays = draw("g", { class: "rays" });
  const here = draw("g", { class: "labels here" });
  svg.querySelector(".nodes").before(rays);
  svg.append(here);

  let shown = new Set();
  function light(node) {
    const near = (node?.near ?? []).map((at) => nodes()[at]).filter(Boolean);
    const lit = new Set(node ? [node, ...near] : []);
    svg.classList.toggle("lit", lit.size > 0);
    for (const other of shown) if (!lit.has(other)) other.link.classList.remove("near");
    for (const other of lit) other.link.classList.add("near");
    shown = lit;
    const named = new Set(near.map(({ link }) => link));
    for (const { text, node: of } of labels) text.classList.toggle("near", named.has(of.link));
    rays.replaceChildren(...near.map((other) => draw("path", { d: `M${node.x} ${node.y}L${other.x} ${other.y}` })));
    const above = node && node.y - node.dot.r.baseVal.value;
    here.replaceChildren(...(node ? [draw("text", { x: node.x, y: above, dy: "-0.4em" }, node.link.textContent)] : []));
  }
  function under({ target }) {
    nodes();
    return known.get(target.closest(".nodes a"));
  }

  svg.addEventListener("pointerover", (event) => light(under(event)));
  svg.addEventListener("pointerleave", () => light());
  svg.addEventListener("focusin", (event) => light(under(event)));
  svg.addEventListener("focusout", () => light());

  // ---- Pointers ----

  function point({ clientX, clientY }) {
    return new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
  }

  // The wheel belongs to the page, which would else be caught here on its way down, until the picture is clicked.
  svg.tabIndex = -1;
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && !svg.matches(":focus-within")) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), point(event));
  }, { passive: false });

  let held = null, moved = false;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button || !event.isPrimary) return;
    held = point(event);
    moved = false;
  });
  addEventListener("pointermove", (event) => {
    if (!held || !event.isPrimary) return;
    const now = point(event);
    moved ||= Math.hypot(now.x - held.x, now.y - held.y) > view.width / 150;
    if (!moved) return;
    view.x += held.x - now.x;
    view.y += held.y - now.y;
    look();
    paint();
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { held = null; });
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  // A drag that ends on an essay does not open it.
  svg.addEventListener("click", (event) => { if (moved) event.preventDefault(); }, true);

  // ---- Keys: one stop for Tab, and arrows from essay to essay from there ----

  const ACROSS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function toward(from, [dx, dy]) {
    let best, least = Infinity;
    for (const other of nodes()) {
      const [right, down] = [other.x - from.x, other.y - from.y];
      const ahead = right * dx + down * dy;
      const cost = ahead + 2 * Math.abs(right * dy + down * dx);
      if (ahead > 0 && cost < least) [best, least] = [other, cost];
    }
    return best;
  }

  function go(from, to) {
    from.link.tabIndex = -1;
    to.link.tabIndex = 0;
    to.link.focus({ preventScroll: true });
    const { x, y } = middle();
    if (Math.abs(to.x - x) > view.width * 0.45) view.x += to.x - x;
    if (Math.abs(to.y - y) > view.height * 0.45) view.y += to.y - y;
    look();
  }

  links[0]?.setAttribute("tabindex", "0");
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = under(event);
    const next = node && ACROSS[event.key] && toward(node, ACROSS[event.key]);
    if (next) go(node, next);
    else if (event.key === "+" || event.key === "=") zoom(1.4, node);
    else if (event.key === "-") zoom(1 / 1.4, node);
    else if (event.key === "0") whole();
    else return;
    event.preventDefault();
  });

  // ---- Buttons ----

  const button = (sign, name, act) => {
    const made = make("button", { type: "button", "aria-label": name, title: name }, sign);
    made.addEventListener("click", act);
    return made;
  };
  svg.parentElement.append(make("div", { class: "zoom" },
    button("+", "Nearer", () => zoom(1.5)), button("−", "Farther", () => zoom(1 / 1.5)), button("⤢", "The whole", whole)));

  // What holds links that can be reached is no single picture to those who hear it.
  svg.setAttribute("role", "group");
  addEventListener("resize", look);
  // Nothing is measured before it is near the screen.
  new IntersectionObserver(([{ isIntersecting }], watch) => {
    if (!isIntersecting) return;
    paint();
    watch.disconnect();
  }).observe(svg.parentElement);
})();
