// How a passage with its findings is drawn.

const HELP = {
  safe: "keeps the meaning; applied by qa check --fix",
  review: "look at it first; applied by qa check --unsafe-fixes",
  show: "a proposal; never applied",
};

// A passage with the findings in it that are shown; before the first one of a story stands its name.
function drawPassage(shown, startsStory, number, count) {
  const story = storyOf[shown[0]];
  const article = make("article", { class: "passage", "aria-posinset": number, "aria-setsize": count });
  if (startsStory) article.append(drawStory(story));
  else article.setAttribute("aria-label", `More of ${titleOf(story)}`);
  article.append(
    make("div", { class: "unit" }, drawCopy(shown, story), make("ol", { class: "notes" }, ...shown.map(drawNote))),
  );
  return article;
}

function drawStory(story) {
  const known = [dateOf(story), ...FACETS.map((facet) => values[facet][stories[facet][story]])];
  const said = [
    ...known.filter(Boolean),
    plural(stories.words[story], "word", "words"),
    plural(stories.findings[story], "finding", "findings"),
    ...(stories.row[story] ? [`${stories.path[story]}, row ${number(stories.row[story])}`] : []),
  ];
  const [title, name] = [stories.title[story], stories.story[story]];
  return make(
    "header",
    {},
    make("h3", { dir: "auto" }, make("a", { href: addressOf(story) }, title || name)),
    make("p", {}, ...(title ? [make("span", { class: "path" }, name)] : []), ...said.map((text) => make("span", {}, text))),
    ...(stories.error[story] ? [make("p", { class: "error" }, `Not whole: ${stories.error[story]}`)] : []),
  );
}

function drawCopy(shown, story) {
  const passage = notes.passage[shown[0]];
  const kind = values.kind[passages.kind[passage]];
  const lang = values.language[stories.language[story]];
  const copy = make("p", { class: `copy ${kind}`, dir: "auto", lang: lang === "und" ? "" : lang });
  if (!["paragraph", "headline", "gap", ""].includes(kind)) {
    copy.append(make("span", { class: "kind", lang: "en" }, kind), " ");
  }
  if (!passages.starts[passage]) copy.append("… ");
  for (const { text, marks, ends } of runsOf(passages.text[passage], shown)) {
    copy.append(marks.length ? drawMark(text, marks, shown) : text);
    if (shown.length > 1) {
      for (const n of ends) copy.append(make("sup", { class: "ref", "aria-hidden": "true" }, String(n + 1)));
    }
  }
  if (!passages.ends[passage]) copy.append(" …");
  return copy;
}

// The text in runs over which the same of the notes hold; an empty place is an empty run.
function runsOf(text, shown) {
  const places = shown.map((note) => [notes.start[note], notes.end[note]]);
  const cuts = [...new Set([0, text.length, ...places.flat()])].sort((a, b) => a - b);
  const numbers = [...places.keys()];
  const runs = [];
  for (let i = 0; i < cuts.length; i++) {
    const [start, end] = [cuts[i], cuts[i + 1] ?? cuts[i]];
    const empty = numbers.filter((n) => places[n][0] === start && places[n][1] === start);
    if (empty.length) runs.push({ text: "", marks: empty, ends: empty });
    const marks = numbers.filter((n) => places[n][0] <= start && places[n][1] >= end && end > start);
    const ends = marks.filter((n) => places[n][1] === end);
    if (end > start) runs.push({ text: text.slice(start, end), marks, ends });
  }
  return runs;
}

function drawMark(text, marks, shown) {
  const worst = Math.max(...marks.map((n) => RANKS.indexOf(severityOf(shown[n]))));
  const kinds = [RANKS[worst], text.trim() ? "" : "blank", marks.length > 1 ? "many" : ""];
  const numbers = marks.map((n) => shown[n]).join(" ");
  return make("mark", { class: kinds.filter(Boolean).join(" "), "data-notes": numbers }, text);
}

function drawNote(note, index, shown) {
  const code = codeOf(note);
  const severity = severityOf(note);
  const place = `${notes.line[note]}:${notes.column[note]}`;
  const suspicion = notes.suspicion[note];
  const fix = notes.fix[note];
  return make(
    "li",
    { class: severity, "data-note": note, tabindex: "-1" },
    make(
      "p",
      { class: "head" },
      shown.length > 1 ? make("span", { class: "no" }, String(index + 1)) : null,
      make("code", {}, code),
      ` ${RULES.get(code)?.name ?? ""} `,
      make("span", { class: "severity" }, severity),
      notes.new[note] ? make("span", { class: "new" }, "new") : null,
      make(
        "a",
        { class: "place", href: addressOf(storyOf[note], note), title: "Link to this finding" },
        make("span", { class: "away" }, "line and column "),
        place,
      ),
    ),
    make("p", { dir: "auto" }, values.message[notes.message[note]]),
    suspicion === null ? null : make("p", { class: "soft" }, `suspicion ${suspicion.toFixed(2)}`),
    notes.sides[note].length ? drawSides(notes.sides[note]) : null,
    fix &&
      make(
        "p",
        { class: "fix" },
        make("span", { class: `safety ${fix[0]}`, title: HELP[fix[0]] }, `${fix[0]} fix`),
        ` ${fix[1]}`,
      ),
    drawVerdicts(note),
  );
}

function drawSides(sides) {
  return make(
    "dl",
    { class: "sides" },
    ...sides.map(([label, lang, parts]) =>
      make(
        "div",
        {},
        make("dt", {}, label),
        make("dd", { lang, dir: "auto" }, ...parts.map(([text, marked]) => (marked ? make("mark", {}, text) : text))),
      ),
    ),
  );
}

function drawVerdicts(note) {
  const given = verdicts.of(note);
  return make(
    "p",
    { class: "verdicts", role: "group", "aria-label": `Verdict on ${codeOf(note)}` },
    ...Object.entries(VERDICTS).map(([verdict, { label, key, says }]) =>
      make(
        "button",
        { type: "button", "data-verdict": verdict, "aria-pressed": String(given === verdict), title: `${says} (${key})` },
        label,
      ),
    ),
  );
}
