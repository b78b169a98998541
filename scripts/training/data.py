"""MLQE-PE and DEMETR, read."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from training.news import Row

# DEMETR's names for languages.
CODES = {
    "chinese_simple": "zh", "czech": "cs", "french": "fr", "german": "de", "hindi": "hi",
    "italian": "it", "japanese": "ja", "polish": "pl", "russian": "ru", "spanish": "es",
}  # fmt: skip


SEVERITY = {"critical": 1.0, "base": 1.0, "major": 0.5, "minor": 0.15}


class Judged(NamedTuple):
    """A translation with a judgement: standard deviations from the judges' mean, high is good."""

    lang: str
    source: str
    text: str
    judgement: float
    bad: bool


class Pair(NamedTuple):
    """A translation, and the same with an error of a kind."""

    lang: str
    source: str
    text: str
    wrong: str
    kind: str
    half: int


def read_judged(path: Path, every: int) -> list[Judged]:
    """Every Nth translation of a file of MLQE-PE."""
    rows = table(path)
    cut = sorted(float(r["z_mean"]) for r in rows)[len(rows) // 5]
    return [
        Judged(
            path.name[:2],
            r["source"],
            r["translation"],
            float(r["z_mean"]),
            float(r["z_mean"]) < cut,
        )
        for r in rows[::every]
    ]


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of DEMETR; all pairs of one sentence are in one half, 0 or 1."""
    return [
        Pair(
            CODES[r["source_lang"]], r["source"], r["translation"], r["perturbed"],
            r["perturbation"], int(r["id"]) // 2 % 2,
        )
        for r in table(path)
    ]  # fmt: skip


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def texts_of(rows: Iterable[Judged | Pair | Row]) -> list[str]:
    """All texts of the rows, each once."""
    found = (
        t for r in rows for t in (r.source, r.text, *([r.wrong] if isinstance(r, Pair) else []))
    )
    return list(dict.fromkeys(found))


def severity(kind: str) -> float:
    """How much an error of DEMETR matters, from 0 to 1; its kinds begin with critical, major …"""
    return SEVERITY[kind.split("_")[0]]
