"""SRC103: a link or e-mail address that is not the source's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.rules.registry import Example, rule
from qa.source.anchors import addresses

if TYPE_CHECKING:
    from qa.source import Comparison


@rule(
    "SRC103",
    "changed-address",
    since="0.2",
    bad=[
        Example(
            "Write to ⟦press@rada.gov.au⟧ before Friday.",
            source="Пишіть на press@rada.gov.ua до п’ятниці.",
            source_lang="uk",
        ),
        Example(
            "The report is at ⟦https://example.org/report-2023⟧ for all to read.",
            source="Der Bericht steht unter https://example.org/bericht-2023 für alle bereit.",
            source_lang="de",
        ),
    ],
    good=[
        Example(
            "Write to press@rada.gov.ua, or see https://rada.gov.ua.",
            source="Пишіть на press@rada.gov.ua або дивіться https://rada.gov.ua.",
            source_lang="uk",
        ),
        Example(
            "See https://example.org/en/report for more.",
            source="Дивіться звіт міністерства.",
            source_lang="uk",
        ),
    ],
)
def changed_address(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A web or mail address that stands nowhere in the source, in a sentence whose source
    has another one.

    Why it matters. A link that a translator touched leads nowhere, or to somebody else.
    """
    everywhere = set(addresses(comparison.source.text))
    for pair in comparison.pairs:
        there = addresses(pair.source)
        lost = [a for a in there if a not in pair.text]
        for address in addresses(pair.text):
            if address not in everywhere and lost:
                start = pair.span.start + pair.text.index(address)
                yield comparison.copy.finding(
                    (start, start + len(address)),
                    f"the source has “{lost[0]}”",
                    data={"source": pair.source},
                )
