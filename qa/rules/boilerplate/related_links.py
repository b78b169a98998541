"""BLR101: a list of other stories."""

from __future__ import annotations

from collections.abc import Iterator

from qa.boilerplate.blocks import residues
from qa.document.deletions import safety_of_deletion
from qa.document.model import Document, Finding
from qa.rules.registry import Example, rule

_STORY = "The bridge was closed on Monday after the flood.\n\nIt will open again in June, officials said.\n\n"


@rule(
    "BLR101",
    "related-links",
    since="0.1",
    bad=[
        (
            _STORY + "⟦See also:\n\nFlood damages 300 homes in the south\n\n"
            "Why the river rose: three questions to a hydrologist⟧\n",
            _STORY.rstrip() + "\n",
        ),
        (
            _STORY + "⟦READ ALSO: Flood damages 300 homes in the south⟧\n\nNo one was hurt.\n",
            _STORY.rstrip() + "\n\nNo one was hurt.\n",
        ),
        (
            _STORY + "⟦Read more ►\n\nFlood damages 300 homes in the south⟧\n\nNo one was hurt.\n",
            _STORY.rstrip() + "\n\nNo one was hurt.\n",
        ),
        Example(
            "Міст закрили в понеділок через повінь, повідомили у мерії.\n"
            "⟦Читайте також:\nПовінь пошкодила 300 будинків на півдні країни⟧\nНіхто не постраждав.\n",
            "Міст закрили в понеділок через повінь, повідомили у мерії.\nНіхто не постраждав.\n",
            lang="uk",
        ),
    ],
    good=[
        _STORY + "Read also the statement in full, he said.",
        _STORY + "See also: the annex to the report lists all roads. It has 40 pages.",
        "The week in five headlines\n\nFlood damages 300 homes in the south\n\n"
        "Parliament passes the budget at the third attempt\n\nA record harvest of plums",
        "“Read more,” she told the pupils.\n\nThey did.",
        "Related parties must register.\n\nRelated: He is her brother. They had not met before.",
    ],
)
def related_links(document: Document) -> Iterator[Finding]:
    """What it finds. A label such as “Read also:” with the headlines of other stories after it.

    A headline is a line without a full stop; the block ends at the first paragraph. One finding
    covers the label and all its headlines. A label with its one headline in the same line counts.

    Why it matters. The links are gone, so the reader meets headlines that belong to no story, often
    with yesterday's news and another spelling of the names.

    When the fix is not safe. It deletes the block. A last paragraph that lost its full stop looks
    like a headline, so look at the block before you let it go. Where one of its lines is as long as a
    paragraph, or where no label stands above the headlines, the fix is only shown.
    """
    for block in residues(document):
        if block.kind == "related":
            count = f" and {block.items} headline{'s' * (block.items > 1)}" if block.items else ""
            yield document.finding(
                block.span,
                f"“{block.label[:50]}”{count}: links to other stories"
                if block.span.end - block.span.start > len(block.label)
                else f"“{block.label[:50]}” links to another story",
                delete=block.cut,
                safety=safety_of_deletion(document, block.span, certain=block.certain),
                title="Delete the links to other stories",
                data={"headlines": block.items},
            )
