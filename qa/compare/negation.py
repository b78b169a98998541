"""Whether a sentence is negated, as far as its words tell."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from qa.offsets import Span

_UNSPACED = frozenset({"zh", "ja", "ko", "th"})


class Negation(NamedTuple):
    """Where words stand that surely negate, and whether there are others that may."""

    sure: tuple[Span, ...]
    possible: bool


def negation(text: str, lang: str) -> Negation | None:
    """The negation of a sentence; None in a language whose words are not known."""
    patterns = _patterns().get(lang)
    if patterns is None:
        return None
    sure, possible, only = patterns
    # Blanks keep the places.
    rest = only.sub(lambda m: " " * len(m[0]), text) if only else text
    spans = tuple(Span(*m.span()) for m in sure.finditer(rest)) if sure else ()
    return Negation(spans, bool(spans) or bool(possible and possible.search(text)))


@cache
def _patterns() -> dict[
    str, tuple[re.Pattern[str] | None, re.Pattern[str] | None, re.Pattern[str] | None]
]:
    lines = Path(__file__).with_name("negation.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    found = {}
    for lang, words, only in rows:
        several = words.split("|")
        found[lang] = (
            _any([w for w in several if "*" not in w], lang),
            _any([w for w in several if "*" in w], lang),
            _any(only.split("|"), lang),
        )
    return found


def _any(words: list[str], lang: str) -> re.Pattern[str] | None:
    """A pattern for any of the words, whole unless a * stands for more letters."""
    if not any(words):
        return None
    alternatives = "|".join(re.escape(w).replace(r"\*", r"\w*") for w in words if w)
    before, after = ("", "") if lang in _UNSPACED else (r"(?:(?<!\w)|(?<=\w)(?=n['’]t))", r"(?!\w)")
    return re.compile(f"{before}(?:{alternatives}){after}", re.IGNORECASE)
