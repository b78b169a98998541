"""The Russian counterpart of a name: Володимир and Владимир, Вугледар and Угледар."""

from __future__ import annotations

from functools import cache

from qa.romanise.tables import DATA, table, written


def russian_forms(name: str, lang: str) -> tuple[tuple[str, float], ...]:
    """Russian forms of a name in `lang`, each with its probability, the likeliest first.

    Known pairs come from `data/counterparts.tsv`, others by the letters that correspond. None
    for a language that has no table of correspondences.
    """
    if not (DATA / f"{lang}-ru.tsv").exists():
        return ()
    forms = [("", 1.0)]
    for word in _words(name):
        known = _known(lang).get(word.lower())
        if known:
            options = [(_like(form, word), 1 / len(known)) for form in known]
        else:
            options = list(written(table(f"{lang}-ru").lattice(word), "russian", 0.05))
        forms = [(f + o, p * q) for f, p in forms for o, q in options if p * q >= 0.02]
    return tuple(sorted(forms, key=lambda form: -form[1])[:4])


def _words(name: str) -> list[str]:
    """The words of a name and what stands between them, in order."""
    import re

    return re.findall(r"[^\s-]+|[\s-]+", name)


def _like(form: str, word: str) -> str:
    return form.upper() if word.isupper() and len(word) > 1 else form


@cache
def _known(lang: str) -> dict[str, tuple[str, ...]]:
    """Russian forms by the form in `lang`, in small letters."""
    known: dict[str, tuple[str, ...]] = {}
    for line in (DATA / "counterparts.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, own, russian, *_ = line.split("\t")
            if language == lang:
                known[own.lower()] = tuple(russian.split("|"))
    return known
