// Puts the parts together.

const filters = new Filters();
const list = new List();
let order = ordered(byId("order").value);

function apply() {
  const shown = matching(filters.wanted, order);
  list.show(shown);
  filters.say(shown);
  writeAddress();
}

function go(note) {
  if (note === null) return;
  list.select(note);
  writeAddress();
}

function judge(note, verdict) {
  if (note === null) return;
  verdicts.toggle(note, verdict);
  drawVerdict(note);
}

function drawVerdict(note) {
  const given = verdicts.of(note);
  for (const button of list.element(note)?.querySelectorAll("[data-verdict]") ?? []) {
    button.setAttribute("aria-pressed", String(button.dataset.verdict === given));
  }
  sayVerdicts();
}

function sayVerdicts() {
  const count = verdicts.count;
  byId("export").disabled = count === 0;
  byId("export").textContent = count ? `Export ${plural(count, "verdict", "verdicts")}` : "Export verdicts";
  byId("not-kept").hidden = verdicts.isKept || count === 0;
}

function listContents() {
  const titles = [...document.querySelectorAll("main > section > h2")];
  byId("contents").append(...titles.map(({ id, textContent }) => make("a", { href: `#${id}` }, textContent)));
}

// Opens what the address names: a finding, wherever it is in the list, or the list with filters.
function open() {
  const wanted = asked();
  if (!wanted) return;
  const note = wanted.story === undefined ? null : noteAt(wanted);
  const asksForFilters = FILTERS.some((name) => wanted[name]);
  if (asksForFilters || note === null || !list.has(note)) {
    filters.wanted = { ...NO_FILTERS, ...wanted };
    apply();
  }
  // Of those who come with a link, filters may hide what it leads to.
  if (note !== null && !list.has(note)) {
    filters.wanted = NO_FILTERS;
    apply();
  }
  byId("gone").hidden = wanted.story === undefined || note !== null;
  if (note === null) byId("findings").scrollIntoView();
  else go(note);
}

function light(event, on) {
  const at = event.target.closest?.("mark[data-notes], .notes > li");
  if (!at) return;
  const numbers = (at.dataset.notes ?? at.dataset.note).split(" ");
  for (const other of at.closest(".passage").querySelectorAll("mark[data-notes], .notes > li")) {
    const theirs = (other.dataset.notes ?? other.dataset.note).split(" ");
    if (theirs.some((n) => numbers.includes(n))) other.classList.toggle("lit", on);
  }
}

function onListClick(event) {
  const note = event.target.closest("li[data-note]");
  const mark = event.target.closest("mark[data-notes]");
  const button = event.target.closest("[data-verdict]");
  if (button) judge(Number(note.dataset.note), button.dataset.verdict);
  if (mark) go(Number(mark.dataset.notes.split(" ")[0]));
  else if (note && !event.target.closest("a")) {
    list.element(list.current)?.classList.remove("current");
    list.current = Number(note.dataset.note);
    note.classList.add("current");
    writeAddress();
  }
}

byId("filter").addEventListener("submit", (event) => event.preventDefault());
byId("filter").addEventListener("input", (event) => {
  if (event.target.id === "order") order = ordered(event.target.value);
  apply();
});
byId("clear").addEventListener("click", () => {
  filters.wanted = NO_FILTERS;
  apply();
  byId("q").focus();
});
byId("export").addEventListener("click", () => save("verdicts.jsonl", "application/jsonl", verdicts.exported));
byId("show-keys").addEventListener("click", () => byId("keys").showModal());
byId("list").addEventListener("click", onListClick);
byId("list").addEventListener("mouseover", (event) => light(event, true));
byId("list").addEventListener("mouseout", (event) => light(event, false));
document.addEventListener("keydown", onKey);
window.addEventListener("hashchange", open);
window.addEventListener("beforeprint", () => list.unroll());
window.addEventListener("afterprint", () => list.roll());
window.addEventListener("storage", () => {
  verdicts.reload();
  list.redraw();
  sayVerdicts();
});

listContents();
sayVerdicts();
apply();
open();
document.documentElement.dataset.ready = "";
// Charts, and what is searched, come when the findings are on the screen.
requestAnimationFrame(() =>
  setTimeout(() => {
    drawCharts();
    prepareSearch();
  }),
);
