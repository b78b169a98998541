"""BLR105: the credit of a picture that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from qa.boilerplate.blocks import residues
from qa.document.deletions import safety_of_deletion
from qa.document.model import Document, Finding, Severity
from qa.rules.registry import Example, rule

_STORY = (
    "The bridge was closed on Monday after the flood.\nIt will open again in June, officials said."
)


@rule(
    "BLR105",
    "photo-credit",
    since="0.1",
    severity=Severity.INFO,
    bad=[
        ("⟦Photo: open sources⟧\n" + _STORY, _STORY),
        (_STORY + "\n⟦Photo by the president's press service⟧\n", _STORY + "\n"),
        (_STORY + "\n⟦Photo credit: Reuters/Ann Lee⟧", _STORY),
        (_STORY + "\n⟦The photo was taken by ANN LEE Reuters⟧", _STORY),
        (_STORY + "\n⟦AFP / Ann Lee / Jan Nowak⟧\nNobody was hurt.", _STORY + "\nNobody was hurt."),
        # The alternative text above it.
        (
            _STORY + "\n⟦Town Hall⟧\n⟦Photo: Town Hall⟧\nNobody was hurt.",
            _STORY + "\nNobody was hurt.",
        ),
        Example(
            "Міст закрили в понеділок через повінь.\n⟦Фото: з відкритих джерел⟧\nНіхто не постраждав.",
            "Міст закрили в понеділок через повінь.\nНіхто не постраждав.",
            lang="uk",
        ),
        Example(
            "Most zamknięto w poniedziałek z powodu powodzi.\n⟦Fot. PAP/Marcin Nowak⟧",
            "Most zamknięto w poniedziałek z powodu powodzi.",
            lang="pl",
        ),
    ],
    good=[
        _STORY + "\nPhotos from the scene show a car in the river.",
        _STORY + "\n“Photo: mine,” he told the court. The judge laughed.",
        Example(
            "<figure><img src='a.jpg'><figcaption>Photo: Reuters</figcaption></figure><p>Text.</p>",
            suffix=".html",
        ),
    ],
)
def photo_credit(document: Document) -> Iterator[Finding]:
    """What it finds. A line that only credits a picture or video: “Photo: Reuters”, “Fot. PAP”.

    In HTML and Markdown a caption is where a credit belongs, and is left alone.

    Why it matters. The picture is gone or another, and the credit reads as part of the story.

    When the fix is not safe. It deletes the line. A desk that sends the credit with the text wants
    to keep it; then put BLR105 among the ignored codes.
    """
    for block in residues(document):
        if block.kind == "credit":
            yield document.finding(
                block.span,
                f"“{block.label[:50]}” credits a picture that is not in the text",
                delete=block.cut,
                safety=safety_of_deletion(document, block.span, certain=block.certain),
                title="Delete the credit",
            )
