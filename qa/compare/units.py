"""Measures that were converted: 62 miles for 100 km is the same length."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from qa.compare.numbers import Number
from qa.text.words import WORD

# Converted figures are rounded: 100 km become 60 miles.
_TOLERANCE = 0.06
# The unit stands within so many code points behind the figure.
_BEHIND = 30
_MIN_CELSIUS, _PER_FAHRENHEIT, _FREEZING = -90, 1.8, 32


def is_converted(text: str, number: Number, others: list[Number]) -> bool:
    """Whether the number in `text` is one of the `others` in another unit, by the word behind it."""
    words = WORD.findall(text[number.span.end : number.span.end + _BEHIND])[:2]
    values = {v for other in others for v in other.values}
    for word in words:
        factors = _factors().get(word.lower().rstrip("."), ())
        for value in number.values:
            if any(_near(value, factor * v) for factor in factors for v in values):
                return True
            if word.lower() == "fahrenheit" and any(
                v >= _MIN_CELSIUS and _near(value, v * _PER_FAHRENHEIT + _FREEZING) for v in values
            ):
                return True
    return False


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other))


@cache
def _factors() -> dict[str, tuple[float, ...]]:
    """By the word of a unit what its figure is in the units that it is converted from."""
    lines = Path(__file__).with_name("units.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {
        word: tuple(map(float, factors.split()))
        for words, factors in rows
        for word in words.split()
    }
