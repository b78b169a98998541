"""GLO102: an office under a name that it does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding, Safety, Segment
from qa.rules.registry import rule

if TYPE_CHECKING:
    from qa.context import Context


@rule(
    "GLO102",
    "wrong-title",
    since="0.1",
    bad=[
        ("says ⟦State Secretary⟧ Antony Blinken.", "says Secretary of State Antony Blinken."),
        ("the US ⟦State Secretary⟧ said", "the US Secretary of State said"),
        (
            "US ⟦Defense Minister⟧ Lloyd Austin arrived.",
            "US Defense Secretary Lloyd Austin arrived.",
        ),
    ],
    good=[
        "German State Secretary Jochen Flasbarth spoke.",
        "Secretary of State Antony Blinken met the Norwegian state secretary.",
        "He told us State Secretary Eivind Vad Petersson was there.",
        "Defense Minister Rustem Umerov arrived.",
    ],
)
def wrong_title(segment: Segment, context: Context) -> Iterator[Finding]:
    """What it finds. The literal translation of an office where the office has a set English name:
    *State Secretary* before the name of a US secretary of state. The same words are right
    elsewhere (Germany has state secretaries), so the name or the country must stand beside them.

    Why it matters. A wrong office is a wrong fact, and one the reader knows.

    When the fix is not safe. The set name may need other words around it, so it is for review.
    """
    for match in context.glossary.matches(segment):
        if match.wrong and match.entry.kind == "title":
            source = f" ({match.entry.source})" if match.entry.source else ""
            yield segment.finding(
                match.span,
                f"the office is called “{match.preferred}”{source}",
                replace=match.replacement,
                safety=Safety.REVIEW,
                data={"entry": match.entry.id},
            )
