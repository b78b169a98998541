"""The Russian counterpart of a name: Володимир and Владимир, Вугледар and Угледар."""

from __future__ import annotations

import re
from functools import cache

from qa.romanise.tables import has_table, rows, table, written

# Derived forms that are less likely than this are not followed.
_LIKELY = 0.05


def russian_forms(name: str, lang: str) -> tuple[tuple[str, float], ...]:
    """Russian forms of a name in `lang`, each with its probability, the likeliest first.

    Known pairs of given names and places come from tables, others by the letters that correspond.
    Empty for a language that has no table of correspondences.
    """
    if not has_table(f"{lang}-ru"):
        return ()
    whole = _known(lang).get(name.lower())
    if whole:
        return ((_like(whole, name), 1.0),)
    forms = [("", 1.0)]
    for word in re.findall(r"[^\s-]+|[\s-]+", name):
        known = _known(lang).get(word.lower())
        options = ((_like(known, word), 1.0),) if known else derived(word, lang)
        forms = [(f + o, p * q) for f, p in forms for o, q in options if p * q >= _LIKELY]
    return tuple(sorted(forms, key=lambda form: (-form[1], form[0])))


def derived(word: str, lang: str) -> tuple[tuple[str, float], ...]:
    """Russian forms of a word by its letters alone, the likeliest first."""
    forms = written(table(f"{lang}-ru").lattice(word), "russian", _LIKELY)
    return tuple(sorted(forms, key=lambda form: (-form[1], form[0])))


def _like(form: str, word: str) -> str:
    """A form in the capitals, or the small letters, of a word."""
    if word.isupper() and len(word) > 1:
        return form.upper()
    return form.lower() if word.islower() and _is_cased(word) else form


def _is_cased(word: str) -> bool:
    return word.title() != word


@cache
def _known(lang: str) -> dict[str, str]:
    """Russian forms by the form in `lang`, in small letters."""
    return {
        own.lower(): russian
        for file in ("place-counterparts", "counterparts")
        for language, own, russian in rows(file)
        if language == lang
    }
