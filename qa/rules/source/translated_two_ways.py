"""SRC112: one sentence of the source in two translations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding, Severity
from qa.rules.registry import Example, rule
from qa.text.words import WORD

if TYPE_CHECKING:
    from qa.source import Comparison, Pair

_FEWEST_WORDS = 3


@rule(
    "SRC112",
    "translated-two-ways",
    since="0.2",
    severity=Severity.INFO,
    bad=[
        Example(
            "The office declined to comment.\nThe minister left for Warsaw on Monday.\n"
            "⟦The office refused to say anything.⟧",
            source="В офісі відмовилися від коментарів.\nМіністр вирушив до Варшави в понеділок.\n"
            "В офісі відмовилися від коментарів.",
            source_lang="uk",
        ),
    ],
    good=[
        Example(
            "The office declined to comment.\nThe minister left for Warsaw on Monday.\n"
            "The office declined to comment!",
            source="В офісі відмовилися від коментарів.\nМіністр вирушив до Варшави в понеділок.\n"
            "В офісі відмовилися від коментарів.",
            source_lang="uk",
        ),
    ],
)
def translated_two_ways(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A sentence that the source has twice, word for word, in a second translation.

    Why it matters. A standing phrase (a caveat, a refusal to comment) should read the same each time.
    """
    first: dict[tuple[str, ...], Pair] = {}
    for pair in comparison.pairs:
        words = _words(pair.source)
        if len(words) < _FEWEST_WORDS:
            continue
        earlier = first.setdefault(words, pair)
        if _words(earlier.text) != _words(pair.text):
            yield comparison.copy.finding(
                pair.span,
                f"the same sentence of the source is “{earlier.text}” before",
                related=[earlier.span],
                data={"source": pair.source},
            )


def _words(text: str) -> tuple[str, ...]:
    return tuple(w.lower() for w in WORD.findall(text))
