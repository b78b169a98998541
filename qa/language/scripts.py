"""Which script letters belong to."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

# The first word of a character's name in the Unicode Character Database, where it is not the script.
_RENAMED = {"CJK": "Han", "IDEOGRAPHIC": "Han", "CANADIAN": "Canadian"}
_SHARED = frozenset(
    {
        "FEMININE", "FULLWIDTH", "HALFWIDTH", "KATAKANA-HIRAGANA", "MASCULINE", "MATHEMATICAL",
        "MICRO", "MODIFIER", "OHM",
    }
)  # fmt: skip

_ASCII = bytes(range(128))
_NO_ASCII_LETTERS = bytes(i for i in range(128) if not chr(i).isalpha())


@lru_cache(4096)
def script_of(letter: str) -> str | None:
    """The script of a letter, such as `Latin` or `Han`; None for what is no letter of one script."""
    if not letter.isalpha():
        return None
    first = unicodedata.name(letter, "").split(" ", 1)[0].rstrip("-")
    if not first or first in _SHARED:
        return None
    return _RENAMED.get(first, first.capitalize())


def letter_count(text: str) -> int:
    """How many letters `text` has."""
    if text.isascii():
        return len(text.encode().translate(None, _NO_ASCII_LETTERS))
    return _latin_count(text) + sum(map(str.isalpha, _beyond_ascii(text)))


def script_counts(text: str) -> Counter[str]:
    """How many letters of each script `text` has."""
    latin = _latin_count(text)
    counts = Counter({"Latin": latin}) if latin else Counter()
    if not text.isascii():
        for letter, times in Counter(_beyond_ascii(text)).items():
            script = script_of(letter)
            if script:
                counts[script] += times
    return counts


def _latin_count(text: str) -> int:
    # Bytes are counted fast, and most letters of most texts are ASCII ones.
    return len(text.encode("ascii", "ignore").translate(None, _NO_ASCII_LETTERS))


def _beyond_ascii(text: str) -> str:
    # In UTF-8 the bytes of ASCII stand for nothing else; a pattern takes ten times as long.
    data = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return data.decode("utf-8", "surrogatepass")


def dominant_script(text: str) -> str | None:
    """The script of most letters; None for a text without letters."""
    counts = script_counts(text)
    return max(counts, key=lambda s: (counts[s], s)) if counts else None
