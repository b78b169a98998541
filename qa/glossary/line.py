"""A paragraph as names are looked for in it: its runs of letters, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence

from qa.glossary.forms import RUN, Form, folded_gap, folded_run, without_invisible


class Line:
    """A text, its runs by number from 0, and the gaps before each of them and after the last."""

    def __init__(self, text: str, runs: Sequence[str]) -> None:
        self.text = text
        self.runs = runs
        self.places = [m.span() for m in RUN.finditer(text)]

    def __len__(self) -> int:
        return len(self.runs)

    def run(self, number: int) -> str:
        """A run, folded; empty where there is none."""
        return folded_run(self.runs[number]) if 0 <= number < len(self.runs) else ""

    def gap(self, number: int) -> str:
        """What stands in front of a run, or behind the last one, folded."""
        return folded_gap(self.text[self.end(number - 1) : self.start(number)])

    def start(self, number: int) -> int:
        """Where a run starts in the text; its end for the one after the last."""
        return self.places[number][0] if number < len(self.places) else len(self.text)

    def end(self, number: int) -> int:
        """Where a run ends in the text; 0 for the one before the first."""
        return self.places[number][1] if number >= 0 else 0

    def holds(self, form: Form, first: int, *, but: int = -1, plural: str = "") -> bool:
        """Whether a form stands at a run, as whole words; its run `but` is known to.

        The last run may have a plural ending.
        """
        last = first + len(form.runs) - 1
        if first < 0 or last >= len(self.runs):
            return False
        for i, run in enumerate(form.runs):
            if i != but and self.run(first + i) != (run + plural if first + i == last else run):
                return False
            if i and self.gap(first + i) != form.gaps[i]:
                return False
        before = self.gap(first)
        # "O'Kiev" is another name, but "'Kiev'" is this one in quotes.
        if not before.endswith(form.gaps[0]) or (before == "'" and first and not form.gaps[0]):
            return False
        return self.tail(last, form.gaps[-1]) is not None

    def tail(self, last: int, closing: str = "") -> tuple[int, int] | None:
        """Where a name ends whose last run and closing signs are given, and where its possessive does.

        None where the word goes on: "Kiev'k".
        """
        gap = self.gap(last + 1)
        if not gap.startswith(closing):
            return None
        raw = self.text[self.end(last) : self.start(last + 1)]
        end = self.end(last) + _length(raw, len(closing))
        gap = gap[len(closing) :]
        if not gap.startswith("'"):
            return end, end
        if gap == "'" and last + 1 < len(self.runs):
            return (end, self.end(last + 1)) if self.run(last + 1) == "s" else None
        # "The Zelenskys' house"; else it closes a quotation.
        raw = self.text[end : self.start(last + 1)]
        return (end, end + _length(raw, 1)) if self.run(last).endswith("s") else (end, end)


def _length(raw: str, count: int) -> int:
    """How many code points of a gap make its first `count` visible ones."""
    seen = 0
    for length, char in enumerate(raw):
        if seen == count:
            return length
        seen += len(without_invisible(char))
    return len(raw)
