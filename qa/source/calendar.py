"""The weekdays and months that a text names, in 75 languages."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from qa.source.clock import figure_dates, figure_months
from qa.text.patterns import lazy
from qa.text.spans import Span

# Languages put endings to the names (середа, середу), so a name counts by its beginning.
_STEM, _FEWEST = 0.7, 3
_APOSTROPHES = str.maketrans("ʼ’", "''")
_WORDS = lazy(r"\w+")
_DOTTED = str.maketrans("İı", "ii")
_UNSPACED = frozenset({"zh", "ja", "th", "km", "lo", "my", "ko"})
# "In", "and" and "the", written together with the name.
_PREFIXES = {"ar": "[وبلفك]{0,2}", "he": "[ובלהמכש]{0,2}"}


class Named(NamedTuple):
    """A weekday (1 is Monday) or a month, and where a text names it, in code points."""

    kind: str
    number: int
    span: Span


@lru_cache(maxsize=4_000)
def named_days(text: str, lang: str) -> tuple[Named, ...]:
    """The weekdays and months named in `text`; none in a language that the table lacks."""
    found = [Named("month", month, span) for month, span in figure_months(text)]
    pattern, meanings, heads = _pattern(lang)
    if pattern is not None and (not heads or _begins_so(text, heads)):
        for m in pattern.finditer(text.translate(_APOSTROPHES)):
            kind, number = meanings[(m.lastgroup or "")]
            span = Span(*m.span())
            if not any(d.span.start < span.end and span.start < d.span.end for d in found):
                found.append(Named(kind, number, span))
    return tuple(found)


def figure_dates_months(text: str, lang: str) -> list[tuple[frozenset[int], Span]]:
    """The months that dates in figures name (24.02.2022), each with the others that it may be."""
    return [(date.months, date.span) for date in figure_dates(text, lang)]


def is_known(lang: str) -> bool:
    """Whether the table has the language."""
    return lang in _table()


def _begins_so(text: str, heads: frozenset[str]) -> bool:
    """Whether a word of a text begins with one of the heads, which are of one size."""
    size = len(next(iter(heads)))
    words = _WORDS.findall(text.translate(_DOTTED).lower())
    return not heads.isdisjoint([word[:size] for word in words])


class _Names(NamedTuple):
    """A pattern for the names of a language, what its groups mean, and how the names begin.

    Most sentences have no word that begins so, and to see that takes a tenth of the time. Where names are
    no words by themselves, nothing is said of how they begin.
    """

    pattern: re.Pattern[str] | None
    meanings: dict[str, tuple[str, int]]
    heads: frozenset[str]


@cache
def _pattern(lang: str) -> _Names:
    rows = _table().get(lang, {})
    if not rows:
        return _Names(None, {}, frozenset())
    meanings = {f"n{i}": key for i, key in enumerate(rows)}
    names = sorted(
        ((stem, group) for group, key in meanings.items() for stem in _stems(rows, key, lang)),
        key=lambda item: -len(item[0]),
    )
    by_group: dict[str, list[str]] = {}
    for stem, group in names:
        by_group.setdefault(group, []).append(stem)
    # English writes them with a capital: "may" and "march" are words.
    flags = 0 if lang == "en" else re.IGNORECASE
    before = "" if lang in _UNSPACED else rf"(?<!\w){_PREFIXES.get(lang, '')}"
    parts = [
        f"(?P<{group}>{before}(?:{'|'.join(_ended(stem, lang) for stem in stems)}))"
        for group, stems in by_group.items()
    ]
    starts = [stem.translate(_DOTTED).lower() for stem, _ in names]
    size = min(_FEWEST, *map(len, starts))
    heads = frozenset(start[:size] for start in starts)
    if before != r"(?<!\w)" or not all(_WORDS.fullmatch(head) for head in heads):
        heads = frozenset()
    return _Names(re.compile("|".join(parts), flags), meanings, heads)


def _ended(stem: str, lang: str) -> str:
    """A pattern for a name by its beginning."""
    if lang in _UNSPACED:
        return re.escape(stem)
    if stem.endswith("."):
        return re.escape(stem) + r"(?=\s?\d)"
    return re.escape(stem) + (r"(?!\w)" if stem[-1].isdigit() else r"\w{0,4}(?!\w)")


def _stems(rows: dict[tuple[str, int], list[str]], key: tuple[str, int], lang: str) -> list[str]:
    """The beginnings of a name that no other name of the language has."""
    others = [n for other, names in rows.items() if other != key for n in names]
    found = []
    for name in rows[key]:
        if lang in _UNSPACED or lang == "en":
            found.append(name.capitalize() if lang == "en" else name)
            continue
        size = max(_FEWEST, round(_STEM * len(name)))
        while size < len(name) and any(o.startswith(name[:size]) for o in others):
            size += 1
        found.append(name[:size])
    return found


@cache
def _table() -> dict[str, dict[tuple[str, int], list[str]]]:
    table: dict[str, dict[tuple[str, int], list[str]]] = {}
    for name in ("calendar.tsv", "calendar_more.tsv"):
        lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
        rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
        for lang, kind, number, names in rows:
            found = table.setdefault(lang, {}).setdefault((kind, int(number)), [])
            found += names.translate(_APOSTROPHES).split("|")
    return table
