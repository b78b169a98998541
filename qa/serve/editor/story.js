// A story, what was found in it, and what is decided of each finding. This part needs no page.
// Offsets count code points, as the server's do.

class Story {
  constructor(answer) {
    this.characters = Array.from(answer.text);
    this.findings = answer.files[0].findings;
    this.language = answer.files[0].language;
    this.problem = answer.files[0].error;
    this.decisions = new Map();
    this.past = [];
  }

  // What replaces what, by the findings that were accepted, in the order of the text.
  get edits() {
    const edits = [];
    for (const [index, decision] of this.decisions) {
      if (decision === "fixed") edits.push(...this.findings[index].fix.edits);
    }
    return edits.sort((a, b) => a.start - b.start || a.end - b.end);
  }

  // Whether the fix of a finding can be taken: one that is only shown, or meets another, cannot.
  canFix(index) {
    const fix = this.findings[index].fix;
    if (!fix || fix.safety === "show" || !fix.edits.length) return false;
    return !this.edits.some((taken) => fix.edits.some((edit) => meet(taken, edit)));
  }

  // "fixed", "left" or "wrong"; whether that could be.
  decide(index, decision) {
    if (decision === "fixed" && !this.canFix(index)) return false;
    this.past.push([index, this.decisions.get(index)]);
    this.decisions.set(index, decision);
    return true;
  }

  // Takes back the last decision; the number of its finding, or null.
  undo() {
    if (!this.past.length) return null;
    const [index, before] = this.past.pop();
    if (before === undefined) this.decisions.delete(index);
    else this.decisions.set(index, before);
    return index;
  }

  // The next finding that is open, `step` 1 forward or -1 back, round the end; null where none is.
  next(from, step) {
    const count = this.findings.length;
    for (let i = 1; i <= count; i++) {
      const start = from === null ? (step > 0 ? -1 : 0) : from;
      const index = (start + step * i + 2 * count) % count;
      if (!this.decisions.has(index)) return index;
    }
    return null;
  }

  // How many findings are open, by severity.
  get open() {
    const open = { error: 0, warning: 0, info: 0 };
    this.findings.forEach((finding, index) => {
      if (!this.decisions.has(index)) open[finding.severity] += 1;
    });
    return open;
  }

  // The text in pieces: what stands there now, the open findings that it belongs to, and whether it is new.
  pieces() {
    const edits = this.edits;
    const spans = this.findings.map((f) => ({ start: f.start.offset, end: f.end.offset }));
    const cuts = new Set([0, this.characters.length]);
    for (const { start, end } of [...spans, ...edits]) cuts.add(start).add(end);
    const places = [...cuts].sort((a, b) => a - b);
    const open = spans.map((_, index) => index).filter((index) => !this.decisions.has(index));
    const pieces = [];
    places.forEach((at, number) => {
      for (const edit of edits) {
        if (edit.start === at && edit.text) {
          pieces.push({ text: edit.text, findings: [], isNew: true });
        }
      }
      const empty = open.filter((i) => spans[i].start === at && spans[i].end === at);
      if (empty.length) pieces.push({ text: "", findings: empty, isNew: false });
      const end = places[number + 1];
      if (end === undefined || edits.some((e) => e.start <= at && end <= e.end)) return;
      const findings = open.filter((i) => spans[i].start <= at && end <= spans[i].end);
      const text = this.characters.slice(at, end).join("");
      pieces.push({ text, findings, isNew: false });
    });
    return pieces;
  }

  get corrected() {
    return this.pieces().map((piece) => piece.text).join("");
  }
}

// Whether two edits overlap, or put something at the same place.
function meet(a, b) {
  if (a.start === a.end || b.start === b.end) return a.start <= b.end && b.start <= a.end;
  return a.start < b.end && b.start < a.end;
}
