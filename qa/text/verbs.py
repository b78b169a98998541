"""Whether English words may hold a finite verb; a word that may be one counts as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from qa.text.word_lists import DATA, words_for

# What is joined to a pronoun, or to an auxiliary.
_JOINED = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m))$")


def may_hold_a_verb(words: Sequence[str]) -> bool:
    """Whether one of the words of a sentence may be a finite verb.

    The first word counts only if it is an auxiliary, a past form or joined to one: copy does not
    speak in imperatives. Infinitives and nouns that may be verbs count, so False is sure, True is
    not.
    """
    return any(may_be_a_verb(word) for word in words[1:]) or (
        bool(words) and _surely_a_verb(words[0])
    )


def may_be_a_verb(word: str) -> bool:
    """Whether a word, in any case, may be a finite verb."""
    lower = word.lower()
    if _surely_a_verb(lower):
        return True
    verbs = _verbs()
    if lower in verbs:
        return True
    if not lower.endswith("s"):
        return False
    stem = lower[:-1]
    return (
        stem in verbs
        or (stem.endswith("ie") and stem[:-2] + "y" in verbs)
        or (stem.endswith("e") and stem[:-1] in verbs)
    )


def _surely_a_verb(word: str) -> bool:
    lower = word.lower()
    return (
        lower in words_for("auxiliaries", "en")
        or lower.endswith("ed")
        or bool(_JOINED.search(lower))
    )


@cache
def _verbs() -> frozenset[str]:
    """Base forms and irregular past forms (scripts/build-verb-list makes the list)."""
    return frozenset((DATA / "english-verbs.txt").read_text("utf-8").split())
