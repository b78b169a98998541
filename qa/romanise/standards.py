"""Romanisation by the standards: `translitua` for Ukrainian and Russian, tables elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from qa.romanise.tables import DATA, table, written


def official(name: str, lang: str) -> str:
    """The one romanisation of `name` that applies to its language.

    Which one that is stands in `data/standards.tsv`. The marks of soft and hard signs are left
    out, as the press leaves them out. Raises ValueError for a language without a table.
    """
    standard = next((s for s in _standards() if s[0] == lang and s[1] == "official"), None)
    if standard is None:
        known = sorted({s[0] for s in _standards() if s[1] == "official"})
        raise ValueError(
            f'no romanisation table for the language "{lang}"; there is one for {", ".join(known)}'
        )
    return _romanised(name, lang, standard[2])


def by_standards(name: str, lang: str) -> Iterator[str]:
    """`name` by every standard of its language that the press or documents use."""
    for language, _, source in _standards():
        if language == lang:
            yield _romanised(name, lang, source)


def _romanised(name: str, lang: str, source: str) -> str:
    if source.startswith("translitua."):
        import translitua

        scheme = getattr(translitua, source.partition(".")[2])
        latin = str(translitua.translit(name, scheme))
        return latin.translate({ord(c): None for c in "'’ʼʹʺ′″"})
    ((spelling, _),) = written(table(lang).lattice(name), source, 0.0)
    return spelling


@cache
def _standards() -> tuple[tuple[str, str, str], ...]:
    """Rows of language, use, and the scheme of `translitua` or column of the language's table."""
    lines = (DATA / "standards.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((row[0], row[1], row[2]) for row in rows[1:])
