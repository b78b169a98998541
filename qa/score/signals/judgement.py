"""What small networks say of a passage (`qa.score.networks`, `qa.score.tagger`), and of which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.score.networks import nearness, shipped
from qa.score.signals import Measured, Passage, Reason, Signal
from qa.text.spans import Span

if TYPE_CHECKING:
    from qa.score.tagger import Tagger
    from qa.vectors.encoder import Floats, Vectors

SIGNALS = (
    Signal("quality", "standard deviations", "how far below the mean people would judge it"),
    Signal("quality_news", "standard deviations", "the same by professionals, of news"),
    Signal("errors", "log-odds", "whether it reads like a translation with an error put in"),
    Signal("worst_word", "log-odds", "the same of the piece of a word that is worst"),
    Signal(
        "reads_badly",
        "standard deviations",
        "how far above the mean of machine translations its words are likely to be wrong, by itself",
    ),
)
# Networks go astray on what is unlike all they have seen; on train files they stay well within.
_LEAST, _MOST = -15.0, 15.0
# A word is shown when a network gives it at least these odds, as a logarithm, of being an error. On
# a half of DEMETR that it had not seen, 4% of the right translations have such a word and a third of
# the wrong ones, and 93% of those words are the wrong ones.
_SHOWN = 0.5
_MOST_SHOWN = 3
# Under this cosine to the nearest word of the source, a word that is shown has nothing there: so
# are 15% of all words, and most names and opposites that DEMETR put in.
_NOTHING_NEAR = 0.6


def alone(passage: Passage, tagger: Tagger, copy: Vectors) -> Measured:
    """What the tagger says of a text by itself, with the vectors of its encoder; it must have a word."""
    tagged = tagger.tag(passage.text, copy)
    found = _worst(passage.text, tagged.spans, tagged.odds, None, tagger.shown)
    signals = {"reads_badly": _within(tagger.badly(tagged))}
    return Measured(signals, tuple(_reasons("reads_badly", passage.text, found)))


def beside(passage: Passage, copy: Vectors, source: Vectors) -> Measured:
    """What the networks say of a translation beside its source; each must have a word."""
    networks = shipped()
    judged = networks["errors"].judge(copy, source)
    near = nearness(copy, source).max(1)
    found = _worst(passage.text, copy.spans, judged.pieces, near, _SHOWN)
    signals = {
        "quality": _within(networks["quality"].judge(copy, source).total),
        "quality_news": _within(networks["quality-news"].judge(copy, source).total),
        "errors": _within(judged.total),
        "worst_word": _within(float(judged.pieces.max())),
    }
    return Measured(signals, tuple(_reasons("worst_word", passage.text, found)))


def _within(total: float) -> float:
    return max(_LEAST, min(_MOST, total))


def _worst(
    text: str, spans: Sequence[Span], odds: Floats, near: Floats | None, shown: float
) -> dict[Span, float]:
    """The words that the network takes for errors, with the cosine to the nearest of the source."""
    found: dict[Span, tuple[float, float]] = {}
    for i, span in enumerate(spans):
        word = _word_around(text, span)
        worse, cosine = float(odds[i]), float(near[i]) if near is not None else 1.0
        if worse > shown and any(map(str.isalnum, text[word.start : word.end])):
            before = found.get(word, (worse, cosine))
            found[word] = (max(worse, before[0]), min(cosine, before[1]))
    surest = sorted(found, key=lambda w: -found[w][0])[:_MOST_SHOWN]
    return {word: found[word][1] for word in surest}


def _reasons(signal: str, text: str, found: dict[Span, float]) -> list[Reason]:
    reasons = []
    for nothing, says in (
        (True, "nothing in the source seems to say {}"),
        (False, "{} may be wrong, or something is missing before it"),
    ):
        words = sorted(w for w in found if (found[w] < _NOTHING_NEAR) == nothing)
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
