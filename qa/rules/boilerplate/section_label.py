"""BLR102: the name of a site's section."""

from __future__ import annotations

from collections.abc import Iterator

from qa.boilerplate.blocks import residues
from qa.document.deletions import safety_of_deletion
from qa.document.model import Document, Finding
from qa.rules.registry import Example, rule

_STORY = (
    "The bridge was closed on Monday after the flood.\nIt will open again in June, officials said."
)


@rule(
    "BLR102",
    "section-label",
    since="0.1",
    bad=[
        (_STORY + "\nAnna Smith\n⟦Society⟧\n", _STORY + "\nAnna Smith\n"),
        (
            "⟦Politics⟧\nGovernment falls after vote\n" + _STORY,
            "Government falls after vote\n" + _STORY,
        ),
        Example(
            "Körpü bazar ertəsi bağlanıb, bələdiyyə bildirib.\n⟦Siyasət⟧\n",
            "Körpü bazar ertəsi bağlanıb, bələdiyyə bildirib.\n",
            lang="az",
        ),
    ],
    good=[
        _STORY + "\nEconomy\nPrices rose by 3 percent in May. Bread costs more than ever.",
        "Morning briefing\nWorld\nLeaders met in Paris on Monday.\nSport\nThe home team won again.",
        _STORY + "\nThe paper has four parts:\nPolitics\nCulture\nSport\nWeather",
        "Politics is the art of the possible, he said.\nThe world listened.",
    ],
)
def section_label(document: Document) -> Iterator[Finding]:
    """What it finds. The name of a site's section (“Politics”, “World”) alone on a line.

    Only above the story beside its headline, below its last paragraph, or beside other residue of
    the page: within the story such a line is a sub-heading, and stays.

    Why it matters. It is navigation, not copy, and reads as a heading with nothing below it.

    When the fix is not safe. It deletes the line. A rubric that the desk wants to keep looks the
    same.
    """
    for block in residues(document):
        if block.kind == "section":
            yield document.finding(
                block.span,
                f"“{block.label}” is the name of a section, not copy",
                delete=block.cut,
                safety=safety_of_deletion(document, block.span, certain=block.certain),
                title="Delete the section name",
            )
