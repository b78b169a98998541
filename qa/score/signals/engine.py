"""What a translation engine makes of the source, beside the copy.

Shown, and not weighed in `suspicion`: that would need judged translations of a pair that an engine
here has, and MLQE-PE's are of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qa.engines import Engine
from qa.score.signals import Measured, Passage, Signal
from qa.score.signals.round_trip import chrf

SIGNALS = (
    Signal(
        "pseudo_reference_chrf",
        "chrF2, from 0 to 1",
        "the engine's own translation of the source against the copy",
    ),
    Signal(
        "engine_log_probability",
        "mean natural logarithm a token",
        "how likely the copy is to the engine, given the source; where the engine can tell",
    ),
)


class Translated(NamedTuple):
    """The engine's own translation of a source, empty where there is none, and what it says."""

    text: str
    measured: Measured


def measure(passages: Sequence[Passage], engine: Engine) -> list[Translated]:
    """The signals of passages in one pair of languages; none of those without a source.

    Raises InputError when the engine fails.
    """
    asked = [p for p in passages if p.source and p.text.strip() and _has(engine, p)]
    if not asked:
        return [Translated("", Measured({})) for _ in passages]
    pair = asked[0].source_lang, asked[0].lang
    sources, copies = [p.source for p in asked], [p.text for p in asked]
    owns = dict(zip(asked, engine.translate(sources, *pair), strict=True))
    found = {p: {"pseudo_reference_chrf": chrf(own, p.text)} for p, own in owns.items()}
    likely = engine.log_probabilities(sources, copies, *pair)
    if likely is not None:
        for p, value in zip(asked, likely, strict=True):
            found[p]["engine_log_probability"] = value
    return [Translated(owns.get(p, ""), Measured(found.get(p, {}))) for p in passages]


def _has(engine: Engine, passage: Passage) -> bool:
    return (passage.source_lang, passage.lang) in engine.pairs()
