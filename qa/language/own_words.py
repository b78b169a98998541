"""Words that only one language writes: lines full of them need no detector."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

# A line is plainly in a language when it has this many different words of its own, and they are at
# least this share of all words.
_FEWEST = 2
_SHARE = 1 / 8
# No more of a line than this is looked at, in code points.
_LONGEST = 2_000


def is_plain(line: str, own: frozenset[str]) -> bool:
    """Whether `line` is plainly in the language that has the words `own` to itself."""
    words = line[:_LONGEST].split()
    different = own.intersection(words)
    if len(different) < _FEWEST:
        return False
    if len(different) >= _SHARE * len(words):
        return True  # as in most lines, whatever comes twice
    return sum(map(different.__contains__, words)) >= _SHARE * len(words)


def plain_language(line: str) -> str | None:
    """The language that `line` is plainly in; None where its words do not tell."""
    language_of = _language_of()
    words = line[:_LONGEST].split()
    own = [word for word in words if word in language_of]
    if len(own) < _FEWEST:
        return None
    hits = [language_of[word] for word in own]
    language = max(set(hits), key=lambda code: (hits.count(code), code))
    different = {word for word, code in zip(own, hits, strict=True) if code == language}
    enough = len(different) >= _FEWEST and hits.count(language) >= _SHARE * len(words)
    return language if enough else None


@cache
def own_words() -> Mapping[str, frozenset[str]]:
    """The words that one language alone writes, by language; there are languages without any."""
    lines = Path(__file__).with_name("own_words.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {code: frozenset(words.split()) for code, words in rows}


@cache
def _language_of() -> Mapping[str, str]:
    return {word: code for code, words in own_words().items() for word in words}
