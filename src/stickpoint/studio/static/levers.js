// Shows beside a lever's slider how far it is moved, before the answer comes.
document.addEventListener("input", (event) => {
  const slider = event.target;
  if (!slider.matches?.(".levers .slide input")) return;
  const shown = slider.parentElement.querySelector("output");
  if (shown) shown.textContent = String(Number(Number(slider.value).toPrecision(4))).replace("-", "−");
});
