"""SRC106: sentences that the source does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding, Severity
from qa.rules.registry import Example, rule

if TYPE_CHECKING:
    from qa.source import Comparison

# A shorter sentence is a label, a byline or an aside of the desk.
_FEWEST_LETTERS = 30
_WHOLE = 0.6


@rule(
    "SRC106",
    "added-sentence",
    since="0.2",
    severity=Severity.INFO,
    bad=[
        Example(
            "Three soldiers were killed in the shelling of Kharkiv on Monday morning. "
            "⟦The opposition has promised to cut taxes for small farms.⟧ "
            "The defence minister arrived in Brussels to meet NATO allies.",
            source="Три солдати загинули під час обстрілу Харкова в понеділок вранці. "
            "Міністр оборони прибув до Брюсселя на зустріч із союзниками НАТО.",
            source_lang="uk",
        ),
    ],
    good=[
        Example(
            "Three soldiers were killed in Kharkiv. The city was shelled on Monday morning. "
            "The defence minister arrived in Brussels to meet NATO allies.",
            source="Три солдати загинули під час обстрілу Харкова, що стався в понеділок вранці. "
            "Міністр оборони прибув до Брюсселя на зустріч із союзниками НАТО.",
            source_lang="uk",
        ),
    ],
)
def added_sentence(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A sentence of the copy that translates nothing in the source. Nothing is said where
    less than three in five of the sentences have a source: the copy was rewritten.

    Why it matters. It may be the desk's own context, and it may be something that a program made up.
    """
    if not comparison.pairs:
        return
    added = [b.copy[0] for b in comparison.beads if not b.source]
    if len(added) > (1 - _WHOLE) * len(comparison.copy_sentences):
        return
    for j in added:
        span = comparison.copy_sentences[j]
        if span.end - span.start >= _FEWEST_LETTERS and not comparison.repeats(j):
            yield comparison.copy.finding(span, "the source has no such sentence", confidence=0.6)
