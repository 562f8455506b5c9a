// What somebody types into a form of its own name (`data-held`) stays until it is saved: through new
// content of the part around it, and through a refusal.

const FORM = "form[data-held]";
const fieldsOf = (form) => [...form.elements].filter((e) => e.name && !["file", "hidden"].includes(e.type));

function isTouched(e) {
  if (e.type === "checkbox" || e.type === "radio") return e.checked !== e.defaultChecked;
  if (e.type !== "select-one") return e.value !== e.defaultValue;
  return e.selectedIndex !== Math.max(0, [...e.options].findIndex((one) => one.defaultSelected));
}

// Call before new content comes; what it returns puts back what was typed, once the content is there.
export function held(element) {
  const was = new Map();
  for (const form of element.querySelectorAll(FORM)) {
    was.set(form.dataset.held, fieldsOf(form).filter(isTouched).map((e) => [e.name, e.type, e.value, e.checked]));
  }
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
  };
}

const told = (form) => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));

// Returns what empties a form that was sent; not if somebody went on typing in it.
export function emptied(form) {
  const name = form.dataset.held, sent = told(form);
  return () => {
    const now = form.isConnected ? form : name && document.querySelector(`form[data-held="${CSS.escape(name)}"]`);
    if (now && told(now) === sent) now.reset();
  };
}
