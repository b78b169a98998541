"""SRC114: a source that the story was not translated from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.rules.registry import Example, rule

if TYPE_CHECKING:
    from qa.source import Comparison

# Of two sentences it cannot be told.
_FEWEST = 3


@rule(
    "SRC114",
    "unrelated-source",
    since="0.2",
    bad=[
        Example(
            "⟦The orchestra opened its season with a symphony by Mahler.⟧ Critics praised the horns. "
            "Tickets for the spring tour go on sale in December. The hall was full.",
            source="Три солдати загинули під час обстрілу Харкова в понеділок вранці. "
            "Поліція затримала двох чоловіків, підозрюваних у підпалі складу. "
            "Суд продовжив арешт колишнього мера на 60 днів. Врожай пшениці буде меншим.",
            source_lang="uk",
        ),
    ],
    good=[
        Example(
            "Three soldiers were killed in the shelling of Kharkiv on Monday morning. Police detained "
            "two men suspected of setting fire to a warehouse. It rained. The season opened.",
            source="Три солдати загинули під час обстрілу Харкова в понеділок вранці. "
            "Поліція затримала двох чоловіків, підозрюваних у підпалі складу. "
            "Суд продовжив арешт колишнього мера на 60 днів. Врожай пшениці буде меншим.",
            source_lang="uk",
        ),
    ],
)
def unrelated_source(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A story of which hardly a sentence translates one of the source. The other rules of
    this family then say nothing.

    Why it matters. The wrong file was given, and silence would look like a clean story.
    """
    if not comparison.pairs and len(comparison.copy_sentences) >= _FEWEST:
        yield comparison.copy.finding(
            comparison.copy_sentences[0],
            f"this story does not look like a translation of {comparison.source.path}",
        )
