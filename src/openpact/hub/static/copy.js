// Copy buttons: <button data-copy="#field" data-copied="Copied" hidden><span>Copy</span></button>. Hidden without script:
// the field itself can always be selected and copied by hand. Fields with data-select-all select themselves on focus.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.querySelector(button.dataset.copy);
  const label = button.querySelector("span") ?? button;
  const words = label.textContent;
  label.setAttribute("aria-live", "polite");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      if (!document.execCommand("copy")) return;
    }
    label.textContent = button.dataset.copied;
    setTimeout(() => { label.textContent = words; }, 4000);
  });
}
for (const field of document.querySelectorAll("[data-select-all]")) {
  field.addEventListener("focus", () => field.select());
  if (document.activeElement === field) field.select();
}
