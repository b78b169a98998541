"""Lists of words by language, from the data files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


@cache
def words_for(name: str, lang: str) -> frozenset[str]:
    """The words that `qa/data/NAME.toml` lists for a language; empty where it lists none."""
    import tomllib

    lists = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))
    return frozenset(lists.get(lang, "").split())
