"""BLR104: the beginnings of other stories, between separators."""

from __future__ import annotations

from collections.abc import Iterator

from qa.boilerplate.blocks import residues
from qa.document.deletions import safety_of_deletion
from qa.document.model import Document, Finding
from qa.rules.registry import rule

_STORY = (
    "The bridge was closed on Monday after the flood.\nIt will open again in June, officials said.\n"
    "Nobody was hurt. The mayor thanked the crews.\n"
)


@rule(
    "BLR104",
    "teaser-block",
    since="0.1",
    bad=[
        (
            _STORY + "Anna Smith\n⟦-\nA storm tore the roof off a school in the north on Sunday.\n"
            "-\nThe museum of glass has a new director, the council said on Tuesday.⟧\n",
            _STORY + "Anna Smith\n",
        ),
        (
            _STORY + "⟦***\nA storm tore the roof off a school in the north on Sunday.\n"
            "***\nThe museum of glass has a new director, the council said.\n***⟧\nAdd comment\n",
            _STORY.rstrip() + "\nAdd comment\n",
        ),
        (
            _STORY + "⟦—\nA storm tore the roof off a school in the north on Sunday.\n"
            "—\nThe museum of glass has a new director, the council said on Tuesday.\n"
            "—\nA lorry with 20 tons of plums overturned on the coast road on Tuesday night.⟧",
            _STORY.rstrip(),
        ),
    ],
    good=[
        _STORY + "***\nThe second half of this story begins in 1951, in another town.\n"
        "The river was lower then. It had no bridge.\n***\nNow it has two. One of them is open.",
        _STORY + "***\nThe old ferry runs again, free of charge, from six to midnight.\n"
        "***\nIt was built in 1951. It has never been late.",
        "- We know, - she replied.\n- How? - he asked.\n- From you. You told us in the spring.\n",
        "News in brief\n-\nA storm tore the roof off a school in the north on Sunday.\n"
        "-\nThe museum of glass has a new director, the council said on Tuesday.\n"
        "-\nA lorry with 20 tons of plums overturned on the coast road on Tuesday night.",
        "Spring\n*\nThe river takes the snow away\nand what we wrote in it\n*\nSummer\nnobody reads",
    ],
)
def teaser_block(document: Document) -> Iterator[Finding]:
    """What it finds. Lines that hold only a dash or asterisks, with one paragraph after each.

    They stand at the end of the text, after a byline or a label or before one: the beginnings of
    other stories. One finding covers all of them. A break between two parts of a story stays.

    Why it matters. To a reader, other stories become the end of this one.

    When the fix is not safe. It would delete whole paragraphs, so it is only shown. Short items that
    belong to the story, set apart by separators, look the same.
    """
    for block in residues(document):
        if block.kind == "teasers":
            yield document.finding(
                block.span,
                f"{block.items} paragraphs between separators: the beginnings of other stories",
                delete=block.cut,
                safety=safety_of_deletion(document, block.span, certain=block.certain),
                title="Delete the teasers",
                data={"teasers": block.items},
            )
