"""A passage side by side with its source and what came back of it, the differences marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from qa.document.model import Document, Finding, Span
from qa.text.words import WORD


class Part(NamedTuple):
    """A stretch of a text, and whether it is marked."""

    text: str
    marked: bool = False


class Side(NamedTuple):
    """One of the texts, in parts; `lang` is its language code, empty where it is not known."""

    label: str
    lang: str
    parts: tuple[Part, ...]


def sides(document: Document, finding: Finding) -> tuple[Side, ...]:
    """Source, copy and round trip of a finding that has one of them beside the copy; else nothing."""
    source, back = finding.data.get("source"), finding.data.get("round_trip")
    if not source and not back:
        return ()
    whole = _sentences(document, finding.span)
    copy = document.text[slice(*whole)]
    # What is marked is the place of the finding or, where that is all, what it points at.
    places = finding.related if finding.span == whole else (finding.span,)
    marks = [
        Span(s - whole.start, e - whole.start)
        for s, e in places
        if whole.start <= s and e <= whole.end
    ]
    found = [Side("Source", "", (Part(source),))] if source else []
    found.append(Side("Copy", document.lang, tuple(_parts(copy, marks))))
    if back:
        found.append(Side("Translated back", document.lang, tuple(_parts(back, _new(copy, back)))))
    return tuple(found)


def _sentences(document: Document, span: Span) -> Span:
    """The stretch from the start of the first sentence that a place is in to the end of the last."""
    touched = [
        sentence.shifted(segment.offset)
        for segment in document.segments
        if segment.span.overlaps(span)
        for sentence in segment.sentences
    ]
    touched = [s for s in touched if s.overlaps(span)]
    if not touched:
        return span
    return Span(min(touched[0].start, span.start), max(touched[-1].end, span.end))


def _new(before: str, after: str) -> list[Span]:
    """The places of the words of `after` that `before` does not have in that order."""
    words = [m[0].lower() for m in WORD.finditer(before)]
    places = list(WORD.finditer(after))
    matcher = SequenceMatcher(None, words, [m[0].lower() for m in places], autojunk=False)
    return [
        Span(places[first].start(), places[last - 1].end())
        for kind, _, _, first, last in matcher.get_opcodes()
        if kind in ("replace", "insert")
    ]


def _parts(text: str, marks: Sequence[Span]) -> Iterator[Part]:
    end = 0
    for start, stop in sorted(marks):
        if start < end:
            continue
        if start > end:
            yield Part(text[end:start])
        yield Part(text[start:stop], marked=True)
        end = stop
    if end < len(text):
        yield Part(text[end:])
