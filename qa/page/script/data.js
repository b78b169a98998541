// What was found, as `embedded` of qa/page/data.py wrote it: lists for each field, one after the other.

const report = JSON.parse(await unpacked(byId("data").textContent));
byId("data").remove();
const { stories, passages, notes, values } = report;

const FACETS = ["desk", "source", "language", "translator", "system"];
const RANKS = ["info", "warning", "error"];
const RULES = new Map(report.families.flatMap((f) => f.rules.map((rule) => [rule.code, rule])));

// Notes of a story follow one another; where the first stands, and whose each one is.
const firstNote = new Uint32Array(stories.story.length + 1);
const storyOf = new Uint32Array(notes.id.length);
stories.notes.forEach((count, story) => {
  firstNote[story + 1] = firstNote[story] + count;
  storyOf.fill(story, firstNote[story], firstNote[story + 1]);
});

const ORDERS = {
  worst: (a, b) => stories.findings[b] - stories.findings[a] || a - b,
  newest: (a, b) => (dateOf(b) > dateOf(a)) - (dateOf(b) < dateOf(a)) || a - b,
  given: (a, b) => a - b,
};

function dateOf(story) {
  return values.date[stories.date[story]];
}

// All notes in an order of the stories.
function ordered(order) {
  const byStory = [...stories.story.keys()].sort(ORDERS[order]);
  const all = new Uint32Array(notes.id.length);
  let at = 0;
  for (const story of byStory) {
    for (let note = firstNote[story]; note < firstNote[story + 1]; note++) all[at++] = note;
  }
  return all;
}

const textOf = (note) => passages.text[notes.passage[note]].slice(notes.start[note], notes.end[note]);
const codeOf = (note) => values.code[notes.code[note]];
const severityOf = (note) => values.severity[notes.severity[note]];
const titleOf = (story) => stories.title[story] || stories.story[story];

// The address of a story or a finding; it holds in every report that has them.
function addressOf(story, note = null) {
  const parts = new URLSearchParams({ story: stories.story[story] });
  if (note !== null) parts.set("finding", notes.id[note]);
  return `#${parts}`;
}

function noteAt({ story, finding }) {
  const index = stories.story.indexOf(story);
  if (index < 0) return null;
  const [first, end] = [firstNote[index], firstNote[index + 1]];
  if (finding === undefined) return first < end ? first : null;
  const note = notes.id.indexOf(finding, first);
  return note >= 0 && note < end ? note : null;
}

// The text that was packed with gzip and written in base64.
function unpacked(packed) {
  const binary = atob(packed);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
