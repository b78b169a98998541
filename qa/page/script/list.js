// The list of findings. Only what is on the screen, and a little around it, is drawn.

// A passage with more findings goes on in further rows, so that no row is without bound.
const MOST_NOTES = 25;
const MOST_PRINTED = 400;

class List {
  #place = byId("list");
  #drawn = new Map();
  #rows = [];
  // The row of each note, or -1.
  #rowOf = new Int32Array(notes.id.length).fill(-1);
  #width = 0;
  #generation = 0;
  #keyOf = (i) => i;
  #virtual;
  #isDrawing = false;
  #drawAgain = false;
  shown = new Uint32Array();
  current = null;

  constructor() {
    this.#virtual = new library.Virtualizer(this.#options());
    // What stands above may change its height.
    new ResizeObserver(() => this.#update()).observe(document.body);
  }

  // Shows these notes, those of a passage together.
  show(shown) {
    this.shown = shown;
    this.#rows = rowsOf(shown);
    this.#rowOf.fill(-1);
    this.#rows.forEach((row, i) => row.notes.forEach((note) => (this.#rowOf[note] = i)));
    if (!this.has(this.current)) this.current = null;
    this.redraw();
  }

  // Draws all anew, as after a verdict elsewhere.
  redraw() {
    this.#drawn.forEach((element) => element.remove());
    this.#drawn.clear();
    // Under other keys, heights are measured anew.
    const first = ++this.#generation * 2 ** 24;
    this.#keyOf = (i) => first + i;
    this.#update();
  }

  has(note) {
    return note !== null && this.#rowOf[note] >= 0;
  }

  // Makes a note the current one, wherever in the list it is; null for none.
  select(note) {
    this.element(this.current)?.classList.remove("current");
    this.current = note;
    if (note === null) return;
    const row = this.#rowOf[note];
    const isDrawn = this.element(note) !== null;
    this.#update();
    if (!isDrawn || !this.#isNear(note)) this.#virtual.scrollToIndex(row, { align: "start" });
    this.#focus(note);
    // Once more when the rows on the way have been measured.
    requestAnimationFrame(() => requestAnimationFrame(() => this.current === note && this.#focus(note)));
  }

  // The note after the current one, or before it; from the top of the screen where there is none.
  step(by) {
    if (!this.shown.length) return null;
    if (this.current === null) return this.#firstOnScreen();
    const at = this.shown.indexOf(this.current) + by;
    return this.shown[Math.min(Math.max(at, 0), this.shown.length - 1)];
  }

  element(note) {
    return note === null ? null : this.#place.querySelector(`[data-note="${note}"]`);
  }

  // All rows, up to a bound, one after the other; for paper.
  unroll() {
    this.#drawn.forEach((element) => element.remove());
    this.#drawn.clear();
    this.#place.classList.add("unrolled");
    const rows = this.#rows.slice(0, MOST_PRINTED);
    this.#place.append(...rows.map((row, i) => drawPassage(row.notes, row.startsStory, i + 1, this.#rows.length)));
    const rest = this.#rows.length - rows.length;
    if (rest) {
      const says = `${plural(rest, "more passage is", "more passages are")} not printed. Filter to print others.`;
      this.#place.append(make("p", { class: "soft" }, says));
    }
  }

  roll() {
    this.#place.classList.remove("unrolled");
    this.#place.replaceChildren();
    this.redraw();
  }

  #options() {
    return {
      count: this.#rows.length,
      getScrollElement: () => window,
      getItemKey: this.#keyOf,
      estimateSize: (i) => this.#estimate(i),
      overscan: 3,
      scrollMargin: this.#place.getBoundingClientRect().top + window.scrollY,
      scrollPaddingStart: byId("bar").offsetHeight + 8,
      initialOffset: () => window.scrollY,
      observeElementRect: library.observeWindowRect,
      observeElementOffset: library.observeWindowOffset,
      measureElement: library.measureElement,
      scrollToFn: library.windowScroll,
      // The current finding keeps the focus when it is scrolled away.
      rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
        const [first, last] = [Math.max(0, startIndex - overscan), Math.min(count - 1, endIndex + overscan)];
        const range = Array.from({ length: last - first + 1 }, (_, i) => first + i);
        if (!this.has(this.current)) return range;
        const held = this.#rowOf[this.current];
        return held >= first && held <= last ? range : [...range, held].sort((a, b) => a - b);
      },
      onChange: () => this.#draw(),
    };
  }

  #update() {
    if (this.#place.classList.contains("unrolled")) return;
    this.#width = this.#place.clientWidth;
    this.#virtual.setOptions(this.#options());
    this.#virtual._willUpdate();
    this.#draw();
  }

  // To measure a row may ask for others: then all is drawn once more, when this is done.
  #draw() {
    if (this.#place.classList.contains("unrolled")) return;
    if (this.#isDrawing) {
      this.#drawAgain = true;
      return;
    }
    this.#isDrawing = true;
    do {
      this.#drawAgain = false;
      this.#drawOnce();
    } while (this.#drawAgain);
    this.#isDrawing = false;
  }

  #drawOnce() {
    const items = this.#virtual.getVirtualItems();
    this.#place.style.height = `${this.#virtual.getTotalSize()}px`;
    const wanted = new Set(items.map((item) => item.index));
    for (const [index, element] of this.#drawn) {
      if (wanted.has(index)) continue;
      element.remove();
      this.#drawn.delete(index);
    }
    let before = null;
    for (const { index, start } of items) {
      const element = this.#drawn.get(index) ?? this.#new(index);
      element.style.transform = `translateY(${start - this.#virtual.options.scrollMargin}px)`;
      const next = before ? before.nextSibling : this.#place.firstChild;
      if (element !== next) this.#place.insertBefore(element, next);
      before = element;
    }
    for (const { index } of items) this.#virtual.measureElement(this.#drawn.get(index));
    this.element(this.current)?.classList.add("current");
  }

  #new(index) {
    const { notes: shown, startsStory } = this.#rows[index];
    const element = drawPassage(shown, startsStory, index + 1, this.#rows.length);
    element.dataset.index = index;
    this.#drawn.set(index, element);
    return element;
  }

  // A first guess at the height of a row, in pixels, from how much is in it.
  #estimate(i) {
    const { notes: shown, startsStory } = this.#rows[i];
    const width = this.#width;
    const isWide = width > 800;
    const length = passages.text[notes.passage[shown[0]]].length;
    const copy = Math.ceil(length / (isWide ? 82 : width / 8)) * 27 + 14;
    const margin = shown.length * 125;
    return (startsStory ? 96 : 0) + 16 + (isWide ? Math.max(copy, margin) : copy + margin);
  }

  #firstOnScreen() {
    const top = byId("bar").getBoundingClientRect().bottom;
    const on = [...this.#place.querySelectorAll("[data-note]")].find((e) => {
      const place = e.getBoundingClientRect();
      return place.top >= top && place.top < window.innerHeight;
    });
    return on ? Number(on.dataset.note) : this.shown[0];
  }

  #isNear(note) {
    const { top } = this.element(note).getBoundingClientRect();
    return Math.abs(top) < 2 * window.innerHeight;
  }

  #focus(note) {
    const element = this.element(note);
    if (!element) return;
    element.classList.add("current");
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }
}

// Rows of the list: the notes of one passage that stand next to each other.
function rowsOf(shown) {
  const rows = [];
  let [row, story] = [null, -1];
  for (const note of shown) {
    if (row && notes.passage[row.notes[0]] === notes.passage[note] && row.notes.length < MOST_NOTES) {
      row.notes.push(note);
      continue;
    }
    row = { notes: [note], startsStory: storyOf[note] !== story };
    story = storyOf[note];
    rows.push(row);
  }
  return rows;
}
