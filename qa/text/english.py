"""English words and names, from the lists in qa/data/ (scripts/build-word-lists makes them).

The long lists are never read whole: a word is looked up in its block of the mapped file.
"""

from __future__ import annotations

import math
import mmap
from bisect import bisect_right
from collections.abc import Sequence, Set
from functools import cache, lru_cache
from pathlib import Path

_DATA = Path(__file__).parent.parent / "data"
_WEEKDAYS_AND_MONTHS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
# Ranks before a name that are no words of their own.
_RANKS = frozenset(
    ["gen", "lt", "col", "maj", "capt", "sen", "rep", "gov", "dr", "mr", "mrs", "ms", "prof", "sgt"]
)


def is_word(word: str) -> bool:
    """Whether a lower-case word is one of any variety of English; no names."""
    return _holds("english-words.txt", word)


def is_name(word: str) -> bool:
    """Whether a word, given in lower case, is a known name of a person, a place or a brand."""
    return _holds("english-names.txt", word)


def words_among(candidates: frozenset[str]) -> frozenset[str]:
    """Those for which `is_word` holds: quicker for thousands, as it reads the whole list once."""
    return candidates.intersection(_lines("english-words.txt"))


def names_among(candidates: frozenset[str]) -> frozenset[str]:
    """Those for which `is_name` holds, likewise."""
    return candidates.intersection(_lines("english-names.txt"))


def unknown(words: Set[str]) -> Set[str]:
    """Those of `words`, in lower case, that are neither words nor names."""
    new = words - _seen
    odd = {w for w in new if not is_word(w) and not is_name(w)}
    if len(_seen) > _MOST_KEPT:
        _seen.clear()
    _seen.update(new - odd)
    return odd


# Words looked up before, so that those of the next text are only compared with them.
_seen: set[str] = set()
_MOST_KEPT = 100_000


@cache
def common_words() -> frozenset[str]:
    """The words that any writer uses, in lower case; of the short ones only the most frequent."""
    return frozenset(_lines("english-common.txt"))


@cache
def place_names() -> frozenset[str]:
    """Well-known places, nationalities, months and days, with their capitals."""
    return nationalities().union(_lines("english-places.txt"))


@cache
def nationalities() -> frozenset[str]:
    """Adjectives of countries and peoples, with their capitals: Ukrainian, Arab."""
    return frozenset(_lines("nationalities.txt"))


def stands_before_a_surname(word: str) -> bool:
    """Whether a capitalised word before a surname is no given name: "President", "Ukrainian"."""
    lower = word.lower()
    return (
        word in place_names()
        or lower in _WEEKDAYS_AND_MONTHS
        or lower in _RANKS
        or (lower not in _given_names_that_are_words() and is_word(lower))
    )


@cache
def _given_names_that_are_words() -> frozenset[str]:
    return frozenset(_lines("given_names_that_are_words.txt"))


@lru_cache(maxsize=1000)
def likelier(a: str, b: str) -> str:
    """Which of two words, in lower case, has more of the look of known names.

    A slip of the pen makes letters meet that seldom do: what counts is the rarest three letters in
    a row that one of them alone has, start and end of a word being letters, too.
    """

    def runs(word: str) -> set[bytes]:
        whole = f"\n{word}\n".encode()
        return {whole[i : i + 3] for i in range(len(whole) - 2)}

    def rarest(own: set[bytes]) -> float:
        return min(map(_times_in_names, own), default=math.inf)

    return a if rarest(runs(a) - runs(b)) >= rarest(runs(b) - runs(a)) else b


@lru_cache(maxsize=50_000)
def _times_in_names(letters: bytes) -> int:
    """How often letters in a row stand in the list of names, which is read whole for them."""
    return _index("english-names.txt")[0][:].count(letters)


def _lines(name: str) -> list[str]:
    return (_DATA / name).read_text("utf-8").split()


@lru_cache(maxsize=100_000)
def _holds(name: str, word: str) -> bool:
    """Whether a sorted file of one word a line holds `word`."""
    data, firsts, starts = _index(name)
    wanted = word.encode()
    block = bisect_right(firsts, wanted) - 1
    if block < 0 or b"\n" in wanted:
        return False
    return firsts[block] == wanted or (
        data.find(b"\n" + wanted + b"\n", starts[block], starts[block + 1]) >= 0
    )


# Small enough to be searched in a microsecond, large enough to make few of them at the start.
_BLOCK = 8192


@cache
def _index(name: str) -> tuple[mmap.mmap, list[bytes], list[int]]:
    """A word list as a mapped file, the first word of each of its blocks, and where these start."""
    with (_DATA / name).open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    ends = (data.find(b"\n", at) + 1 for at in range(_BLOCK, len(data), _BLOCK))
    starts = [0, *(end for end in ends if end < len(data))]
    return data, [data[s : data.find(b"\n", s)] for s in starts], [*starts, len(data)]


def times(places: Sequence[object]) -> str:
    """How often, in words for a message."""
    return "once" if len(places) == 1 else f"{len(places)} times"
