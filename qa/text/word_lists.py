"""Lists of words by language, from the data files."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def words_for(name: str, lang: str) -> frozenset[str]:
    """The words that `qa/data/NAME.toml` lists for a language; empty where it lists none."""
    import tomllib

    text = (files("qa") / "data" / f"{name}.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text).get(lang, "").split())
