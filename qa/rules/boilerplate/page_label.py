"""BLR103: buttons, notices and form fields of a page."""

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
    "BLR103",
    "page-label",
    since="0.1",
    bad=[
        (_STORY + "\n⟦Leave a comment⟧\n", _STORY + "\n"),
        (
            _STORY
            + "\n\n⟦Leave a Reply\nYour email address will not be published.\nName *\nPost Comment⟧",
            _STORY,
        ),
        (
            "The bridge was closed on Monday.\n⟦- Advertisement -⟧\nIt will open again in June.",
            "The bridge was closed on Monday.\nIt will open again in June.",
        ),
        (_STORY + "\n⟦👉 Follow us on Facebook and Instagram!⟧\n", _STORY + "\n"),
        (_STORY + "\n⟦Home | Politics | World⟧\n", _STORY + "\n"),
        (
            "Bridge closed after flood\n⟦3 hour(s) ago⟧\n" + _STORY,
            "Bridge closed after flood\n" + _STORY,
        ),
        (_STORY + "\n⟦Article Rating\n[+]\n2 votes⟧\n", _STORY + "\n"),
        (
            _STORY + "\n\n⟦Tue, 02/03/2021 - 09:14⟧\n\nThe mayor thanked the builders for it.",
            _STORY + "\n\nThe mayor thanked the builders for it.",
        ),
        (
            "The bridge was closed.\n⟦English | Polski | Русский⟧\nIt will open again in June.",
            "The bridge was closed.\nIt will open again in June.",
        ),
        (_STORY + "\n⟦Editor/editor: KL/OP\nSource: https://example.org/a⟧\n", _STORY + "\n"),
        (
            _STORY + "\n⟦The text comes from the River Post website⟧\n",
            _STORY + "\n",
        ),
        (_STORY + "\n⟦Follow us Telegram Facebook⟧\n", _STORY + "\n"),
        # What sells below the story, to its last line.
        (
            _STORY + "\nNobody was hurt.\n⟦Source: https://example.org/b\nLake Salt Bath\n"
            "Our formula is pure and it is good for you.\nBuy it today.\nNo sugar\n"
            "Try our salt for your family.\nFull money back guarantee.⟧",
            _STORY + "\nNobody was hurt.",
        ),
        Example(_STORY + "\n⟦ОСТАВЬТЕ ОТВЕТ⟧\n", _STORY + "\n", lang="ru"),
        Example(
            "<p>The bridge was closed on Monday after the flood.</p>\n<p>⟦Share this article⟧</p>",
            "<p>The bridge was closed on Monday after the flood.</p>\n<p></p>",
            suffix=".html",
        ),
    ],
    good=[
        "Share of exports\nExports rose by 3 percent in May, the office said.\nComments\n"
        "The minister was pleased. He said so twice.",
        _STORY + "\nClick here to see popular outerwear\nThe photo was taken by a drone, he said.\n"
        "He was in Warsaw/Kraków/Łódź.\nThe text comes from the archive of the site, he said.",
        "Comments by the minister\nThe minister was pleased. He said so twice.",
        "Leave a comment like that and you are out, the chairman told him.",
        "“Subscribe to our channel,” the bot wrote. He did not.",
        "She printed it. Print is not dead, she said.",
        _STORY + "\nThe form has these fields:\nName\nEmail\nRating",
    ],
)
def page_label(document: Document) -> Iterator[Finding]:
    """What it finds. Labels of the page around a story: comment forms, share and print buttons.

    Also calls to subscribe, notices of advertising and rows of navigation, in thirty languages.
    Lines that follow each other are one finding. Words that could be a sub-heading (“Comments”)
    count only above or below the story, or beside another label.

    Why it matters. Nothing says as plainly that copy was pasted from another site and not read.

    When the fix is not safe. It deletes the lines.
    """
    for block in residues(document):
        if block.kind == "page":
            yield document.finding(
                block.span,
                f"“{block.label[:50]}” is a label of a web page, not copy",
                delete=block.cut,
                safety=safety_of_deletion(document, block.span, certain=block.certain),
                title="Delete the label",
            )
