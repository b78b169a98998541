// The page: a form for the story, the story with its marks, and the finding that is looked at.
// All text goes into the page as text: nothing of a story can become markup.

const byId = (id) => document.getElementById(id);
const WORDS = { error: "Must be fixed", warning: "Look at it", info: "A matter of taste" };
const SAFETY = { safe: "keeps the meaning", review: "check the result", show: "a proposal, to be written by hand" };
const given = { story: null, source: null };
let story = null;
let asked = null;
let current = null;
let token = sessionStorage.getItem("qa-token") || "";

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function say(text) {
  byId("said").textContent = text;
}

// --- The server

async function ask(path, body, kind) {
  const headers = { "Content-Type": kind || "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  const response = await fetch(path, { method: "POST", headers, body });
  if (response.status === 401) {
    byId("token").showModal();
    throw new Error("A token is needed; give it, and try again.");
  }
  if (!response.ok) {
    const text = await response.text();
    let problem = text;
    try {
      problem = JSON.parse(text).error;
    } catch { /* it is no JSON */ }
    throw new Error(problem);
  }
  return response.json();
}

function coded(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 32768) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 32768)));
  }
  return btoa(parts.join(""));
}

const decoded = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

// --- What is given

async function take(what, file) {
  if (!file) return;
  given[what] = { name: file.name, content: coded(new Uint8Array(await file.arrayBuffer())) };
  byId(`${what}-file-name`).textContent = `${file.name} is taken; what is written above is not.`;
  byId(`${what}-text`).value = "";
}

function request() {
  const body = {};
  const file = given.story;
  if (file) Object.assign(body, { content: file.content, name: file.name });
  else body.text = byId("story-text").value;
  const source = byId("source-text").value;
  if (given.source) Object.assign(body, { source_content: given.source.content, source_name: given.source.name });
  else if (source.trim()) body.source = source;
  const language = byId("language").value.trim();
  if (language) body.language = language;
  return body;
}

async function check(event) {
  event?.preventDefault();
  const body = request();
  if (!body.content && !body.text.trim()) {
    say("Paste a story, or choose its file.");
    byId("story-text").focus();
    return;
  }
  byId("check").disabled = true;
  say("Checking …");
  try {
    story = new Story(await ask("/api/check", JSON.stringify(body)));
    asked = body;
    show();
    say("");
  } catch (error) {
    say(error.message);
  } finally {
    byId("check").disabled = false;
  }
}

function show() {
  byId("form").hidden = true;
  byId("result").hidden = false;
  byId("edit").hidden = Boolean(asked.content);
  byId("source-beside").hidden = !asked.source;
  byId("source-shown").textContent = asked.source || "";
  current = null;
  go(1);
  if (current === null) byId("verdict").focus();
}

function back(text) {
  byId("form").hidden = false;
  byId("result").hidden = true;
  if (text !== undefined) byId("story-text").value = text;
  say("");
  byId("story-text").focus();
}

function another() {
  given.story = given.source = null;
  for (const id of ["story-text", "source-text", "story-file", "source-file"]) byId(id).value = "";
  for (const id of ["story-file-name", "source-file-name"]) byId(id).textContent = "";
  back("");
}

// --- What is shown

function draw() {
  const place = byId("story");
  const isMarkup = /\.x?html?$/i.test(asked.name || "");
  const seen = new Set();
  place.replaceChildren(...story.pieces().flatMap((piece) => {
    if (piece.isNew) return [make("ins", {}, piece.text)];
    if (!piece.findings.length) return isMarkup ? dimmed(piece.text) : [piece.text];
    const index = piece.findings.includes(current) ? current : piece.findings[0];
    const finding = story.findings[index];
    const attributes = { class: finding.severity, "data-finding": index };
    // What is marked in several pieces is one stop for the keyboard.
    if (!seen.has(index)) {
      attributes.tabindex = 0;
      attributes.role = "button";
      attributes["aria-label"] = `${WORDS[finding.severity]}: ${finding.message}. ${finding.text}`;
      seen.add(index);
    }
    if (index === current) attributes["aria-current"] = "true";
    if (!piece.text) attributes.class += " gap";
    return [make("mark", attributes, piece.text)];
  }));
  const open = story.open;
  const parts = [];
  if (open.error) parts.push(`${open.error} must be fixed`);
  if (open.warning) parts.push(`${open.warning} to look at`);
  if (open.info) parts.push(`${open.info} matters of taste`);
  const nothing = story.findings.length ? "All looked at." : "Nothing found.";
  byId("verdict").textContent = parts.length ? `${parts.join(", ")}.` : nothing;
  byId("problem").textContent = story.problem || "";
  byId("undo").disabled = !story.past.length;
  card();
}

