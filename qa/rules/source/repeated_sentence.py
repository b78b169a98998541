"""SRC107: a sentence that was translated twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.rules.registry import Example, rule

if TYPE_CHECKING:
    from qa.source import Comparison


@rule(
    "SRC107",
    "repeated-sentence",
    since="0.2",
    bad=[
        Example(
            "Three soldiers were killed in the shelling of Kharkiv on Monday morning. "
            "⟦Three soldiers died in the shelling of Kharkiv on Monday morning.⟧ "
            "The defence minister arrived in Brussels to meet NATO allies.",
            source="Три солдати загинули під час обстрілу Харкова в понеділок вранці. "
            "Міністр оборони прибув до Брюсселя на зустріч із союзниками НАТО.",
            source_lang="uk",
        ),
    ],
    good=[
        Example(
            "“We will stay,” he said. Later he said it again: “We will stay.”",
            source="«Ми залишимося», — сказав він. Згодом він повторив: «Ми залишимося».",
            source_lang="uk",
        ),
    ],
)
def repeated_sentence(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. Two sentences of the copy, one after the other, that say the same where the source
    says it once.

    Why it matters. The translator tried twice and forgot to choose.
    """
    for bead in comparison.beads:
        # The second one has no source, or shares it with the first.
        for j in bead.copy[len(bead.source) :]:
            if comparison.repeats(j):
                yield comparison.copy.finding(
                    comparison.copy_sentences[j],
                    "says what the sentence beside it says; the source says it once",
                )
