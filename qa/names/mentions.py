"""How names stand in a text: every capitalised word, with the names beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from qa.text.english import is_word, stands_before_a_surname
from qa.text.patterns import lazy
from qa.text.word_lists import words_for


class Uses(NamedTuple):
    """How often each word of a name is used, and the names that stand right before and after it."""

    counts: dict[str, int]
    before: dict[str, set[str]]
    after: dict[str, set[str]]


def names(text: str) -> Counter[str]:
    """The runs of capitalised words in a text, and how often each stands in it.

    Particles and initials may stand between them: "Ursula von der Leyen", "John F. Kennedy".
    """
    return Counter(_name().findall(text))


def uses(names: Mapping[str, int]) -> Uses:
    """How the words of `names` are used in all of them. An ordinary word by itself is no name."""
    found = Uses({}, {}, {})
    for name, count in names.items():
        for word, before, after in parts(name):
            found.counts[word] = found.counts.get(word, 0) + count
            if before:
                found.before.setdefault(word, set()).add(before)
            if after:
                found.after.setdefault(word, set()).add(after)
    return found


# The capitals of languages in Latin letters; a class of all capitals takes long to compile.
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƏȘȚ]"


@cache
def _name() -> re.Pattern[str]:
    """A run of capitalised words; a possessive or a contracted verb ends it."""
    letters, mark = r"[^\W\d_]+", "['’ʼ]"
    # That no letter stands before it is asked last: most characters are no capitals.
    start = rf"{_CAPITAL}(?<!\w.)"
    more = rf"(?:{mark}(?!(?:s|t|d|m|re|ve|ll)\b){letters})*"
    word = rf"{start}(?:{letters}|(?={mark}\w)){more}"
    # In one order in each run, so that the pattern is the one that was kept.
    particles = "|".join(sorted(words_for("name_particles", "any"), reverse=True))
    between = rf"(?:[ \u00a0-](?:{particles}))*[ \u00a0-](?:[A-Z]\. ?)*"
    return lazy(rf"{word}(?:{between}{word})*")


@lru_cache(maxsize=50_000)
def parts(name: str) -> tuple[tuple[str, str, str], ...]:
    """Each word of a name with what stands before and after it, where that is a name, too."""
    words = [
        w for w in re.split(r"[ \u00a0-]", name) if len(w) > 2 and w[0].isupper() and w[-1] != "."
    ]
    real = [*("" if stands_before_a_surname(w) else w for w in words), ""]
    return tuple(
        (word, real[i - 1], real[i + 1])
        for i, word in enumerate(words)
        if not word.isupper() and (real[i - 1] or real[i + 1] or not is_word(word.lower()))
    )
