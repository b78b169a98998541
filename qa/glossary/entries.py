"""Entries of a glossary: what one holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

NAMES = ("person", "place", "organisation")
KINDS = (*NAMES, "title", "term", "calque")
# The house styles that need no definition; a glossary may define others.
STYLES = ("ap", "reuters", "afp", "bbc", "guardian", "un")
# Where a name may stand as it was once printed: in quotation marks, in the title of a book or a
# film, in a street or postal address. Web addresses are never looked at.
CONTEXTS = ("quotation", "work", "address")
# Why a preferred form may differ from the official romanisation of the original form: the person or
# organisation writes it so; English has its own name; the press has settled on a form; the name is
# translated, not romanised.
REASONS = ("own spelling", "exonym", "press", "translation")

_NONE: Mapping[str, str] = {}


class Dated(NamedTuple):
    """The days on which a form is right: ISO dates, both included; an empty one is open."""

    form: str
    start: str = ""
    end: str = ""

    def holds(self, date: str) -> bool:
        """Whether the form is right on an ISO date."""
        return self.start <= date and (not self.end or date <= self.end)


class Spelling(NamedTuple):
    """The ways to write a name, or one part of it.

    `style` holds the house styles (profiles) that do not use `preferred`, and what they write.
    `dated` are forms that are right for a time only. `generated` are wrong forms that were derived
    from the original form and are safe to report; `doubtful` those of them that are to be reported
    only beside the given name, or a title or other word that says what is meant.
    """

    preferred: str
    accepted: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    style: Mapping[str, str] = _NONE
    dated: tuple[Dated, ...] = ()
    generated: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()

    def under(self, style: str, date: str = "") -> Spelling:
        """The spelling under one house style, on one day: what is wrong there is forbidden.

        What other styles prefer is, and so is a form out of its time; a form that the entry accepts
        stays accepted in every style. The form of the day is the one to write. `date` is an ISO
        date; without one no dated form holds.
        """
        if not self.style and not self.dated:
            return self
        preferred = self.style.get(style, self.preferred)
        of_the_day = [d.form for d in self.dated if date and d.holds(date)]
        accepted = dict.fromkeys(self.accepted)
        if of_the_day and preferred not in of_the_day:
            if all(preferred != d.form for d in self.dated):
                accepted[preferred] = None
            preferred = of_the_day[0]
        accepted.update(dict.fromkeys(of_the_day))
        wrong = (*self.forbidden, self.preferred, *self.style.values(), *self._dated_forms)
        return self._replace(
            preferred=preferred,
            accepted=tuple(f for f in accepted if f != preferred),
            forbidden=tuple(
                f for f in dict.fromkeys(wrong) if f != preferred and f not in accepted
            ),
        )

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form that the entry names, of every house style and time, the preferred first."""
        named = (self.preferred, *self.style.values(), *self._dated_forms)
        return tuple(dict.fromkeys(f for f in (*named, *self.accepted, *self.forbidden) if f))

    @property
    def right(self) -> tuple[str, ...]:
        """Every form that is right in some house style or at some time, the preferred first."""
        named = (self.preferred, *self.style.values(), *self._dated_forms, *self.accepted)
        return tuple(dict.fromkeys(f for f in named if f))

    @property
    def _dated_forms(self) -> tuple[str, ...]:
        return tuple(d.form for d in self.dated)


class Entry(NamedTuple):
    """One entity, office, term or phrase.

    For a person `name` is the surname and `given` the given name; `alone` says whether the surname
    by itself means this person; for a place, whether its name means nothing else. `country` is what a
    story names with it, and `known_as` what it calls the person. `unless` holds longer phrases in which nothing is to be reported,
    `not_in` the `CONTEXTS` in which nothing is.
    For a title, `before` holds the ids of the people it is wrong for and `after` the words that
    make it wrong when they stand in front of it. For a calque, the forbidden forms are the
    phrases, the preferred one is the proposal (it may be empty), and `meaning` explains it.
    `original` maps language codes to the original form; wrong forms are derived from it if
    `generate` is true, and `because` is one of `REASONS` or empty. If `near` is false, the name is
    so little known that a word one letter away is no slip of it. `lang` is the language of the copy
    that the entry is for.
    """

    id: str
    kind: str
    name: Spelling
    given: Spelling | None = None
    alone: bool = True
    original: Mapping[str, str] = _NONE
    unless: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    meaning: str = ""
    source: str = ""
    generate: bool = True
    because: str = ""
    near: bool = True
    country: str = ""
    known_as: tuple[str, ...] = ()
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
            preferred, accepted, forbidden, style, dated, *derived = values[key]
            values[key] = Spelling(
                preferred,
                tuple(accepted),
                tuple(forbidden),
                style,
                tuple(Dated(*d) for d in dated),
                *map(tuple, derived),
            )
    for key in ("unless", "not_in", "before", "after", "known_as"):
        values[key] = tuple(values[key])
    return Entry(**values)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return dict(value) if isinstance(value, Mapping) else value
