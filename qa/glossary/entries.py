"""Entries of a glossary: what one holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

KINDS = ("person", "place", "organisation", "title", "calque")
STYLES = ("ap", "reuters", "afp", "bbc", "guardian", "un")

_NONE: Mapping[str, str] = {}


class Spelling(NamedTuple):
    """The ways to write a name, or one part of it.

    `style` holds the house styles (profiles) that do not use `preferred`, and what they write.
    """

    preferred: str
    accepted: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    style: Mapping[str, str] = _NONE

    def under(self, style: str) -> Spelling:
        """The spelling under one house style: what other styles prefer is forbidden there.

        A form that the entry accepts stays accepted in every style.
        """
        if not self.style:
            return self
        preferred = self.style.get(style, self.preferred)
        others = [
            f
            for f in dict.fromkeys((self.preferred, *self.style.values()))
            if f != preferred and f not in self.accepted and f not in self.forbidden
        ]
        return Spelling(
            preferred,
            tuple(f for f in self.accepted if f != preferred),
            (*(f for f in self.forbidden if f != preferred), *others),
        )

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form of every house style, the preferred one first."""
        forms = (self.preferred, *self.style.values(), *self.accepted, *self.forbidden)
        return tuple(dict.fromkeys(f for f in forms if f))


class Entry(NamedTuple):
    """One entity, title or phrase.

    For a person `name` is the surname and `given` the given name; `alone` says whether the surname
    by itself means this person. `unless` holds longer phrases in which nothing is to be reported.
    For a title, `before` holds the ids of the people it is wrong for and `after` the words that
    make it wrong when they stand in front of it. For a calque, the forbidden forms are the
    phrases, the preferred one is the proposal (it may be empty), and `meaning` explains it.
    `original` maps language codes to the original form. `lang` is the language of the copy that
    the entry is for.
    """

    id: str
    kind: str
    name: Spelling
    given: Spelling | None = None
    alone: bool = True
    original: Mapping[str, str] = _NONE
    unless: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    meaning: str = ""
    source: str = ""
    lang: str = "en"

    @property
    def full_name(self) -> str:
        """The preferred form, with the given name."""
        return (
            f"{self.given.preferred} {self.name.preferred}" if self.given else self.name.preferred
        )


def to_row(entry: Entry) -> list[Any]:
    """The entry as plain lists and dicts, for the cache."""
    return [_plain(value) for value in entry]


def from_row(row: Sequence[Any]) -> Entry:
    """The entry that `to_row` wrote."""
    values = dict(zip(Entry._fields, row, strict=True))
    for key in ("name", "given"):
        if values[key] is not None:
            preferred, accepted, forbidden, style = values[key]
            values[key] = Spelling(preferred, tuple(accepted), tuple(forbidden), style)
    for key in ("unless", "before", "after"):
        values[key] = tuple(values[key])
    return Entry(**values)


def _plain(value: object) -> object:
    if isinstance(value, Spelling):
        return [value.preferred, list(value.accepted), list(value.forbidden), dict(value.style)]
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value
