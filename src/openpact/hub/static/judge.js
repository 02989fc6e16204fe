// Judging: says how many choices are not confirmed yet, and asks before they would be lost. Everything works without it.
const form = document.querySelector("form[data-counts]");
if (form) {
  const output = form.querySelector("[data-count]");
  let confirming = false;
  const waiting = () =>
    [...form.querySelectorAll("input[type=radio]:checked")].filter(
      (radio) => !radio.disabled && radio.value !== form.elements[radio.name.replace("level-", "was-")].value,
    ).length;
  const count = () => {
    const n = waiting();
    if (output) output.textContent = n ? output.dataset.said.replace("#", n) : "";
  };
  form.addEventListener("change", count);
  form.addEventListener("submit", () => (confirming = true));
  form.querySelector("[data-undo]")?.addEventListener("click", () => (confirming = true));
  window.addEventListener("pageshow", () => {
    confirming = false;
    count();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!confirming && waiting()) event.preventDefault();
  });
}
