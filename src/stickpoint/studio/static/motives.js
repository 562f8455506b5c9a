// The grid of ratings by keyboard: arrows walk from cell to cell, + ++ 0 - -- rate.
// Typed signs of one kind within a second are one rating, as `+` and then `++`.
import { edit, studio } from "./app.js";

const PATIENCE = 900; // milliseconds
let last = ""; // the cell that had the focus, to give it back when the grid comes anew
let typed = { cell: "", sign: "", at: 0 };

function cellAt(table, row, column) {
  const line = table.tBodies[0].rows[row];
  return line && line.cells[column] && line.cells[column].querySelector("button.rating");
}

function step(button, key) {
  const cell = button.closest("td");
  const row = cell.parentElement.sectionRowIndex;
  const [down, across] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
  return cellAt(cell.closest("table"), row + down, cell.cellIndex + across);
}

function ratingFor(button, sign) {
  const again = typed.cell === button.id && typed.sign === sign && performance.now() - typed.at < PATIENCE;
  typed = { cell: button.id, sign: again ? "" : sign, at: performance.now() };
  return sign === "0" ? "0" : sign.repeat(again ? 2 : 1);
}

document.addEventListener("keydown", (event) => {
  const button = event.target.closest?.("table.ratings button.rating");
  if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.startsWith("Arrow")) {
    const next = step(button, event.key);
    if (next) {
      next.focus();
      event.preventDefault();
    }
    return;
  }
  const sign = { "+": "+", "-": "-", "−": "-", 0: "0" }[event.key];
  if (!sign || !button.dataset.path) return;
  event.preventDefault();
  const rating = ratingFor(button, sign);
  button.textContent = rating.replaceAll("-", "−");
  edit({ do: "set", path: JSON.parse(button.dataset.path), value: rating });
});

document.addEventListener("focusin", (event) => {
  const button = event.target.closest?.("table.ratings button.rating");
  last = button ? button.id : "";
});
studio.on("filled", (element) => {
  if (element.id === "motives-grid" && last && document.activeElement === document.body) {
    document.getElementById(last)?.focus({ preventScroll: true });
  }
});
// A button that sets a value has it with it.
studio.acts.set ??= (button) => edit({ do: "set", path: JSON.parse(button.dataset.path), value: JSON.parse(button.dataset.value) });
