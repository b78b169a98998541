"""Sentences, through sentencex (300 languages), with its splits inside a word undone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.errors import STOPS
from qa.offsets import Span
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

# A text without one of these inside is one sentence, and needs no splitter. The counts keep a long
# run of marks from being read again from each of them.
_MAY_SPLIT = lazy(r"[.!?…。！？؟।።॥](?:\W{0,8}\s|\W{8})|[。！？]|\n")
# In code points: longer than any sentence that was written by hand.
_LONGEST = 5_000
_WIDE_SPACE = lazy(r"[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000](?=\.)")
# Where there is no better splitter: up to the space behind the first mark that a space follows.
_PLAIN_SENTENCE = lazy(r"(?:[^.!?…。！？]|[.!?…](?!\s))*(?:[.!?…]\s+|[。！？]\s*|\Z)", re.S)
_FULL_WIDTH_END = lazy(r"[。！？]\W*$")


def sentences(text: str, lang: str) -> Iterator[Span]:
    """The sentences of `text`, without the space around them.

    A sentence ends only before white space (sentencex cuts "Caliber.Az" in two) or after a
    full-width mark.
    """
    if not _MAY_SPLIT.search(text):
        yield from _trimmed(text, 0, len(text))
        return
    start = end = 0
    for piece in _pieces(text, lang):
        end += len(piece)
        if piece[-1:].isspace() or (not piece.isascii() and _FULL_WIDTH_END.search(piece)):
            yield from _trimmed(text, start, end)
            start = end
    yield from _trimmed(text, start, len(text))


def _pieces(text: str, lang: str) -> Iterator[str]:
    """The text in pieces that sentencex ends where a sentence may end.

    A long text goes to it in parts, for a run of opening marks takes it time by the square; what was
    not ended within a part comes again in the next.
    """
    from sentencex import segment

    # It cannot take a capital, a space of several bytes and a full stop ("vitamin C\u00a0.").
    plain = _WIDE_SPACE.sub(" ", text)
    at = 0
    while at < len(text):
        part = plain[at : at + _LONGEST]
        try:
            pieces = segment(lang, part)
            if sum(map(len, pieces)) != len(part):
                raise ValueError("pieces that are not the text")
        except STOPS:
            raise
        except BaseException:  # a panic is no Exception; what it is about, nobody can tell
            pieces = [m[0] for m in _PLAIN_SENTENCE.finditer(part) if m[0]]
        if at + len(part) < len(text) and len(pieces) > 1:
            del pieces[-1]
        for piece in pieces:
            yield text[at : at + len(piece)]
            at += len(piece)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        start += piece.index(bare)
        yield Span(start, start + len(bare))
