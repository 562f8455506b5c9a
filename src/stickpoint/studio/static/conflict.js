// Walks along moves by the arrow keys, and lets boxes be drawn to where they stay.
import { show, studio } from "./app.js";

const box = (state) => document.querySelector(`.conflict g.box[data-state="${state}"]`);
const ahead = (element) => element.dataset.ahead.split(" ").filter(Boolean);
const way = []; // the states that led here, the last one last
let wanted = ""; // the state to give the focus to when the picture comes anew

function go(state) {
  wanted = state;
  box(state)?.focus({ preventScroll: true });
  box(state)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  show("chosen", `s${state}`);
}

function round(element, by) {
  const from = way.length ? box(way.at(-1)) : null;
  const others = from ? ahead(from) : [...document.querySelectorAll(".conflict g.box")].map((one) => one.dataset.state);
  const at = others.indexOf(element.dataset.state);
  return others[(at + by + others.length) % others.length];
}

const steps = {
  ArrowDown: (element) => { const [next] = ahead(element); if (next) way.push(element.dataset.state); return next; },
  ArrowUp: () => way.pop(),
  ArrowLeft: (element) => round(element, -1),
  ArrowRight: (element) => round(element, 1),
  Enter: (element) => element.dataset.state,
  " ": (element) => element.dataset.state,
};

document.addEventListener("keydown", (event) => {
  const element = event.target.closest?.(".conflict g.box");
  if (!element || !(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const next = steps[event.key](element);
  if (next !== undefined) go(next);
});

// Where the picture was scrolled to is kept; at first it shows what is chosen, or today.
let seen = null;
document.addEventListener("scroll", (event) => {
  if (event.target.matches?.("#conflict-graph .scroll")) seen = [event.target.scrollLeft, event.target.scrollTop];
}, true);

studio.on("filled", (element) => {
  if (element.id !== "conflict-graph") return;
  const pane = element.querySelector(".scroll");
  const first = element.querySelector("g.box:has(.chosen)") ?? element.querySelector("g.box:has(.now)");
  const size = pane && `${pane.scrollWidth} ${pane.scrollHeight}`;
  if (pane && seen && element.dataset.size === size) [pane.scrollLeft, pane.scrollTop] = seen;
  else if (pane && first) {
    const [inner, outer] = [first.getBoundingClientRect(), pane.getBoundingClientRect()];
    pane.scrollLeft += inner.x + inner.width / 2 - outer.x - outer.width / 2;
    pane.scrollTop += inner.y - outer.y - 40;
  }
  element.dataset.size = size ?? "";
  if (wanted && document.activeElement === document.body) box(wanted)?.focus({ preventScroll: true });
});
document.addEventListener("focusin", (event) => {
  wanted = event.target.closest?.(".conflict g.box")?.dataset.state ?? "";
});

// --- drawing a box elsewhere -------------------------------------------------------------------

let drawn = null;
document.addEventListener("pointerdown", (event) => {
  const element = event.target.closest?.(".conflict g.box");
  if (!element || event.button !== 0) return;
  const [x, y] = element.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
  drawn = { element, x, y, from: [event.clientX, event.clientY], scale: 1 / element.getScreenCTM().a, moved: false };
});
document.addEventListener("pointermove", (event) => {
  if (!drawn) return;
  const [dx, dy] = [event.clientX - drawn.from[0], event.clientY - drawn.from[1]];
  if (!drawn.moved && Math.hypot(dx, dy) < 5) return;
  drawn.moved = true;
  drawn.at = [drawn.x + dx * drawn.scale, drawn.y + dy * drawn.scale];
  drawn.element.setAttribute("transform", `translate(${drawn.at.map((one) => one.toFixed(1)).join(" ")})`);
});
document.addEventListener("pointerup", () => {
  if (drawn?.moved) {
    const [x, y] = drawn.at.map(Math.round);
    studio.send({ do: "place", state: drawn.element.dataset.name, x, y });
    show("moved", String(Date.now()));
  }
  setTimeout(() => { drawn = null; });
});
// A box that was drawn was not chosen.
document.addEventListener("click", (event) => {
  if (drawn?.moved) { event.stopPropagation(); event.preventDefault(); } else {
    const element = event.target.closest?.(".conflict g.box");
    if (element) way.length = 0;
  }
}, true);
