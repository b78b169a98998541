"""What is left of a passage after a translation into another language and back.

Weak by itself: Moon et al. 2020, arXiv 2004.13937; docs/scoring.md has our figures.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qa.language import language_name
from qa.score.roundtrip import RoundTrip
from qa.score.signals import Measured, Reason, Signal

if TYPE_CHECKING:
    from qa.vectors.encoder import Vectors

SIGNALS = (
    Signal("round_trip_loss", "share of the words", "words that did not come back"),
    Signal("round_trip_wer", "word error rate", "words to change, drop and add, at most 1"),
    Signal("round_trip_cer", "character error rate", "the same in characters, at most 1"),
    Signal("round_trip_chrf", "chrF2, from 0 to 1", "n-grams of characters that both have"),
    Signal("round_trip_meaning", "cosine", "likeness of the vectors of what went and came back"),
)
# Popović 2015 (doi 10.18653/v1/W15-3049): n-grams of up to 6 characters, recall counts twice.
_LONGEST, _BETA = 6, 2


def measure(trip: RoundTrip, pivot: str) -> Measured:
    """The signals of a round trip, but for the vectors'; none when the text has no words."""
    if not trip.words:
        return Measured({})
    reason = f"did not survive the round trip through {language_name(pivot)}"
    says = f"{len(trip.lost)} of {trip.words} words {reason}"
    reasons = (Reason("round_trip_loss", says, trip.lost_phrases),) if trip.lost else ()
    return Measured(
        {
            "round_trip_loss": trip.loss,
            "round_trip_wer": trip.wer,
            "round_trip_cer": trip.cer,
            "round_trip_chrf": chrf(trip.back, trip.text),
        },
        reasons,
    )


def meaning(before: Vectors, after: Vectors) -> float:
    """The cosine of the vectors of a text and of what came back; 0 where one has no word."""
    from qa.score.signals.meaning import signals

    if not len(before.commonness) or not len(after.commonness):
        return 0.0
    return signals(after, before)["meaning"]


def chrf(hypothesis: str, reference: str) -> float:
    """chrF2 of one text against another, from 0 to 1, white space left out."""
    ours, theirs = "".join(hypothesis.split()), "".join(reference.split())
    precisions, recalls = [], []
    for size in range(1, _LONGEST + 1):
        a, b = _grams(ours, size), _grams(theirs, size)
        if a and b:
            same = (a & b).total()
            precisions.append(same / a.total())
            recalls.append(same / b.total())
    precision, recall = sum(precisions), sum(recalls)
    if not precision:
        return 0.0
    weighted = _BETA**2 * precision + recall
    return (1 + _BETA**2) * precision * recall / weighted / len(precisions)


def _grams(text: str, size: int) -> Counter[str]:
    return Counter(text[i : i + size] for i in range(len(text) - size + 1))
