"""Where each code point of a document's text stands in the file it was read from.

A reader lays the text out as pieces. A piece is copied from the file one to one, or stands for a
longer stretch of it (`&amp;` for an ampersand), or is a gap: text that the reader put between two
blocks, for which there is nothing to change in the file but markup.
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from qa.text.spans import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class PieceKind(enum.Enum):
    """How a piece of text stands for its stretch of the file."""

    COPY = "copy"
    ENTITY = "entity"
    GAP = "gap"


def unescaped(text: str) -> str:
    """How plain text is written into its file: as it is."""
    return text


class Piece(NamedTuple):
    """A stretch of text and the stretch of the decoded file that it stands for.

    `text` and `source` are where each starts, in code points; `escape` writes new text in the form
    that the file needs at this place (no text at all when the piece is emptied).
    """

    text: int
    text_length: int
    source: int
    source_length: int
    kind: PieceKind = PieceKind.COPY
    escape: Callable[[str], str] = unescaped


class OffsetMap:
    """Maps offsets in a document's text to offsets in the decoded file, and edits with them."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = tuple(pieces)
        self._starts = [p.text for p in self.pieces]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a plain text file of `length` code points."""
        return cls([Piece(0, length, 0, length)])

    @property
    def is_identity(self) -> bool:
        """Whether the text is the file as it is."""
        return all(p.text == p.source and p.kind is PieceKind.COPY for p in self.pieces)

    def is_parted(self, span: Span) -> bool:
        """Whether `span` lies in more than one piece."""
        return span.start < span.end and self._index(span.start) != self._index(span.end - 1)

    def gaps(self, span: Span) -> Iterator[Span]:
        """The stretches of text without a form of their own in the file that share some of `span`."""
        for i in range(self._index(span.start), len(self.pieces)):
            p = self.pieces[i]
            if p.text >= max(span.end, span.start + 1):
                break
            end = p.text + p.text_length
            inside = p.text < span.end and span.start < end
            if p.kind is PieceKind.GAP and (
                inside if span.start < span.end else p.text < span.start < end
            ):
                yield Span(p.text, end)

    def piece_at(self, offset: int) -> Piece:
        """The piece that the code point at `offset` stands in."""
        return self.pieces[self._index(offset)]

    def pieces_in(self, span: Span) -> Iterator[Piece]:
        """The pieces that share some of `span`, in the order of the text."""
        for i in range(self._index(span.start), len(self.pieces)):
            p = self.pieces[i]
            if p.text >= span.end:
                break
            if p.text + p.text_length > span.start:
                yield p

    def has_gap(self, span: Span) -> bool:
        """Whether some of `span` has no form of its own in the file."""
        return any(p.kind is PieceKind.GAP for p in self.pieces_in(span))

    def _index(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def to_source(self, offset: int) -> int:
        """The place in the file of the code point at `offset`."""
        if not self.pieces:
            return 0
        p = self.pieces[self._index(offset)]
        inside = offset - p.text
        if inside >= p.text_length:
            return p.source + p.source_length
        # Code is a gap, but written in the file as in the text.
        one_to_one = p.text_length == p.source_length
        return p.source + (inside if one_to_one else 0)

    def source_span(self, span: Span) -> Span:
        """The stretch of the file from the first to the last code point of `span`.

        Text need not be in the order of the file (an `alt` follows the paragraph it stands in), so
        over several pieces it is the stretch that holds them all.
        """
        if span.start >= span.end or not self.pieces:
            at = self.to_source(span.start)
            return Span(at, at)
        first, last = self._index(span.start), self._index(span.end - 1)
        start, end = self.to_source(span.start), 0
        for i in range(first, last + 1):
            p = self.pieces[i]
            whole = p.kind is not PieceKind.COPY or i < last
            if i > first:
                start = min(start, p.source)
            end = max(end, p.source + (p.source_length if whole else span.end - p.text))
        return Span(start, end)

    def source_edits(self, edit: Edit) -> list[Edit]:
        """The edits of the file that make `edit` of the text.

        Gaps are left as they are, so that no markup is lost; new text goes where the first
        code point that is not in a gap stood.
        """
        if not self.pieces:
            return []
        if edit.start >= edit.end:
            i = self._index(edit.start)
            p = self.pieces[i]
            # At the seam of two pieces, text is added to the one that is not a gap.
            if p.kind is PieceKind.GAP and i and p.text == edit.start:
                p = self.pieces[i - 1]
            at = p.source + min(edit.start - p.text, p.source_length)
            if p.kind is not PieceKind.COPY:
                at = p.source if edit.start == p.text else p.source + p.source_length
            return [Edit(at, at, p.escape(edit.text))]
        edits: list[Edit] = []
        text = edit.text
        for p in self.pieces[self._index(edit.start) :]:
            if p.text >= edit.end:
                break
            start, end = max(edit.start, p.text), min(edit.end, p.text + p.text_length)
            if p.kind is PieceKind.GAP or start >= end:
                continue
            if p.kind is PieceKind.COPY:
                a, b = p.source + start - p.text, p.source + end - p.text
            else:
                a, b = p.source, p.source + p.source_length
            # Only where a whole piece goes may the file need something in its place.
            whole = end - start == p.text_length
            new, text = (p.escape(text) if text or whole else ""), ""
            if edits and edits[-1].end == a:
                edits[-1] = Edit(edits[-1].start, b, edits[-1].text + new)
            else:
                edits.append(Edit(a, b, new))
        return edits


class Coded(NamedTuple):
    """A stretch of the file that is code for a text as a whole, as base64 is: source[start:end].

    `text` is what it stands for, `encode` writes it anew, and `way` leads from the part `span` of the
    document's text to it. `encode` raises UnicodeEncodeError for what its code page has not.
    """

    start: int
    end: int
    text: str
    encode: Callable[[str], str]
    span: Span
    way: OffsetMap
