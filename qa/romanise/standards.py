"""Romanisation by the standards: `translitua` for Ukrainian and Russian, tables elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from qa.romanise.readings import not_its_letters, reading
from qa.romanise.tables import composed, rows, table, written


def official(name: str, lang: str) -> str:
    """The one romanisation of `name` that applies to its language.

    Which one that is stands in `data/standards.tsv`. The marks of soft and hard signs are left
    out, as the press leaves them out. Raises ValueError for a language without a table.
    """
    standard = next((s for s in _standards() if s[0] == lang and s[1] == "official"), None)
    if standard is None:
        raise ValueError(
            f'no romanisation table for the language "{lang}"; '
            f"there is one for {', '.join(languages())}"
        )
    read = reading(composed(name), lang)
    if not table(lang).covers(read):
        raise ValueError(not_its_letters(name, lang))
    return _romanised(read, lang, standard[2])


def languages() -> list[str]:
    """The languages that have an official romanisation here."""
    return sorted(language for language, use, _, _ in _standards() if use == "official")


def by_standards(name: str, lang: str) -> Iterator[str]:
    """`name` by every standard of its language that the press or documents use."""
    for language, _, source, _ in _standards():
        if language == lang:
            yield _romanised(reading(composed(name), lang), lang, source)


def _romanised(name: str, lang: str, source: str) -> str:
    if source.startswith("translitua."):
        import translitua

        scheme = getattr(translitua, source.partition(".")[2])
        latin = str(translitua.translit(name, scheme))
        return latin.translate({ord(c): None for c in "'’ʼʹʺ′″"})
    ((spelling, _),) = written(table(lang).lattice(name), source, 0.0)
    return spelling


@cache
def _standards() -> list[list[str]]:
    """Rows of language, use, scheme of `translitua` or column of the language's table, name."""
    return rows("standards")
