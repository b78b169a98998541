"""Mojibake: text that was written in one encoding and read in another, and where exactly it stands.

The repair is ftfy's (`fix_encoding`). ftfy takes 70 ms to import and gives no positions, so this
module adds a test that lets clean text pass without it, and finds the places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from qa.text.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Repair(NamedTuple):
    """A garbled stretch from `start` to `end` (code points) and what it should read."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=2)
def repairs(text: str) -> tuple[Repair, ...]:
    """The garbled stretches of `text`, sorted; with all replaced, each line is as ftfy repairs it.

    A stretch runs from the start of a word to the end of one; neighbouring words are one stretch.
    """
    if not may_be_mojibake(text):
        return ()
    from ftfy import fix_encoding

    found: list[Repair] = []
    for line in _LINE.finditer(text):
        if may_be_mojibake(line[0]):
            pieces = _differences(line[0], fix_encoding(line[0]))
            at = line.start()
            found += [Repair(r.start + at, r.end + at, r.text) for r in _stretches(line[0], pieces)]
    return tuple(found)


def in_mojibake(text: str, start: int, end: int) -> bool:
    """Whether a garbled stretch of `text` reaches into start:end, so that its repair comes first."""
    garbled = repairs(text)
    i = bisect_left(garbled, start + 1, key=lambda r: r.end)
    return i < len(garbled) and garbled[i].start < end


def may_be_mojibake(text: str) -> bool:
    """Whether ftfy might repair something in `text`; False is certain, True says "ask it"."""
    if text.isascii() or not _UNUSUAL.search(text):
        return False
    return _suspect().search(text) is not None


_LINE = lazy(r"[^\r\n]+")

# Quotes, dashes, the ellipsis and the no-break space: the signs that clean English has.
_TYPOGRAPHIC = "‘’“”–—…\xa0"
# Each pair in `_suspect` has one sign or letter that is none of these, beside another that is not
# ASCII. This test is cheap and settles nearly all English copy.
_UNUSUAL = lazy(
    # One set at the start, so that ASCII is skipped at full speed.
    rf"[^\x00-\x7f](?:[^\x00-\x7f{_TYPOGRAPHIC}]|(?<=[^{_TYPOGRAPHIC}])[^\x00-\x7f]"
    r"|(?<=[\x80-\x9f])|(?<=[ÂÃ]) |(?<=[Œœ])[^A-Za-z])"
)

# UTF-8 read in an 8-bit code page leaves signs between letters, or accented capitals after small
# letters. ftfy (6.3, ftfy/badness.py) repairs nothing without such a pair. The classes here are
# unions of its own, so that every pair which alarms ftfy alarms this test too. Letters of Cyrillic
# and Greek, no-break spaces, dashes, the ellipsis and the apostrophe are common in clean text and
# count in a few pairs only.
_CAPITAL = "À-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢİĪĶĹĽŁĻŃŇŅŐŌŒŘŚŞŠŢŤŮŰŪŲŸŹŻŽҐ"
_SMALL = "ß-öø-üāăąćčďđēėęěğģīįķĺľłļœŕśşšťźżžґﬁﬂ"
_OPENING = "¡«¿©΄΅‘‚“„•‹\uf8ff"
_CLOSING = "®»˝”›™"
_SIGN = "¢£¥₧€²³¹±¼½¾×µ÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№¶§"
_BOX = "│┌┐┘├┤┬┼═-╬▀▄█▌▐░▒▓"
_ODD = "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊ªº\ufffd"
_LETTER = "Α-ωΆ-ώЁ-џ"


