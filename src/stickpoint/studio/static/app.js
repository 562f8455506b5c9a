// One page of the studio: a socket, parts that are filled as they come, and acts by attributes.
// A screen's own script imports `studio` from here; what it needs beside attributes is small.

import { emptied, held as kept, refusable } from "./forms.js";

const root = document.documentElement;
const screen = root.dataset.screen;
const tab = crypto.randomUUID();
const by = (id) => document.getElementById(id);
const latest = new Map();
const waiting = new Map();
const pending = new Map(); // number of what was sent → what to do once it is done, if it is refused, if it is lost
const heard = [];
let socket, n = 0, held = null, tries = 0;

export const studio = { screen, tab, revision: 0, text: "", send, say, on, filled, flush: [] };

// `on("text", f)`: told the text at each change; `on("filled", f)`: told each element that was filled.
function on(what, act) { heard.push([what, act]); }
function shout(what, ...said) { for (const [name, act] of heard) if (name === what) act(...said); }

export function asked() { return JSON.parse(sessionStorage[`asked ${screen}`] ?? "{}"); }
function remember(key, value) {
  sessionStorage[`asked ${screen}`] = JSON.stringify({ ...asked(), [key]: value });
}

export function send(message) {
  if (socket?.readyState !== 1) return 0;
  n += 1;
  socket.send(JSON.stringify({ n, tab, ...message }));
  return n;
}

function connect() {
  socket = new WebSocket(`ws://${location.host}/socket`);
  socket.onopen = () => {
    tries = 0;
    by("lost").hidden = true;
    latest.clear();
    send({ do: "open", screen, asked: { ...asked(), as_of: sessionStorage.as_of ?? "" } });
    shout("open");
  };
  socket.onmessage = (event) => receive(JSON.parse(event.data));
  socket.onclose = () => {
    by("lost").hidden = tries === 0 && document.visibilityState === "hidden";
    by("saved").textContent = "not connected";
    for (const { lost } of pending.values()) lost?.();
    pending.clear();
    tries += 1;
    setTimeout(connect, Math.min(4000, 250 * 2 ** tries));
  };
}

function receive(m) {
  if (m.part) part(m);
  if (m.state) state(m.state);
  if (m.text !== undefined) {
    studio.text = m.text;
    studio.revision = m.saved ?? m.state.revision;
    shout("text", m.text, m.saved === undefined || !m.mine);
  }
  if (m.saved !== undefined) {
    studio.revision = m.saved;
    if (by("saved").textContent !== "typing …") by("saved").textContent = "saved";
  }
  if (m.state && m.text !== undefined && m.saved === undefined && by("saved").textContent !== "typing …") by("saved").textContent = "saved";
  if (m.conflict !== undefined || (m.error && !m.part && by("saved").textContent === "saving …")) by("saved").textContent = "not saved";
  if (m.conflict !== undefined) { by("conflict").hidden = false; shout("conflict", m.conflict, m.revision); }
  if (m.difference !== undefined) {
    by("compared").querySelector("pre").textContent = m.difference || "Nothing is different.";
    by("compared").showModal();
  }
  const { done, refused } = (!m.part && pending.get(m.n)) || {};
  if (m.error && !m.part && !refused?.(m.field, m.error)) say(m.error);
  if (!m.part && (m.error || m.done || m.saved !== undefined || m.conflict !== undefined)) pending.delete(m.n);
  if (m.as_of !== undefined) day(m.as_of);
  if ((m.saved !== undefined && m.mine) || m.done) done?.(m);
  shout("message", m);
}

function part(m) {
  const element = by(m.part);
  if (!element) return;
  if (m.asked) {
    latest.set(m.part, m.n);
    element.setAttribute("aria-busy", "true");
    clearTimeout(waiting.get(m.part));
    waiting.set(m.part, setTimeout(() => element.classList.add("stale"), 250));
    return;
  }
  if (m.n < (latest.get(m.part) ?? 0)) return;
  if (m.step) {
    const share = m.total ? `: ${m.done.toLocaleString()} of ${m.total.toLocaleString()}` : "";
    element.dataset.step = `${m.step}${share} …`;
    return;
  }
  clearTimeout(waiting.get(m.part));
  element.removeAttribute("aria-busy");
  element.classList.remove("stale");
  delete element.dataset.step;
  if (m.stopped) return;
  element.classList.toggle("old", Boolean(m.old));
  if (m.error) {
    const said = document.createElement("p");
    said.className = "note";
    said.textContent = m.error;
    element.replaceChildren(said);
  } else if (held && element.contains(held)) {
    element.dataset.later = m.html;
  } else {
    fill(element, m.html);
  }
}

