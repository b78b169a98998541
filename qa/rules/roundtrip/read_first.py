"""RTT103."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding, Severity
from qa.rules.registry import Example, rule

if TYPE_CHECKING:
    from qa.score.passages import Scores

# Of a shorter story everything can be read.
_FEWEST_SENTENCES = 12
_SHARE = 0.05
# Of the sentences that it pointed at in annotated stories, this share had a fault (docs/scoring.md).
_CONFIDENCE = 0.5

_STORY = (
    "The army said on Monday that it had shot down fourteen drones. "
    "The governor thanked the firefighters who had worked through the night. "
    "Two people were taken to hospital, where they are being treated for burns. "
    "A school and a clinic were damaged in the attack. "
    "The mayor promised that the school would open again within a week. "
    "Trains were running again by the morning, the railway company said. "
    "{} "
    "The European Union condemned the attack and promised more generators. "
    "The minister will travel to Brussels on Thursday to ask for help. "
    "Parliament is expected to vote on the budget later this month. "
    "The opposition has said that it will not support the bill. "
    "Prices for electricity have risen by a third since the summer. "
    "The central bank expects inflation to slow down in the spring."
)


@rule(
    "RTT103",
    "read-first",
    since="0.3",
    severity=Severity.INFO,
    enabled=False,
    bad=[
        Example(
            _STORY.format("⟦Army the at night it informed fourteen of knocked sixteen pilot was.⟧")
        ),
    ],
    good=[
        # Nothing stands out where all can be read.
        "Army the at night it informed fourteen of knocked sixteen pilot was.",
        Example(
            "The army said on Monday that it had shot down fourteen drones.",
            source="Армія повідомила в понеділок, що збила чотирнадцять безпілотників.",
            source_lang="uk",
        ),
    ],
)
def read_first(scores: Scores) -> Iterator[Finding]:
    """What it finds. Without a source, in a story of twelve sentences or more, those that read worst:
    one, or as many as hold a twentieth of its words. The message gives the reasons, and the finding the
    words that carry them.

    Why it matters. Who cannot read everything should begin there. It is an order of reading and no
    verdict: every long story has such sentences, a good one, too (docs/scoring.md has the figures). It takes
    seconds for an article, so the rule is off unless asked for (`qa check --roundtrip`).
    """
    sentences = [
        s for s in scores.sentences if s.score.suspicion is not None and not s.score.calibrated
    ]
    if len(sentences) < _FEWEST_SENTENCES:
        return
    text = scores.document.text
    sizes = {s.span: len(text[slice(*s.span)].split()) for s in sentences}
    left = _SHARE * sum(sizes.values())
    for place, sentence in enumerate(sorted(sentences, key=lambda s: -(s.score.suspicion or 0))):
        left -= sizes[sentence.span]
        if place and left < 0:
            return
        score = sentence.score
        why = f": {'; '.join(score.reasons)}" if score.reasons else ""
        yield scores.document.finding(
            sentence.span,
            f"Of {len(sentences)} sentences this one reads {_nth(place + 1)}worst{why}",
            confidence=_CONFIDENCE,
            related=[s for s, _ in score.spans],
            data={"signature": score.signature},
        )


def _nth(place: int) -> str:
    return "" if place == 1 else {2: "second ", 3: "third "}.get(place, f"{place}th ")
