"""Sentences, through sentencex (300 languages), with its splits inside a word undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.offsets import Span
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

# A text without one of these inside is one sentence, and needs no splitter. The counts keep a long
# run of marks from being read again from each of them.
_MAY_SPLIT = lazy(r"[.!?…。！？؟।።॥](?:\W{0,8}\s|\W{8})|[。！？]|\n")
_FULL_WIDTH_END = lazy(r"[。！？]\W*$")


def sentences(text: str, lang: str) -> Iterator[Span]:
    """The sentences of `text`, without the space around them.

    A sentence ends only before white space (sentencex cuts "Caliber.Az" in two) or after a
    full-width mark.
    """
    if not _MAY_SPLIT.search(text):
        yield from _trimmed(text, 0, len(text))
        return
    from sentencex import segment

    start = end = 0
    for piece in segment(lang, text):
        end += len(piece)
        if piece[-1:].isspace() or (not piece.isascii() and _FULL_WIDTH_END.search(piece)):
            yield from _trimmed(text, start, end)
            start = end
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        start += piece.index(bare)
        yield Span(start, start + len(bare))
