"""The spellings of a name that the press writes, the likeliest first."""

from __future__ import annotations

import unicodedata
from functools import cache

from qa.romanise.counterparts import russian_forms
from qa.romanise.standards import by_standards, official
from qa.romanise.tables import DATA, table, written

# Spellings less likely than this are left out.
_LIKELY = 0.006
_STANDARD = 0.02


def expand(name: str, lang: str, *, russian: str = "", limit: int | None = None) -> tuple[str, ...]:
    """Spellings of a name in Latin letters, likeliest first.

    `russian` is the Russian form, where it is known; else it is derived. Without a `limit` there
    are as many as are likely to be met; with one, that many at most. No two differ in accents,
    apostrophes or capitals alone. The official romanisation is always among them. Raises
    ValueError for a language without a table.
    """
    first = official(name, lang)
    floor = _LIKELY if limit is None else 0.0005
    found: dict[str, float] = {}
    for base, language, weights in _bases(name, lang, russian):
        lattice = table(language).lattice(base)
        for tradition, weight in weights.items():
            if weight > floor:
                for spelling, p in written(lattice, tradition, floor / 4 / weight):
                    found[spelling] = found.get(spelling, 0.0) + p * weight
    for spelling in {first, *by_standards(name, lang)}:
        found[spelling] = found.get(spelling, 0.0) + _STANDARD
    ranked: dict[str, tuple[float, str]] = {}
    total: dict[str, float] = {}
    for spelling, p in found.items():
        key = folded(spelling)
        total[key] = total.get(key, 0.0) + p
        ranked[key] = max(ranked.get(key, (0.0, "")), (p, spelling))
    keep = folded(first)
    ranked[keep] = (1.0, first)
    keys = sorted(
        (k for k, p in total.items() if p >= floor or k == keep), key=lambda k: (-total[k], k)
    )
    if limit is not None and len(keys) > limit:
        keys = keys[:limit] if keep in keys[:limit] else [*keys[: limit - 1], keep]
    return tuple(ranked[k][1] for k in keys)


def folded(spelling: str) -> str:
    """A spelling without accents, apostrophes and capitals."""
    if not spelling.isascii():
        spelling = "".join(
            c for c in unicodedata.normalize("NFKD", spelling) if not unicodedata.combining(c)
        )
    return spelling.translate(_APOSTROPHES).lower()


_APOSTROPHES = {ord(c): None for c in "'’ʼʹ′ʺ″ʾʿ‘`"}


def _bases(name: str, lang: str, russian: str) -> list[tuple[str, str, dict[str, float]]]:
    """The forms that spellings are made from: text, language, weight by tradition."""
    own, through = _weights()
    bases = [(name, lang, own)]
    forms = ((russian, 1.0),) if russian else russian_forms(name, lang)
    for form, p in forms:
        bases.append((form, "ru", {t: w * p for t, w in through.items()}))
    return bases


@cache
def _weights() -> tuple[dict[str, float], dict[str, float]]:
    """How often each tradition is met, from the own form and through Russian."""
    lines = (DATA / "traditions.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {r[0]: float(r[1]) for r in rows}, {r[0]: float(r[2]) for r in rows}
