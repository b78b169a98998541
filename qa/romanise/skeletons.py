"""Skeleton keys: what is left of a name when romanisations, accents and doubled letters are folded.

Zelenskyy, Zelenskyi, Zelenskiy and Zelensky have one key, and so have Haniyeh and Haniye. The folds
are those in which the romanisations of Cyrillic, Arabic, Hebrew and Greek names differ from each other
(BGN/PCGN, ISO 9, ALA-LC, resolution 55/2010 of Ukraine, German and French press habit).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from qa.text.patterns import lazy

# Letters that do not come apart into a letter and a mark.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ı": "i"}
    | {"ə": "a"}
)
# One sound by the habits of several languages.
_SOUNDS = (
    dict.fromkeys(("tsch", "tch", "cz", "ch"), "č")
    | dict.fromkeys(("sch", "sh", "sz"), "š")
    | dict.fromkeys(("dzh", "dj", "zh"), "j")
    | {"kh": "h", "gh": "g", "ph": "f", "th": "t", "ck": "k", "c": "k", "q": "k", "x": "ks"}
    | {"tz": "ts", "w": "v", "ou": "u", "ij": "i", "y": "i"}
)


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The key of one word of a name: equal for spellings that are read alike."""
    key = word.casefold()
    if not key.isascii():
        key = unicodedata.normalize("NFD", key.translate(_LETTERS))
    key = "".join(filter(str.isalpha, key))
    sounds, doubled, ends = _patterns()
    key = sounds.sub(lambda m: _SOUNDS[m[0]], key)
    key = doubled.sub(r"\1", key)
    if "ie" not in key and not key.endswith(("f", "h")):
        return key
    return ends.sub(lambda m: "v" if m[0] in ("f", "v") else m[0].strip("ih"), key)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Sounds, the longest first; letters that are doubled; and what is lost at a certain place."""
    sounds = sorted(_SOUNDS, key=len, reverse=True)
    return (
        lazy("|".join(sounds)),
        lazy(r"(.)\1+"),
        # Yevgeny and Evgeny, Medvediev and Medvedev, Romanoff and Romanov, Abdullah and Abdulla.
        lazy(r"^ie|(?<=[^aeiou])ie|(?<=[oe])f$|(?<=[ae])h$"),
    )
