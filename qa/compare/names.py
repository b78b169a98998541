"""Names that only one of a text and its translation has, by how they sound in Latin letters."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from qa.compare.anchors import name_key
from qa.language import language_scripts
from qa.offsets import Span
from qa.text.english import is_word, place_names
from qa.text.words import WORD

# Names go from script to script by their sound (Johnson, Джонсон): only what is quite unlike every
# word of the other text has no counterpart.
_UNLIKE = 0.45
_FEWEST_LETTERS = 5
# Languages whose common nouns have capitals, and those whose scripts have none.
_CAPITALISED = frozenset({"de", "lb"})
_CASED = frozenset({"Latin", "Cyrillic", "Greek", "Armenian"})
_ENGLISH = "en"
# A word behind one of these has its capital from the sentence.
_OPENS = frozenset('.!?:“"«„')


class Name(NamedTuple):
    """A word that can only be a name, where it stands in its text, and its skeleton key."""

    word: str
    span: Span
    key: str


def can_tell(lang: str, source_lang: str) -> bool:
    """Whether names stand out in both languages: the copy is English, which has a word list."""
    return (
        lang == _ENGLISH
        and source_lang not in _CAPITALISED
        and not _CASED.isdisjoint(language_scripts(source_lang)[:1])
    )


def names(text: str, lang: str) -> list[Name]:
    """The words with a capital inside a sentence that no list of words or well-known places has."""
    found = []
    for i, m in enumerate(WORD.finditer(text)):
        word = m[0]
        if not i or len(word) < _FEWEST_LETTERS or not word[0].isupper() or word.isupper():
            continue
        if text[: m.start()].rstrip()[-1:] in _OPENS:
            continue
        if lang == _ENGLISH and (word in place_names() or is_word(word.lower())):
            continue
        key = name_key(word, lang)
        if key:
            found.append(Name(word, Span(*m.span()), key))
    return found


def without_counterpart(found: Iterable[Name], other: frozenset[str]) -> list[Name]:
    """Those that are unlike every key of the other text."""
    return [n for n in found if not any(likeness(n.key, key) > _UNLIKE for key in other)]


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """How alike two keys are, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
