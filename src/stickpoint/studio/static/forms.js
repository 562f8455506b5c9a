// What somebody types into a form of its own name (`data-held`) stays until it is saved: through new
// content of the part around it, and through a refusal.

const FORM = "form[data-held]";
const fieldsOf = (form) => [...form.elements].filter((e) => e.name && !["file", "hidden"].includes(e.type));

function isTouched(e) {
  if (e.type === "checkbox" || e.type === "radio") return e.checked !== e.defaultChecked;
  if (e.type !== "select-one") return e.value !== e.defaultValue;
  return e.selectedIndex !== Math.max(0, [...e.options].findIndex((one) => one.defaultSelected));
}

// --- what is refused is said next to where it was typed -------------------------------------------

// A part may come anew between the sending and the answer: an element is found again by what it is called.
function named(e) {
  const form = e.closest("form"), key = (one, of) => `[data-${of}="${CSS.escape(one.dataset[of])}"]`;
  if (!form) return e.dataset.path ? `${e.tagName}[data-do]${key(e, "path")}` : `#${CSS.escape(e.id)}`;
  const of = ["held", "source", "path"].find((one) => one in form.dataset);
  const own = of ? `form${key(form, of)}` : "form";
  if (e === form) return own;
  return e.name ? `${own} [name="${CSS.escape(e.name)}"]` : `${own} button:not([type])`;
}

// Takes a form or a field that is sent; returns what says beside it why that cannot be.
export function refusable(e) {
  const where = named(e);
  return (field, words) => {
    const found = e.isConnected ? e : document.querySelector(where);
    if (!found) return false;
    const own = !found.matches("form") ? found : field ? found.elements[field] : null;
    const at = own instanceof RadioNodeList ? own[0] : own;
    beside(at?.checkVisibility() ? at : found.querySelector("button:not([type])") ?? found, words);
    return true;
  };
}

const said = new WeakMap(); // a field → what is said beside it
function beside(at, words, isNew = true) {
  clear(at);
  const told = document.createElement("p");
  Object.assign(told, { className: "refused", id: `refused-${crypto.randomUUID()}`, textContent: words });
  told.setAttribute("role", "alert");
  const line = at.closest("li");
  if (line) line.append(told); else (at.closest("label") ?? at).after(told);
  said.set(at, told);
  at.setAttribute("aria-describedby", told.id);
  if (!at.matches("button")) at.setAttribute("aria-invalid", "true");
  if (isNew && (document.activeElement === document.body || at.form?.contains(document.activeElement))) at.focus();
}

function clear(at) {
  if (!said.has(at)) return;
  said.get(at).remove();
  said.delete(at);
  at.removeAttribute("aria-invalid");
  at.removeAttribute("aria-describedby");
}
document.addEventListener("input", ({ target }) => {
  clear(target);
  if (target.form) for (const e of target.form.querySelectorAll("button")) clear(e);
});
// Whoever would rather have what is in the file presses Escape.
document.addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape" || !said.has(target) || target.form) return;
  target.value = target.defaultValue;
  clear(target);
});

// Call before new content comes; what it returns puts back what was typed, once the content is there.
export function held(element) {
  const was = new Map();
  for (const form of element.querySelectorAll(FORM)) {
    was.set(form.dataset.held, fieldsOf(form).filter(isTouched).map((e) => [e.name, e.type, e.value, e.checked]));
  }
  const refused = [...element.querySelectorAll("[aria-describedby^=refused-]")].filter((e) => said.has(e))
    .map((e) => [named(e), e.value, said.get(e).textContent, e === document.activeElement]);
  return () => {
    for (const form of element.querySelectorAll(FORM)) {
      for (const [name, type, value, checked] of was.get(form.dataset.held) ?? []) {
        for (const e of fieldsOf(form).filter((one) => one.name === name && one.type === type)) {
          if (type === "radio") e.checked = e.value === value ? checked : e.checked;
          else if (type === "checkbox") e.checked = checked;
          else if (type !== "select-one" || [...e.options].some((one) => one.value === value)) e.value = value;
        }
      }
    }
    for (const [where, value, words, hadFocus] of refused) {
      const e = document.querySelector(where);
      if (!e) continue;
      e.value = value;
      beside(e, words, false);
      if (hadFocus) e.focus({ preventScroll: true });
    }
  };
}

const told = (form) => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));

// Returns what empties a form that was sent; not if somebody went on typing in it.
export function emptied(form) {
  const name = form.dataset.held, sent = told(form);
  return () => {
    const now = form.isConnected ? form : name && document.querySelector(`form[data-held="${CSS.escape(name)}"]`);
    for (const e of now?.elements ?? []) clear(e);
    if (now && told(now) === sent) now.reset();
  };
}
