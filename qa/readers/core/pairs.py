"""Bilingual files in XML: segments with their translations, each a block of the text and one of its original."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from qa.readers.core.layout import COMMENT, Layout
from qa.readers.core.reading import NoStoryError, Reading
from qa.readers.core.xml import Attributes, Handler, Name, escape, escape_cdata, parse

# The kind of their blocks: sentences, headings, labels of a program.
KIND = "unit"


class Piece(NamedTuple):
    """A stretch of a segment, source[start:end], and the text that it stands for; none for a code."""

    text: str
    start: int
    end: int
    cdata: bool = False


class Bilingual(Handler):
    """Gathers segments; who derives from it says with `open` and `close` where one stands."""

    # Elements in a segment whose text is prose; the text of all others is code.
    prose: frozenset[str] = frozenset()
    # Elements that are passed over with all in them.
    passed_over: frozenset[str] = frozenset()

    def __init__(self, source: str) -> None:
        self.source = source
        self.target, self.original = Layout(source), Layout(source)
        self.lang = ""
        self.source_lang = ""
        self.found = False
        self.pieces: list[Piece] | None = None
        self._skipping = 0
        self._code = 0

    def open(self, name: str, attributes: Attributes) -> None:
        """An element outside of a segment begins."""

    def close(self, name: str) -> None:
        """An element outside of a segment, or the one with the segment, ends."""

    def start(self, name: Name, attributes: Attributes, start: int) -> None:
        """A start tag: of a code, of what is passed over, or of something to `open`."""
        if self._skipping or name.local in self.passed_over:
            self._skipping += 1
        elif self._code:
            self._code += 1
        elif self.pieces is not None and name.local not in self.prose:
            self.pieces.append(Piece("", start, start))
            self._code = 1
        else:
            self.open(name.local, attributes)

    def end(self, name: Name, start: int) -> None:
        """An end tag."""
        if self._skipping:
            self._skipping -= 1
        elif self._code:
            self._code -= 1
        else:
            self.close(name.local)

    def text(self, text: str, start: int, end: int, cdata: bool) -> None:
        """Text, which counts in a segment."""
        if self.pieces is not None and not self._code and not self._skipping:
            self.pieces.append(Piece(text, start, end, cdata))

    def comment(self, start: int, end: int) -> None:
        """A comment, for the next segment."""
        if COMMENT.match(self.source, start):
            self.target.comment(start, end)

    def pair(self, source: list[Piece], target: list[Piece], lang: str | None = None) -> None:
        """Add a segment and its translation, where both have text."""
        if not _has_text(source) or not _has_text(target):
            return
        self.found = True
        for layout, pieces, own in (
            (self.original, source, None),
            (self.target, target, lang),
        ):
            for piece in _trimmed(pieces):
                _write(layout, piece)
            layout.finish(KIND, own)

    def reading(self, what: str) -> Reading:
        """What is in the file. Raises MalformedError and NoStoryError as readers do."""
        parse(self.source, self)
        if not self.found:
            raise NoStoryError(f"{what} without translations")
        original = self.original.reading(self.source_lang or None)
        return self.target.reading(self.lang or None)._replace(original=original)


def _has_text(pieces: list[Piece]) -> bool:
    return any(piece.text.strip() for piece in pieces)


def _trimmed(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces without the space at the two ends."""
    texts = [i for i, piece in enumerate(pieces) if piece.text.strip()]
    for i, piece in enumerate(pieces):
        if texts[0] <= i <= texts[-1] and (piece.text or texts[0] < i < texts[-1]):
            if i == texts[0] and len(piece.text) == piece.end - piece.start:
                space = len(piece.text) - len(piece.text.lstrip())
                piece = piece._replace(text=piece.text.lstrip(), start=piece.start + space)
            if i == texts[-1] and len(piece.text) == piece.end - piece.start:
                stripped = piece.text.rstrip()
                piece = piece._replace(text=stripped, end=piece.start + len(stripped))
            yield piece


def _write(layout: Layout, piece: Piece) -> None:
    write = escape_cdata if piece.cdata else escape
    if not piece.text:
        layout.object()
    elif len(piece.text) == piece.end - piece.start:
        layout.copy(piece.start, piece.end, write)
    else:
        layout.entity(piece.text, piece.start, piece.end, write)


def lang_of(attributes: Attributes) -> str:
    """The language that an element declares, or nothing."""
    return attributes.get("http://www.w3.org/XML/1998/namespace lang") or attributes.get("lang", "")
