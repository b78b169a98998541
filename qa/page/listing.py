"""A story as the page lists it, from its row of the results."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qa.archive.schema import METADATA
from qa.archive.sides import Part, Side
from qa.document.model import Severity
from qa.page.data import Fix, Note, Passage, Severities, Story
from qa.page.tables import value_of
from qa.text.dates import iso_date

# Findings of one story that are listed, and code points of one text.
MOST_OF_STORY = 1_000
LONGEST = 2_000
# The rules whose data has a score of the passage.
SCORED = "RTT"


def listed(row: Mapping[str, Any], new: Sequence[bool]) -> Story:
    """The story of a row of the schema RESULT; `new` is for each finding whether it is new."""
    found = row["findings"] or []
    passages = _Passages()
    notes = [
        _note(finding, passages, is_new)
        for finding, is_new in zip(found[:MOST_OF_STORY], new, strict=False)
    ]
    return Story(
        story=row["story"],
        path=row["path"],
        row=row["row"],
        title=(row["title"] or "")[:LONGEST],
        error=(row["error"] or "")[:LONGEST],
        # As in the tables, so that their rows lead to the stories.
        **{name: value_of(row[name]) for name in METADATA if name != "date"},
        date=iso_date(row["date"] or ""),
        words=row["words"],
        findings=len(found),
        severities=_severities(f["severity"] for f in found),
        passages=tuple(passages.made),
        notes=tuple(notes),
    )


class _Passages:
    """The paragraphs of one story as far as the text around its findings shows them."""

    def __init__(self) -> None:
        self.made: list[Passage] = []
        # For each block the index of its last passage, and where that starts in the block.
        self._last: dict[int, tuple[int, int]] = {}

    def place(self, finding: Mapping[str, Any]) -> tuple[int, int, int]:
        """The index of the passage that a finding is in, and its start and end there."""
        before, found, after = finding["before"], finding["text"], finding["after"]
        if len(found) > LONGEST:
            found, after = found[:LONGEST], ""
        text, block = before + found + after, finding["block"]
        first = finding["at"] - len(before)
        ends = first + len(text) >= finding["size"]
        # Between two blocks there is nothing to stand in together.
        if block >= 0 and block in self._last:
            index, start = self._last[block]
            passage = self.made[index]
            both = passage.text[first - start :] if first >= start else ""
            shared = min(len(both), len(text))
            if start <= first <= start + len(passage.text) and both[:shared] == text[:shared]:
                self.made[index] = Passage(
                    block,
                    passage.kind,
                    passage.text + text[shared:],
                    passage.starts,
                    passage.ends or ends,
                )
                at = finding["at"] - start
                return index, at, at + len(found)
        index = len(self.made)
        self._last[block] = index, first
        self.made.append(Passage(block, finding["kind"], text, first == 0, ends))
        return index, len(before), len(before) + len(found)


def _note(finding: Mapping[str, Any], passages: _Passages, new: bool) -> Note:
    passage, start, end = passages.place(finding)
    return Note(
        id=finding["id"],
        code=finding["code"],
        severity=finding["severity"],
        confidence=finding["confidence"],
        suspicion=_suspicion(finding),
        message=finding["message"][:LONGEST],
        line=finding["start"]["line"],
        column=finding["start"]["column"],
        passage=passage,
        start=start,
        end=end,
        fix=finding["fix"] and _fix(finding),
        sides=tuple(_side(side) for side in finding["sides"] or ()),
        new=new,
    )


def _suspicion(finding: Mapping[str, Any]) -> float | None:
    if not finding["code"].startswith(SCORED):
        return None
    value = json.loads(finding["data"]).get("suspicion")
    return None if value is None else float(value)


def _fix(finding: Mapping[str, Any]) -> Fix:
    fix = finding["fix"]
    return Fix(fix["safety"], fix["title"], _corrected(finding))


def _corrected(finding: Mapping[str, Any]) -> str | None:
    """The text of a finding after its fix; None where markup is in it or the fix reaches farther."""
    text, first, last = finding["text"], finding["start"]["offset"], finding["end"]["offset"]
    edits = finding["fix"]["edits"] or []
    inside = all(first <= e["start"] and e["end"] <= last for e in edits)
    if not edits or not inside or len(text) != last - first or len(text) > LONGEST:
        return None
    for edit in reversed(edits):
        text = text[: edit["start"] - first] + edit["text"] + text[edit["end"] - first :]
    return str(text[:LONGEST])


def _side(side: Mapping[str, Any]) -> Side:
    parts = (Part(part["text"][:LONGEST], part["marked"]) for part in side["parts"])
    return Side(side["label"], side["lang"], tuple(parts))


def _severities(labels: Iterable[str]) -> Severities:
    counts = dict.fromkeys((s.label for s in Severity), 0)
    for label in labels:
        counts[label] += 1
    return Severities(**counts)
