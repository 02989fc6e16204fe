// Many students at once: boxes beside the names, also a run of them with Shift, and then a set in the heading.
export function choosesForMany(form, place, tell) {
  const boxes = [...form.querySelectorAll(".aspect-many")];
  for (const box of boxes) box.hidden = false;
  let last = -1;
  function selection() {
    const some = boxes.some((box) => box.checked);
    for (const columns of form.querySelectorAll(".aspect-columns")) columns.setAttribute("aria-hidden", String(!some));
    for (const button of form.querySelectorAll(".aspect-label")) {
      button.disabled = !some;
      button.tabIndex = some ? 0 : -1;
    }
    tell();
  }
  form.addEventListener("click", (event) => {
    const index = boxes.indexOf(event.target);
    if (index >= 0) {
      if (event.shiftKey && last >= 0) {
        for (let i = Math.min(index, last); i <= Math.max(index, last); i += 1) boxes[i].checked = event.target.checked;
      }
      last = index;
      selection();
    }
    const label = event.target.closest(".aspect-label");
    if (!label) return;
    for (const box of boxes.filter((each) => each.checked)) {
      place(box.closest(".aspect-row").dataset.student, label.dataset.set);
      box.checked = false;
    }
    selection();
  });
}
