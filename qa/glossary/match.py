"""Finding the terms of a glossary in a text, in one pass over its words.

Each run of letters is looked up once a process; what the compiled glossary has under it is then held
against the words around. Of matches that overlap the leftmost wins, then the longest, so a longer name
that is right covers what it contains.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from qa.glossary.endings import in_ending_of
from qa.glossary.entries import NAMES
from qa.glossary.forms import RUN, Form, case_fits, folded_run, form_of, in_case_of
from qa.glossary.line import Line
from qa.glossary.people import given_after, given_before, has_other_given, has_title, is_named_at
from qa.glossary.terms import ANY_CASE, CAPITAL, DATED, DOUBTFUL, RIGHT, WRONG, Term
from qa.model import Span
from qa.text.addresses import in_address

if TYPE_CHECKING:
    from qa.glossary.entries import Entry, Spelling
    from qa.glossary.store import Table


class Match(NamedTuple):
    """A term that was found, as it stands in the text.

    `span` covers the whole name with its possessive ending. `replacement` is the new text for it,
    where the form is wrong and the entry proposes something; `found` is the name without the
    ending. `listed` says that the entry itself forbids the form, so that it was not derived.
    """

    entry: Entry
    span: Span
    found: str
    wrong: bool = False
    replacement: str | None = None
    preferred: str = ""
    listed: bool = True


class Use(NamedTuple):
    """A term under one of its runs: the number of that run in the form, and a plural ending."""

    term: Term
    form: Form
    at: int
    plural: str


class Uses(NamedTuple):
    """The terms that a run may be of: of one run, or of more, by the run behind or before it."""

    whole: tuple[Use, ...]
    behind: dict[str, list[Use]]
    before: dict[str, list[Use]]


class Story:
    """What is known of the document that the paragraphs are of."""

    def __init__(self, date: str) -> None:
        self.date = date
        self.named: set[int] = set()


class Matcher:
    """Looks for any number of terms at once.

    `table` is the compiled glossary. `ordinary` says of a word with a capital whether it is
    anything but a given name: only then does a surname after it stand alone.
    """

    def __init__(
        self,
        table: Table,
        entry: Callable[[int], Entry],
        by_id: Callable[[str], Entry | None],
        ordinary: Callable[[str], bool],
    ) -> None:
        self.table = table
        self.entry = entry
        self.by_id = by_id
        self.style: str = table.head["style"]
        self.ordinary = ordinary
        self._known = {lang: _Known(table, lang) for lang in table.head["languages"]}

    def matches(self, text: str, lang: str, story: Story) -> list[Match]:
        """The matches in the next paragraph of a story, in the order of the text."""
        known = self._known.get(lang)
        if known is None:
            return []
        runs = RUN.findall(text)
        hits = [i for i, run in enumerate(runs) if known[run]]
        if not hits:
            return []
        line = Line(text, runs)
        layers: dict[str, list[Match]] = {}
        for i in hits:
            for use in _uses(known[runs[i]], line, i):
                first = i - use.at
                if line.holds(use.form, first, but=i, plural=use.plural):
                    kind = use.term.kind
                    layer = layers.setdefault(kind if kind in ("title", "calque") else "name", [])
                    layer.extend(self._candidates(_Place(line, first, use, lang), story))
        found = [m for layer in layers.values() for m in _leftmost_longest(layer)]
        return sorted(
            (m for m in found if not (m.wrong and in_address(text, *m.span))),
            key=lambda m: m.span,
        )

    def _candidates(self, place: _Place, story: Story) -> Iterator[Match]:
        """The match of a form that stands at a place of the line, if it is one there."""
        kind, form = place.use.term.kind, place.use.term.form
        is_name = kind in NAMES or (kind == "term" and not form.islower())
        if is_name and not case_fits(place.surface, form):
            return
        entry = self.entry(place.use.term.entry)
        status, name = self._status(place.use.term, entry, story.date)
        if status != RIGHT and self._is_excepted(place, entry):
            return
        if kind == "person":
            yield from self._person(place, entry, status, name, story)
        elif status == DOUBTFUL and not has_title(place.line, place.first, place.last, kind):
            return
        elif kind != "title" or self._is_wrong_title(place, entry):
            new = in_case_of(place.surface, name.preferred, name=is_name)
            yield place.match(entry, status, new if name.preferred else None)

    def _status(self, term: Term, entry: Entry, date: str) -> tuple[str, Spelling]:
        """What a form is on the day of the story, and the spelling of that day."""
        name = entry.name.under(self.style, date)
        if term.status != DATED:
            return term.status, name
        return RIGHT if term.form in (name.preferred, *name.accepted) else WRONG, name

    def _person(
        self, place: _Place, entry: Entry, status: str, name: Spelling, story: Story
    ) -> Iterator[Match]:
        """A surname, with the given name before or behind it where there is one of this person."""
        line, number = place.line, place.use.term.entry
        surname = in_case_of(place.surface, name.preferred)
        given = entry.given.under(self.style, story.date) if entry.given else None
        if given:
            right = {form_of(f).text for f in (given.preferred, *given.accepted)}
            before = given_before(line, place.first, given)
            behind = None if before else given_after(line, place.last, given)
            at = before or behind
            if at:
                if place.use.plural:
                    return  # a plural has no given name
                story.named.add(number)
                status = WRONG if status == RIGHT and at.text not in right else status
                new = in_case_of(line.text[at.start : at.end], given.preferred)
                if before:
                    new += line.text[at.end : place.start] + surname
                    yield place.match(entry, status, new, start=at.start)
                else:
                    new = surname + line.text[place.end : at.start] + new
                    yield place.match(entry, status, new, last=at.last)
                return
        beside = has_title(line, place.first, place.last, "person")
        alone = beside or (status != DOUBTFUL and (entry.alone or number in story.named))
        if alone and (
            status == RIGHT or not has_other_given(line, place.first, given, self.ordinary)
        ):
            yield place.match(entry, status, surname)

    def _is_excepted(self, place: _Place, entry: Entry) -> bool:
        """Whether one of the longer phrases in which the entry does not apply stands here."""
        line = place.line
        for phrase in map(form_of, entry.unless):
            for first in range(place.first - len(phrase.runs) + 1, place.last + 1):
                if phrase.runs and line.holds(phrase, first):
                    return True
        return False

    def _is_wrong_title(self, place: _Place, entry: Entry) -> bool:
        """Whether the entry's conditions hold: a name of its people after it, its words before."""
        if not entry.before and not entry.after:
            return True
        line = place.line
        for word in entry.after:
            form = form_of(word)
            first = place.first - len(form.runs)
            stands = line.holds(form, first) and line.gap(place.first) == form.gaps[-1] + " "
            if stands and case_fits(line.text[line.start(first) : line.end(place.first - 1)], word):
                return True
        behind = place.last + 1
        if line.gap(behind) not in (" ", ", "):
            return False
        behind += line.run(behind) == "the"
        people = (self.by_id(i) for i in entry.before)
        return any(p is not None and is_named_at(line, behind, p) for p in people)


