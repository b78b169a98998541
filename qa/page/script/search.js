// Search and filters: which of the findings are asked for.

const folded = (text) => text.normalize("NFC").toLowerCase();

// Many texts in one string, so that they are searched at the speed of one.
class Haystack {
  constructor(texts) {
    this.starts = new Uint32Array(texts.length + 1);
    const parts = new Array(texts.length);
    let end = 0;
    for (let i = 0; i < texts.length; i++) {
      this.starts[i] = end;
      parts[i] = folded(texts[i]);
      end += parts[i].length + 1;
    }
    this.starts[texts.length] = end;
    this.text = parts.join("\0") + "\0";
  }

  // For each text 1 where it contains `words`, else 0.
  hits(words) {
    const { starts, text } = this;
    const found = new Uint8Array(starts.length - 1);
    let i = 0;
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, starts[i])) {
      i = this.#textAt(at, i);
      found[i++] = 1;
      if (i >= found.length) break;
    }
    return found;
  }

  #textAt(offset, from) {
    let [low, high] = [from, this.starts.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

// What is searched; each made when it is first asked for.
const TEXTS = {
  stories: () => stories.story.map((name, i) => `${stories.title[i]}\n${name}`),
  passages: () => passages.text,
  notes: () =>
    notes.id.map((_, i) => {
      const code = codeOf(i);
      const fix = notes.fix[i]?.[1] ?? "";
      const sides = notes.sides[i].map(([, , parts]) => parts.map(([text]) => text).join(""));
      return [code, RULES.get(code)?.name, values.message[notes.message[i]], fix, ...sides].join("\n");
    }),
};
const haystacks = {};
const haystack = (name) => (haystacks[name] ??= new Haystack(TEXTS[name]()));

// Makes them before they are asked for, when there is nothing else to do.
function prepareSearch(names = Object.keys(TEXTS)) {
  if (!names.length) return;
  const idle = window.requestIdleCallback ?? setTimeout;
  idle(() => {
    haystack(names[0]);
    prepareSearch(names.slice(1));
  });
}

// The notes, of those in `order`, that fit what is `wanted`.
function matching(wanted, order) {
  const story = storiesThatFit(wanted);
  const code = Uint8Array.from(values.code, (c) => c.startsWith(wanted.rule));
  const severity = Uint8Array.from(values.severity, (s) => !wanted.severity || s === wanted.severity);
  const words = folded(wanted.q.trim());
  const hit = words && {
    stories: haystack("stories").hits(words),
    passages: haystack("passages").hits(words),
    notes: haystack("notes").hits(words),
  };
  return order.filter(
    (note) =>
      story[storyOf[note]] &&
      code[notes.code[note]] &&
      severity[notes.severity[note]] &&
      (!wanted.new || notes.new[note]) &&
      (!hit || hit.passages[notes.passage[note]] || hit.notes[note] || hit.stories[storyOf[note]]) &&
      (!wanted.verdict || (verdicts.of(note) ?? "none") === wanted.verdict),
  );
}

function storiesThatFit(wanted) {
  const fits = new Uint8Array(stories.story.length).fill(1);
  for (const facet of FACETS) {
    if (!wanted[facet]) continue;
    const index = values[facet].indexOf(wanted[facet]);
    stories[facet].forEach((value, story) => (fits[story] &= value === index));
  }
  if (wanted.from || wanted.to) {
    // ISO dates compare as text; a date with a time is of that day.
    const inside = Uint8Array.from(values.date, (date) => {
      const day = date.slice(0, 10);
      return day !== "" && day >= wanted.from && (!wanted.to || day <= wanted.to);
    });
    stories.date.forEach((date, story) => (fits[story] &= inside[date]));
  }
  return fits;
}
