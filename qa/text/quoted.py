"""Whether a place of a document stands within quotation marks."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from qa.model import Document, Span


def is_quoted(document: Document, span: Span, *, opened: bool = False) -> bool:
    """Whether `span`, in code points of the document, shares one with a quotation.

    With `opened`, one that has its opening mark.
    """
    starts, ends = _stretches(document, opened)
    last = bisect_left(starts, span.end) - 1
    return last >= 0 and ends[last] > span.start


# One document is checked at a time, rule by rule; looking at all its quotations for each of its
# findings would take the square of its length.
@lru_cache(maxsize=4)
def _stretches(document: Document, opened: bool) -> tuple[list[int], list[int]]:
    """Where the quotations start and end, in order, each inside another one left out."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(q.span for q in document.quotations if q.opened or not opened):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends
