"""Countries and cities that a text names, whatever the language: Warszawa, Варшава and 华沙 are one."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from qa.language import language_scripts
from qa.source.anchors import name_key
from qa.text.spans import Span
from qa.text.words import WORD

_UNSPACED = frozenset({"zh", "ja", "ko", "th", "km", "lo", "my"})
# Cases change the end of a name, of at most so many letters, and no more of a short name.
_ENDING, _SHORTEST = 3, 4
_PREFIXES = {"ar": ("و", "ب", "ل", "ف", "ال", "وال", "بال"), "he": ("ב", "ל", "מ", "ה", "ו", "ש")}


class Place(NamedTuple):
    """A place that a text names: its code in CLDR, and where it stands."""

    code: str
    span: Span


# Several rules ask about the same sentences.
@lru_cache(maxsize=4_000)
def places(text: str, lang: str) -> tuple[Place, ...]:
    """The countries and cities of one word that `text` names, in any case."""
    exact = _table(lang)[0]
    if not exact:
        return ()
    if lang in _UNSPACED:
        return tuple(
            Place(code, Span(at, at + len(name)))
            for name, code in exact.items()
            if (at := text.find(name)) >= 0
        )
    return tuple(
        Place(code, Span(*m.span())) for m in WORD.finditer(text) if (code := _code(m[0], lang))
    )


def has_one_word(code: str, lang: str) -> bool:
    """Whether a place has a name of one word in a language, so that it would be found there."""
    return code in _table(lang)[0].values()


def keys_of(code: str) -> frozenset[str]:
    """The keys of the names of a place in all languages."""
    return _keys().get(code, frozenset())


@lru_cache(maxsize=50_000)
def _code(word: str, lang: str) -> str | None:
    exact, stems = _table(lang)
    if word in exact:
        return exact[word]
    for prefix in _PREFIXES.get(lang, ()):
        rest = word.removeprefix(prefix)
        if rest != word and rest in exact:
            return exact[rest]
    if not word[0].isupper() and lang in _cased():
        return None
    for cut in range(_ENDING + 1):
        stem = word[: len(word) - cut]
        if len(stem) < _SHORTEST:
            break
        if stem in stems:
            return stems[stem]
    return None


@cache
def _cased() -> frozenset[str]:
    cased = {"Latin", "Cyrillic", "Greek", "Armenian"}
    return frozenset(lang for lang in _rows() if not cased.isdisjoint(language_scripts(lang)[:1]))


@cache
def _table(lang: str) -> tuple[dict[str, str], dict[str, str]]:
    """By name its place, and by what a name begins with in all its cases, where that is one place."""
    exact: dict[str, str] = {}
    stems: dict[str, set[str]] = {}
    for code, name in _rows().get(lang, ()):
        if " " in name and lang not in _UNSPACED:
            continue
        exact.setdefault(name, code)
        for stem in (name, name[:-1], name[:-2]):
            if len(stem) >= _SHORTEST and lang != "en":
                stems.setdefault(stem, set()).add(code)
    return exact, {stem: min(codes) for stem, codes in stems.items() if len(codes) == 1}


@cache
def _keys() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for lang, rows in _rows().items():
        if lang in _cased():
            for code, name in rows:
                for word in name.split():
                    found.setdefault(code, set()).add(name_key(word, lang))
    return {code: frozenset(keys - {""}) for code, keys in found.items()}


@cache
def _rows() -> dict[str, list[tuple[str, str]]]:
    rows: dict[str, list[tuple[str, str]]] = {}
    lines = Path(__file__).with_name("place_names.tsv").read_text("utf-8").splitlines()
    for line in lines[3:]:
        lang, code, name = line.split("\t")
        rows.setdefault(lang, []).append((code, name))
    return rows
