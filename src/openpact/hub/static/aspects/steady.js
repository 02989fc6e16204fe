// Rows grow as their scores form, whenever the answer comes: the finger must find the next student where the eye saw them.
let touched;
export function touch(row) { touched = row; }

function isSeen(row) {
  if (!row || row.hidden) return false;
  const { top } = row.getBoundingClientRect();
  return top >= 0 && top < innerHeight;
}

export function steadily(rows, change) {
  const next = rows[rows.indexOf(touched) + 1];
  const still = touched && isSeen(next) ? next : rows.find(isSeen);
  const before = still?.getBoundingClientRect().top;
  change();
  const moved = still ? still.getBoundingClientRect().top - before : 0;
  if (moved) scrollBy({ top: moved, behavior: "instant" });
}
