r"""Control characters that were quotation marks, dashes or apostrophes once, and what they were.

A program that keeps the low byte alone makes U+0019 of U+2019; one that takes Windows-1252 for
Latin-1 makes U+0092 of it. The second kind may as well be a letter of a code page of DOS or of the
Mac: in “K\x94nig” it is an ö, in “cami\x97n” an ó. So the place must be one where no letter stands.
"""

from __future__ import annotations

from typing import NamedTuple

from qa.text.patterns import lazy


class Reading(NamedTuple):
    """The mark that a control character was; `sure` where it can be nothing else."""

    mark: str
    sure: bool


_LOW_BYTE = dict(zip("\x13\x14\x18\x19\x1c\x1d\x1e", "–—‘’“”„", strict=True))
_WINDOWS = dict(zip("\x80\x84\x91\x92\x93\x94\x95\x96\x97", "€„‘’“”•–—", strict=True))
_MARKS = _LOW_BYTE | _WINDOWS

MARKS = frozenset(_MARKS)
_OPENING = {"“": "”", "„": "“”", "‘": "’"}
_CLOSING = "”’“"
_BEFORE_OPENING = frozenset(" \t\n\r\xa0([–—-“‘\"'\x13\x14\x1c\x18\x93\x91")
_AFTER_CLOSING = frozenset(" \t\n\r\xa0.,;:!?)]…–—-”’\"'\x13\x14\x1d\x19\x94\x92")
_PUNCTUATION = frozenset(".,;:!?…")
# What stands behind an apostrophe in English, and before one in French, Italian and names.
_CONTRACTION = lazy(r"(?:s|re|ve|ll|d|m)(?![^\W\d_])|t(?<=n.t)(?![^\W\d_])", 2)
_ELISION = lazy(
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|aujourd|dell|nell|all|dall|sull|un|quell|bell|O|D)", 2
)
_VOWEL = lazy(r"[aeiouyhàâéèêíîóôúû]", 2)
_WORD_BEFORE = 12


def reading(text: str, at: int) -> Reading | None:
    """What the control character at `at` was; None where that cannot be told."""
    mark = _MARKS.get(text[at])
    if mark is None:
        return None
    before = text[at - 1] if at else "\n"
    after = text[at + 1] if at + 1 < len(text) else "\n"
    low = text[at] < "\x20"
    if mark in "–—":
        return _dash(mark, before, after, low)
    if mark == "€":
        left = text[max(0, at - 2) : at]
        amount = after.isdigit() or (after.isspace() and left.rstrip(" \xa0")[-1:].isdigit())
        return Reading(mark, True) if amount else None
    if mark == "•":
        return Reading(mark, True) if before in "\r\n" and after in " \t\xa0" else None
    if mark == "’" and before.isalpha() and after.isalpha():
        return _apostrophe(text, at, low)
    return _quotation_mark(text, at, mark, low)


def _dash(mark: str, before: str, after: str, low: bool) -> Reading | None:
    if after.isspace() and before.isspace():
        return Reading(mark, True)
    if before.isdigit() and after.isdigit():
        return Reading("–", True)
    return Reading(mark, False) if low and before.isalnum() and after.isalnum() else None


def _apostrophe(text: str, at: int, low: bool) -> Reading | None:
    start = at
    while start and at - start < _WORD_BEFORE and text[start - 1].isalpha():
        start -= 1
    word = text[start:at]
    if _ELISION.fullmatch(word) and _VOWEL.match(text, at + 1):
        return Reading("’", True)
    if _CONTRACTION.match(text, at + 1):
        return Reading("’", low or _is_english(word, text[at + 1]))
    return Reading("’", False) if low else None


def _is_english(word: str, ending: str) -> bool:
    from qa.text.english import is_name, is_word

    lower = word.lower()
    return ending in "tT" or is_word(lower) or is_name(lower)


def _quotation_mark(text: str, at: int, mark: str, low: bool) -> Reading | None:
    before = text[at - 1] if at else "\n"
    after = text[at + 1] if at + 1 < len(text) else "\n"
    if before in _BEFORE_OPENING and (after.isalnum() or after in "“‘\x1c\x18\x93\x91["):
        if mark not in _OPENING:
            return None
        closed = _line_after(text, at)
        paired = any(_closes(closed, i, _OPENING[mark]) for i in range(len(closed)))
        return Reading(mark, True) if paired else Reading(mark, False) if low else None
    if after in _AFTER_CLOSING and mark in _CLOSING and not before.isspace():
        if before in _PUNCTUATION:
            return Reading(mark, True)
        opened = _line_before(text, at)
        paired = any(_opens(opened, i, mark) for i in range(len(opened)))
        return Reading(mark, True) if paired else Reading(mark, False) if low else None
    return None


def _closes(line: str, i: int, marks: str) -> bool:
    sign = _MARKS.get(line[i], line[i])
    after = line[i + 1 : i + 2] or "\n"
    return sign in marks and i > 0 and not line[i - 1].isspace() and after in _AFTER_CLOSING


def _opens(line: str, i: int, mark: str) -> bool:
    sign = _MARKS.get(line[i], line[i])
    before = line[i - 1] if i else "\n"
    return mark in _OPENING.get(sign, "") and before in _BEFORE_OPENING


_LINE_END = lazy(r"[\r\n]")
# A quotation is at most so long.
_LONGEST = 600


def _line_after(text: str, at: int) -> str:
    return _LINE_END.split(text[at + 1 : at + _LONGEST])[0]


def _line_before(text: str, at: int) -> str:
    left = text[max(0, at - _LONGEST) : at]
    return left[max(left.rfind("\n"), left.rfind("\r")) + 1 :]
