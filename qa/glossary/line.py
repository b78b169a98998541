"""A paragraph as names are looked for in it: its runs of letters, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from qa.glossary.forms import MAY_JOIN, Form, folded_gap, folded_run, parts_of, without_invisible

# Languages that put an apostrophe between a name and its case endings: "Kiev'de".
SUFFIX_BEHIND_APOSTROPHE = ("tr",)


class Stretch(NamedTuple):
    """Where a name stands in a text: its start, its end, and the end of its possessive ending."""

    start: int
    end: int
    tail: int


class Line:
    """A text, its runs by number from 0, and the gaps before each of them and after the last."""

    def __init__(self, text: str, runs: Sequence[str], lang: str) -> None:
        self.text = text
        self.lang = lang
        self.runs = runs
        self.folded = tuple(map(folded_run, runs))
        self._gaps: list[str] = []
        self._ends: list[int] = []

    def _part(self) -> None:
        """Take the text apart; many a line is never looked at so closely."""
        parts = parts_of(self.text)
        self._gaps = parts[::2]
        self._ends = list(accumulate(map(len, parts)))

    def __len__(self) -> int:
        return len(self.runs)

    def run(self, number: int) -> str:
        """A run, folded; empty where there is none."""
        return self.folded[number] if 0 <= number < len(self.runs) else ""

    def gap(self, number: int) -> str:
        """What stands in front of a run, or behind the last one, folded; empty where none is."""
        if not self._ends:
            self._part()
        return folded_gap(self._gaps[number]) if 0 <= number < len(self._gaps) else ""

    def start(self, number: int) -> int:
        """Where a run starts in the text."""
        if not self._ends:
            self._part()
        return self._ends[2 * number]

    def end(self, number: int) -> int:
        """Where a run ends in the text."""
        if not self._ends:
            self._part()
        return self._ends[2 * number + 1]

    def starts_sentence(self, number: int) -> bool:
        """Whether a run is the first of the text, or stands behind what ends a sentence."""
        return not number or any(stop in self.gap(number) for stop in '.!?:…"“„«—')

    def holds(self, form: Form, first: int) -> bool:
        """Whether a form stands at a run, as whole words."""
        return self.stretch(form, first) is not None

    def stretch(self, form: Form, first: int, plural: str = "") -> Stretch | None:
        """Where a form stands at a run, as whole words; None if it does not.

        Its last run may have a plural ending.
        """
        runs, gaps = form
        last = first + len(runs) - 1
        if first < 0 or last >= len(self.runs):
            return None
        if plural:
            runs = (*runs[:-1], runs[-1] + plural)
        if self.folded[first : last + 1] != runs:
            return None
        for i in range(1, len(runs)):
            if self.gap(first + i) != gaps[i]:
                return None
        start = self.start(first)
        if gaps[0]:
            if not self.gap(first).endswith(gaps[0]):
                return None
            start -= len(gaps[0])
        # "O'Kiev" is another name, but "'Kiev'" is this one in quotes.
        elif first and self.text[start - 1] in MAY_JOIN and self.gap(first) == "'":
            return None
        ends = self.tail(last, gaps[-1])
        return ends and Stretch(start, ends[0] - len(plural), ends[1])

    def tail(self, last: int, closing: str = "") -> tuple[int, int] | None:
        """Where a name ends of which the last run and closing signs are given, and its possessive.

        None where the word goes on: "Kiev'k".
        """
        end = self.end(last)
        if not closing and self.text[end : end + 1] not in MAY_JOIN:
            return end, end
        gap = self.gap(last + 1)
        if not gap.startswith(closing):
            return None
        if closing:
            end += _length(self._gaps[last + 1], len(closing))
            gap = gap[len(closing) :]
        if not gap.startswith("'"):
            return end, end
        if gap == "'" and last + 1 < len(self.runs):
            if self.lang in SUFFIX_BEHIND_APOSTROPHE:
                behind = self.runs[last + 1]
                is_suffix = behind.islower() or (behind.isupper() and self.runs[last].isupper())
                return (end, end) if is_suffix else None
            return (end, self.end(last + 1)) if self.run(last + 1) == "s" else None
        # "The Zelenskys' house"; else it closes a quotation.
        if not self.run(last).endswith("s"):
            return end, end
        return end, end + _length(self._gaps[last + 1], 1)


def _length(raw: str, count: int) -> int:
    """How many code points of a gap make its first `count` visible ones."""
    seen = 0
    for length, char in enumerate(raw):
        if seen == count:
            return length
        seen += len(without_invisible(char))
    return len(raw)
