"""Sentences, through sentencex (300 languages), with its splits inside a word undone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.errors import STOPS
from qa.text.patterns import lazy
from qa.text.spans import Span

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
# The full stops that the splitter does not know: of Urdu, Armenian (also written as a colon), Burmese and
# Khmer. Thai and Lao have none: a space ends a sentence, or a clause.
_OWN_ENDS = {
    "ur": lazy(r"۔[”’\"'»)]*\s*"),
    "hy": lazy(r"[։:][”’\"'»)]*(?:\s+(?=[^\W\d_a-zա-և])|$)|[:։]\n"),
    "my": lazy(r"။[”’\"'»)]*\s*"),
    "km": lazy(r"[។៕][”’\"'»)]*\s*"),
    "th": lazy(r"(?<=[\u0e00-\u0e7f]{3})\s+(?=[\u0e00-\u0e7f“\"])"),
    "lo": lazy(r"(?<=[\u0e80-\u0eff]{3})\s+(?=[\u0e80-\u0eff“\"])"),
}
# A German ordinal before its noun: am 15. Juli, im 19. Jahrhundert.
_ORDINAL = lazy(
    r"\b(?:am|vom|zum|im|ab|bis|der|den|dem|des|die|das|seit|beim|zur|jeder|jedem|dieser|sein|ihr|Am|Im|Der|Die|Das|Vom) "
    r"\d{1,2}\.\s*$"
)


def sentences(text: str, lang: str) -> Iterator[Span]:
    """The sentences of `text`, without the space around them.

    A sentence ends only before white space (sentencex cuts "Caliber.Az" in two) or after a
    full-width mark.
    """
    own = _OWN_ENDS.get(lang)
    if own is not None:
        start = 0
        for match in own.finditer(text):
            yield from _trimmed(text, start, match.end())
            start = match.end()
        yield from _trimmed(text, start, len(text))
        return
    if not _MAY_SPLIT.search(text):
        yield from _trimmed(text, 0, len(text))
        return
    start = end = 0
    for piece in _pieces(text, lang):
        end += len(piece)
        if lang == "de" and _ORDINAL.search(piece):
            continue
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
