// What is chosen in the text, on the timeline or in the table is shown in all of them; selected words become an entry.
import { asked, edit, show, studio } from "./app.js";
import { emptied } from "./forms.js";

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
  if (!link || (link.closest(".source") && String(document.getSelection()))) return; // words are being drawn
  event.preventDefault();
  chosen = idOf(link);
  mark(chosen);
  show("entry", chosen);
});

// Whoever comes by the source of a number is shown it.
if (location.hash.startsWith("#record-")) {
  chosen = decodeURIComponent(location.hash.slice("#record-".length));
  show("entry", chosen);
}

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

// Words stay drawn while a button is pressed: they are offered anew only once a hand or a key was in the text.
let last = "";
for (const kind of ["pointerdown", "keydown"]) {
  document.addEventListener(kind, (event) => { if (event.target.closest?.(".record .source")) last = ""; });
}

function offered() {
  const selection = document.getSelection();
  const range = selection && selection.rangeCount ? selection.getRangeAt(0) : null;
  const source = range && range.commonAncestorContainer.parentElement?.closest(".record .source");
  if (!source || !selection.toString().trim()) return;
  const start = place(range.startContainer, range.startOffset);
  const end = place(range.endContainer, range.endOffset);
  const said = JSON.stringify([source.dataset.document, start, end, range.toString()]);
  if (said !== last) show("words", (last = said));
}
document.addEventListener("mouseup", () => setTimeout(offered));
document.addEventListener("keyup", (event) => {
  if (event.shiftKey || event.key === "Shift") offered();
});

// By keys: arrows go from word to word, with Shift they take in more, Enter makes an entry of it.
const WAYS = { ArrowRight: ["forward", "word"], ArrowLeft: ["backward", "word"], ArrowDown: ["forward", "line"], ArrowUp: ["backward", "line"] };
let entering = false; // whether the entry that is about to come gets the focus

document.addEventListener("keydown", (event) => {
  const source = event.target, selection = document.getSelection();
  if (!source.matches?.(".record .source") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") { entering = true; offered(); return; }
  if (!WAYS[event.key]) return;
  event.preventDefault();
  const [way, by] = WAYS[event.key];
  if (!source.contains(selection.anchorNode)) selection.collapse(source.querySelector("[data-at]").firstChild, 0);
  else if (!event.shiftKey && way === "forward") selection.collapseToEnd();
  else if (!event.shiftKey) selection.collapseToStart();
  const before = [selection.anchorNode, selection.anchorOffset, selection.focusNode, selection.focusOffset];
  selection.modify("extend", way, by);
  if (!source.contains(selection.focusNode)) selection.setBaseAndExtent(...before);
  const [box, pane] = [selection.getRangeAt(0).getBoundingClientRect(), source.getBoundingClientRect()];
  if (way === "forward" && box.bottom > pane.bottom - 10) source.scrollTop += box.bottom - pane.bottom + 30;
  if (way === "backward" && box.top < pane.top + 10) source.scrollTop -= pane.top - box.top + 30;
});

// --- entries that were begun: kept until they are added or put away, whatever is chosen meanwhile ---

const BEGUN = "entries that were begun";
const DRAFT = "form[data-record=entry]";
const begun = () => JSON.parse(sessionStorage[BEGUN] ?? "{}");

let shown = null; // the one on the page: where its words are, the words, what was typed

function keep({ source, words, given }) {
  sessionStorage[BEGUN] = JSON.stringify({ ...begun(), [source]: { words, given } });
}

function read(form) {
  const { document: named, chars } = JSON.parse(form.dataset.source);
  const words = JSON.stringify([named, ...chars, form.querySelector("blockquote").textContent]);
  return { source: form.dataset.source, words, given: Object.fromEntries(new FormData(form)) };
}

// Whoever takes in more words or fewer means the same entry; whoever draws others means another.
function isAnother(one, other) {
  const [[a, from, to], [b, start, end]] = [one, other].map(({ words }) => JSON.parse(words));
  return a !== b || end <= from || start >= to;
}

// The words are no longer chosen either, unless others were chosen meanwhile.
function drop(source, words) {
  const { [source]: _, ...rest } = begun();
  sessionStorage[BEGUN] = JSON.stringify(rest);
  if (shown?.source === source) shown = null;
  if (asked().words === words) show("words", "");
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.(DRAFT);
  if (!form) return;
  keep(read(form));
});