function dimmed(text) {
  return text.split(/(<[^>]*>)/).map((part, i) => (i % 2 ? make("span", { class: "tag" }, part) : part));
}

function card() {
  const finding = current === null ? null : story.findings[current];
  byId("finding").hidden = !finding;
  byId("nothing-left").hidden = Boolean(finding);
  for (const id of ["accept", "leave", "wrong"]) byId(id).disabled = !finding;
  byId("add").hidden = !finding || !isName(finding);
  if (!finding) return;
  byId("severity").textContent = WORDS[finding.severity];
  byId("severity").className = finding.severity;
  byId("message").textContent = finding.message;
  const fix = finding.fix;
  byId("fix").textContent = fix ? `${fix.title} (${SAFETY[fix.safety]})` : "No fix is known; edit the text.";
  byId("rule").textContent = `${finding.code} ${finding.name}`;
  byId("rule").href = `/rules/${finding.code}`;
  byId("accept").disabled = !story.canFix(current);
}

// Whether what was found may be a name that the desk writes so; what a glossary forbids is none.
const isName = (finding) => /^(?:TYP101|GLO2)/.test(finding.code);

function select(index) {
  current = index;
  draw();
  const mark = document.querySelector(`mark[data-finding="${index}"]`);
  if (!mark) return;
  mark.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  mark.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

// --- What is done

function go(step) {
  const index = story.next(current, step);
  if (index === null) {
    current = null;
    draw();
    byId("verdict").focus();
  } else select(index);
}

function decide(decision) {
  if (current === null) return;
  if (!story.decide(current, decision)) {
    say("There is no fix to take here.");
    return;
  }
  say({ fixed: "Fixed.", left: "Left as it is.", wrong: "Not an error." }[decision]);
  go(1);
}

function undo() {
  const index = story.undo();
  if (index === null) return;
  say("Taken back.");
  select(index);
}

async function add() {
  if (current === null || byId("add").hidden) return;
  const word = story.findings[current].text.trim();
  try {
    await ask("/v2/words/add", new URLSearchParams({ word }).toString(), "application/x-www-form-urlencoded");
    decide("wrong");
    say(`“${word}” is in the glossary now.`);
  } catch (error) {
    say(error.message);
  }
}

async function corrected() {
  // The server writes the file, in its own encoding.
  return ask("/api/fix", JSON.stringify({ ...asked, edits: story.edits }));
}

async function copy() {
  try {
    const text = (await corrected()).text;
    await navigator.clipboard.writeText(text);
    say("The corrected story is copied.");
  } catch (error) {
    say(error.message);
  }
}

async function download() {
  try {
    const bytes = decoded((await corrected()).content);
    const link = make("a", { href: URL.createObjectURL(new Blob([bytes])), download: asked.name || "story.txt" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say("The corrected story is downloaded.");
  } catch (error) {
    say(error.message);
  }
}

const KEYS = {
  n: () => go(1),
  p: () => go(-1),
  a: () => decide("fixed"),
  l: () => decide("left"),
  x: () => decide("wrong"),
  g: () => add(),
  u: () => undo(),
  c: () => copy(),
  d: () => download(),
  "?": () => byId("keys").showModal(),
};

function onKey(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !byId("form").hidden) {
    check(event);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (byId("result").hidden || event.target.closest?.("input, textarea, select")) return;
  const mark = event.target.closest?.("mark[tabindex]");
  if (mark && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    select(Number(mark.dataset.finding));
    return;
  }
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

// --- Beginning

document.addEventListener("keydown", onKey);
byId("form").addEventListener("submit", check);
byId("story").addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (mark) select(Number(mark.dataset.finding));
});
const BUTTONS = {
  next: KEYS.n, previous: KEYS.p, accept: KEYS.a, leave: KEYS.l, wrong: KEYS.x, add: KEYS.g,
  undo: KEYS.u, copy: KEYS.c, download: KEYS.d, help: KEYS["?"],
  edit: () => back(story.corrected), another,
};
for (const [id, act] of Object.entries(BUTTONS)) byId(id).addEventListener("click", act);
for (const what of ["story", "source"]) {
  byId(`${what}-file`).addEventListener("change", (event) => take(what, event.target.files[0]));
  byId(`${what}-text`).addEventListener("input", () => {
    given[what] = null;
    byId(`${what}-file`).value = "";
    byId(`${what}-file-name`).textContent = "";
  });
  const drop = byId(`${what}-drop`);
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    take(what, file);
  });
}
byId("token").addEventListener("close", () => {
  token = byId("token-text").value.trim();
  sessionStorage.setItem("qa-token", token);
});
