"""Places in a text, in code points, and what is written there instead."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """The same span, `by` code points further on."""
        return Span(self.start + by, self.end + by)


class Edit(NamedTuple):
    """Replace the code points from `start` up to `end` with `text`."""

    start: int
    end: int
    text: str
