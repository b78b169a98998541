"""Sums by what is known of the stories: desk, language, date … In bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from qa.text.dates import iso_date

# Values that are told apart while counting, and code points of one.
_MOST_VALUES = 10_000
_LONGEST_VALUE = 200
_MOST_BUCKETS = 120
_WEEK, _UNITS = 7, ("day", "week", "month", "year")


class Sums:
    """Sums of `width` measures for each value of one field; the first measure is the stories.

    When there are more than `most` values, those with fewest stories go to `rest`, and `exact` is
    false from then on.
    """

    def __init__(self, width: int, most: int = _MOST_VALUES) -> None:
        self._most = most
        self._places: dict[str, int] = {}
        self._sums = np.zeros((64, width), np.int64)
        self.unknown = np.zeros(width, np.int64)
        self.rest = np.zeros(width, np.int64)
        self.exact = True

    def __len__(self) -> int:
        return len(self._places)

    def add(self, values: pa.Array, measures: NDArray[np.int64]) -> None:
        """Take in stories: a value, or null, and a row of measures for each."""
        coded = values.dictionary_encode(null_encoding="encode")
        different = [self._value(value_of(v)) for v in coded.dictionary.to_pylist()]
        sums = np.zeros((len(different), measures.shape[1]), np.int64)
        np.add.at(sums, coded.indices.to_numpy(), measures)
        for value, row in zip(different, sums, strict=True):
            if value:
                self._sum(value, row)
            else:
                self.unknown += row
        if len(self) > self._most:
            self._reduce()

    def items(self) -> Iterator[tuple[str, NDArray[np.int64]]]:
        """Each value with its sums."""
        for value, place in self._places.items():
            yield value, self._sums[place]

    def most_frequent(self, count: int) -> list[tuple[str, NDArray[np.int64]]]:
        """The values with most stories; all others go to the rest."""
        items = sorted(self.items(), key=lambda item: (-int(item[1][0]), item[0]))
        for _, sums in items[count:]:
            self.rest += sums
        return items[:count]

    def _value(self, text: str) -> str:
        """What is counted for a value; empty for nothing."""
        return text

    def _sum(self, value: str, sums: NDArray[np.int64]) -> None:
        place = self._places.setdefault(value, len(self._places))
        if place == len(self._sums):
            self._sums = np.concatenate([self._sums, np.zeros_like(self._sums)])
        self._sums[place] += sums

    def _reduce(self) -> None:
        self.exact = False
        self._keep([(v, s.copy()) for v, s in self.most_frequent(self._most // 2)])

    def _keep(self, items: list[tuple[str, NDArray[np.int64]]]) -> None:
        self._places = {}
        self._sums[:] = 0
        for value, sums in items:
            self._sum(value, sums)


def value_of(text: str | None) -> str:
    """A value as it is shown: not too long, without space around it; empty where nothing is said."""
    return (text or "")[:_LONGEST_VALUE].strip()


class Calendar(Sums):
    """Sums by the day of the stories, or by a longer time where there are more days than are shown."""

    def __init__(self, width: int) -> None:
        # So many days cannot be shown by the week either.
        super().__init__(width, _MOST_BUCKETS * _WEEK)
        self._unit = "day"

    def buckets(self) -> tuple[str, list[tuple[str, NDArray[np.int64]]]]:
        """The unit of time, and each first day of one with its sums, in order.

        The unit is the shortest of day, week, month and year that gives no more than 120 of them;
        of more years the last are given, and the others go to the rest.
        """
        for unit in _UNITS[_UNITS.index(self._unit) :]:
            if len({_first_day(day, unit) for day in self._places}) <= _MOST_BUCKETS:
                break
        self._widen(unit)
        found = sorted(self.items())
        for _, sums in found[:-_MOST_BUCKETS]:
            self.rest += sums
        return unit, found[-_MOST_BUCKETS:]

    def _value(self, text: str) -> str:
        day = iso_date(text)
        return day and _first_day(day, self._unit)

    def _reduce(self) -> None:
        # There are no more than 9,999 years.
        if self._unit != "year":
            self._widen("month" if self._unit == "day" else "year")

    def _widen(self, unit: str) -> None:
        self._unit = unit
        self._keep([(_first_day(day, unit), sums.copy()) for day, sums in self.items()])


def _first_day(day: str, unit: str) -> str:
    """The ISO date of the first day of the week, month or year that a day is in."""
    if unit == "week":
        at = date.fromisoformat(day)
        # The first days of the year 1 were in a week that began before it.
        return (at - timedelta(min(at.weekday(), at.toordinal() - 1))).isoformat()
    return {"day": day, "month": f"{day[:7]}-01", "year": f"{day[:4]}-01-01"}[unit]
