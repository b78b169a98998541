"""What is wrong with glossary entries, by themselves and beside the others."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from qa.glossary.entries import NAMES, STYLES, Entry, Spelling
from qa.glossary.forms import folded
from qa.glossary.reading import Reading, with_profile
from qa.text.english import is_word


class Problem(NamedTuple):
    """What is wrong with an entry, and the form or word of it that says so, if one does.

    A note is no mistake: it tells what the entry does not do.
    """

    entry: Entry
    text: str
    form: str = ""
    is_note: bool = False


def problems(reading: Reading) -> Iterator[Problem]:
    """Everything that cannot be right in the entries of some files, each once."""
    entries = list(reading.entries.values())
    found: dict[tuple[str, str], Problem] = {}
    for style in (*STYLES, *reading.profiles):
        for problem in _clashes(with_profile(entries, style, reading.profiles), style):
            found.setdefault((problem.entry.id, problem.text), problem)
    yield from found.values()
    for entry in entries:
        yield from _within(entry, reading.entries)
    yield from _derived(entries)


def _clashes(entries: Sequence[Entry], style: str) -> Iterator[Problem]:
    """Forms that one entry forbids and another writes, and forms with two replacements."""
    right: dict[tuple[str, str], Entry] = {}
    wrong: dict[tuple[str, str], Entry] = {}
    alone = [e for e in entries if _stands_alone(e)]
    for entry in alone:
        name = entry.name.under(style)
        for form in (name.preferred, *name.accepted):
            right.setdefault((entry.lang, form), entry)
    for entry in alone:
        name = entry.name.under(style)
        for form in name.forbidden:
            other = right.get((entry.lang, form))
            if other is not None and other.id != entry.id:
                text = f'forbids "{form}", which {other.id} writes; take it out of one'
                yield Problem(entry, text, form)
            other = wrong.setdefault((entry.lang, form), entry)
            if other.name.under(style).preferred != name.preferred:
                text = f'forbids "{form}", as {other.id} does; take it out of one'
                yield Problem(entry, text, form)


def _within(entry: Entry, entries: dict[str, Entry]) -> Iterator[Problem]:
    for name in entry.before:
        if name not in entries:
            text = f'before names "{name}", which no entry has as its id'
            yield Problem(entry, text, name)
        elif entries[name].kind != "person":
            yield Problem(entry, f'before names "{name}", which is no person', name)
    forms = [folded(f) for f in entry.name.forms]
    for phrase in entry.unless:
        if not any(form in folded(phrase) for form in forms):
            text = f'"{phrase}" in unless holds no form of the name, so it does nothing'
            yield Problem(entry, text, phrase)
    if _stands_alone(entry) and entry.kind != "term" and entry.lang == "en":
        for form in entry.name.forbidden:
            if is_word(form.lower()):
                text = f'"{form}" is an English word; it would be reported where it is meant'
                yield Problem(entry, text, form)
    for spelling in (entry.given, entry.name):
        if spelling:
            for text, form in (*_contradictions(spelling), *_times(spelling)):
                yield Problem(entry, text, form)


def _contradictions(spelling: Spelling) -> Iterator[tuple[str, str]]:
    """Forms that one spelling names twice, for two ends; each with that form."""
    for style, form in spelling.style.items():
        if form in spelling.forbidden:
            yield (
                f'forbids "{form}", which {style} writes; take it out: what another profile writes'
                " is reported without that",
                form,
            )
    for named in (spelling.accepted, spelling.forbidden):
        for form in dict.fromkeys(f for f in named if named.count(f) > 1):
            yield f'names "{form}" twice', form


def _times(spelling: Spelling) -> Iterator[tuple[str, str]]:
    """Dates that contradict each other or the rest of a spelling; each with its form."""
    dated = spelling.dated
    for key, forms in (("accepts", spelling.accepted), ("forbids", spelling.forbidden)):
        for form in dict.fromkeys(d.form for d in dated if d.form in forms):
            yield f'{key} "{form}" at all times, and gives it dates; take one out', form
    for one, other in combinations(dated, 2):
        day = max(one.start, other.start)
        if one.holds(day) and other.holds(day):
            when = f"on {day}" if day else "at the same time"
            yield f'"{one.form}" and "{other.form}" are both right {when}; end one first', one.form
    last = max(
        (d.end for d in dated if d.form == spelling.preferred), default="", key=_open_is_last
    )
    if last and not any(d.holds(_day_after(last)) for d in dated):
        text = f'"{spelling.preferred}" is preferred, but right until {last} only'
        yield text, spelling.preferred


def _open_is_last(day: str) -> str:
    return day or "9999"


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def _derived(entries: Sequence[Entry]) -> Iterator[Problem]:
    """The derived forms that are English words: they are not reported by themselves."""
    from qa.glossary.generated import derived_words

    for entry, form in derived_words(entries):
        text = (
            f'derives "{form}", an English word, which is not reported by itself;'
            " generate = false derives nothing"
        )
        yield Problem(entry, text, is_note=True)


def _stands_alone(entry: Entry) -> bool:
    """Whether a form of the name by itself means the entry."""
    return entry.alone if entry.kind == "person" else entry.kind in (*NAMES, "term")
