"""SRC111: a sentence that is much shorter or longer than its source lets expect."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

from qa.document.model import Finding, Severity
from qa.rules.registry import Example, rule

if TYPE_CHECKING:
    from qa.source import Comparison

# What is usual in a text takes so many sentences to tell, and short sentences vary more.
_FEWEST_PAIRS, _FEWEST_LETTERS = 4, 60
# So many times as short or as long as usual.
_TIMES = 2.2
_SOURCE = (
    "Три солдати загинули під час обстрілу Харкова в понеділок вранці. "
    "Поліція затримала двох чоловіків, підозрюваних у підпалі складу біля вокзалу. "
    "Міністр оборони прибув до Брюсселя на зустріч із союзниками НАТО, де обговорить поставки "
    "зброї, навчання солдатів і план на зиму. "
    "Врожай пшениці цього року буде меншим через посуху на півдні країни."
)


@rule(
    "SRC111",
    "odd-length",
    since="0.2",
    severity=Severity.INFO,
    bad=[
        Example(
            "Three soldiers were killed in the shelling of Kharkiv on Monday morning. "
            "Police detained two men suspected of setting fire to a warehouse near the station. "
            "⟦The defence minister arrived in Brussels for NATO.⟧ "
            "The wheat harvest will be smaller this year because of drought in the south.",
            source=_SOURCE,
            source_lang="uk",
        ),
    ],
    good=[
        Example(
            "Three soldiers were killed in the shelling of Kharkiv on Monday morning. "
            "Police detained two men suspected of setting fire to a warehouse near the station. "
            "The defence minister arrived in Brussels to meet NATO allies and discuss arms deliveries, "
            "the training of soldiers and a plan for the winter. "
            "The wheat harvest will be smaller this year because of drought in the south.",
            source=_SOURCE,
            source_lang="uk",
        ),
    ],
)
def odd_length(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A sentence that is less than half or more than twice as long as its source, by the
    ratio that is usual in this text.

    Why it matters. Half a sentence was left out, or something was put in.
    """
    ratios = [len(p.text) / len(p.source) for p in comparison.pairs]
    if len(ratios) < _FEWEST_PAIRS:
        return
    usual = median(ratios)
    for pair, ratio in zip(comparison.pairs, ratios, strict=True):
        long = max(len(pair.text), len(pair.source) * usual) >= _FEWEST_LETTERS
        if long and abs(math.log(ratio / usual)) > math.log(_TIMES):
            share = ratio / usual
            yield comparison.copy.finding(
                pair.span,
                f"{share:.1f} times as long as its source lets expect",
                confidence=0.7,
                data={"source": pair.source},
            )