// New content, with the focus, what was unfolded, and where it was scrolled kept.
function fill(element, html) {
  const active = element.contains(document.activeElement) ? document.activeElement : null;
  const key = active && mark(active);
  const caret = active?.type === "text" || active?.type === "textarea" ? [active.value, active.selectionStart, active.selectionEnd] : null;
  const typing = caret && active.value !== active.defaultValue;
  const open = new Map([...element.querySelectorAll("details[data-kept]")].map((d) => [d.dataset.kept, d.open]));
  const back = kept(element);
  element.innerHTML = html;
  back();
  for (const d of element.querySelectorAll("details[data-kept]")) {
    if (open.has(d.dataset.kept)) d.open = open.get(d.dataset.kept);
  }
  const again = key && [...element.querySelectorAll("input, textarea, select, button, a, summary, [tabindex]")].find((e) => mark(e) === key);
  if (again) {
    if (typing) again.value = caret[0];
    again.focus({ preventScroll: true });
    if (caret && again.setSelectionRange) again.setSelectionRange(caret[1], caret[2]);
  }
  filled(element);
}

function filled(element) { shout("filled", element); }
function mark(e) { return [e.tagName, e.dataset.do, e.dataset.path ?? e.closest("[data-name]")?.dataset.name, e.dataset.key, e.dataset.value, e.dataset.end, e.dataset.number, e.name, e.textContent.slice(0, 80)].join("\u0000"); }

function state(s) {
  by("undo").disabled = !s.can_undo;
  by("redo").disabled = !s.can_redo;
  by("pin").dataset.do = s.pinned ? "unpin" : "pin";
  by("pin").textContent = s.pinned ? "Unpin" : "Pin for comparison";
  by("pin").setAttribute("aria-pressed", String(s.pinned));
  by("outside").hidden = !s.outside;
  by("trouble").hidden = !s.trouble || s.outside;
  by("trouble").textContent = s.trouble ? `Not in the file yet: ${s.trouble}.` : "";
  root.classList.toggle("pinned", s.pinned);
}

export function say(words) {
  const error = by("error");
  error.querySelector("span").textContent = words;
  error.hidden = false;
}

// --- what is done by attributes ---------------------------------------------------------------

const acts = {
  undo: () => send({ do: "undo" }),
  redo: () => send({ do: "redo" }),
  reload: () => send({ do: "reload" }),
  keep_mine: () => send({ do: "keep_mine" }),
  compare: () => send({ do: "compare" }),
  pin: () => send({ do: "pin" }),
  unpin: () => send({ do: "unpin" }),
  dismiss: (e) => { e.closest(".notice").hidden = true; },
  close: (e) => e.closest("dialog").close(),
  remove: (e) => edit({ do: "remove", path: JSON.parse(e.dataset.path) }),
  button: (e) => send({ do: "button", part: e.dataset.part, args: values(e.closest("form") ?? e) }),
  stop: (e) => send({ do: "stop", part: e.dataset.part }),
  show: (e) => show(e.dataset.key, e.dataset.value ?? e.value),
  save_scenario: (e) => then(send({ do: "save_scenario", ...values(e) }), emptied(e), e),
  drop_scenario: (e) => send({ do: "drop_scenario", name: e.dataset.name }),
  rename: (e) => edit({ do: "rename", path: JSON.parse(e.dataset.path), to: values(e).to }, null, e),
  copy: (e) => navigator.clipboard.writeText(e.dataset.copied).then(() => { e.nextElementSibling.value = "copied"; }, () => say("The browser does not let it be copied; select the line and copy that.")),
  up: (e) => move(e.closest("li"), -1),
  down: (e) => move(e.closest("li"), 1),
};
studio.acts = acts;

// Done once the message is, and not if it is refused or lost; refused in words next to where it was typed.
function then(sent, done, from, lost) {
  if (sent && (done || from)) pending.set(sent, { done, refused: from && refusable(from), lost });
  return sent;
}

// The day on which answers are asked, as the studio took it: the field goes back to it, and the next screen asks it.
function day(said) {
  const field = by("as-of"), typed = field.value;
  const own = typed !== field.defaultValue;
  sessionStorage.as_of = field.defaultValue = said;
  field.value = own ? typed : said;
}

function asOf(field) {
  const typed = field.value;
  const lost = () => {
    if (field.value === typed) field.value = field.defaultValue;
    say("The day was not taken, for the studio is not connected; type it again once it is.");
  };
  const done = (m) => { if (field.value === typed) field.value = m.as_of; };
  if (!then(send({ do: "show", key: "as_of", value: typed }), done, field, lost)) lost();
}

export function edit(message, done, from) {
  for (const act of studio.flush) act();
  const sent = send({ base: studio.revision, ...message });
  by("saved").textContent = sent ? "saving …" : "not connected";
  if (!sent) say("Not sent, for the studio is not connected; do it again once it is.");
  return then(sent, done, from);
}

export function show(key, value) {
  remember(key, value);
  send({ do: "show", key, value });
}

function values(form) {
  if (!(form instanceof HTMLFormElement)) return form.dataset.args ? JSON.parse(form.dataset.args) : {};
  return Object.fromEntries(new FormData(form));
}

document.addEventListener("click", (event) => {
  const e = event.target.closest("[data-do]");
  if (!e || e.matches("input, select, textarea, form")) return;
  const act = acts[e.dataset.do];
  if (!act) return;
  if (act(e, event) !== false) event.preventDefault();
});

