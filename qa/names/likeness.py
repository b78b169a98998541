"""Whether two words may be one name in two spellings."""

from __future__ import annotations

import enum
from functools import lru_cache

from qa.names.keys import skeleton
from qa.text.edits import is_one_edit
from qa.text.word_lists import words_for


class Likeness(enum.IntEnum):
    """How alike two words are: nothing, a slip and a romanisation, a slip, a romanisation."""

    NONE = 0
    NEAR = 1
    SLIP = 2
    SOUND = 3


@lru_cache(maxsize=50_000)
def likeness(a: str, b: str) -> Likeness:
    """How alike two different words are, each with its capital."""
    first, second = a.casefold(), b.casefold()
    if first == second:
        return Likeness.NONE
    key, other = skeleton(a), skeleton(b)
    if key == other:
        return Likeness.SOUND
    if is_one_edit(first, second):
        return Likeness.NONE if _is_derived(first, second) else Likeness.SLIP
    if key[:1] == other[:1] and is_one_edit(key, other):
        return Likeness.NONE if _is_derived(key, other) else Likeness.NEAR
    return Likeness.NONE


def _is_derived(a: str, b: str) -> bool:
    """Whether the words differ in their endings alone, as Korea and Korean do."""
    start = 0
    while a[start : start + 1] == b[start : start + 1] != "":
        start += 1
    rest, other = a[start:], b[start:]
    return (
        {rest, other} <= words_for("name_endings", "any") | {""}
        and rest[-1:] != other[-1:]
        and sorted(rest) != sorted(other)
        and {rest, other} != {"", "y"}
    )
