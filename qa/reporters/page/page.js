// Filter and search. The page is whole without this; it only hides what was not asked for.
"use strict";
(() => {
  const form = document.querySelector(".filter");
  if (!form) return;
  const query = document.getElementById("query");
  const severity = document.getElementById("severity");
  const rule = document.getElementById("rule");
  const count = document.getElementById("count");

  const RANKS = ["info", "warning", "error"];
  const folded = (text) => text.normalize("NFC").toLocaleLowerCase();
  const stories = [...document.querySelectorAll(".story")].map((story) => {
    const notes = [...story.querySelectorAll(".notes > li")];
    return {
      story,
      text: folded(
        [...story.querySelectorAll("h3, .path, .copy")].map((part) => part.textContent).join("\n"),
      ),
      notes: notes.map((note) => ({ note, text: folded(note.textContent) })),
      marks: [...story.querySelectorAll("mark, .ref")],
    };
  });
  const total = stories.reduce((sum, s) => sum + s.notes.length, 0);

  function apply() {
    const wanted = folded(query.value.trim());
    const narrowed = Boolean(wanted || severity.value || rule.value);
    let findings = 0;
    let shown = 0;
    for (const { story, text, notes, marks } of stories) {
      const inText = text.includes(wanted);
      const kept = new Map();
      for (const { note, text: says } of notes) {
        const fits =
          (!severity.value || note.dataset.severity === severity.value) &&
          note.dataset.code.startsWith(rule.value) &&
          (inText || says.includes(wanted));
        note.hidden = !fits;
        if (fits) kept.set(note.dataset.n, RANKS.indexOf(note.dataset.severity));
      }
      for (const mark of marks) {
        const here = mark.dataset.n.split(" ").filter((n) => kept.has(n));
        mark.classList.toggle("off", !here.length);
        if (mark.tagName !== "MARK") continue;
        // A mark shows the worst of the findings that are shown.
        const worst = Math.max(...here.map((n) => kept.get(n)));
        RANKS.forEach((severity, rank) => mark.classList.toggle(severity, rank === worst));
        mark.classList.toggle("many", here.length > 1);
      }
      // A story without findings is of interest to a search only.
      const asked = !severity.value && !rule.value && inText;
      story.hidden = narrowed && !kept.size && !asked;
      findings += kept.size;
      shown += !story.hidden;
    }
    count.textContent = narrowed
      ? `${findings} of ${total} findings, ${shown} of ${stories.length} stories shown`
      : "";
  }

  function light(event, on) {
    const at = event.target.closest?.("mark, .ref, .notes > li");
    if (!at) return;
    const numbers = at.dataset.n.split(" ");
    const story = at.closest(".story");
    for (const other of story.querySelectorAll("mark, .notes > li")) {
      if (other.dataset.n.split(" ").some((n) => numbers.includes(n))) other.classList.toggle("lit", on);
    }
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  document.addEventListener("mouseover", (event) => light(event, true));
  document.addEventListener("mouseout", (event) => light(event, false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      event.preventDefault();
      query.focus();
    }
  });
  apply();
})();