document.addEventListener("change", (event) => {
  const e = event.target.closest("[data-do]");
  if (!e || e.matches("form")) return;
  if (e.dataset.do === "set") {
    const value = e.type === "checkbox" ? (e.checked ? "yes" : "no") : e.value;
    edit({ do: "set", path: JSON.parse(e.dataset.path), value }, null, e);
  } else if (e.id === "as-of") {
    asOf(e);
  } else if (e.dataset.do === "show") {
    show(e.dataset.key, e.type === "checkbox" ? (e.checked ? "yes" : "") : e.value);
  } else if (e.dataset.do === "slide") {
    // Keys come one by one: what they come to is saved a moment after the last.
    clearTimeout(resting);
    resting = setTimeout(release, pointed ? 0 : KEYED, e);
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-do]");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.do === "add") {
    edit({ do: "add", kind: form.dataset.kind, fields: values(form) }, emptied(form), form);
  } else acts[form.dataset.do]?.(form, event);
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target.matches("input[type=text], textarea")) return;
  const key = event.key.toLowerCase();
  const what = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : "";
  if (what) { event.preventDefault(); acts[what](); }
});

// --- sliders: three on one line, low, middle and high --------------------------------------------

const KEYED = 400;
let slid = null, beat = 0, resting = 0, pointed = false;
document.addEventListener("pointerdown", () => { pointed = true; }, true);
document.addEventListener("keydown", () => { pointed = false; }, true);

function three(e) {
  const box = e.closest(".three");
  const [low, mid, high] = ["low", "mid", "high"].map((end) => box.querySelector(`.${end}`));
  return { box, low, mid, high };
}

function tidy(value, step) { return Number((Math.round(value / step) * step).toPrecision(10)); }

document.addEventListener("input", (event) => {
  const e = event.target;
  if (e.dataset.do !== "slide") return;
  const { box, low, mid, high } = three(e);
  if (!box) return;
  held = e;
  const step = Number(e.dataset.by), value = tidy(Number(e.value), step);
  e.value = value; // before the others follow: they must stand in order with what is sent
  const was = { low: Number(low.value), mid: Number(mid.value), high: Number(high.value) };
  if (e === mid && box.dataset.shape === "point") { low.value = high.value = value; }
  if (e === low && value > was.high) high.value = value;
  if (e === high && value < was.low) low.value = value;
  if (e !== mid && box.dataset.shape !== "triangle") mid.value = tidy((Number(low.value) + Number(high.value)) / 2, step / 2);
  if (e === mid && value < was.low && box.dataset.shape !== "point") low.value = value;
  if (e === mid && value > was.high && box.dataset.shape !== "point") high.value = value;
  if (Number(mid.value) < Number(low.value)) mid.value = low.value;
  if (Number(mid.value) > Number(high.value)) mid.value = high.value;
  const found = [low, mid, high].map((one) => Number(one.value));
  const output = box.closest(".number")?.querySelector("output");
  if (output) output.textContent = spoken(written(found, ""), box.dataset.unit);
  slid = { name: box.dataset.name, value: found };
  if (!beat) beat = requestAnimationFrame(() => { beat = 0; if (slid) send({ do: "slide", ...slid }); });
});

function release(e) {
  const { box, low, mid, high } = three(e);
  held = null;
  slid = null;
  const later = e.closest("[data-later]");
  const value = written([low, mid, high].map((one) => Number(one.value)), box.dataset.unit);
  edit({ do: "set", path: JSON.parse(box.dataset.path), value });
  if (later) { fill(later, later.dataset.later); delete later.dataset.later; }
}

// How a case file writes a number, a range, or a range with its middle.
export function written([low, mid, high], unit) {
  const told = (x) => (unit ? `${x}/${unit}` : x);
  if (low === high) return told(low);
  const even = Math.abs(2 * mid - low - high) <= 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
  return even ? [told(low), told(high)] : { low: told(low), mid: told(mid), high: told(high) };
}

function spoken(value, unit) {
  const per = unit ? ` per ${unit}` : "";
  if (Array.isArray(value)) return `${value[0]} to ${value[1]}${per}`;
  return typeof value === "object" ? `${value.low} to ${value.high}${per}, likeliest ${value.mid}` : `${value}${per}`;
}

// --- lists that can be put in another order ------------------------------------------------------

function move(li, by) {
  const list = li.parentElement, order = [...list.children].map((one) => Number(one.dataset.number));
  const at = [...list.children].indexOf(li);
  const [taken] = order.splice(at, 1);
  order.splice(at + by, 0, taken);
  edit({ do: "order", path: JSON.parse(list.dataset.order), order });
}

let dragged = null;
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-order] > li");
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.("[data-order] > li");
  if (!dragged || !over || over.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
});
document.addEventListener("dragend", () => {
  if (!dragged) return;
  const list = dragged.parentElement, order = [...list.children].map((one) => Number(one.dataset.number));
  if (order.some((number, k) => k > 0 && number < order[k - 1])) edit({ do: "order", path: JSON.parse(list.dataset.order), order });
  dragged = null;
});

by("as-of").value = by("as-of").defaultValue = sessionStorage.as_of ?? "";
connect();
