"""The letters beyond a-z that languages in Latin script have."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def alphabets() -> dict[str, frozenset[str]]:
    """The small letters that each language adds to a-z, by its ISO 639-1 code."""
    path = Path(__file__).parent.parent / "data" / "alphabets.tsv"
    rows = [r.split("\t") for r in path.read_text("utf-8").splitlines() if not r.startswith("#")]
    return {lang: frozenset(letters) for lang, letters in rows[1:]}
