"""SRC105: sentences of the source that the copy lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.rules.registry import Example, rule

if TYPE_CHECKING:
    from qa.source import Comparison

# A shorter sentence is a label or a byline.
_FEWEST_LETTERS = 30
# Where the copy has fewer of the sentences it is a summary, and nothing is missing.
_WHOLE = 0.6
_SHOWN = 80
_SOURCE = (
    "Три солдати загинули під час обстрілу Харкова в понеділок вранці. "
    "Поліція затримала двох чоловіків, підозрюваних у підпалі складу. "
    "Міністр оборони прибув до Брюсселя на зустріч із союзниками НАТО. "
    "Врожай пшениці цього року буде меншим через посуху на півдні."
)


@rule(
    "SRC105",
    "missing-sentence",
    since="0.2",
    bad=[
        Example(
            "Three soldiers were killed in the shelling of Kharkiv on Monday morning. "
            "⟦The defence minister arrived in Brussels to meet NATO allies.⟧ "
            "The wheat harvest will be smaller this year because of drought in the south.",
            source=_SOURCE,
            source_lang="uk",
        ),
    ],
    good=[
        Example(
            "Three soldiers were killed in the shelling of Kharkiv on Monday morning. "
            "Police detained two men suspected of setting fire to a warehouse, and the defence "
            "minister arrived in Brussels to meet NATO allies. "
            "The wheat harvest will be smaller this year because of drought in the south.",
            source=_SOURCE,
            source_lang="uk",
        ),
        Example(
            "Three soldiers were killed in the shelling of Kharkiv on Monday morning.",
            source=_SOURCE,
            source_lang="uk",
        ),
    ],
)
def missing_sentence(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. Sentences of the source that no sentence of the copy translates, reported at the
    sentence that follows their place. In a copy that has less than three in five of the sentences
    nothing is missing: it is a summary.

    Why it matters. A denial that was left out changes the story, and nobody sees a gap.
    """
    if not comparison.pairs:
        return
    lost = [b.source[0] for b in comparison.beads if not b.copy]
    if len(lost) > (1 - _WHOLE) * len(comparison.source_sentences):
        return
    text = comparison.source.text
    runs: list[list[int]] = []
    for i in lost:
        span = comparison.source_sentences[i]
        if span.end - span.start < _FEWEST_LETTERS:
            continue
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    for run in runs:
        said = text[
            comparison.source_sentences[run[0]].start : comparison.source_sentences[run[-1]].end
        ]
        shown = said if len(said) <= _SHOWN else said[:_SHOWN] + "…"
        what, verb = ("a sentence", "is") if len(run) == 1 else (f"{len(run)} sentences", "are")
        yield comparison.copy.finding(
            comparison.sentence_after(run[-1]),
            f"{what} of the source before this one {verb} missing: “{shown}”",
            data={"source": said},
        )
