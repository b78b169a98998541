"""MTA301: a phrase translated word for word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding, Safety, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from qa.context import Context

_PASSIVE = lazy(r"\b(?:is|are|was|were|been|being|be) (?:\w+ly )?$")


@rule(
    "MTA301",
    "calque",
    since="0.1",
    bad=[
        (
            "The visit ⟦is taking place against the background of⟧ the war.",
            "The visit comes amid the war.",
        ),
        ("He arrived ⟦with a working visit⟧.", "He arrived on a working visit."),
        "⟦According to his words⟧, the road is shut.",
    ],
    good=[
        "A white bird against the background of a grey sky.",
        "He arrived on a working visit.",
        "He came with a working visitor’s pass.",
        "Fear is expressed that borrowing could grow.",
    ],
)
def calque(segment: Segment, context: Context) -> Iterator[Finding]:
    """What it finds. Idioms and office language that were translated word for word, from the
    glossary's list of calques: only phrases that are next to always wrong in English news copy.

    Why it matters. They tell the reader that nobody read the translation, and some say something
    else than the source: Russian *occupants* are tenants.

    When the fix is not safe. The proposal shows the usual wording; the sentence around it often
    has to change, so it is for review.
    """
    for match in context.glossary.matches(segment):
        if not match.wrong or match.entry.kind != "calque":
            continue
        # "Fear is expressed that": the passive has its subject, and is English.
        if match.found.endswith(" that") and _PASSIVE.search(
            segment.text, max(0, match.span.start - 16), match.span.start
        ):
            continue
        original = "; ".join(f"{lang}: {form}" for lang, form in match.entry.original.items())
        yield segment.finding(
            match.span,
            f"“{match.found}” is a literal translation: {match.entry.meaning}"
            + (f" ({original})" if original else ""),
            replace=match.replacement,
            safety=Safety.REVIEW,
            confidence=0.8,
            data={"entry": match.entry.id},
        )
