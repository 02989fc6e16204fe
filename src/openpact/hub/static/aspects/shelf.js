// Choices that wait to be saved, by student and aspect, kept on this device until they are: one by one, so that two windows with the
// same class put nothing of each other's away.
export function openShelf(name) {
  const begins = `${name} `, waiting = {}, unkept = new Set();
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(begins))) {
      waiting[key.slice(begins.length)] = JSON.parse(localStorage.getItem(key));
    }
  } catch { /* Nothing can be kept here. */ }
  return {
    waiting,
    put(key, choice) {
      waiting[key] = choice;
      try {
        localStorage.setItem(begins + key, JSON.stringify(choice));
        unkept.delete(key);
      } catch { unkept.add(key); }
    },
    drop(key) {
      delete waiting[key];
      unkept.delete(key);
      try { localStorage.removeItem(begins + key); } catch { /* It was not there. */ }
    },
    isUnkept() { return unkept.size > 0; },
  };
}
