"""The weekdays and months that a text names, in 75 languages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from qa.offsets import Span

# Languages put endings to the names (середа, середу), so a name counts by its beginning.
_STEM, _FEWEST = 0.7, 3
_APOSTROPHES = str.maketrans("ʼ’", "''")
_UNSPACED = frozenset({"zh", "ja", "th", "km", "lo", "my", "ko"})


class Named(NamedTuple):
    """A weekday (1 is Monday) or a month, and where a text names it, in code points."""

    kind: str
    number: int
    span: Span


def named_days(text: str, lang: str) -> list[Named]:
    """The weekdays and months named in `text`; none in a language that the table lacks."""
    pattern, meanings = _pattern(lang)
    if pattern is None:
        return []
    found = []
    for m in pattern.finditer(text.translate(_APOSTROPHES)):
        kind, number = meanings[(m.lastgroup or "")]
        found.append(Named(kind, number, Span(*m.span())))
    return found


def is_known(lang: str) -> bool:
    """Whether the table has the language."""
    return lang in _table()


@cache
def _pattern(lang: str) -> tuple[re.Pattern[str] | None, dict[str, tuple[str, int]]]:
    rows = _table().get(lang, {})
    if not rows:
        return None, {}
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
    before, after = ("", "") if lang in _UNSPACED else (r"(?<!\w)", r"\w{0,4}(?!\w)")
    parts = [
        f"(?P<{group}>{before}(?:{'|'.join(map(re.escape, stems))}){after})"
        for group, stems in by_group.items()
    ]
    return re.compile("|".join(parts), flags), meanings


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
    lines = Path(__file__).with_name("calendar.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    table: dict[str, dict[tuple[str, int], list[str]]] = {}
    for lang, kind, number, names in rows:
        table.setdefault(lang, {})[kind, int(number)] = names.translate(_APOSTROPHES).split("|")
    return table
