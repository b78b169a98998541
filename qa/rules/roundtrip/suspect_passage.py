"""RTT102."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.context import Context
from qa.document.model import Finding, Severity
from qa.rules.registry import Example, rule

if TYPE_CHECKING:
    from qa.score.passages import Scores

# What a score says of fewer words is little.
_FEWEST_WORDS = 4


@rule(
    "RTT102",
    "suspect-passage",
    since="0.2",
    severity=Severity.INFO,
    enabled=False,
    bad=[
        Example(
            "The talks ended at noon. ⟦Army the at night it informed fourteen of knocked sixteen of the "
            "drones without pilot was.⟧",
            source="Переговори завершилися опівдні. "
            "Армія повідомила, що вночі збила чотирнадцять із шістнадцяти безпілотників.",
            source_lang="uk",
        ),
    ],
    good=[
        Example(
            "The army said that it had shot down fourteen of the sixteen drones overnight.",
            source="Армія повідомила, що вночі збила чотирнадцять із шістнадцяти безпілотників.",
            source_lang="uk",
        ),
        "The army at night it informed fourteen of knocked sixteen of the drones without pilot was.",
    ],
)
def suspect_passage(scores: Scores, context: Context) -> Iterator[Finding]:
    """What it finds. With `--source`, a sentence that an editor would probably reject: its suspicion is
    above `max-suspicion`, by default 0.7. The message gives the reasons. Without a source nobody can
    tell, and nothing is said.

    Why it matters. It says where to look first. Suspicion is a calibrated probability (docs/scoring.md
    has the figures): of the sentences above 0.3, half are among the worst fifth. It takes seconds for
    an article, so the rule is off unless asked for (`qa check --roundtrip`).
    """
    for sentence in scores.sentences:
        score = sentence.score
        text = scores.document.text[slice(*sentence.span)]
        if score.suspicion is None or not (score.calibrated or score.certain):
            continue
        if score.suspicion <= context.config.max_suspicion or len(text.split()) < _FEWEST_WORDS:
            continue
        why = f": {'; '.join(score.reasons)}" if score.reasons else ""
        yield scores.document.finding(
            sentence.span,
            f"An editor would reject this with a probability of {score.suspicion:.0%}{why}",
            confidence=score.suspicion,
            related=[s for s, _ in score.spans],
            data={
                "suspicion": round(score.suspicion, 4),
                "signature": score.signature,
                **({"source": sentence.source} if sentence.source else {}),
                **({"round_trip": score.trip.back} if score.trip else {}),
            },
        )
