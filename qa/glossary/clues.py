"""Words that tell who or what a name means: the data of `qa.glossary.identity`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from qa.text.english import nationalities
from qa.text.patterns import lazy
from qa.text.word_lists import DATA

_WORD = lazy(r"[^\W_]+(?:[-.][^\W_]+)*\.?(?<![^\W_]{4}\.)")
# The longest clue, in words.
_LONGEST = 4


@cache
def clues(kind: str) -> frozenset[str]:
    """The words and phrases of one kind in name_clues.tsv."""
    return _clues().get(kind, frozenset())


@cache
def _clues() -> dict[str, frozenset[str]]:
    rows = _rows("name_clues.tsv")
    return {kind: frozenset(words.split("|")) for kind, words in rows}


def words_of(text: str) -> list[str]:
    """The words of a text as they are written; a full stop belongs to a short one."""
    return _WORD.findall(text)


def phrases(words: Sequence[str], longest: int = _LONGEST) -> set[str]:
    """All words and runs of words that may be a clue, in lower case."""
    lower = [w.lower().rstrip(".") for w in words]
    ends = range(1, longest + 1)
    return {" ".join(lower[i : i + n]) for n in ends for i in range(len(lower) - n + 1)}


def ends_with(words: Sequence[str], kind: str) -> bool:
    """Whether words end with a clue of a kind."""
    lower = [w.lower().rstrip(".") for w in words[-_LONGEST:]]
    known = clues(kind)
    return any(" ".join(lower[i:]) in known for i in range(len(lower)))


def starts_with(words: Sequence[str], kind: str) -> bool:
    """Whether words begin with a clue of a kind."""
    lower = [w.lower().rstrip(".") for w in words[:_LONGEST]]
    known = clues(kind)
    return any(" ".join(lower[:i]) in known for i in range(1, len(lower) + 1))


def countries_in(text: str) -> set[str]:
    """The countries that a short text names, by name or adjective."""
    known = _countries()
    return {known[m[0]] for m in _country().finditer(text)}


def is_country_before_a_name(words: Sequence[str]) -> bool:
    """Whether words end with a country as it stands before a name: "Russian", "Russia’s"."""
    head, before = words[-1], "".join(words[-2:-1])
    if head == "s":
        return bool(countries_in(before))
    return head in nationalities() or (before in ("of", "the") and bool(countries_in(head)))


@cache
def country_pattern(country: str) -> re.Pattern[str]:
    """What names one country."""
    return _any_of(w for w, of in _countries().items() if of == country)


@cache
def _country() -> re.Pattern[str]:
    return _any_of(_countries())


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return lazy(rf"(?<![^\W_])(?:{either})(?![^\W_])") if either else lazy(r"(?!)")


@cache
def _countries() -> dict[str, str]:
    """The words for a country, each with the name that the glossaries use for it."""
    known: dict[str, str] = {}
    for name, adjective in _rows("countries.tsv"):
        # Of two names for one country the first stands for both.
        known.setdefault(name, name)
        known.setdefault(adjective, name)
    return known | dict(row[:2] for row in _rows("country_words.tsv"))


def _rows(name: str) -> Iterator[list[str]]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return (x.split("\t") for x in [x for x in lines if x[:1] != "#"][1:])
