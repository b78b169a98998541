"""SRC110: a quotation that became the story's own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.rules.registry import Example, rule

if TYPE_CHECKING:
    from qa.document.model import Document
    from qa.source import Comparison
    from qa.text.spans import Span

# Fewer words between marks are a name, a title or a word in scare quotes.
_FEWEST_LETTERS = 30
_MARKS = '"“”„«»「」『』‘'


@rule(
    "SRC110",
    "lost-quotation",
    since="0.2",
    bad=[
        Example(
            "⟦The enemy will not pass through our city, the mayor said.⟧",
            source="«Ворог не пройде через наше місто цього року», — сказав мер.",
            source_lang="uk",
        ),
    ],
    good=[
        Example(
            "“The enemy will not pass through our city this year,” the mayor said.",
            source="«Ворог не пройде через наше місто цього року», — сказав мер.",
            source_lang="uk",
        ),
        Example(
            "The mayor said that the enemy would not pass through the city this year.",
            source="«Ворог не пройде через наше місто цього року», — сказав мер.",
            source_lang="uk",
        ),
    ],
)
def lost_quotation(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A sentence without quotation marks whose source is a quotation of some length, with
    the speaker named: *…, the mayor said.* Reported speech (*said that*) is an editor's choice.

    Why it matters. What one side claims becomes what the story says.
    """
    said = ", "
    for pair in comparison.pairs:
        if not _is_quotation(comparison.source, pair.source_span):
            continue
        tail = pair.text.rsplit(said, 1)
        speaker = len(tail) == 2 and len(tail[1].split()) <= 6
        if speaker and not _quotes(comparison.copy, pair.span):
            yield comparison.copy.finding(
                pair.span,
                "a quotation in the source, and here without quotation marks",
                confidence=0.8,
                data={"source": pair.source},
            )


def _is_quotation(document: Document, span: Span) -> bool:
    """Whether a sentence begins with a quotation that is most of it, and ends behind it."""
    return any(
        abs(q.span.start - span.start) <= 1
        and q.span.end < span.end
        and q.inner.end - q.inner.start >= max(_FEWEST_LETTERS, (span.end - span.start) / 2)
        for q in document.quotations
    )


def _quotes(document: Document, span: Span) -> bool:
    return any(q.span.overlaps(span) for q in document.quotations) or any(
        mark in document.text[slice(*span)] for mark in _MARKS
    )
