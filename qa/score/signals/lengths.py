"""Whether the length of a translation fits its source."""

from __future__ import annotations

import math

from qa.language.scripts import script_counts
from qa.score.signals import Measured, Passage, Signal

SIGNALS = (
    Signal(
        "length_ratio",
        "natural logarithm",
        "letters of the translation to letters of the source, a syllable sign counted for two and "
        "a Chinese one for three",
    ),
    Signal("length_misfit", "natural logarithm", "how far that is from 0"),
    Signal("words", "natural logarithm", "how many words the translation has"),
)
# Latin letters that a letter of these scripts usually becomes.
_WEIGHTS = {
    "Han": 3.0,
    "Hiragana": 1.6,
    "Katakana": 1.6,
    "Hangul": 2.4,
    "Arabic": 1.3,
    "Hebrew": 1.3,
}
_MOST = 2.0


def measure(passage: Passage) -> Measured:
    """The length of a passage, and where there is a source how it fits that."""
    signals = {"words": math.log(1 + len(passage.text.split()))}
    if passage.source:
        ratio = math.log((1 + _weight(passage.text)) / (1 + _weight(passage.source)))
        ratio = max(-_MOST, min(_MOST, ratio))
        signals |= {"length_ratio": ratio, "length_misfit": abs(ratio)}
    return Measured(signals)


def _weight(text: str) -> float:
    return sum(n * _WEIGHTS.get(script, 1.0) for script, n in script_counts(text).items())
