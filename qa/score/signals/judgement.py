"""What four small networks say of a passage (`qa.score.networks`), and of which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.offsets import Span
from qa.score.networks import nearness, shipped
from qa.score.signals import Measured, Passage, Reason, Signal

if TYPE_CHECKING:
    from qa.vectors.encoder import Floats, Vectors

SIGNALS = (
    Signal("quality", "standard deviations", "how far below the mean people would judge it"),
    Signal("errors", "log-odds", "whether it reads like a translation with an error put in"),
    Signal("quality_alone", "standard deviations", "the same from the translation by itself"),
    Signal("errors_alone", "log-odds", "the same from the translation by itself"),
    Signal("worst_alone", "log-odds", "the same of the piece of a word that reads worst"),
)
# Networks go astray on what is unlike all they have seen; on train files they stay well within.
_LEAST, _MOST = -15.0, 15.0
# A word is shown when a network gives it at least these odds, as a logarithm, of being an error. On
# a half of DEMETR that it had not seen, 4% of the right translations have such a word (5% without
# a source) and a third of the wrong ones, and 93% of those words are the wrong ones (87%).
_SHOWN = 0.5
_MOST_SHOWN = 3
# Under this cosine to the nearest word of the source, a word that is shown has nothing there: so
# are 15% of all words, and most names and opposites that DEMETR put in.
_NOTHING_NEAR = 0.6


def measure(passage: Passage, copy: Vectors, source: Vectors | None) -> Measured:
    """Ask the networks that can read what is there; each text must have a word."""
    networks = shipped()
    alone = networks["errors-alone"].judge(copy)
    signals = {
        "quality_alone": _within(networks["quality-alone"].judge(copy).total),
        "errors_alone": _within(alone.total),
        "worst_alone": _within(float(alone.pieces.max())),
    }
    pieces, near = alone.pieces, None
    if source is not None:
        judged = networks["errors"].judge(copy, source)
        signals["quality"] = _within(networks["quality"].judge(copy, source).total)
        signals["errors"] = _within(judged.total)
        pieces, near = judged.pieces, nearness(copy, source).max(1)
    name = "worst_alone" if source is None else "errors"
    reasons = tuple(_reasons(name, passage.text, copy.spans, pieces, near))
    return Measured(signals, reasons)


def _within(total: float) -> float:
    return max(_LEAST, min(_MOST, total))


def _reasons(
    signal: str, text: str, spans: Sequence[Span], pieces: Floats, near: Floats | None
) -> list[Reason]:
    """The words that the network takes for errors, the surest first."""
    found: dict[Span, tuple[float, float]] = {}
    for i, span in enumerate(spans):
        word = _word_around(text, span)
        odds, cosine = float(pieces[i]), float(near[i]) if near is not None else 1.0
        if odds > _SHOWN and any(map(str.isalnum, text[word.start : word.end])):
            before = found.get(word, (odds, cosine))
            found[word] = (max(odds, before[0]), min(cosine, before[1]))
    surest = sorted(found, key=lambda w: -found[w][0])[:_MOST_SHOWN]
    reasons = []
    for nothing, says in (
        (True, "nothing in the source seems to say {}"),
        (False, "{} may be wrong, or something is missing before it"),
    ):
        words = sorted(w for w in surest if (found[w][1] < _NOTHING_NEAR) == nothing)
        if words:
            shown = ", ".join(f"“{text[a:b]}”" for a, b in words)
            reasons.append(Reason(signal, says.format(shown), tuple(words)))
    return reasons


def _word_around(text: str, span: Span) -> Span:
    """The word of letters and digits that the piece at `span` is in."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if start == end:
        return span
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "-'’"):
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return Span(start, end)
