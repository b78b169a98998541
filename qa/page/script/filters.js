// The form above the list: what is asked for, and how much of it there is.

class Filters {
  #form = byId("filter");

  constructor() {
    this.#offer("rule", ruleOptions());
    for (const facet of FACETS) this.#offer(facet, facetOptions(facet));
    const days = values.date.filter(Boolean).map((date) => date.slice(0, 10)).sort();
    for (const name of ["from", "to"]) {
      byId(name).closest("label").hidden = days.length < 2;
      [byId(name).min, byId(name).max] = [days[0] ?? "", days.at(-1) ?? ""];
    }
    this.#form.hidden = false;
    // On a phone they would fill the screen.
    byId("more").open = window.innerWidth > 832;
  }

  // The value of each filter; empty for all.
  get wanted() {
    return Object.fromEntries(FILTERS.map((name) => [name, this.#value(byId(name))]));
  }

  set wanted(wanted) {
    for (const name of FILTERS) {
      const field = byId(name);
      if (!field) continue;
      const value = wanted[name] ?? "";
      if (field.type === "checkbox") field.checked = Boolean(value);
      else if (field.tagName === "SELECT") this.#select(field, value);
      else field.value = value;
    }
  }

  get isNarrowed() {
    return Object.values(this.wanted).some(Boolean);
  }

  say(shown) {
    const all = plural(notes.id.length, "finding", "findings");
    const touched = number(new Set(shown.map((note) => storyOf[note])).size);
    const kept = `${number(shown.length)} of ${all}, in ${touched} of ${plural(stories.story.length, "story", "stories")}`;
    byId("count").textContent = this.isNarrowed ? kept : all;
    byId("clear").hidden = !this.isNarrowed;
    byId("nothing").hidden = shown.length > 0;
  }

  #value(field) {
    if (!field) return "";
    return field.type === "checkbox" ? (field.checked ? "1" : "") : field.value;
  }

  // A link may ask for what no listed story has: then nothing fits.
  #select(field, value) {
    if (![...field.options].some((option) => option.value === value)) field.append(make("option", { value }, value));
    field.value = value;
    if (value) field.closest("label").hidden = false;
  }

  // A choice between fewer than two is none.
  #offer(id, options) {
    byId(id).append(...options);
    byId(id).closest("label").hidden = byId(id).querySelectorAll("option").length < 3;
  }
}

function ruleOptions() {
  const listed = new Set(values.code);
  return report.families.map(({ code, name, rules }) => {
    const group = make("optgroup", { label: name }, make("option", { value: code }, `${code}: all of ${name}`));
    for (const rule of rules) {
      if (listed.has(rule.code)) group.append(make("option", { value: rule.code }, `${rule.code} ${rule.name}`));
    }
    return group;
  });
}

function facetOptions(facet) {
  const known = values[facet].filter(Boolean);
  return known.sort((a, b) => a.localeCompare(b, "en")).map((value) => make("option", { value }, value));
}
