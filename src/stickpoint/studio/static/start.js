// The guided start: rows that can be added, answers gathered as they nest, what is missing shown at its question.

import { studio } from "/static/app.js";

const form = document.querySelector("form[data-do=questions]");
const NONE = "no agreement";
const KEPT = "answers of the guided start";

function ways() {
  const given = form.querySelector("[data-answer=ways]");
  return given ? lines(given.value) : [];
}
function lines(text) { return text.split("\n").map((one) => one.trim()).filter(Boolean); }

function add(fieldset) {
  const rows = fieldset.querySelector(":scope > .rows");
  rows.append(fieldset.querySelector(":scope > template").content.cloneNode(true));
  offer();
  return rows.lastElementChild;
}

function offer() {
  for (const select of form.querySelectorAll("select[data-kind=way]")) {
    const chosen = select.value;
    select.replaceChildren(new Option("choose …", ""), ...ways().map((way) => new Option(way, way)));
    select.value = ways().includes(chosen) ? chosen : "";
  }
}

// Answers as they nest: a list is a list of its rows, a row an answer for each question in it.
function gather(box) {
  const found = {};
  for (const question of box.querySelectorAll(":scope > .question")) {
    const list = question.querySelector(":scope > fieldset > .rows");
    if (list) { found[question.dataset.question] = [...list.children].map(gather); continue; }
    const inputs = [...question.querySelectorAll("[data-answer]")];
    found[question.dataset.question] = inputs.length > 1 ? inputs.map((one) => one.value) : said(inputs[0]);
  }
  return found;
}

function said(input) {
  const kind = input.dataset.kind;
  if (kind === "yes or no") return input.checked ? "yes" : "no";
  if (kind === "names") return lines(input.value);
  if (kind === "order") return lines(input.value).map((one) => (one === NONE ? "" : one));
  return input.value;
}

function put(box, answers) {
  for (const question of box.querySelectorAll(":scope > .question")) {
    const value = answers[question.dataset.question];
    if (value === undefined) continue;
    const fieldset = question.querySelector(":scope > fieldset");
    if (fieldset) { for (const row of value) put(add(fieldset), row); continue; }
    const inputs = [...question.querySelectorAll("[data-answer]")];
    if (inputs.length > 1) { inputs.forEach((one, k) => { one.value = value[k] ?? ""; }); continue; }
    const [input] = inputs;
    if (input.type === "checkbox") input.checked = value === "yes";
    else if (Array.isArray(value)) input.value = value.map((one) => one || NONE).join("\n");
    else input.value = value;
  }
  offer();
  for (const question of box.querySelectorAll(":scope > .question select[data-kind=way]")) {
    question.value = answers[question.dataset.answer] ?? "";
  }
}

// Where a question is, by the name that what is missing goes by: parties.1.name.
function at(name) {
  let box = form;
  for (const step of name.split(".")) {
    if (/^\d+$/.test(step)) {
      const rows = box.querySelector(":scope > fieldset > .rows");
      if (!rows) return box; // one of several lines
      box = rows.children[Number(step)] ?? box;
    } else box = box.querySelector(`:scope > [data-question="${CSS.escape(step)}"]`) ?? box;
  }
  return box;
}

studio.acts.more = (e) => { add(e.closest("fieldset")).querySelector("input, select, textarea")?.focus(); };
studio.acts.less = (e) => { e.closest(".row").remove(); };
studio.acts.fill_order = (e) => {
  const area = e.closest(".question").querySelector("textarea");
  area.value = [...ways(), NONE].join("\n");
  area.focus();
};
studio.acts.questions = () => {
  for (const one of form.querySelectorAll(".missing")) one.hidden = true;
  studio.send({ do: "questions", answers: gather(form) });
};

studio.on("message", (m) => {
  if (m.missing) {
    const many = Object.keys(m.missing).length;
    for (const [name, sentences] of Object.entries(m.missing)) {
      const place = at(name).querySelector(":scope > .missing") ?? document.getElementById("missing");
      place.textContent = sentences.join("; ");
      place.hidden = false;
    }
    studio.say(`${many} ${many === 1 ? "answer is" : "answers are"} missing or cannot be; each is marked.`);
    [...form.querySelectorAll(".missing")].find((one) => !one.hidden)?.closest(".question")?.querySelector("input, select, textarea, button")?.focus();
  } else if (m.written) { delete sessionStorage[KEPT]; location.assign("/case"); }
});
form.addEventListener("change", () => { offer(); sessionStorage[KEPT] = JSON.stringify(gather(form)); });

if (sessionStorage[KEPT]) put(form, JSON.parse(sessionStorage[KEPT]));
else for (const fieldset of form.querySelectorAll(":scope > [data-question=parties] > fieldset")) { add(fieldset); add(fieldset); }
