"""Finding the terms of a glossary in a text, in one pass over its words.

Each run of letters is looked up once a process; what the compiled glossary has under it is then held
against the words around. Of matches that overlap the leftmost wins, then the longest, so a longer name
that is right covers what it contains.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qa.document.model import Span
from qa.glossary.endings import in_ending_of, takes_suffix_of
from qa.glossary.entries import NAMES
from qa.glossary.forms import Form, case_fits, folded_run, form_of, in_case_of, runs_of
from qa.glossary.inflection import asked_cases, in_cases, owner_of, says_its_case, stays_in
from qa.glossary.line import SUFFIX_BEHIND_APOSTROPHE, Line, Stretch
from qa.glossary.people import (
    Given,
    GivenNames,
    NamesOf,
    given_after,
    given_before,
    has_other_given,
    has_title,
    is_former,
)
from qa.glossary.terms import ANY_CASE, CAPITAL, DATED, DOUBTFUL, RIGHT, WRONG, Term
from qa.text.addresses import in_address

if TYPE_CHECKING:
    from qa.glossary.entries import Entry, Spelling
    from qa.glossary.store import Table


class Match(NamedTuple):
    """A term that was found, as it stands in the text.

    `span` covers the whole name with its possessive ending. `replacement` is the new text for it,
    where the form is wrong and the entry proposes something; `found` is the name without the
    ending, `preferred` what to write for that. `listed` says that the entry itself forbids the
    form at all times, so that it was not derived, and the story cannot mean its time. `given` is the
    given name that stands beside a surname. `doubt` says why the name may be meant otherwise.
    """

    entry: Entry
    span: Span
    found: str
    wrong: bool = False
    replacement: str | None = None
    preferred: str = ""
    listed: bool = True
    given: Given | None = None
    doubt: str = ""


class Use(NamedTuple):
    """A term under the run `at` of its form, with the run beside it that is looked at first.

    `plural` is the plural ending that it has in the text.
    """

    term: Term
    form: Form
    at: int
    beside: int
    plural: str


class Phrases(NamedTuple):
    """Terms of several runs of which `at` comes before the known one: by all runs, folded."""

    at: int
    length: int
    uses: Mapping[tuple[str, ...], Sequence[Use]]


class Uses(NamedTuple):
    """The terms that a run may be of: of one run, or of more, by the run behind or before it."""

    whole: Sequence[Use]
    behind: Mapping[str, Sequence[Phrases]]
    before: Mapping[str, Sequence[Phrases]]


class Story(NamedTuple):
    """What is known of a document: its ISO date, and the entries whose full names stood in it.

    `shared` are the ids of those whose surname stood behind someone else's given name.
    """

    date: str
    named: set[int]
    shared: set[str]


class Subject(NamedTuple):
    """An entry as one day and house style have it: how to spell the name, and the given name."""

    entry: Entry
    name: Spelling
    owner: str
    given: GivenNames | None
    names: NamesOf


class Matcher:
    """Looks for any number of terms at once.

    `table` is the compiled glossary. `ordinary` says of a word with a capital whether it is
    anything but a given name: only then does a surname after it stand alone.
    """

    def __init__(
        self,
        table: Table,
        entry: Callable[[int], Entry],
        number: Callable[[str], int | None],
        ordinary: Callable[[str], bool],
    ) -> None:
        self._entry = entry
        self._number = number
        self._style: str = table.head["style"]
        self._ordinary = ordinary
        self._known = {lang: _Known(table, lang) for lang in table.head["languages"]}
        self._subjects: dict[tuple[int, str], Subject] = {}

    def matches(self, text: str, lang: str, story: Story) -> list[Match]:
        """The matches in the next paragraph of a story, in the order of the text."""
        known = self._known.get(lang)
        if known is None:
            return []
        runs = runs_of(text)
        hits = [(i, of) for i, run in enumerate(runs) if (of := known[run]) is not None]
        if not hits:
            return []
        uses = _standing(hits, runs)
        if not uses:
            return []
        line = Line(text, runs, lang)
        layers: dict[str, list[Match]] = {}
        for first, use in uses:
            at = line.stretch(use.form, first, use.plural)
            if at is not None:
                kind = use.term.kind
                layer = layers.setdefault(kind if kind in ("title", "calque") else "name", [])
                layer.extend(self._candidates(_Place(line, first, use, at), story))
        found = [m for layer in layers.values() for m in _leftmost_longest(layer)]
        if len(layers) > 1:
            found.sort(key=lambda m: m.span)
        return [m for m in found if not (m.wrong and in_address(text, *m.span))]

    def _candidates(self, place: _Place, story: Story) -> Iterator[Match]:
        """The match of a form that stands at a place of the line, if it is one there."""
        term = place.use.term
        is_name = term.kind in NAMES or (term.kind == "term" and not term.form.islower())
        if is_name and not case_fits(place.surface, term.form):
            return
        subject = self._subject(term.entry, story.date)
        status = term.status
        if status == DATED:
            status = _on_the_day(term.base or term.form, subject)
        if status != RIGHT and _is_excepted(place, subject.entry):
            return
        new = None
        if status != RIGHT or subject.given:
            new = _as_inflected(subject.name.preferred, subject, place.cases(subject))
            new = new and in_case_of(place.surface, new, name=is_name)
        if term.kind == "person":
            yield from self._person(place, subject, status, new, story)
        elif status == DOUBTFUL and not has_title(place.line, place.first, place.last, term.kind):
            return
        elif term.kind != "title" or self._is_wrong_title(place, subject.entry, story.date):
            yield place.match(subject, status, new)

    def _subject(self, number: int, date: str) -> Subject:
        """The entry of a number on the day of a story."""
        found = self._subjects.get((number, date))
        if found is None:
            entry = self._entry(number)
            owner = owner_of(entry) if entry.lang != "en" else ""
            spelling = entry.given.under(self._style, date) if entry.given else None
            given = GivenNames(spelling, entry.lang, owner) if spelling else None
            name = entry.name.under(self._style, date)
            names = NamesOf(entry.name.forms, given)
            found = self._subjects[number, date] = Subject(entry, name, owner, given, names)
        return found

    def _person(
        self, place: _Place, subject: Subject, status: str, surname: str | None, story: Story
    ) -> Iterator[Match]:
        """A surname, with the given name before or behind it where there is one of this person.

        `surname` is how it is to be written there.
        """
        line, number = place.line, place.use.term.entry
        if subject.given:
            before = given_before(line, place.first, subject.given)
            at = before or given_after(line, place.last, subject.given)
            if at:
                if place.use.plural:
                    return  # a plural has no given name
                story.named.add(number)
                if status == RIGHT and not at.right:
                    status = WRONG
                cases: str | None = at.cases
                if before and not (at.cases or place.use.term.cases):
                    # "od Aleksander Łukaszenko": both are in the case that is asked for.
                    cases = place.cases(subject, at.first)
                    surname = _as_inflected(subject.name.preferred, subject, cases)
                    surname = surname and in_case_of(place.surface, surname)
                new = _as_inflected(subject.given.preferred, subject, cases)
                if new is not None and surname is not None:
                    new = in_case_of(line.text[at.start : at.end], new)
                    if before:
                        new += line.text[at.end : place.at.start] + surname
                    else:
                        new = surname + line.text[place.at.end : at.start] + new
                yield place.match(subject, status, surname and new, at)
                return
        others = has_other_given(line, place.first, subject.given, self._ordinary)
        if others:
            story.shared.add(subject.entry.id)
        alone = status != DOUBTFUL and (subject.entry.alone or number in story.named)
        if not alone and not has_title(line, place.first, place.last, "person"):
            return
        if status == RIGHT or not others:
            yield place.match(subject, status, surname)

    def _is_wrong_title(self, place: _Place, entry: Entry, date: str) -> bool:
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
        numbers = (n for n in map(self._number, entry.before) if n is not None)
        people = (self._subject(n, date) for n in numbers)
        return any(p.names.stand_at(line, behind) for p in people)


class _Place(NamedTuple):
    """A form where it stands in a line: from its run `first`, and from where to where."""

    line: Line
    first: int
    use: Use
    at: Stretch

    @property
    def last(self) -> int:
        """The last run of the form."""
        return self.first + len(self.use.form.runs) - 1

    @property
    def surface(self) -> str:
        """The form as it is written there, without its endings."""
        return self.line.text[self.at.start : self.at.end]

    def cases(self, subject: Subject, first: int | None = None) -> str | None:
        """The cases that the form is in, or those that the word before its name asks for.

        Empty for the first case; None where that is not known. `first` is where the name starts, if
        not with this form.
        """
        term, lang, owner = self.use.term, subject.entry.lang, subject.owner
        if term.cases or not owner:
            return term.cases
        first = self.first if first is None else first
        before = self.line.run(first - 1) if self.line.gap(first) == " " else ""
        asked = asked_cases(before, lang, owner)
        if any(stays_in(term.form, lang, owner, case) for case in asked):
            return ""
        if asked:
            return " ".join(asked)
        known = says_its_case(term.form, lang, owner) or self.line.starts_sentence(first)
        return "" if known else None

    def match(
        self, subject: Subject, status: str, new: str | None, given: Given | None = None
    ) -> Match:
        """The match of this form, with a given name before or behind it.

        `new` is what to write for it, without the ending.
        """
        text = self.line.text
        start, end, tail = self.at
        if given and given.start < start:
            start = given.start
        elif given:
            end, tail = self.line.tail(given.last) or (given.end, given.end)
        found = text[start:end]
        wrong = status != RIGHT
        if (
            new
            and self.line.lang in SUFFIX_BEHIND_APOSTROPHE
            and self.line.gap(self.last + 1) == "'"
            and not takes_suffix_of(found, new)
        ):
            new = None
        return Match(
            subject.entry,
            Span(start, tail),
            found,
            wrong,
            new + in_ending_of(found, text[end:tail], new) if wrong and new else None,
            new or subject.name.preferred,
            status in (RIGHT, WRONG),
            given,
        )


def _on_the_day(form: str, subject: Subject) -> str:
    """What a form of a name with dates is on the day of the story."""
    if form in (subject.name.preferred, *subject.name.accepted):
        return RIGHT
    return DATED if any(d.form == form for d in subject.entry.name.dated) else WRONG


def _as_inflected(form: str, subject: Subject, cases: str | None) -> str | None:
    """A preferred form in the cases that the form in the text is in; None where that is not known."""
    if cases is None:
        return None
    if not cases:
        return form or None
    return in_cases(form, subject.entry.lang, subject.owner, cases.split())


def _is_excepted(place: _Place, entry: Entry) -> bool:
    """Whether one of the longer phrases in which the entry does not apply stands here.

    Or the name is given as an old one: "Bakhmut, formerly known as Artemivsk".
    """
    if entry.kind in NAMES and is_former(place.line, place.first):
        return True
    for phrase in filter(lambda p: p.runs, map(form_of, entry.unless)):
        for first in range(place.first - len(phrase.runs) + 1, place.last + 1):
            if place.line.run(first) == phrase.runs[0] and place.line.holds(phrase, first):
                return True
    return False


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
                for at, beside, *values in json.loads(row) if row else ():
                    term = Term(*values)
                    use = Use(term, form_of(term.form), at, beside, plural)
                    if not plural or _takes_plural(use):
                        uses.append(use)
        return _sorted(uses) if uses else None


def _takes_plural(use: Use) -> bool:
    last = use.at == len(use.form.runs) - 1 and not use.form.gaps[-1]
    return last and use.term.kind in ("person", "term")


def _sorted(uses: Iterable[Use]) -> Uses:
    whole: list[Use] = []
    # By side and neighbour, then by place and length, then by all runs.
    sides: tuple[_Grouped, _Grouped] = ({}, {})
    for use in uses:
        runs = (*use.form.runs[:-1], use.form.runs[-1] + use.plural)
        if use.beside == use.at:
            whole.append(use)
        else:
            of_neighbour = sides[use.beside < use.at].setdefault(runs[use.beside], {})
            of_neighbour.setdefault((use.at, len(runs)), {}).setdefault(runs, []).append(use)
    behind, before = (
        {run: [Phrases(*shape, by_runs) for shape, by_runs in g.items()] for run, g in side.items()}
        for side in sides
    )
    return Uses(whole, behind, before)


_Grouped = dict[str, dict[tuple[int, int], dict[tuple[str, ...], list[Use]]]]


def _standing(hits: Sequence[tuple[int, Uses]], runs: Sequence[str]) -> list[tuple[int, Use]]:
    """The terms of which all runs stand in a text, each with the number of its first run."""
    found: list[tuple[int, Use]] = []
    last = len(runs) - 1
    for i, (whole, behind, before) in hits:
        for use in whole:
            found.append((i, use))
        for side, beside in ((behind, i + 1), (before, i - 1)):
            if side and 0 <= beside <= last:
                for at, length, by_runs in side.get(folded_run(runs[beside]), ()):
                    # Near the start of the text there are fewer runs than `at`.
                    first = max(0, i - at)
                    phrase = tuple(map(folded_run, runs[first : i - at + length]))
                    for use in by_runs.get(phrase, ()):
                        found.append((first, use))
    return found


def _leftmost_longest(matches: list[Match]) -> list[Match]:
    """Matches that do not overlap. Of two at one place the one that is right is kept.

    Where names disagree on what to write for one form, nothing is known to be wrong; of titles,
    the first stands.
    """
    if len(matches) < 2:
        return matches
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
