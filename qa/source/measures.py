"""What the numbers of a text count: units, money, percent, and whether they are below zero."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from qa.source.numbers import Number
from qa.text.patterns import lazy

# Converted figures are rounded: 100 km become 60 miles.
_TOLERANCE = 0.06
_PER_FAHRENHEIT, _FREEZING = 1.8, 32
# What "a mile" and "half an inch" are converted from.
_CUSTOMARY = ("mile", "inch", "foot", "pound", "gallon", "acre")
# A unit and an adjective before it take no more than so many code points.
_BEHIND, _BEFORE = 50, 24
_GAP = lazy(r"[\s\u00a0\u202f-]{0,2}")
_ADJECTIVE = lazy(r"[^\W\d_]{2,}[\s\u00a0-]")
# 2 to 4 inches
_RANGE = lazy(r"\s?(?:[-–—]|[^\W\d_]{1,3})\s?\d[\d.,]*[\s\u00a0-]?")
_MINUS = lazy(r"(?:^|[\s(\[«“\"$€£])[-−–]\s?[$€£]?$")
_UNSPACED = frozenset({"zh", "ja", "ko", "th", "km", "lo", "my"})
# Units of one group are mixed up; a number with a money and one with a length are two numbers.
_RATES = frozenset({"percent", "points"})
_DEGREES = frozenset({"celsius", "fahrenheit"})
_PHYSICAL = frozenset({"length", "mass", "area", "volume", "speed", "power"})


class Unit(NamedTuple):
    """A unit: its name, what it measures, and how many of the first of its kind it is."""

    name: str
    kind: str
    factor: float


def units(text: str, number: Number, lang: str) -> frozenset[Unit]:
    """The units that a number in `text` may have; none where no known one stands beside it."""
    before = text[max(0, number.span.start - _BEFORE) : number.span.start].lower().rstrip(" \u00a0")
    if before and not before[-1].isalnum() and (found := _ending(before, lang)):
        return found
    behind = text[number.span.end : number.span.end + _BEHIND].lower()
    gap = _GAP.match(behind)
    start = gap.end() if gap else 0
    found = _at(behind, start, lang)
    if found:
        return found
    if before and (found := _ending(before, lang)):
        return found
    range_of = _RANGE.match(behind)
    if range_of:
        return _at(behind, range_of.end(), lang)
    adjective = _ADJECTIVE.match(behind, start)
    return _at(behind, adjective.end(), lang) if adjective else frozenset()


def are_mixed_up(one: frozenset[Unit], other: frozenset[Unit]) -> bool:
    """Whether the units of one number are others than those of the same number elsewhere."""
    if not one or not other or one & other:
        return False
    return all(_group(a.kind) == _group(b.kind) for a in one for b in other)


def is_converted(
    text: str, number: Number, lang: str, others: str, numbers: list[Number], other_lang: str
) -> bool:
    """Whether the number in `text` is one of the `numbers` in `others` in another unit."""
    for unit in units(text, number, lang):
        for other in numbers:
            there = units(others, other, other_lang)
            known = [u for u in there if _convertible(u, unit)]
            if there and not known:
                continue
            if unit.kind in _PHYSICAL:
                # A unit whose word is not known may be any of the kind.
                known = known or [u for u in _units().values() if u.kind == unit.kind]
                if any(_same_measure(number, unit, other, u) for u in known if u != unit):
                    return True
            elif unit.kind in _DEGREES and _same_degrees(number, other):
                return True
    return False


def is_one_of_a_unit(text: str, number: Number, lang: str) -> bool:
    """Whether a number with its unit is one or a half of another unit: 1.6 km is "a mile"."""
    return any(
        _near(value * unit.factor, share * other.factor)
        for unit in units(text, number, lang)
        for other in map(_units().__getitem__, _CUSTOMARY)
        if unit.kind == other.kind and unit != other
        for value in number.values
        for share in (0.5, 1)
    )


def _same_measure(number: Number, unit: Unit, other: Number, of: Unit) -> bool:
    return any(
        _near(value * unit.factor, v * of.factor) for value in number.values for v in other.values
    )


def _same_degrees(number: Number, other: Number) -> bool:
    """Whether two numbers are of one temperature in the two scales, or of one difference of them."""
    pairs = [(a, b) for a in number.values for b in other.values]
    pairs += [(b, a) for a, b in pairs]
    return any(
        _near(f, c * _PER_FAHRENHEIT + _FREEZING) or _near(f, c * _PER_FAHRENHEIT) for f, c in pairs
    )


def is_negative(text: str, number: Number, lang: str) -> bool:
    """Whether a number is written as one below zero."""
    before = text[max(0, number.span.start - _BEFORE) : number.span.start].lower()
    if _MINUS.search(before):
        return True
    trimmed = before.rstrip()
    words = _words(lang).get("minus", ())
    return any(
        trimmed.endswith(w) and (lang in _UNSPACED or not trimmed[: -len(w)][-1:].isalpha())
        for w in words
    )


def may_be_negative(text: str, lang: str) -> bool | None:
    """Whether a sentence may say that something is below zero, or fell; None where it is not known."""
    words = _words(lang)
    if "minus" not in words:
        return None
    lower = text.lower()
    if ("-" in lower and _SIGNED.search(lower)) or "−" in lower:
        return True
    return any(w.rstrip("*") in lower for kind in ("minus", "fall") for w in words.get(kind, ()))


def knows_what_falls(lang: str) -> bool:
    """Whether the words of a language for what became less are known."""
    return "fall" in _words(lang)


def is_degree(found: frozenset[Unit]) -> bool:
    """Whether units are those of temperatures."""
    return any(u.kind in _DEGREES for u in found)


def is_rate(found: frozenset[Unit]) -> bool:
    """Whether units are percent or percentage points."""
    return any(u.kind in _RATES for u in found)


_SIGNED = lazy(r"[-–](?=\d)(?<![\w.,]-)(?<![\w.,]–)")


def _convertible(one: Unit, other: Unit) -> bool:
    return one.kind == other.kind or {one.kind, other.kind} == _DEGREES


def _group(kind: str) -> str:
    if kind in _RATES:
        return "rate"
    if kind in _DEGREES:
        return "degree"
    return kind if kind in _PHYSICAL else "money"


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other))


def _at(text: str, at: int, lang: str) -> frozenset[Unit]:
    """The units whose words begin at `at`, by the longest of them."""
    first = text[at : at + 1]
    for word, is_stem, names in _by_letter(lang).get(first, ()):
        if not text.startswith(word, at):
            continue
        end = at + len(word)
        if is_stem or not word[-1].isalnum() or not text[end : end + 1].isalnum():
            return names
    return frozenset()


def _ending(before: str, lang: str) -> frozenset[Unit]:
    """The units whose signs or words end right before a number: $5, yüzde 5."""
    table = _by_word(lang)
    for size in range(min(6, len(before)), 0, -1):
        found = table.get(before[-size:])
        whole = not before[-size].isalpha() or not before[:-size][-1:].isalpha()
        if found and whole and any(_group(u.kind) in ("rate", "money") for u in found):
            return found
    return frozenset()


@cache
def _by_letter(lang: str) -> dict[str, list[tuple[str, bool, frozenset[Unit]]]]:
    table: dict[str, list[tuple[str, bool, frozenset[Unit]]]] = {}
    for word, names in _forms(lang).items():
        bare = word.rstrip("*")
        table.setdefault(bare[0], []).append((bare, word != bare or lang in _UNSPACED, names))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


@cache
def _by_word(lang: str) -> dict[str, frozenset[Unit]]:
    return {word.rstrip("*"): names for word, names in _forms(lang).items()}


@cache
def _forms(lang: str) -> dict[str, frozenset[Unit]]:
    """The units by their words in a language, and by the signs of all languages."""
    found: dict[str, set[Unit]] = {}
    for name, row in _signs().items():
        for sign in row:
            found.setdefault(sign, set()).add(_units()[name])
    for name, words in _words(lang).items():
        if name in _units():
            for word in words:
                found.setdefault(word, set()).add(_units()[name])
    return {word: frozenset(some) for word, some in found.items()}


def _words(lang: str) -> dict[str, list[str]]:
    """By unit, its words in a language."""
    return _all_words().get(lang, {})


@cache
def _all_words() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for name in ("unit_words.tsv", "unit_words_more.tsv"):
        for lang, unit, words in _rows(name):
            found.setdefault(lang, {}).setdefault(unit, []).extend(words.split("|"))
    return found


@cache
def _units() -> dict[str, Unit]:
    return {row[0]: Unit(row[0], row[1], float(row[2])) for row in _rows("units.tsv")}


@cache
def _signs() -> dict[str, list[str]]:
    return {row[0]: row[3].split() for row in _rows("units.tsv") if len(row) > 3}


def _rows(name: str) -> list[list[str]]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