studio.on("filled", (element) => {
  if (element.id !== "record-new") return;
  const form = element.querySelector(DRAFT), now = form && read(form);
  if (now && shown && isAnother(shown, now) && !(shown.source in begun())) keep(shown);
  shown = now ?? shown;
  const all = begun();
  for (const [name, value] of Object.entries(all[form?.dataset.source]?.given ?? {})) {
    const field = form.elements[name];
    if (field && field.value !== value) field.value = value;
  }
  for (const [source, { words }] of Object.entries(all)) {
    if (source === form?.dataset.source) continue;
    const back = document.createElement("button");
    back.type = "button";
    Object.assign(back.dataset, { do: "show", key: "words", value: words });
    back.textContent = `Go on with “${JSON.parse(words)[3].slice(0, 40)} …”`;
    element.append(back);
  }
  if (form && entering) form.elements.id.focus();
  entering = false;
});

studio.acts.put_away = (e) => drop(e.closest(DRAFT).dataset.source, asked().words);

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
    edit({ do: "add", kind: "document", fields: { id, ...fields } }, emptied(form), form);
    return;
  }
  const fields = Object.entries(entry(form, given)).filter(([, value]) => value !== "");
  const { source } = form.dataset, { words } = asked();
  edit({ do: "add", kind: given.kind, fields: Object.fromEntries(fields) }, () => drop(source, words), form);
});

// A file that is chosen or dropped is copied beside the case; its entry is then looked over and added.
const ADDING = ".record form[data-record=document]";
let proposed = {}, copies = 0;

async function copied(form, file) {
  const copy = (copies += 1);
  // The form may have come anew meanwhile, and another file may have been chosen.
  const say = (words) => {
    const said = copy === copies && document.querySelector(`${ADDING} output`);
    if (said) said.value = words;
  };
  form.closest("details").open = true;
  if (file.size > Number(form.dataset.most)) { say(form.dataset.larger); return; }
  say(`copying ${file.name} …`);
  try {
    const answer = await fetch(`/documents?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
    const told = await answer.json();
    if (told.error) { say(told.error); return; }
    if (copy === copies) propose(told);
    say(`Copied to ${told.file}. Look at its entry below, and add it.`);
  } catch {
    say("Not copied: the studio did not answer.");
  }
}

// What somebody wrote themselves stays; what an earlier file had proposed does not.
function propose(told) {
  const fields = document.querySelector(ADDING)?.elements;
  if (!fields) return;
  for (const name of ["file", "sha256"]) fields[name].value = told[name];
  for (const name of ["id", "title"]) {
    if (!fields[name].value || fields[name].value === proposed[name]) fields[name].value = told[name];
  }
  proposed = told;
}

// The copy's sum is not that of a file that is named by hand.
document.addEventListener("input", (event) => {
  if (event.target.matches?.(`${ADDING} [name=file]`)) event.target.form.elements.sha256.value = "";
});
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-upload]") && event.target.files[0]) copied(event.target.form, event.target.files[0]);
});
const carried = (event) => event.target.closest?.(".record") && event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => { if (carried(event)) event.preventDefault(); });
document.addEventListener("drop", (event) => {
  const form = carried(event) && document.querySelector(ADDING);
  if (!form) return;
  event.preventDefault();
  if (event.dataTransfer.files[0]) copied(form, event.dataTransfer.files[0]);
});
