"""Which script letters belong to."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

# The first word of a character's name in the Unicode Character Database, where it is not the script.
_RENAMED = {"CJK": "Han", "IDEOGRAPHIC": "Han", "CANADIAN": "Canadian"}
_SHARED = {"MODIFIER", "FEMININE", "MASCULINE", "MICRO", "FULLWIDTH", "HALFWIDTH", "MATHEMATICAL"}


@lru_cache(4096)
def script_of(letter: str) -> str | None:
    """The script of a letter, such as `Latin` or `Han`; None for what is no letter of one script."""
    if not letter.isalpha():
        return None
    first = unicodedata.name(letter, "").split(" ", 1)[0].rstrip("-")
    if not first or first in _SHARED:
        return None
    return _RENAMED.get(first, first.capitalize())


def script_counts(text: str) -> Counter[str]:
    """How many letters of each script `text` has."""
    counts: Counter[str] = Counter()
    for letter, times in Counter(text).items():
        script = script_of(letter)
        if script:
            counts[script] += times
    return counts


def dominant_script(text: str) -> str | None:
    """The script of most letters; None for a text without letters."""
    counts = script_counts(text)
    return max(counts, key=lambda s: (counts[s], s)) if counts else None
