// What an editor says of findings. Kept in the browser where that is allowed, else until the page is closed.

const VERDICTS = {
  accept: { label: "Accept", key: "a", says: "an error, and corrected" },
  reject: { label: "Reject", key: "r", says: "right, but not wanted here" },
  wrong: { label: "Wrong alarm", key: "w", says: "no error at all" },
};

class Verdicts {
  static #PLACE = "qa-verdicts";
  #lines = new Map();

  constructor() {
    this.isKept = true;
    this.reload();
  }

  // The verdict on a note, or undefined.
  of(note) {
    return this.#lines.get(this.#key(note))?.verdict;
  }

  // Gives a verdict; the one that is there already is taken back.
  toggle(note, verdict) {
    this.reload();
    const key = this.#key(note);
    if (this.of(note) === verdict) this.#lines.delete(key);
    else this.#lines.set(key, this.#line(note, verdict));
    this.#keep();
  }

  // Those on findings of this page, as JSON Lines, which `qa tune` reads.
  get exported() {
    return this.#here.map((line) => JSON.stringify(line) + "\n").join("");
  }

  get count() {
    return this.#here.length;
  }

  // Another window may have given verdicts meanwhile.
  reload() {
    try {
      const kept = localStorage.getItem(Verdicts.#PLACE);
      if (kept !== null) this.#lines = new Map(Object.entries(JSON.parse(kept)));
    } catch {
      this.isKept = false;
    }
  }

  get #here() {
    if (!this.#lines.size) return [];
    const here = notes.id.map((_, note) => this.#lines.get(this.#key(note)));
    return here.filter((line) => line !== undefined);
  }

  #key(note) {
    return `${stories.story[storyOf[note]]}\n${notes.id[note]}`;
  }

  #line(note, verdict) {
    return {
      version: 1,
      story: stories.story[storyOf[note]],
      id: notes.id[note],
      code: codeOf(note),
      text: textOf(note),
      severity: severityOf(note),
      confidence: notes.confidence[note],
      suspicion: notes.suspicion[note],
      verdict,
      at: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    };
  }

  #keep() {
    try {
      localStorage.setItem(Verdicts.#PLACE, JSON.stringify(Object.fromEntries(this.#lines)));
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  }
}

const verdicts = new Verdicts();

function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
