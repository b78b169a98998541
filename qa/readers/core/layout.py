"""Lays out what a reader takes from a file: text and blocks, with the place of each code point."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice

from qa.document.model import Block, Comment
from qa.document.offsets import Coded, OffsetMap, Piece, PieceKind, unescaped
from qa.readers.core.reading import Reading
from qa.text.patterns import lazy
from qa.text.spans import Span

_WORD_AND_SPACE = lazy(r"\S*\s+|\S+")
Escape = Callable[[str], str]
# How every comment begins that may speak to qa.
COMMENT = lazy(r"<!--\s*(?:wire)?qa\b", re.I)


class Layout:
    """Gathers the text of `source`, piece by piece. Blocks are kept apart by line ends."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._blocks: list[Block] = []
        self._comments: list[Comment] = []
        self._opaque: list[Span] = []
        self._parts_at: list[int] = []
        self._coded: list[Coded] = []
        # The way from the text to that of the code at hand.
        self._inner: list[Piece] | None = None
        self._places: Sequence[int] = ()
        self._length = 0
        self._start: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the block at hand has no text yet."""
        return self._start is None

    def copy(self, start: int, end: int, escape: Escape = unescaped) -> None:
        """Add source[start:end] as it is; `escape` writes new text in its place."""
        if start >= end:
            return
        self._open()
        if self._pieces:
            p = self._pieces[-1]
            follows = p.source + p.source_length == start
            if follows and p.kind is PieceKind.COPY and p.escape is escape:
                more = end - start
                self._pieces[-1] = Piece(
                    p.text, p.text_length + more, p.source, p.source_length + more, p.kind, escape
                )
                self._parts.append(self.source[start:end])
                self._length += more
                return
        self._add(self.source[start:end], start, end, PieceKind.COPY, escape)

    def entity(self, text: str, start: int, end: int, escape: Escape = unescaped) -> None:
        """Add `text`, which source[start:end] stands for."""
        if text:
            self._open()
            self._add(text, start, end, PieceKind.ENTITY, escape)

    def gap(self, text: str, start: int, end: int) -> None:
        """Add `text` that no edit may change; source[start:end] is what it is for."""
        if text:
            self._open()
            self._add(text, start, end, PieceKind.GAP, unescaped)

    def code(self, text: str, start: int, end: int) -> None:
        """Add `text`, which source[start:end] stands for, as no prose that no edit may change."""
        if text:
            self.gap(text, start, end)
            at = self._length - len(text)
            last = self._opaque[-1] if self._opaque else Span(0, 0)
            # With the space between two words of code.
            if last.start < last.end and at - last.end <= 1:
                at = self._opaque.pop().start
            self._opaque.append(Span(at, self._length))

    def object(self) -> None:
        """Note that something stands here which is no text: a picture, a formula."""
        here = self._here()
        self._opaque.append(Span(here, here))

    def comment(self, start: int, end: int) -> None:
        """Note the comment source[start:end] for the block at hand, or else the next one."""
        if COMMENT.match(self.source, start):
            text = self.source[start:end]
            self._comments.append(Comment(text, start, len(self._blocks), self._here()))

    def remark(self, words: str, start: int) -> None:
        """Note a comment as other formats write one: `words` is what it says, `start` where it stands."""
        text = f"<!-- {words} -->"
        if COMMENT.match(text):
            self._comments.append(Comment(text, start, len(self._blocks), self._here()))

    def part(self) -> None:
        """Note that another story begins here, or the same in another form."""
        self.finish("paragraph")
        if self._blocks and self._parts_at[-1:] != [len(self._blocks)]:
            self._parts_at.append(len(self._blocks))

    def _here(self) -> int:
        """Where the next text will stand."""
        return self._length + bool(self._pieces and self._start is None)

    def finish(self, kind: str, lang: str | None = None) -> None:
        """End the block at hand, if it has any text."""
        if self._start is not None:
            self._blocks.append(Block(Span(self._start, self._length), kind, lang))
            self._start = None

    def nest(self, inner: Reading, way: OffsetMap, kind: str = "", lang: str | None = None) -> None:
        """Add the blocks of `inner`, the reading of a text that stands written in this file.

        `way` leads from that text (HTML with its tags, say) to this file, where it stands in another
        form: with references, or escapes. `kind` takes the place of "paragraph", and of "headline".
        """
        self.finish("paragraph")
        pieces, first = inner.offsets.pieces, 0
        opaque = list(inner.opaque)
        comments = list(inner.comments)
        for number, block in enumerate(inner.blocks):
            start, end = block.span
            self._open()
            moved = self._length - start
            while comments and comments[0].block <= number:
                c = comments.pop(0)
                here = len(self._blocks)
                self._comments.append(
                    Comment(c.text, way.to_source(c.offset), here, max(c.at, start) + moved)
                )
            while first < len(pieces) and pieces[first].text + pieces[first].text_length <= start:
                first += 1
            for piece in islice(pieces, first, None):
                if piece.text >= end:
                    break
                self._nest_piece(piece, max(start, piece.text), min(end, _end(piece)), inner, way)
            while opaque and opaque[0].start <= end:
                span = opaque.pop(0)
                if span.start >= start:
                    self._opaque.append(span.shifted(moved))
            plain = block.kind in ("paragraph", "headline")
            self.finish(kind if kind and plain else block.kind, block.lang or lang)
        for c in comments:
            self._comments.append(
                Comment(c.text, way.to_source(c.offset), len(self._blocks), self._here())
            )

    def nest_coded(
        self,
        inner: Reading,
        text: str,
        places: Sequence[int],
        encode: Escape,
        kind: str = "",
        lang: str | None = None,
    ) -> None:
        """Add the blocks of `inner`, the reading of `text`, for which the file has code, such as base64.

        `places` are the place of each code point in the file, and the end of the code; `encode` writes
        another text in its place.
        """
        before = len(self._blocks)
        self._inner, self._places = [], places
        length = places[-1] - places[0]
        whole = Piece(0, len(text), places[0], length, PieceKind.ENTITY)
        self.nest(inner, OffsetMap([whole]), kind, lang)
        way, self._inner = OffsetMap(self._inner), None
        if len(self._blocks) > before:
            span = Span(self._blocks[before].span.start, self._blocks[-1].span.end)
            self._coded.append(Coded(places[0], places[-1], text, encode, span, way))

    def _nest_piece(
        self, piece: Piece, start: int, end: int, inner: Reading, way: OffsetMap
    ) -> None:
        """Add what stands between `start` and `end` of the text of `inner`, some of `piece`."""
        text = inner.text[start:end]
        if self._inner is not None:
            self._nest_coded_piece(piece, start, text, self._inner)
            return
        if piece.kind is not PieceKind.COPY:
            at = Span(piece.source, piece.source + piece.source_length)
            place = way.source_span(at)
            if piece.kind is PieceKind.GAP or way.has_gap(at):
                self._add(text, *place, PieceKind.GAP, unescaped)
            else:
                write = _both(way.piece_at(at.start).escape, piece.escape)
                self._add(text, *place, PieceKind.ENTITY, write)
            return
        at = Span(start, end).shifted(piece.source - piece.text)
        for outer in way.pieces_in(at):
            a, b = max(at.start, outer.text), min(at.end, _end(outer))
            part = text[a - at.start : b - at.start]
            write = _both(outer.escape, piece.escape)
            if outer.kind is PieceKind.COPY:
                first = outer.source + a - outer.text
                self.copy(first, first + b - a, write)
            else:
                stretch = (outer.source, outer.source + outer.source_length)
                whole = b - a == outer.text_length
                self._add(part, *stretch, outer.kind if whole else PieceKind.GAP, write)

    def _nest_coded_piece(self, piece: Piece, start: int, text: str, inner: list[Piece]) -> None:
        """Add `text`, that stands for code, and to `inner` its way to the text which the code is for."""
        is_copy = piece.kind is PieceKind.COPY
        a = piece.source + (start - piece.text if is_copy else 0)
        length = len(text) if is_copy else piece.source_length
        inner.append(Piece(self._length, len(text), a, length, piece.kind, piece.escape))
        kind = PieceKind.GAP if piece.kind is PieceKind.GAP else PieceKind.ENTITY
        places = self._places
        # A place for each word is near enough.
        for m in _WORD_AND_SPACE.finditer(text):
            first, last = (a + m.start(), a + m.end()) if is_copy else (a, a + length)
            self._add(m[0], places[first], places[last], kind, unescaped)

    def reading(self, lang: str | None = None, date: str = "") -> Reading:
        """All of it. `lang` and the ISO date `date` are what the file declares."""
        return Reading(
            text="".join(self._parts),
            blocks=tuple(self._blocks),
            offsets=OffsetMap(self._pieces),
            lang=lang,
            comments=tuple(self._comments),
            opaque=tuple(self._opaque),
            date=date,
            parts=tuple(self._parts_at),
            coded=tuple(self._coded),
        )

    def _open(self) -> None:
        if self._start is None:
            if self._pieces:
                p = self._pieces[-1]
                at = p.source + p.source_length
                self._add("\n", at, at, PieceKind.GAP, unescaped)
            self._start = self._length

    def _add(self, text: str, start: int, end: int, kind: PieceKind, escape: Escape) -> None:
        self._parts.append(text)
        self._pieces.append(Piece(self._length, len(text), start, end - start, kind, escape))
        self._length += len(text)


def _end(piece: Piece) -> int:
    return piece.text + piece.text_length


@cache
def _both(outer: Escape, inner: Escape) -> Escape:
    """New text as the inner format writes it, in the outer one."""
    if inner is unescaped:
        return outer
    return lambda text: outer(inner(text))
