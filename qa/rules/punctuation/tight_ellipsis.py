from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Safety
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.addresses import in_address
from qa.text.patterns import lazy

# Letters of scripts with spaces between words, two on either side.
_LETTERS = r"[A-Za-z\u00c0-\u024f\u0370-\u058f\u05d0-\u06ff]{2}"
_TIGHT = lazy(rf"(?<={_LETTERS})(?:…|\.\.\.)(?={_LETTERS})")


@rule(
    "PUN109",
    "tight-ellipsis",
    since="0.2",
    bad=[
        (
            "They have new ammunition and capabilities⟦…⟧making it difficult to advance.",
            "They have new ammunition and capabilities … making it difficult to advance.",
        ),
        ("We hoped⟦...⟧and then we lost.", "We hoped ... and then we lost."),
        Example("Ми чекали⟦…⟧але ніхто не прийшов.", "Ми чекали… але ніхто не прийшов.", lang="uk"),
    ],
    good=[
        "We hoped … and then we lost… Or not...",
        "“…and then we lost,” he said. See pages 3…7 and a…z.",
        Example("政府は……検討すると述べた。", lang="ja"),
    ],
)
def tight_ellipsis(document: Document) -> Iterator[Finding]:
    """What it finds. An ellipsis between two words without a space on either side. When a text has
    many, they are reported once.

    Why it matters. The words run together for search, for line breaks and for the eye. It comes from
    feeds that drop spaces, or from words left out of a quotation.

    When the fix is not safe. It puts spaces in place, on both sides in English as agencies do, else
    behind it; a title may have its ellipsis without.
    """
    text = document.text
    if "…" not in text and "..." not in text:
        return
    lead = " " if document.lang == "en" else ""
    places = [
        (m.span(), Edit(*m.span(), f"{lead}{m[0]} "))
        for m in _TIGHT.finditer(text)
        if not in_address(text, *m.span())
    ]
    yield from place_by_place_or_once(
        document, places, "No space around the ellipsis", safety=Safety.REVIEW
    )
