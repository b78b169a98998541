"""Texts whose defects are marked, as fixtures/marked has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_MARK = re.compile(r"⟦(\??)([a-z-]+)\|([^⟦⟧]*)⟧")


class Defect(NamedTuple):
    """A marked place, in code points of the text without marks; `firm` unless a matter of taste."""

    start: int
    end: int
    category: str
    firm: bool


def unmarked(marked: str) -> tuple[str, list[Defect]]:
    """The text without its marks, and the places they stand for."""
    pieces: list[str] = []
    defects: list[Defect] = []
    at = length = 0
    for m in _MARK.finditer(marked):
        pieces += marked[at : m.start()], m[3]
        start = length + m.start() - at
        length = start + len(m[3])
        defects.append(Defect(start, length, m[2], not m[1] and m[2] != "style"))
        at = m.end()
    return "".join([*pieces, marked[at:]]), defects


def touched(defects: Iterable[Defect], start: int, end: int) -> list[Defect]:
    """The defects that share a character with what was found at `start` to `end`."""
    return [d for d in defects if d.start < max(end, start + 1) and start < d.end]
