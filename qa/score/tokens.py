"""Words of a text for comparing two texts, through sacremoses, each with its exact place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from qa.text.spans import Span

# Any sequence of letters and digits, or any other single sign: for what sacremoses changes.
_PLAIN = re.compile(r"\w+|[^\w\s]")
_COMPOUND_PART = re.compile(r"[^-]+|-")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_STRAIGHT = str.maketrans("’‘ʼ′‑‐", "''''--")
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
_SHORT_NAME = 2


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its place, and the `key` that equals that of the same word elsewhere."""

    span: Span
    key: str


def tokens(text: str, lang: str) -> list[Token]:
    """The words of `text`; offsets are code points of it, in rising order.

    A token is a Moses token with a letter, a digit, a percent or a currency sign. Letter case,
    the form of apostrophes, separators of thousands and the dots and spaces of initials ("U. S.")
    do not count in its key; the case of two capitals (US, UN) does. A compound with hyphens is
    several words, as an engine may write it without them.
    """
    shouted = text.isupper()
    # One code point for one, so that places stay: sacremoses knows the straight forms only.
    text = text.translate(_STRAIGHT)
    found: list[Token] = []
    joins = False
    for start, end in _parts(text, lang):
        word = text[start:end]
        initials = _INITIALS.fullmatch(word) is not None
        if initials and joins and found:
            last = found.pop()
            found.append(Token(Span(last.span.start, end), last.key + _key(word, shouted)))
        elif any(map(_counts, word)):
            found.append(Token(Span(start, end), _key(word, shouted)))
        joins = initials
    return found


def _parts(text: str, lang: str) -> Iterator[Span]:
    for start, end in moses_spans(text, lang):
        # A mark before a word opens a quotation; an apostrophe has a letter before it.
        if text[start] == "'" and not text[start - 1 : start].isalnum():
            start += 1
        for part in _COMPOUND_PART.finditer(text, start, end):
            yield Span(*part.span())


def moses_spans(text: str, lang: str) -> Iterator[Span]:
    """The places of the Moses tokens of `text`, punctuation included.

    sacremoses gives no places and drops or changes some characters. Each token is looked up from
    the end of the one before it; where that fails, plain words and signs take their place.
    """
    found = []
    at = 0
    for token in _tokenizer(lang).tokenize(text, escape=False):
        start = text.find(token, at)
        # Between two tokens stands only what sacremoses drops: white space and control characters.
        if start < 0 or any(not _dropped(c) for c in text[at:start]):
            return (Span(*m.span()) for m in _PLAIN.finditer(text))
        at = start + len(token)
        found.append(Span(start, at))
    if any(not _dropped(c) for c in text[at:]):
        return (Span(*m.span()) for m in _PLAIN.finditer(text))
    return iter(found)


def _dropped(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cc"


def _counts(character: str) -> bool:
    return character.isalnum() or character == "%" or unicodedata.category(character) == "Sc"


def _key(word: str, shouted: bool) -> str:
    word = unicodedata.normalize("NFKC", _THOUSANDS.sub("", word))
    word = "".join(word.split())
    if _INITIALS.fullmatch(word):
        return word.replace(".", "").upper()
    if not shouted and len(word) == _SHORT_NAME and word.isalpha() and word.isupper():
        return word
    return word.casefold()


@cache
def _tokenizer(lang: str) -> Any:
    from sacremoses import MosesTokenizer

    return MosesTokenizer(lang)