class _Place:
    """A form where it stands in a line: from its first run to its last."""

    def __init__(self, line: Line, first: int, use: Use, lang: str) -> None:
        self.line = line
        self.first = first
        self.last = first + len(use.form.runs) - 1
        self.use = use
        self.lang = lang
        self.start = line.start(first) - len(use.form.gaps[0])
        ends = line.tail(self.last, use.form.gaps[-1])
        assert ends is not None
        self.end = ends[0] - len(use.plural)
        self.tail = ends[1]

    @property
    def surface(self) -> str:
        """The form as it is written there, without its endings."""
        return self.line.text[self.start : self.end]

    def match(
        self,
        entry: Entry,
        status: str,
        new: str | None,
        *,
        start: int | None = None,
        last: int | None = None,
    ) -> Match:
        """The match of this form, from an earlier start or up to a later run if that is given.

        `new` is what to write for it, without the ending.
        """
        text = self.line.text
        start = self.start if start is None else start
        end, tail = self.end, self.tail
        if last is not None:
            end, tail = self.line.tail(last) or (self.line.end(last), self.line.end(last))
        found = text[start:end]
        replacement = None
        if status != RIGHT and new is not None:
            replacement = new + in_ending_of(found, text[end:tail], new)
        return Match(
            entry,
            Span(start, tail),
            found,
            status != RIGHT,
            replacement,
            new or "",
            status in (RIGHT, WRONG),
        )


# More words than a language has; stories without end have more numbers and slips.
_MOST_KNOWN = 200_000


class _Known(dict[str, Uses | None]):
    """What the compiled glossary has under each run of a language, as written, once looked up."""

    def __init__(self, table: Table, lang: str) -> None:
        super().__init__()
        self._table = table
        self._lang = lang

    def __missing__(self, run: str) -> Uses | None:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found = self[run] = self._look_up(run)
        return found

    def _look_up(self, run: str) -> Uses | None:
        key = folded_run(run)
        keys = [(key, "")]
        if self._lang == "en":
            keys += [(key[: -len(s)], s) for s in ("s", "es") if key.endswith(s)]
        spaces = (ANY_CASE,) if run.islower() else (ANY_CASE, CAPITAL)
        uses = []
        for key, plural in keys:
            for space in spaces:
                row = self._table.get(f"{space}{self._lang} {key}")
                for at, *values in json.loads(row) if row else ():
                    term = Term(*values)
                    use = Use(term, form_of(term.form), at, plural)
                    if not plural or _takes_plural(use):
                        uses.append(use)
        return _sorted(uses) if uses else None


def _takes_plural(use: Use) -> bool:
    last = use.at == len(use.form.runs) - 1 and not use.form.gaps[-1]
    return last and use.term.kind in ("person", "term")


def _sorted(uses: Iterable[Use]) -> Uses:
    whole: list[Use] = []
    behind: dict[str, list[Use]] = {}
    before: dict[str, list[Use]] = {}
    for use in uses:
        runs = use.form.runs
        if use.at + 1 < len(runs):
            behind.setdefault(runs[use.at + 1], []).append(use)
        elif use.at:
            before.setdefault(runs[use.at - 1], []).append(use)
        else:
            whole.append(use)
    return Uses(tuple(whole), behind, before)


def _uses(uses: Uses | None, line: Line, i: int) -> Iterator[Use]:
    """The terms that a run may be of, as far as the next run tells."""
    if uses:
        yield from uses.whole
        if uses.behind:
            yield from uses.behind.get(line.run(i + 1), ())
        if uses.before:
            yield from uses.before.get(line.run(i - 1), ())


def _leftmost_longest(matches: Iterable[Match]) -> list[Match]:
    """Matches that do not overlap. Of two at one place the one that is right is kept.

    Where names disagree on what to write for one form, nothing is known to be wrong; of titles,
    the first stands.
    """
    chosen: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.span.start, -m.span.end, m.wrong)):
        last = chosen[-1] if chosen else None
        if last is None or last.span.end <= match.span.start:
            chosen.append(match)
        elif (
            last.span == match.span
            and last.wrong
            and last.entry.kind != "title"
            and last.replacement != match.replacement
        ):
            chosen[-1] = Match(last.entry, last.span, last.found)
    return chosen
