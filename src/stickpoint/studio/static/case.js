// The text of the case: numbered lines, marks at those with faults, saved a moment after the last key.

import { studio } from "/static/app.js";

const area = document.getElementById("yaml");
const gutter = document.querySelector(".gutter");
const saved = document.getElementById("saved");
const conflict = document.getElementById("conflict");
const SAVED = 800;
let base = 0, dirty = false, checking = 0, typedOn = false, saving = 0, sent = null, theirs = null;

function lines() {
  const many = area.value.split("\n").length;
  if (gutter.childElementCount !== many) {
    gutter.replaceChildren(...Array.from({ length: many }, (_, k) => {
      const line = document.createElement("span");
      line.textContent = k + 1;
      return line;
    }));
    marks();
  }
}

function marks() {
  for (const line of gutter.querySelectorAll(".fault, .remark")) { line.className = ""; line.title = ""; }
  for (const one of document.querySelectorAll("#case-marks li")) {
    const line = gutter.children[Number(one.dataset.line) - 1];
    if (line) { line.className = one.className; line.title = one.textContent; }
  }
}

function put(text) {
  const { selectionStart, selectionEnd, scrollTop, scrollLeft } = area;
  area.value = text;
  area.setSelectionRange(selectionStart, selectionEnd);
  area.scrollTop = scrollTop;
  area.scrollLeft = scrollLeft;
  lines();
}

studio.on("text", (text) => {
  if (dirty && area.value !== text) {
    if (sent === text) { base = studio.revision; saved.textContent = "typing …"; }
    return;
  }
  dirty = false;
  base = studio.revision;
  if (area.value !== text) put(text);
  reach();
});

studio.on("open", () => { checking = 0; if (dirty) save(); });
studio.on("conflict", (text, revision) => { theirs = { text, revision }; saved.textContent = "not saved"; });
studio.on("filled", (element) => { if (element.id === "case-marks") marks(); });

// Checked at the first key, and again as soon as the answer is there: never two checks at once.
function check() {
  typedOn = Boolean(checking);
  if (!checking) checking = studio.send({ do: "typed", text: area.value });
}
studio.on("message", (m) => {
  if (m.part !== "case-marks" || m.asked || m.step || m.n < checking) return;
  checking = 0;
  if (typedOn) check();
});

area.addEventListener("input", () => {
  dirty = true;
  saved.textContent = "typing …";
  lines();
  check();
  clearTimeout(saving);
  saving = setTimeout(save, SAVED);
});
area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
area.addEventListener("blur", () => { if (dirty) save(); });
area.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); save(); }
});
addEventListener("pagehide", () => { if (dirty) save(); });
studio.flush.push(() => { if (dirty) save(); });

function save() {
  clearTimeout(saving);
  if (!dirty || !conflict.hidden) return;
  sent = area.value;
  saved.textContent = "saving …";
  if (!studio.send({ do: "text", text: sent, base })) saved.textContent = "not connected";
}

studio.acts.take_theirs = () => {
  conflict.hidden = true;
  dirty = false;
  base = theirs.revision;
  put(theirs.text);
};
studio.acts.keep_typed = () => {
  conflict.hidden = true;
  base = theirs.revision;
  save();
};
studio.acts.goto = (e) => go(Number(e.dataset.line), Number(e.dataset.column ?? 1));

function go(line, column = 1) {
  const before = area.value.split("\n").slice(0, line - 1).join("\n");
  const at = before.length + (line > 1 ? 1 : 0) + column - 1;
  area.focus();
  area.setSelectionRange(at, at);
  const high = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 6) * high);
  area.scrollIntoView({ block: "nearest" });
}

let reached = false;
function reach() {
  const line = /^#line-(\d+)$/.exec(location.hash)?.[1];
  if (line && !reached) go(Number(line));
  reached = true;
}
