"""What a sentence and its translation have in common whatever the languages: numbers, names, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from qa.source.numbers import numbers
from qa.text.patterns import lazy
from qa.text.words import WORD

_ADDRESS = lazy(r"(?:https?://|www\.)[^\s<>\"”»)\]]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TRAILING = ".,;:!?…'’"
# Of names as keys: so many letters of the shorter must begin the longer, since endings differ.
_FEWEST = 3


class Anchors(NamedTuple):
    """The numbers (each by its possible values), the skeleton keys of names, and the addresses."""

    numbers: frozenset[frozenset[float]] = frozenset()
    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    @classmethod
    def joined(cls, several: Iterable[Anchors]) -> Anchors:
        """Those of several sentences together."""
        found = list(several)
        if len(found) == 1:
            return found[0]
        return cls(*(frozenset().union(*column) for column in zip(*found, strict=True)))


@lru_cache(maxsize=2_000)
def anchors(text: str, lang: str) -> Anchors:
    """The anchors of a sentence; `lang` is an ISO 639-1 code."""
    return Anchors(
        frozenset(n.values for n in numbers(text, lang) if n.figures and not n.loose),
        name_keys(text, lang),
        frozenset(addresses(text)),
    )


def addresses(text: str) -> list[str]:
    """The web and mail addresses, without the punctuation behind them."""
    return [m[0].rstrip(_TRAILING) for m in _ADDRESS.finditer(text)]


# Several rules ask about the same sentences.
@lru_cache(maxsize=4_000)
def name_keys(text: str, lang: str) -> frozenset[str]:
    """The keys of all words of a text that begin with a capital."""
    words = {word for word in WORD.findall(text) if not word[0].islower()}
    return frozenset(key for word in words if (key := name_key(word, lang)))


@lru_cache(maxsize=20_000)
def name_key(word: str, lang: str) -> str:
    """The skeleton key of a capitalised word in any script that can be romanised; else nothing.

    Words of scripts without capitals are all taken, since any may be a name.
    """
    from qa.errors import InputError
    from qa.romanise.skeletons import skeleton

    if word[0].islower() or word[0].isdigit():
        return ""
    if not re.match(r"[A-Za-zÀ-ɏḀ-ỿ]", word):
        from qa.romanise import official

        try:
            word = official(word, lang)
        except (InputError, ValueError):
            return ""
    key = skeleton(word)
    return key if len(key) >= _FEWEST else ""


def share(one: Anchors, other: Anchors) -> float | None:
    """The share of the anchors of both that the other has, from 0 to 1; None where there are none.

    Names without a counterpart count little: the first word of a sentence is no name, and Germany is
    Німеччина.
    """
    figures = max(len(one.numbers), len(other.numbers)) + max(
        len(one.addresses), len(other.addresses)
    )
    matched: float = sum(any(a & b for b in other.numbers) for a in one.numbers)
    matched += len(one.addresses & other.addresses)
    names = sum(any(alike(a, b) for b in other.names) for a in one.names)
    total = figures + names
    return min(1.0, (matched + names) / total) if total else None


def alike(one: str, other: str) -> bool:
    """Whether two keys are of one name: the same but for an ending or one letter."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    common = len(short) - 1 if len(short) > 4 else len(short)
    return common >= _FEWEST and long.startswith(short[:common]) and len(long) - len(short) <= 3
