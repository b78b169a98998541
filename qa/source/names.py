"""Names that only one of a text and its translation has, by how they sound in Latin letters."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from qa.language import language_scripts
from qa.source.anchors import alike, name_key
from qa.text.english import is_name, is_word, place_names
from qa.text.patterns import lazy
from qa.text.spans import Span
from qa.text.words import WORD

# Names go from script to script by their sound (Johnson, Джонсон), and from one Latin alphabet to another
# almost as they are: what is less like every word of the sentence has no counterpart.
_LIKE, _LIKE_ACROSS = 0.67, 0.6
_CONSONANTS_ACROSS = 0.75
_FEWEST_LETTERS, _SHORT_KEY = 4, 5
# Languages whose common nouns have capitals, and those whose scripts have none.
_CAPITALISED = frozenset({"de", "lb"})
_CASED = frozenset({"Latin", "Cyrillic", "Greek", "Armenian"})
_ENGLISH = "en"
# Languages that part a name from its endings by an apostrophe.
_APOSTROPHISED, _APOSTROPHE = frozenset({"tr", "az", "uz"}), lazy("['’]")
_SLAVIC = frozenset({"uk", "ru", "be", "bg", "sr", "mk", "pl", "cs", "sk", "hr", "sl"})
# Adjectives of organisations have capitals in the middle of a sentence, and surnames in -ський too.
_OF_ADJECTIVES = (
    "ий", "ій", "ої", "ого", "ому", "их", "им", "ими", "ый", "ая", "ое", "ой", "ую", "ых", "ым", "ые", "ий", "их",
    "ego", "ej", "ych", "ym", "ymi", "ého", "ých", "ým", "ého", "ské", "ská", "ský",
)  # fmt: skip
_OF_SURNAMES = lazy(r"(?:[сц]ьк|ск|цк|цк|sk|ck)\w{1,3}$")
_TITLE = lazy(r"(?<!\w)(?:[^\W\d_][a-zа-яёіїєґ]{0,2}|[IVX]+)\.$")
_PARTS_OF_BRITAIN = frozenset({"Scotland", "England", "Wales", "Britain", "Ireland"})
_CONTRACTED = ("n't", "n’t", "'ve", "’ve", "'re", "’re", "'ll", "’ll", "'d", "’d", "'m", "’m")
_CLASSES = str.maketrans(dict.fromkeys("aeiouy'", "") | {"k": "h", "d": "t", "f": "p", "b": "p"})
_FOLDS = (
    ("sč", "š"), ("č", "h"), ("g", "h"), ("j", "i"), ("š", "s"), ("ts", "s"), ("z", "s"), ("dh", "d"), ("ei", "i"),
    ("ai", "i"), ("ie", "i"), ("iu", "u"), ("ia", "a"), ("eau", "o"), ("au", "o"), ("oo", "u"), ("ea", "i"),
    ("v", "u"), ("ii", "i"), ("uu", "u"),
)  # fmt: skip
# A word behind one of these has its capital from the sentence.
_OPENS = frozenset(".!?:…“\"«„»”'‘—–-([")


class Name(NamedTuple):
    """A word that can only be a name, where it stands in its text, and its skeleton key."""

    word: str
    span: Span
    key: str


def has_capitals(lang: str) -> bool:
    """Whether names stand out in a language by their capitals."""
    return not _CASED.isdisjoint(language_scripts(lang)[:1])


def capitalises_nouns(lang: str) -> bool:
    """Whether a capital says nothing of a word, as in German."""
    return lang in _CAPITALISED


def names(text: str, lang: str) -> list[Name]:
    """The words with a capital inside a sentence that no list of words or well-known places has.

    Of languages whose nouns have capitals, only the words that a list of names has.
    """
    found = []
    for i, m in enumerate(WORD.finditer(text)):
        word = m[0]
        if len(word) < _FEWEST_LETTERS or not word[0].isupper() or word.isupper():
            continue
        if not i and not (lang == _ENGLISH and is_name(word.lower())):
            continue
        if "-" in word or (i and _opens(text, m.start())):
            continue
        if lang in _APOSTROPHISED:
            word = _APOSTROPHE.split(word)[0]
            if len(word) < _FEWEST_LETTERS or word.isupper():
                continue
        if lang == _ENGLISH:
            word = _without_possessive(word)
            if word in place_names() or word in _PARTS_OF_BRITAIN or is_word(word.lower()):
                continue
        if lang in _SLAVIC and word.endswith(_OF_ADJECTIVES) and not _OF_SURNAMES.search(word):
            continue
        lower = word.lower()
        if lang in _CAPITALISED and (not is_name(lower) or is_word(lower)):
            continue
        if lower.startswith(_translated(lang)):
            continue
        key = name_key(word, lang)
        if key:
            found.append(Name(word, Span(*m.span()), key))
    return found


@cache
def _translated(lang: str) -> tuple[str, ...]:
    """How words with a capital begin that are translated by what they mean."""
    lines = Path(__file__).with_name("capitalised.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return next((tuple(stems.split("|")) for of, stems in rows if of == lang), ())


def _opens(text: str, at: int) -> bool:
    """Whether a sentence or a quotation begins at `at`: not behind Ms. and Dr."""
    before = text[:at].rstrip()
    return before[-1:] in _OPENS and not _TITLE.search(before)


def _without_possessive(word: str) -> str:
    """An English word without its possessive ending, and nothing where it is a contraction."""
    bare = word.removesuffix("'s").removesuffix("’s").removesuffix("'").removesuffix("’")
    return "the" if ("'" in bare[1:] and bare[0] == "I") or bare.endswith(_CONTRACTED) else bare


def without_counterpart(
    found: Iterable[Name],
    near: frozenset[str],
    everywhere: frozenset[str] = frozenset(),
    across: bool = False,
) -> list[Name]:
    """Those that are unlike every key near by, and none of the other text's, but for an ending.

    `across` is whether the two texts are in different scripts.
    """
    return [
        n
        for n in found
        if not _begins_like(n.key, near)
        and not any(_is_like(n.key, key, across) for key in near)
        and not any(alike(n.key, key) for key in everywhere)
    ]


def _begins_like(key: str, near: frozenset[str]) -> bool:
    """Whether a key begins as another one does; most have one, and looking no further is quick."""
    if key in near:
        return True
    start = _loosely(key)[:4]
    return any(_loosely(other)[:4] == start for other in near)


def _is_like(one: str, other: str, across: bool) -> bool:
    a, b = _loosely(one), _loosely(other)
    # Cases change the last consonant: Гаага, в Гаазі.
    if across and a[:3] == b[:3] and max(len(a), len(b)) <= _SHORT_KEY:
        return True
    if not across:
        return likeness(a, b) > _LIKE
    if likeness(a, b) > _LIKE_ACROSS:
        return True
    a, b = _consonants(a), _consonants(b)
    return a == b or (min(len(a), len(b)) > 2 and likeness(a, b) >= _CONSONANTS_ACROSS)


@lru_cache(maxsize=50_000)
def _consonants(key: str) -> str:
    """The consonants of a key, those alike that are taken for each other between scripts."""
    return key.translate(_CLASSES)


@lru_cache(maxsize=50_000)
def _loosely(key: str) -> str:
    """A key without what the habits of languages differ in most: Hague and Гаага, Scholz and Шольц."""
    for old, new in _FOLDS:
        key = key.replace(old, new)
    return key


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """How alike two words or keys are, from 0 to 1 (Ratcliff and Obershelp)."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
