"""Words that a finished translation would not have: foreign, unknown, said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from qa.language.scripts import dominant_script, script_of
from qa.score.signals import Measured, Passage, Reason, Signal
from qa.text.english import common_words, is_word
from qa.text.patterns import lazy
from qa.text.spans import Span
from qa.text.word_lists import words_for
from qa.text.words import WORD

SIGNALS = (
    Signal("foreign_letters", "words", "words in letters of another script, at most 3"),
    Signal("unknown_words", "words", "lower-case words that no list of English has, at most 3"),
    Signal(
        "copied_words",
        "words",
        "lower-case words that the source has, too, and English has not, at most 3",
    ),
    Signal("repeated_words", "words", "words that repeat the one before them, at most 3"),
)
_MOST = 3
_SHORT = 4
_UNITS = frozenset({"km", "m", "cm", "mm", "kg", "g", "l", "ml", "mph"})
_PLURAL = lazy(r"(?:'s|’s|s|es|ed|ing|ly)$")
# "had had", "that that" are right.
_MAY_REPEAT = frozenset({"had", "that", "is", "her", "do"})
_RUN = lazy(r"[^\W\d_]+")


def measure(passage: Passage) -> Measured:
    """Look at the words of a passage one by one."""
    foreign: list[Span] = []
    script = "Latin" if passage.text.isascii() else dominant_script(passage.text)
    # Letters of ASCII are of one script.
    for match in () if passage.text.isascii() else _RUN.finditer(passage.text):
        own = {script_of(c) for c in match[0]} - {None, script}
        # Latin letters are at home everywhere: names of firms, units, formulas.
        if own - {"Latin"} or (own and script is None):
            foreign.append(Span(*match.span()))
    words = list(WORD.finditer(passage.text))
    repeated = [
        Span(*b.span())
        for a, b in pairwise(words)
        if a[0].casefold() == b[0].casefold()
        and a[0].islower()
        and a[0] not in _MAY_REPEAT
        and passage.text[a.end() : b.start()].isspace()
    ]
    unknown = []
    if passage.lang == "en":
        unknown = [Span(*m.span()) for m in words if m[0].islower() and not _known(m[0])]
    copied = _copied(passage, words) if passage.source_lang != passage.lang else []
    reasons = []
    misspelled = [span for span in unknown if span not in foreign]
    for name, spans, says in (
        ("foreign_letters", foreign, "is written in another script"),
        ("unknown_words", misspelled, "is no English word that the lists have"),
        ("copied_words", copied, "stands so in the source"),
        ("repeated_words", repeated, "is said twice"),
    ):
        if spans:
            shown = ", ".join(f"“{passage.text[a:b]}”" for a, b in spans[:_MOST])
            reasons.append(Reason(name, f"{shown} {says}", tuple(spans)))
    signals = {
        "foreign_letters": float(min(_MOST, len(foreign))),
        "unknown_words": float(min(_MOST, len(unknown))),
        "repeated_words": float(min(_MOST, len(repeated))),
    }
    if passage.source:
        signals["copied_words"] = float(min(_MOST, len(copied)))
    return Measured(signals, tuple(reasons))


def _copied(passage: Passage, words: Sequence[re.Match[str]]) -> list[Span]:
    """The words that the translation shares with the source; names are not in lower case."""
    theirs = {m[0] for m in WORD.finditer(passage.source)}
    english = passage.lang == "en"
    return [
        Span(*m.span())
        for m in words
        if m[0].islower() and len(m[0]) > 1 and m[0] in theirs and not (english and _expected(m[0]))
    ]


def _expected(word: str) -> bool:
    """Whether English has the word too; its list has many short ones that few people know."""
    if word in common_words() or word in words_for("function_words", "en") or word in _UNITS:
        return True
    return len(word) > _SHORT and is_word(word)


@lru_cache(maxsize=50_000)
def _known(word: str) -> bool:
    word = word.replace("’", "'").replace("‑", "-").replace("‐", "-")
    parts = [p for p in word.split("-") if p]
    if len(parts) > 1:
        return all(map(_known, parts))
    bare = word.removesuffix("n't").split("'")[0]
    return len(bare) < 3 or is_word(bare) or is_word(_PLURAL.sub("", bare))
