"""What is wrong between the entries of glossaries: clashes, and forms that are ordinary words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.glossary.entries import STYLES, Entry
from qa.glossary.forms import folded
from qa.text.english import is_word


def problems(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Each entry that cannot be right beside the others, and why. Each problem is given once."""
    seen = set()
    for style in STYLES:
        for entry, problem in _clashes(entries, style):
            if (entry.id, problem) not in seen:
                seen.add((entry.id, problem))
                yield entry, problem
    ids = {e.id for e in entries}
    for entry in entries:
        yield from _within(entry, ids)


def _clashes(entries: Sequence[Entry], style: str) -> Iterator[tuple[Entry, str]]:
    """Forms that one entry forbids and another writes, and forms with two replacements."""
    right: dict[str, Entry] = {}
    wrong: dict[str, Entry] = {}
    alone = [e for e in entries if _stands_alone(e)]
    for entry in alone:
        name = entry.name.under(style)
        for form in (name.preferred, *name.accepted):
            right.setdefault(form, entry)
    for entry in alone:
        name = entry.name.under(style)
        for form in name.forbidden:
            other = right.get(form)
            if other is not None and other.id != entry.id:
                yield entry, f'forbids "{form}", which {other.id} writes; take it out of one'
            other = wrong.setdefault(form, entry)
            if other.name.under(style).preferred != name.preferred:
                yield entry, f'forbids "{form}", as {other.id} does; take it out of one'


def _within(entry: Entry, ids: set[str]) -> Iterator[tuple[Entry, str]]:
    for name in entry.before:
        if name not in ids:
            yield entry, f'before names "{name}", which no entry has as its id'
    forms = [folded(f) for f in entry.name.forms]
    for phrase in entry.unless:
        if not any(form in folded(phrase) for form in forms):
            yield entry, f'"{phrase}" in unless holds no form of the name, so it does nothing'
    if _stands_alone(entry):
        for form in entry.name.forbidden:
            if is_word(form.lower()):
                yield entry, f'"{form}" is an English word; it would be reported where it is meant'


def _stands_alone(entry: Entry) -> bool:
    return entry.kind in ("place", "organisation") or (entry.kind == "person" and entry.alone)
