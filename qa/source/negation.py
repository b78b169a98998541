"""Whether a sentence is negated, as far as its words tell."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from qa.text.english import is_word
from qa.text.patterns import lazy
from qa.text.spans import Span

_UNSPACED = frozenset({"zh", "ja", "ko", "th"})


# English words that begin so negate what follows, if that is a word: unsafe, dislike. Of those in `in` only
# such as end so do: insecure words are many, but so are income and inform.
_PREFIXES = ("un", "dis", "non", "mis")
_BEFORE_ADJECTIVES = ("in", "im", "ir", "il")
_ADJECTIVES = (
    "able", "ible", "ably", "ibly", "bility", "ent", "ence", "ant", "ance", "ate", "ately", "ive", "al", "ally",
    "ous", "ity", "cy", "ect", "ite", "ure", "ble", "ple",
)  # fmt: skip
# In sentences of so many words a negation has more ways to go.
_LONG = 16
_SUFFIX = "less"
_SHORTEST = 3
_ENGLISH_WORD = lazy(r"[a-z]{5,}")


class Negation(NamedTuple):
    """Where words stand that surely negate, and whether there are others that may."""

    sure: tuple[Span, ...]
    possible: bool


class _Patterns(NamedTuple):
    sure: re.Pattern[str] | None
    possible: re.Pattern[str] | None
    neither: re.Pattern[str] | None
    seldom: re.Pattern[str] | None = None


def negation(text: str, lang: str) -> Negation | None:
    """The negation of a sentence; None in a language whose words are not known."""
    row = _rows().get(lang)
    if row is None:
        return None
    sure, possible, neither, seldom = _patterns(lang)
    # Blanks keep the places.
    rest = neither.sub(lambda m: " " * len(m[0]), text) if neither else text
    spans = tuple(Span(*m.span()) for m in sure.finditer(rest)) if sure else ()
    # "Not only" negates nothing, but may render what does.
    idiom = neither is not None and any(" " in m[0] for m in neither.finditer(text))
    may = bool(spans) or idiom or bool(possible and possible.search(rest))
    if not may and seldom and text.count(" ") >= _LONG:
        may = bool(seldom.search(rest))
    return Negation(spans, may or (lang == "en" and _has_negative_part(rest)))


@lru_cache(maxsize=5_000)
def _has_negative_part(text: str) -> bool:
    """Whether an English word of the text is negative by its prefix or suffix."""
    for match in _ENGLISH_WORD.finditer(text.lower()):
        word = match[0]
        if word.endswith(_SUFFIX):
            return True
        for prefix in _PREFIXES:
            rest = word.removeprefix(prefix)
            if rest != word and len(rest) >= _SHORTEST and is_word(rest):
                return True
        rest = word[2:]
        if word.startswith(_BEFORE_ADJECTIVES) and word.endswith(_ADJECTIVES) and is_word(rest):
            return True
    return False


@cache
def _patterns(lang: str) -> _Patterns:
    return _Patterns(*(_any(words.split("|"), lang) for words in _rows()[lang]))


@cache
def _rows() -> dict[str, list[str]]:
    lines = Path(__file__).with_name("negation.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {lang: columns for lang, *columns in rows}


def _any(words: list[str], lang: str) -> re.Pattern[str] | None:
    """A pattern for any of the words, whole unless a * stands for more letters."""
    if not any(words):
        return None
    alternatives = "|".join(_form(w) for w in words if w)
    before, after = ("", "") if lang in _UNSPACED else (r"(?:(?<!\w)|(?<=\w)(?=n['’]t))", r"(?!\w)")
    return re.compile(f"{before}(?:{alternatives}){after}", re.IGNORECASE)


def _form(word: str) -> str:
    escaped = re.escape(word).replace(r"\*", r"\w*")
    return escaped.replace(r"\[", "[").replace(r"\]", "]").replace(r"\-", "-")
