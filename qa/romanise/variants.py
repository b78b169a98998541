"""The spellings of a name that the press writes, the likeliest first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from qa.romanise.counterparts import russian_forms
from qa.romanise.readings import reading
from qa.romanise.standards import by_standards, official
from qa.romanise.tables import composed, rows, table, written

# Without a limit: spellings at least this likely, and so many at most. Tuned on the part dev of
# tests/data/press_spellings.tsv for at most 14 spellings a name on average.
_LIKELY = 0.004
_MANY = 30
# With a limit, how unlikely a spelling may be.
_POSSIBLE = 0.0003
# How likely a spelling is for being that of a standard, and for being an exonym.
_STANDARD = 0.05
_EXONYM = 0.05


def expand(
    name: str, lang: str, *, russian: str = "", limit: int | None = None, exonyms: bool = True
) -> tuple[str, ...]:
    """Spellings of a name in Latin letters, likeliest first.

    `russian` is the Russian form, where it is known; else it is derived. Without a `limit` there
    are as many as are likely to be met, 30 at most; with one, that many at most. `exonyms` says
    whether names of other languages for the place belong to them (Dnieper, Lemberg). No two
    differ in accents, apostrophes or capitals alone. The official romanisation is always among
    them. Raises ValueError for a language without a table, and for a name not in its letters.
    """
    name, russian = composed(name), composed(russian)
    keep = official(name, lang)
    floor, most = (_LIKELY, _MANY) if limit is None else (_POSSIBLE, limit)
    found: dict[str, _Spelling] = {}
    for spelling in dict.fromkeys((keep, *by_standards(name, lang))):
        found.setdefault(folded(spelling), _Spelling()).add(spelling, _STANDARD)
    if exonyms:
        for spelling in _exonyms().get((lang, name), ()):
            found.setdefault(folded(spelling), _Spelling()).add(spelling, _EXONYM)
    for spelling, p in _press_spellings(name, lang, russian, floor):
        found.setdefault(folded(spelling), _Spelling()).add(spelling, p)
    ranked = sorted(
        ((s.total, key) for key, s in found.items() if s.total >= floor),
        key=lambda item: (-item[0], item[1]),
    )
    keys = [key for _, key in ranked[:most]]
    if folded(keep) not in keys:
        keys = [*keys[: most - 1], folded(keep)]
    return tuple(keep if key == folded(keep) else found[key].best for key in keys)


class _Spelling:
    """How likely a spelling is with any accents, and the likeliest way to write them."""

    def __init__(self) -> None:
        self.total = 0.0
        self._forms: dict[str, float] = {}

    def add(self, form: str, p: float) -> None:
        self.total += p
        self._forms[form] = self._forms.get(form, 0.0) + p

    @property
    def best(self) -> str:
        return min(self._forms, key=lambda form: (-self._forms[form], form))


def _press_spellings(
    name: str, lang: str, russian: str, floor: float
) -> Iterator[tuple[str, float]]:
    """What each tradition writes, with how likely that is to be met."""
    for base, language, weights in _bases(name, lang, russian):
        letters = table(language)
        lattice = letters.lattice(base)
        for tradition in letters.traditions:
            weight = weights.get(tradition, 0.0)
            if weight >= floor:
                # What several traditions write adds up, so each may give less than the floor.
                for spelling, p in written(lattice, tradition, floor / 4 / weight):
                    yield spelling, p * weight


def folded(spelling: str) -> str:
    """A spelling without accents, apostrophes and capitals."""
    if spelling.isalpha() and spelling.isascii():
        return spelling.lower()
    if not spelling.isascii():
        spelling = "".join(
            c for c in unicodedata.normalize("NFKD", spelling) if not unicodedata.combining(c)
        )
    return spelling.translate(_APOSTROPHES).lower()


_APOSTROPHES = {ord(c): None for c in "'’ʼʹ′ʺ″ʾʿ‘`"}


def _bases(name: str, lang: str, russian: str) -> Iterator[tuple[str, str, Mapping[str, float]]]:
    """The forms that spellings are made from: text, language, weight by tradition."""
    own, through = _weights()
    yield reading(name, lang), lang, own
    for form, p in ((russian, 1.0),) if russian else russian_forms(name, lang):
        yield form, "ru", {tradition: weight * p for tradition, weight in through.items()}


@cache
def _weights() -> tuple[dict[str, float], dict[str, float]]:
    """How often each tradition is met, from the own form and through Russian."""
    weights = [(t, float(own), float(through)) for t, own, through in rows("traditions")]
    return {t: own for t, own, _ in weights}, {t: through for t, _, through in weights}


@cache
def _exonyms() -> dict[tuple[str, str], list[str]]:
    """Exonyms by language and name."""
    found: dict[tuple[str, str], list[str]] = {}
    for lang, name, exonym, _ in rows("exonyms"):
        found.setdefault((lang, name), []).append(exonym)
    return found
