"""Lays out what a reader takes from a file: text and blocks, with the place of each code point."""

from __future__ import annotations

import re
from collections.abc import Callable

from qa.document.model import Block, Comment
from qa.document.offsets import OffsetMap, Piece, PieceKind, unescaped
from qa.readers.core.reading import Reading
from qa.text.patterns import lazy
from qa.text.spans import Span

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

    def _here(self) -> int:
        """Where the next text will stand."""
        return self._length + bool(self._pieces and self._start is None)

    def finish(self, kind: str, lang: str | None = None) -> None:
        """End the block at hand, if it has any text."""
        if self._start is not None:
            self._blocks.append(Block(Span(self._start, self._length), kind, lang))
            self._start = None

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
