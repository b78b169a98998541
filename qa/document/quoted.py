"""Whether a place of a document stands within quotation marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from qa.document.computed import of_document
from qa.document.model import Document, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.document.quotations import Quotation


def is_quoted(document: Document, span: Span, *, opened: bool = False) -> bool:
    """Whether `span`, in code points of the document, shares one with a quotation.

    With `opened`, one that has its opening mark.
    """
    starts, ends = _stretches(document, opened)
    last = bisect_left(starts, span.end) - 1
    return last >= 0 and ends[last] > span.start


def quotations_at(document: Document, span: Span) -> Sequence[Quotation]:
    """The quotations that may reach into `span`; they follow one another in the text."""
    starts = _starts(document)
    first = max(0, bisect_right(starts, span.start) - _NESTED)
    return document.quotations[first : bisect_right(starts, span.end)]


def opens_quotation(document: Document, at: int) -> bool:
    """Whether a quotation has its opening mark at `at`, in code points of the document."""
    starts = _starts(document)
    same = document.quotations[bisect_left(starts, at) : bisect_right(starts, at)]
    return any(q.opened for q in same)


# A quotation around a place is at most so many before the last one that starts in front of it.
_NESTED = 5


@of_document
def _starts(document: Document) -> tuple[int, ...]:
    return tuple(q.span.start for q in document.quotations)


@of_document
def _stretches(document: Document, opened: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where the quotations start and end, in order, each inside another one left out."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(q.span for q in document.quotations if q.opened or not opened):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return tuple(starts), tuple(ends)
