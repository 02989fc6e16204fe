// Rows grow as their scores form, whenever the answer comes. What one is about to press must stay where it is: with a mouse the row
// under it; with a finger or keys the next student, where the eye saw them.
let touched, under;
export function touch(row) { touched = row; }

document.addEventListener("pointerover", ({ pointerType, target }) => {
  under = pointerType === "mouse" ? target.closest(".aspect-row") : null;
});
document.addEventListener("keydown", () => { under = null; });

function isSeen(row) {
  if (!row || row.hidden) return false;
  const { top } = row.getBoundingClientRect();
  return top >= 0 && top < innerHeight;
}

export function steadily(rows, change) {
  const next = touched && rows[rows.indexOf(touched) + 1];
  const still = under ?? (isSeen(next) ? next : rows.find(isSeen));
  const before = still?.getBoundingClientRect().top;
  change();
  const moved = still ? still.getBoundingClientRect().top - before : 0;
  if (moved) scrollBy({ top: moved, behavior: "instant" });
}