@cache
def _suspect() -> re.Pattern[str]:
    # A sign or an accented letter, then what must stand before or after it. No plain Cyrillic or
    # Greek letter is among the first, so that text in these scripts is skipped at full speed.
    accented, marks = _SMALL + _CAPITAL, _OPENING + _CLOSING
    first = f"\x80-\x9f{_ODD}{accented}{marks}{_SIGN}{_BOX}°Ђ"
    lead = "ВГРСΒΓΞΟ"
    around = (
        r"(?<=[\x80-\x9f])",
        rf"(?<=[{_ODD}])[{accented}{_BOX}{marks}{_SIGN}{_ODD}]",
        rf"(?<=[{accented}{_BOX}{marks}{_SIGN}{_LETTER}][{_ODD}])",
        rf"(?<=[{_SMALL}{_LETTER}{_BOX}{_CLOSING}{_SIGN}][{_CAPITAL}])",
        rf"(?<=[{_BOX}{_CLOSING}{_SIGN}])[{_SMALL}]",
        rf"(?<=[{accented}{_BOX}{_CLOSING}{_SIGN}])[{_SIGN}{_BOX}]",
        rf"(?<=[{_SIGN}{_BOX}])[{marks}{accented}°]",
        rf"(?<=[{accented}])[{marks}]\w",
        rf"(?<=[{_CLOSING}])[{_OPENING}]",
        rf"(?<=[{_OPENING}])[{_BOX}]",
        rf"(?<=[{_SMALL}{_CLOSING}])[{_OPENING}][{_SIGN}]",
        rf"(?<=[{_CAPITAL}])[{marks}°]",
        r"(?<=[Œœ])[^A-Za-z]",
        # Pairs of one code page: UTF-8 read as Windows-1252, Mac Roman, Windows-1251, -1253, -1257.
        r"(?<=[ÂÃÎÐØÙ])[œŠšŸž \xa0\xad·´…–—―’]",
        r"(?<=√)[´™ø]|(?<=≈)°|(?<=‚)[Äâó]|(?<=вЂ)|(?<=[βā]€)",
        rf"(?<=[{lead}][{marks}{_SIGN}°])[{lead}]",
        r"(?<=ГўВЂ)В",
    )
    return lazy(f"[{first}](?:{'|'.join(around)})")


# Repairing never makes, takes away or moves one of these. A space may stand for a no-break space
# that was part of a character, a question mark or U+001A for a byte that was lost, and U+0000 for
# the two bytes that Java writes instead of it.
_ANCHORS = lazy(r"[\x01-\x19\x1b-\x1f!->@-\x7f]+")
# A replacement character may be what is left of a garbled one.
_WORD_CHARACTER = lazy(r"[\w\ufffd]")
_ONE_STRETCH = lazy(r"[\w\ufffd]*(?:,?\s+[\w\ufffd]*)?")


def _differences(old: str, new: str) -> Iterator[Repair]:
    """The smallest pieces found of `old` that must change to make it `new`, without overlap."""
    if old == new:
        return
    old_gaps, new_gaps = _ANCHORS.split(old), _ANCHORS.split(new)
    if _ANCHORS.findall(old) != _ANCHORS.findall(new):
        old_gaps, new_gaps = [old], [new]
    at = 0
    anchors = iter(_ANCHORS.finditer(old))
    for a, b in zip(old_gaps, new_gaps, strict=True):
        if a != b:
            yield from _differences_in_gap(at, a, b)
        anchor = next(anchors, None)
        at = anchor.end() if anchor else len(old)


def _differences_in_gap(at: int, old: str, new: str) -> Iterator[Repair]:
    old_words, new_words = old.split(" "), new.split(" ")
    if len(old_words) != len(new_words):
        old_words, new_words = [old], [new]
    for a, b in zip(old_words, new_words, strict=True):
        if a != b:
            before = _shared(a, b)
            after = _shared(a[before:][::-1], b[before:][::-1])
            yield Repair(at + before, at + len(a) - after, b[before : len(b) - after])
        at += len(a) + 1


def _shared(a: str, b: str) -> int:
    """How many characters both start with."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((i for i, (x, y) in pairs if x != y), min(len(a), len(b)))


def _stretches(line: str, pieces: Iterable[Repair]) -> Iterator[Repair]:
    """The pieces widened to whole words, those with only a space or comma between joined."""
    start = done = 0
    parts: list[str] = []
    for piece in pieces:
        if not (parts and _ONE_STRETCH.fullmatch(line, done, piece.start)):
            if parts:
                yield _widened_right(line, start, done, parts)
            start, parts = word_start(line, piece.start, done), []
            done = start
        parts += [line[done : piece.start], piece.text]
        done = piece.end
    if parts:
        yield _widened_right(line, start, done, parts)


def _widened_right(line: str, start: int, end: int, parts: list[str]) -> Repair:
    stop = end
    while stop < len(line) and _WORD_CHARACTER.match(line, stop):
        stop += 1
    return Repair(start, stop, "".join([*parts, line[end:stop]]))


def word_start(text: str, at: int, floor: int = 0) -> int:
    """Where the word that reaches up to `at` starts, not before `floor`."""
    while at > floor and _WORD_CHARACTER.match(text, at - 1):
        at -= 1
    return at
