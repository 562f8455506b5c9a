// What is chosen in the text, on the timeline or in the table is shown in all of them; selected words become an entry.
import { edit, show, studio } from "./app.js";

const LINKS = '.record a[href^="#record-"]';
const idOf = (link) => decodeURIComponent(link.getAttribute("href").slice("#record-".length));

function mark(id) {
  for (const link of document.querySelectorAll(LINKS)) {
    const held = link.dataset.ids ? link.dataset.ids.split(" ").includes(id) : idOf(link) === id;
    link.classList.toggle("chosen", held);
  }
  for (const pane of document.querySelectorAll("#record-table .scroll, .record .source")) {
    const first = pane.querySelector("a.chosen");
    if (first) pane.scrollTop += first.getBoundingClientRect().top - pane.getBoundingClientRect().top - 60;
  }
}

let chosen = "";
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(LINKS);
  if (!link || String(document.getSelection())) return;
  event.preventDefault();
  chosen = idOf(link);
  mark(chosen);
  show("entry", chosen);
});

// A part that came anew has to be told what is chosen.
studio.on("filled", () => chosen && mark(chosen));

// Browsers count UTF-16 units, the record counts characters.
const characters = (text) => Array.from(text).length;

function place(node, offset) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!piece) return -1;
  const range = document.createRange();
  range.setStart(piece, 0);
  range.setEnd(node, offset);
  return Number(piece.dataset.at) + characters(range.toString());
}

function offered() {
  const selection = document.getSelection();
  const range = selection && selection.rangeCount ? selection.getRangeAt(0) : null;
  const source = range && range.commonAncestorContainer.parentElement?.closest(".record .source");
  if (!source || !selection.toString().trim()) return;
  const start = place(range.startContainer, range.startOffset);
  const end = place(range.endContainer, range.endOffset);
  show("words", JSON.stringify([source.dataset.document, start, end, range.toString()]));
}
document.addEventListener("mouseup", () => setTimeout(offered));
document.addEventListener("keyup", (event) => {
  if (event.shiftKey || event.key === "Shift") offered();
});

function entry(form, given) {
  const fields = { id: given.id, date: given.date, source: JSON.parse(form.dataset.source) };
  if (given.kind === "message") Object.assign(fields, { from: given.from, to: given.to, act: given.act });
  if (given.kind === "move") {
    fields.party = form.elements.option.selectedOptions[0].dataset.party;
    fields.sets = { [given.option]: given.value };
  } else {
    fields.text = given.text;
  }
  return fields;
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("form[data-record]");
  if (!form) return;
  event.preventDefault();
  const given = Object.fromEntries(new FormData(form));
  if (form.dataset.record === "document") {
    const { id, ...rest } = given;
    const fields = Object.fromEntries(Object.entries(rest).filter(([, value]) => value));
    if (edit({ do: "add", kind: "document", fields: { id, ...fields } })) form.reset();
    return;
  }
  const fields = Object.entries(entry(form, given)).filter(([, value]) => value !== "");
  edit({ do: "add", kind: given.kind, fields: Object.fromEntries(fields) });
  show("words", "");
});

// A file that is chosen or dropped is copied beside the case; its entry is then looked over and added.
async function copied(form, file) {
  const said = form.querySelector("output");
  form.closest("details").open = true;
  said.textContent = `copying ${file.name} …`;
  try {
    const answer = await fetch(`/documents?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
    const told = await answer.json();
    if (told.error) { said.textContent = told.error; return; }
    said.textContent = `Copied to ${told.file}. Look at its entry below, and add it.`;
    for (const name of ["file", "sha256"]) form.elements[name].value = told[name];
    for (const name of ["id", "title"]) form.elements[name].value ||= told[name];
  } catch {
    said.textContent = "Not copied: the studio did not answer.";
  }
}
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-upload]") && event.target.files[0]) copied(event.target.form, event.target.files[0]);
});
const carried = (event) => event.target.closest?.(".record") && event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => { if (carried(event)) event.preventDefault(); });
document.addEventListener("drop", (event) => {
  const form = carried(event) && document.querySelector(".record form[data-record=document]");
  if (!form) return;
  event.preventDefault();
  if (event.dataTransfer.files[0]) copied(form, event.dataTransfer.files[0]);
});
