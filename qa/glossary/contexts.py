"""Where a name may stand as it was once printed: quotations, titles of works, street addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from qa.document.quoted import is_quoted, quotations_at
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

if TYPE_CHECKING:
    from qa.document.model import Segment, Span

# "“Kiev Stands,” he said": what ends as a sentence does is speech.
_SPEECH_ENDS = tuple(stop + mark for stop in ",.!?" for mark in "\"”’'»")
_WORD = lazy(r"[^\W_]+")
# A title in quotation marks is short; what is longer is speech.
_LONGEST_TITLE = 70
# How far before a title may stand what it is: "the novel by Joseph Kessel “Kiev Nights”".
_REACH_IN_WORDS, _REACH = 4, 60
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "vs",
        "with",
    ]
)


def stands_in(context: str, segment: Segment, span: Span) -> bool:
    """Whether a stretch of a segment stands in one of the contexts that an entry may exclude."""
    return _CONTEXTS[context](segment, span)


def _in_quotation(segment: Segment, span: Span) -> bool:
    return is_quoted(segment.document, span.shifted(segment.offset))


def _in_work(segment: Segment, span: Span) -> bool:
    """Whether it is in a title in quotation marks: capitals throughout, or named as a title."""
    at = span.shifted(segment.offset)
    document = segment.document
    for quotation in quotations_at(document, at):
        start, end = quotation.span
        if not start <= at.start < at.end <= end:
            continue
        if end - start > _LONGEST_TITLE:
            return False
        words = [m[0] for m in _WORD.finditer(document.text, start, end)]
        before = [
            m[0].lower() for m in _WORD.finditer(document.text, max(0, start - _REACH), start)
        ]
        if words_for("kinds_of_works", "en").intersection(before[-_REACH_IN_WORDS:]):
            return True
        capitals = [w[0].isupper() for w in words if w not in _SMALL]
        return (
            len(capitals) > 1 and all(capitals) and not document.text.endswith(_SPEECH_ENDS, 0, end)
        )
    return False


def _in_address(segment: Segment, span: Span) -> bool:
    """Whether it names a street: "12 Odessa Street", "вул. Київська" (the word, with a capital)."""
    words = words_for("street_words", "en")
    after = _WORD.match(segment.text, span.end + 1)
    return (
        after is not None
        and segment.text[span.end] == " "
        and after[0][0].isupper()
        and after[0].lower() in words
    )


_CONTEXTS: Mapping[str, Callable[[Segment, Span], bool]] = {
    "quotation": _in_quotation,
    "work": _in_work,
    "address": _in_address,
}
