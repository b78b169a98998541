"""What the report page says, however many stories there are, and the form in which it is embedded.

All of it is bounded: tables have their most frequent rows, the stories with most findings are
listed, and what was left out is counted.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from qa.archive.schema import METADATA
from qa.feedback.calibration import Calibration, calibration_entry

if TYPE_CHECKING:
    from qa.archive.sides import Side


@dataclass(frozen=True)
class PageData:
    """All that the page shows.

    Stories are known by their index in `stories`, which are in the order of the input. `left_out`
    findings are in no listed story, or too many for one. `problems` are lines about what could not
    be used or was not checked; `more_problems` counts those that are not among them.
    """

    made: Made
    figures: Figures
    families: tuple[Family, ...]
    tables: tuple[Table, ...]
    stories: tuple[Story, ...]
    left_out: int
    worst: tuple[int, ...]
    suspects: tuple[Suspect, ...]
    names: tuple[Name, ...]
    more_names: int
    calibration: tuple[Calibration, ...]
    against: Against | None
    problems: tuple[str, ...]
    more_problems: int


@dataclass(frozen=True)
class Made:
    """A run: when it was made, in ISO 8601 and UTC, with which version of qa, from which paths."""

    at: str
    version: str
    given: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """The figures of the whole run.

    `touched` stories have findings; `unchecked` have an error, so that they were not checked, or
    not by all rules; `safe` findings have a fix that keeps the meaning. `severities` counts the
    findings that are errors, warnings and infos.
    """

    stories: int
    words: int
    findings: int
    touched: int
    unchecked: int
    safe: int
    severities: Severities


@dataclass(frozen=True)
class Severities:
    """How many findings there are of each severity."""

    error: int = 0
    warning: int = 0
    info: int = 0


@dataclass(frozen=True)
class Family:
    """The rules of one kind that found something, most first; `code` is their first three letters."""

    code: str
    name: str
    findings: int
    stories: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Rule:
    """A rule that found something: how often, in how many stories.

    `summary` is the first sentence of its documentation, without markup; it is empty for a rule
    that this version does not have.
    """

    code: str
    name: str
    summary: str
    findings: int
    stories: int


@dataclass(frozen=True)
class Table:
    """The findings by one thing that is known of the stories: `field` is its name.

    Rows are in the order of time for the date, and else those with most stories first. `unit` is
    the length of time that a row of the date stands for: day, week (from Monday), month or year;
    its `value` is the ISO date of the first day, and where nothing was written there is no row.
    `rest` sums up what has no row of its own; `unknown` the stories that do not say. `exact` is
    false where there were so many values that some of a row may be in the rest.
    """

    field: str
    rows: tuple[Row, ...]
    rest: Row | None
    unknown: Row | None
    unit: str = ""
    exact: bool = True


@dataclass(frozen=True)
class Row:
    """A row of a table; `families` are the findings by family, in the order of `PageData.families`."""

    value: str
    stories: int
    words: int
    findings: int
    families: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A listed story: what is known of it and what was found in it.

    What is not known is empty; the date is in ISO 8601. `row` is its place in the table at `path`,
    from 1, or 0 where the file is the story. `findings` and `severities` count all of it, also what
    `notes` leave out.
    """

    story: str
    path: str
    row: int
    title: str
    date: str
    desk: str
    source: str
    language: str
    translator: str
    system: str
    words: int
    error: str
    findings: int
    severities: Severities
    passages: tuple[Passage, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a part of it, with all findings there.

    `block` is its number in the story, `kind` what the reader took it for: paragraph, headline …
    `starts` and `ends` are whether the part begins and ends where the paragraph does.
    """

    block: int
    kind: str
    text: str
    starts: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A finding as it is listed.

    `passage` is the index of its passage in the story, `start` and `end` its place there in code
    points; `line` and `column` its place in the file, from 1. `suspicion` is the score of a
    suspect passage. `new` is whether the earlier run does not have it.
    """

    id: str
    code: str
    severity: str
    confidence: float
    suspicion: float | None
    message: str
    line: int
    column: int
    passage: int
    start: int
    end: int
    fix: Fix | None
    sides: tuple[Side, ...]
    new: bool = False


@dataclass(frozen=True, slots=True)
class Fix:
    """A fix: its safety, what it does, and what stands there then; None if that is not so simple."""

    safety: str
    title: str
    text: str | None


@dataclass(frozen=True)
class Suspect:
    """A passage beside its source or round trip: the index of its story, and of the note there."""

    story: int
    note: int


@dataclass(frozen=True)
class Name:
    """A name that is spelled wrong or in more than one way.

    `entry` is the id of its glossary entry, empty where it has none.
    """

    entry: str
    name: str
    spellings: tuple[Spelling, ...]


@dataclass(frozen=True)
class Spelling:
    """One spelling of a name: how often it comes, in how many stories.

    `wrong` is what the glossary says or, without an entry, that it is the rarer one. `found` are
    indexes of the first listed stories that have it.
    """

    text: str
    wrong: bool
    times: int
    stories: int
    found: tuple[int, ...]


@dataclass(frozen=True)
class Against:
    """What is new and what is gone since an earlier run, `made` then.

    New are findings that the earlier run does not have, gone are those that this one does not have,
    those of new and gone stories among them; `new_elsewhere` and `gone_elsewhere` are the findings
    of stories that only one run has. Stories that could not be checked in one of the runs are
    `uncompared`, and their findings neither new nor gone. `listed` are findings that are gone from
    stories that are still there, in the order of the earlier run.
    """

    made: Made
    new: int
    gone: int
    new_elsewhere: int
    gone_elsewhere: int
    new_stories: int
    gone_stories: int
    uncompared: int
    rules: tuple[Change, ...]
    listed: tuple[Gone, ...]


@dataclass(frozen=True)
class Change:
    """How many findings of a rule are new, and how many gone; the rules with most come first."""

    code: str
    name: str
    new: int
    gone: int


@dataclass(frozen=True)
class Gone:
    """A finding of the earlier run that is gone."""

    story: str
    title: str
    code: str
    severity: str
    line: int
    column: int
    text: str
    message: str


def embedded(data: PageData) -> dict[str, Any]:
    """`data` as the page embeds it: an object for JSON, small where there is much of a thing.

    As in PageData, with the same keys, but for two lists, each a list a field in the place of an
    object an item:

    - `stories`: lists of the same length, one for each field of Story. The fields of `METADATA`,
      which repeat, hold indexes in `values[field]`, where "" stands for what is not known.
      `severities` are three lists, `error`, `warning` and `info`. In the place of notes and
      passages stand `notes` and `passages`, how many of the story there are.
    - `passages` and `notes`: those of all stories, one after the other, a list for each field.
      `kind`, `code`, `severity` and `message` are indexes in `values`, `passage` counts in
      the whole list, and `start` and `end` are in UTF-16 units, as JavaScript counts. `fix` is null,
      or a list of safety, title and text; `sides` is an empty list or that of the sides, each a list
      of label, language and parts, each of them a list of text and 0 or 1 for marked. `new`,
      `starts` and `ends` are 0 or 1.

    The bins of `calibration` say their `share` and its `interval`, too.
    """
    values: dict[str, _Values] = {
        name: _Values() for name in (*METADATA, "kind", "code", "severity", "message")
    }
    passages = _columns(Passage)
    notes = _columns(Note)
    stories = _columns(Story)
    stories["severities"] = {"error": [], "warning": [], "info": []}
    for story in data.stories:
        first = len(passages["text"])
        for passage in story.passages:
            passages["block"].append(passage.block)
            passages["kind"].append(values["kind"].index(passage.kind))
            passages["text"].append(passage.text)
            passages["starts"].append(int(passage.starts))
            passages["ends"].append(int(passage.ends))
        for note in story.notes:
            text = story.passages[note.passage].text
            for name in ("id", "confidence", "suspicion", "line", "column"):
                notes[name].append(getattr(note, name))
            for name in ("code", "severity", "message"):
                notes[name].append(values[name].index(getattr(note, name)))
            notes["passage"].append(first + note.passage)
            notes["start"].append(_units(text, note.start))
            notes["end"].append(_units(text, note.end))
            notes["fix"].append(note.fix and [note.fix.safety, note.fix.title, note.fix.text])
            notes["sides"].append(
                [
                    [label, lang, [[text, int(marked)] for text, marked in parts]]
                    for label, lang, parts in note.sides
                ]
            )
            notes["new"].append(int(note.new))
        for name in ("story", "path", "row", "title", "words", "error", "findings"):
            stories[name].append(getattr(story, name))
        for name in METADATA:
            stories[name].append(values[name].index(getattr(story, name)))
        for name, column in stories["severities"].items():
            column.append(getattr(story.severities, name))
        stories["passages"].append(len(story.passages))
        stories["notes"].append(len(story.notes))
    return {
        **asdict(replace(data, stories=())),
        "calibration": [calibration_entry(c) for c in data.calibration],
        "values": {name: list(seen) for name, seen in values.items()},
        "stories": stories,
        "passages": passages,
        "notes": notes,
    }


class _Values(dict[str, int]):
    """Different values, each with its place in the order in which they were first seen."""

    def index(self, value: str) -> int:
        return self.setdefault(value, len(self))


def _columns(kind: type[Story | Passage | Note]) -> dict[str, Any]:
    return {field.name: [] for field in fields(kind)}


def _units(text: str, offset: int) -> int:
    """An offset in UTF-16 units for one in code points."""
    return len(text[:offset].encode("utf-16-le")) // 2
