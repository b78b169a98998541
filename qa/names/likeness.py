"""Whether two words may be one name in two spellings."""

from __future__ import annotations

import enum
from functools import lru_cache

from qa.romanise.skeletons import skeleton
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
    if key == other or _is_one_name_of_two_countries(key, other):
        return Likeness.SOUND
    if is_one_edit(first, second):
        return Likeness.NONE if _is_derivation(first, second) else Likeness.SLIP
    if key[:1] == other[:1] and is_one_edit(key, other):
        derived = _is_derived(key, other) or _is_derivation(first, second)
        return Likeness.NONE if derived else Likeness.NEAR
    return Likeness.NONE


def _is_one_name_of_two_countries(key: str, other: str) -> bool:
    """Whether the keys are the Russian and the Ukrainian reading of a surname: Grigorenko, Hryhorenko."""
    return (
        len(key) >= _LONG_SURNAME
        and "g" in key + other
        and key.endswith(_EASTERN_ENDINGS)
        and key.replace("g", "h") == other.replace("g", "h")
    )


_LONG_SURNAME = 6
_EASTERN_ENDINGS = ("enko", "ov", "ev", "in", "uk", "ko", "ski", "ič", "ets", "iv")


def _is_derivation(a: str, b: str) -> bool:
    """Whether two words are made of one: Korea and Koreans, Ukrainians and Ukrainianness."""
    if _is_derived(a, b):
        return True
    short, long = sorted((a.removesuffix("s"), b.removesuffix("s")), key=len)
    if a[-1] == b[-1] == "s" and long.startswith(short) and _is_derived(short, long):
        return True
    for ending in words_for("name_endings", "en"):
        for one, other in ((a, b), (b, a)):
            stem = one.removesuffix(ending)
            if stem != one and other.removeprefix(stem) in words_for("name_endings", "any") | {""}:
                return True
    return False


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
