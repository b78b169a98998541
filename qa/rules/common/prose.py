"""Lines of running text, as against headlines, labels, bylines and rows of a table."""

from __future__ import annotations

import re

from qa.document.model import Segment
from qa.text.patterns import lazy

# The full stops of the world's scripts, and what else ends a sentence.
STOPS = ".。．։۔।॥።"
ENDS = STOPS + "!?…؟！？"
CLOSERS = "\"'”’»“‘›)]」』"
# Kinds of blocks that hold running text.
_RUNNING = frozenset({"lead", "unit", "cue", "paragraph", "list-item", "blockquote"})
# A dateline with its dash: "KYIV, Feb. 3 (Reuters) - ", "Baku, 5 March, Report - ".
_LONGEST_DATELINE = 60
_IN_LOWER_CASE = lazy(r"\W{0,3}[a-z\u00df-\u00ff\u0430-\u045f]")
_DATELINE_END = lazy(r"\)\s*$")


def is_prose(segment: Segment) -> bool:
    """Whether a block is running text: its last sentence has its end mark, or one inside has."""
    if segment.kind not in _RUNNING:
        return False
    text = segment.text.rstrip()
    if not text:
        return False
    last = text[-1]
    if last in CLOSERS:
        last = text.rstrip(CLOSERS + " \u00a0")[-1:] or last
    return last in ENDS or _INNER_END.search(text) is not None


_INNER_END = lazy(r"[^\W\d_]{3}[.!?]\W?\s+[^\W\d_]{2}")


def line_before(text: str, at: int) -> str:
    """What stands before `at` on its line, as far back as a dateline could reach."""
    start = max(0, at - _LONGEST_DATELINE - 2)
    return text[max(start, text.rfind("\n", start, at) + 1) : at]


def is_dateline(before: str, after: str) -> bool:
    """Whether the text of a line up to a dash is a place, a date or an agency, or a short label.

    `after` is what follows the dash: the story starts there, with a capital or a figure.
    """
    if len(before.strip()) > _LONGEST_DATELINE or _IN_LOWER_CASE.match(after):
        return False
    words = re.findall(r"[^\W\d_]+", before)
    return (
        not words
        or bool(_DATELINE_END.search(before))
        or (len(words[0]) > 3 and words[0].isupper())
        or (len(words) <= 5 and all(w[0].isupper() for w in words))
    )
