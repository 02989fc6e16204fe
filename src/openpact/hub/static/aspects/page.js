// Judging aspects: every choice is saved as it is made and kept on this device until it is; what colleagues choose appears by
// itself; keys, and many students at once. Without it the page is a form with a Save button.
import { choosesForMany } from "./many.js";
import { openShelf } from "./shelf.js";
import { steadily, touch } from "./steady.js";

const form = document.querySelector("form.aspects");
if (form) {
  const words = document.querySelector("[data-words]").dataset;
  const status = form.querySelector("[data-status]");
  const rows = [...form.querySelectorAll(".aspect-row")];
  const cells = new Map([...form.querySelectorAll(".aspect-cell")].map((cell) => [keyOf(cell), cell]));
  const aspects = [...form.querySelectorAll("[data-head]")].map((head) => head.dataset.head);
  const mayJudge = !("reads" in form.dataset);
  const EVERY = 5000, PATIENCE = 30000, BATCH = 200;

  function keyOf(cell) { return `${cell.closest(".aspect-row").dataset.student} ${cell.dataset.aspect}`; }
  const radio = (cell, value) => [...cell.querySelectorAll("input[type=radio]")].find((each) => each.value === value);
  const chosen = (cell) => cell.querySelector("input[type=radio]:checked")?.value ?? "";
  const say = (text, row, quiet) => {
    const said = row.querySelector(".aspect-said");
    said.textContent = text;
    said.classList.toggle("quiet", Boolean(quiet));
  };

  // --- Saving: what waits, with the version it was chosen from -------------------------------------------------------------------
  const place = new URL(form.dataset.place, location.href);
  const shelf = openShelf(
    `openpact ${form.dataset.user} ${place.pathname} ${place.searchParams.get("area")} ${place.searchParams.get("cycle")}`,
  );
  const { waiting } = shelf;

  let trouble = "", busy = false, delay = 0, timer;
  function tell() {
    const n = Object.keys(waiting).length;
    for (const [key, cell] of cells) cell.toggleAttribute("data-waits", key in waiting);
    const selected = form.querySelectorAll(".aspect-many:checked").length;
    // Whoever only reads has nothing that is saved.
    if (status) status.textContent = trouble ? `${trouble}${n ? ` ${n}` : ""}` : selected ? words.selected.replace("#", selected) : n || busy ? words.waiting : touched ? words.saved : "";
    count();
  }
  let touched = false;

  function changed(cell) {
    const key = keyOf(cell), value = chosen(cell);
    touched = true;
    touch(cell.closest(".aspect-row"));
    if (value === cell.dataset.was && !(key in waiting)) return tell();
    shelf.put(key, { value, seen: waiting[key]?.seen ?? Number(cell.dataset.seen) });
    steadily(rows, () => say("", cell.closest(".aspect-row")));
    tell();
    later(150);
  }
  function later(after) {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  }

  async function save() {
    const batch = Object.entries(waiting).slice(0, BATCH);
    if (busy || !batch.length) return;
    busy = true;
    tell();
    const placements = batch.map(([key, { value, seen }]) => {
      const [student, aspect] = key.split(" ");
      return { student: Number(student), aspect, set: value === "" ? null : Number(value), seen };
    });
    try {
      const answer = await fetch(place, {
        method: "POST", redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({ placements }),
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) return stop(words.out);
      if (answer.status === 422) return stop((await answer.json()).message);
      if (!answer.ok) throw new Error(answer.status);
      const learnt = await answer.json();
      steadily(rows, () => learn(learnt, Object.fromEntries(batch)));
      trouble = "";
      delay = 0;
    } catch (error) {
      trouble = error instanceof TypeError || !navigator.onLine ? words.offline : words.failed;
      delay = Math.min(delay ? delay * 2 : 2000, PATIENCE);
    } finally {
      busy = false;
      tell();
      if (Object.keys(waiting).length && !halted) later(delay);
    }
  }
  let halted = false;
  function stop(message) { trouble = message; halted = true; }

  function learn({ answers, scores }, sent) {
    for (const { student, aspect, became, set, seen, message } of answers) {
      const key = `${student} ${aspect}`, cell = cells.get(key), mine = waiting[key];
      const newer = mine && mine.value !== sent[key].value;
      const settled = became === "saved" || became === "same";
      if (newer && settled) shelf.put(key, { ...mine, seen });
      else shelf.drop(key);
      if (!cell) continue;
      stands(cell, set, seen, Boolean(newer && settled));
      if (message) say(message, cell.closest(".aspect-row"));
    }
    show(scores);
  }
  // The server's word: what stands, and its version. `keepChoice` where somebody has chosen something newer already.
  function stands(cell, set, seen, keepChoice) {
    const value = set === null ? "" : String(set), key = keyOf(cell).replace(" ", "-");
    cell.dataset.was = form.elements[`was-${key}`].value = value;
    cell.dataset.seen = form.elements[`seen-${key}`].value = String(seen);
    if (!keepChoice) radio(cell, value).checked = true;
  }
  function show(scores) {
    for (const [student, html] of Object.entries(scores)) {
      const place = document.getElementById(`row-${student}`)?.querySelector("[data-score]");
      if (place && !place.contains(document.activeElement)) place.innerHTML = html;
    }
  }
  function count() {
    for (const tab of document.querySelectorAll("[data-tab]")) {
      const asked = rows.map((row) => row.querySelector(`[data-aspect="${tab.dataset.tab}"][data-expected]`)).filter(Boolean);
      const done = asked.filter((cell) => chosen(cell) !== "").length;
      const told = tab.querySelector("[data-done]");
      told.textContent = `${done}/${asked.length}`;
      told.classList.toggle("tone-good", done === asked.length && done > 0);
      told.classList.toggle("tone-quiet", done < asked.length || !done);
    }
    const all = form.querySelector("[data-confirm-all]");
    if (!all) return;
    const n = form.querySelectorAll("[data-score] button[name=confirm]").length;
    all.hidden = !n || form.dataset.mode === "student";
    all.querySelector("[data-confirmable]").textContent = `(${n})`;
  }

  // --- What colleagues choose ----------------------------------------------------------------------------------------------------
  async function look() {
    if (document.visibilityState !== "visible" || busy || halted) return;
    try {
      const address = new URL(form.dataset.state, location.href);
      address.searchParams.set("mark", form.dataset.mark);
      const answer = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.type === "opaqueredirect") return stop(words.out), tell();
      if (answer.status !== 200) return;
      const now = await answer.json();
      form.dataset.mark = now.mark;
      steadily(rows, () => take(now));
      tell();
    } catch { /* No connection: saving says so, looking need not. */ }
  }
  function take({ cells: came, locked, scores }) {
    for (const { student, aspect, set, seen, by } of came) {
      const key = `${student} ${aspect}`, cell = cells.get(key);
      if (!cell || key in waiting || seen <= Number(cell.dataset.seen)) continue;
      stands(cell, set, seen, false);
      cell.toggleAttribute("data-came", true);
      if (!cell.hidden) say(by, cell.closest(".aspect-row"), true);
    }
    const shut = new Set(locked.map(String));
    for (const row of rows) {
      for (const cell of row.querySelectorAll(".aspect-cell")) cell.disabled = !mayJudge || shut.has(row.dataset.student);
    }
    show(scores);
  }
  setInterval(look, EVERY);

  // --- One aspect of the class, or one student ----------------------------------------------------------------------------------
  let aspect = document.querySelector("[data-tab][aria-current]")?.dataset.tab ?? aspects[0];
  let student = rows.find((row) => form.dataset.mode === "student" && !row.hidden)?.dataset.student ?? "";
  function arrange() {
    form.dataset.mode = student ? "student" : "class";
    for (const row of rows) row.hidden = Boolean(student) && row.dataset.student !== student;
    for (const cell of cells.values()) cell.hidden = !student && cell.dataset.aspect !== aspect;
    for (const head of form.querySelectorAll("[data-head], [data-columns]")) {
      head.hidden = Boolean(student) || (head.dataset.head ?? head.dataset.columns) !== aspect;
    }
    for (const tab of document.querySelectorAll("[data-tab]")) {
      if (student || tab.dataset.tab !== aspect) tab.removeAttribute("aria-current");
      else {
        tab.setAttribute("aria-current", "true");
        // The tabs scroll sideways; the page stays where it is.
        const strip = tab.closest("nav"), room = strip.getBoundingClientRect(), { left, right } = tab.getBoundingClientRect();
        if (left < room.left || right > room.right) strip.scrollLeft += left - room.left - 16;
      }
    }
    document.querySelector("[data-class]")?.toggleAttribute("hidden", !student);
    const place = rows.findIndex((row) => row.dataset.student === student);
    for (const button of form.querySelectorAll("[data-step]")) {
      button.hidden = !student;
      button.disabled = !rows[place + Number(button.dataset.step)];
    }
    count();
    const here = new URL(location.href);
    here.searchParams.delete(student ? "aspect" : "student");
    here.searchParams.set(student ? "student" : "aspect", student || aspect);
    here.hash = "";
    history.replaceState(null, "", here);
    form.setAttribute("action", here.search);
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-tab], [data-one], [data-class]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.tab) aspect = link.dataset.tab;
    student = link.dataset.one ?? "";
    arrange();
    if (link.dataset.one) rows.find((row) => !row.hidden).scrollIntoView({ block: "nearest" });
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    student = rows[rows.findIndex((row) => row.dataset.student === student) + Number(button.dataset.step)].dataset.student;
    arrange();
  });
  if (student) arrange();

  // --- Keys ----------------------------------------------------------------------------------------------------------------------
  const open = () => [...cells.values()].filter((cell) => !cell.hidden && !cell.closest(".aspect-row").hidden);
  function goTo(cell) {
    cell?.querySelector("input:checked")?.focus();
    cell?.closest(student ? ".aspect-cell" : ".aspect-row").scrollIntoView({ block: "nearest" });
  }
  function step(cell, by) {
    const all = open().filter((each) => !each.disabled);
    const next = all[all.indexOf(cell) + by];
    if (next) goTo(next);
  }
  function choose(cell, value) {
    const wanted = radio(cell, value);
    if (!wanted || cell.disabled) return false;
    wanted.checked = true;
    changed(cell);
    return true;
  }
  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest(".aspect-cell");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (/^[0-9]$/.test(key)) { if (choose(cell, key)) step(cell, 1); }
    else if (key === "Delete" || key === "Backspace") choose(cell, "");
    else if (key === "ArrowDown") step(cell, 1);
    else if (key === "ArrowUp") step(cell, -1);
    else if (key === "Home") goTo(open().find((each) => !each.disabled));
    else if (key === "End") goTo(open().findLast((each) => !each.disabled));
    else if (key === "[" || key === "]") {
      const by = key === "]" ? 1 : -1, who = cell.closest(".aspect-row");
      if (student) {
        const next = rows[rows.indexOf(who) + by];
        if (!next) return;
        student = next.dataset.student;
        arrange();
        goTo(cells.get(`${student} ${cell.dataset.aspect}`));
      } else {
        const next = aspects[aspects.indexOf(aspect) + by];
        if (!next) return;
        aspect = next;
        arrange();
        goTo(cells.get(`${who.dataset.student} ${aspect}`));
      }
    } else return;
    event.preventDefault();
  });
  form.addEventListener("change", (event) => {
    const cell = event.target.closest(".aspect-cell");
    if (cell) {
      cell.removeAttribute("data-came");
      changed(cell);
    }
  });

  // --- Confirming waits until everything is saved ---------------------------------------------------------------------------------
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.name === "confirm" && !busy && !Object.keys(waiting).length) return;
    event.preventDefault();
    await save();
    if (button?.name !== "confirm") return;
    if (busy || Object.keys(waiting).length) setTimeout(() => trouble || form.requestSubmit(button), 300);
    else form.requestSubmit(button);
  });
  window.addEventListener("beforeunload", (event) => { if (shelf.isUnkept()) event.preventDefault(); });
  window.addEventListener("online", () => { delay = 0; later(0); });

  if (mayJudge) {
    form.querySelector("[data-save]").hidden = true;
    choosesForMany(form, (student, set) => choose(cells.get(`${student} ${aspect}`), set), tell);
    document.querySelector("[data-keys]").hidden = false;
    for (const [key, { value }] of Object.entries(waiting)) {
      const cell = cells.get(key);
      if (cell && (cell.dataset.was === value || !radio(cell, value))) shelf.drop(key);
      else if (cell) radio(cell, value).checked = true;
    }
    touched = Object.keys(waiting).length > 0;
    tell();
    if (touched) later(0);
  }
}
