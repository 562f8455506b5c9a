// A lever's slider tells at once how far it is moved, and asks anew at each step.
import { edit, show } from "./app.js";
import { emptied } from "./forms.js";

let asked = null;
document.addEventListener("input", (event) => {
  const slider = event.target;
  if (!slider.matches?.(".levers .slide input")) return;
  const shown = slider.parentElement.querySelector("output");
  const by = Number(Number(slider.value).toPrecision(4));
  if (shown) shown.textContent = (by ? shown.dataset.sign : "") + String(by).replace("-", "−");
  if (!asked) requestAnimationFrame(() => { show(asked.dataset.key, asked.value); asked = null; });
  asked = slider;
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("form[data-lever]");
  if (!form) return;
  event.preventDefault();
  const { changes, ...rest } = Object.fromEntries(new FormData(form));
  edit({ do: "add", kind: "lever", fields: { ...rest, ...JSON.parse(changes) } }, emptied(form), form);
});
