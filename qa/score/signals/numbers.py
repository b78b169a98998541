"""Numbers that only one of source and translation has."""

from __future__ import annotations

from qa.score.signals import Measured, Passage, Reason, Signal
from qa.source.numbers import Number, numbers, unmatched
from qa.text.spans import Span

SIGNALS = (
    Signal(
        "numbers_missing", "numbers", "numbers in figures that the translation lacks, at most 3"
    ),
    Signal("numbers_added", "numbers", "numbers that are not in the source, at most 3"),
)
# One wrong number is a reason; the tenth in a table of results says nothing more.
_MOST = 3


def measure(passage: Passage) -> Measured:
    """Compare the numbers of a passage that has a source."""
    missing, added = unmatched(
        numbers(passage.source, passage.source_lang),
        numbers(passage.text, passage.lang),
        passage.source_lang,
        passage.lang,
    )
    reasons = []
    if added:
        says = _quoted(passage.text, added)
        is_not = "is a number" if len(added) == 1 else "are numbers"
        reasons.append(
            Reason("numbers_added", f"{says} {is_not} the source does not have", _spans(added))
        )
    if missing:
        says = _quoted(passage.source, missing)
        reasons.append(Reason("numbers_missing", f"{says} of the source is missing"))
    signals = {
        "numbers_missing": float(min(_MOST, len(missing))),
        "numbers_added": float(min(_MOST, len(added))),
    }
    return Measured(signals, tuple(reasons))


def _quoted(text: str, found: list[Number]) -> str:
    return ", ".join(f"“{text[n.span.start : n.span.end]}”" for n in found[:_MOST])


def _spans(found: list[Number]) -> tuple[Span, ...]:
    return tuple(n.span for n in found)
