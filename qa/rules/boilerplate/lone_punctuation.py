"""BLR106: a paragraph that is one punctuation mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from qa.boilerplate.blocks import in_residue, line_cut
from qa.document.model import Document, Finding
from qa.rules.registry import rule
from qa.text.patterns import lazy

# Asterisks, long dashes and number signs part the sections of a story.
_LONE = lazy(r"[.,;:!?…|/\\)(\]\[}{»«”“\"'‘’•·-]|\.\.\.?")


@rule(
    "BLR106",
    "lone-punctuation",
    since="0.1",
    bad=[
        (
            "The bridge was closed on Monday.\n⟦.⟧\nIt will open again in June.",
            "The bridge was closed on Monday.\nIt will open again in June.",
        ),
        (
            "The bridge was closed on Monday.\n\n⟦”⟧\n\nIt will open again in June.\n",
            "The bridge was closed on Monday.\n\nIt will open again in June.\n",
        ),
        (
            "It will open again in June, officials said.\n⟦-⟧\n",
            "It will open again in June, officials said.\n",
        ),
    ],
    good=[
        "The first half.\n***\nThe second half.\n—\nThe third half.",
        "News in brief\n-\nA storm tore the roof off a school.\n-\nThe museum has a new director.",
        "The sum is\n5\nand no more.",
    ],
)
def lone_punctuation(document: Document) -> Iterator[Finding]:
    """What it finds. A line that holds one punctuation mark and nothing else.

    Asterisks, long dashes and a mark that stands alone more than once part the sections of a text,
    and stay.

    Why it matters. It is what was left when a link, a picture or a paragraph was cut out.

    When the fix is not safe. It deletes the line. A quotation mark may belong to the paragraph
    before or after it.
    """
    lone = [
        (n, s)
        for n, s in enumerate(document.segments)
        if len(s.text) < 9 and _LONE.fullmatch(s.text.strip())
    ]
    if not lone or len(document.segments) < 2:
        return
    times = Counter(s.text.strip() for _, s in lone)
    for number, segment in lone:
        mark = segment.text.strip()
        if times[mark] > 1 or segment.kind == "cell" or in_residue(document, segment.span):
            continue
        yield document.finding(
            segment.span,
            f"A paragraph that is only “{mark}”",
            delete=line_cut(document.segments, number, number),
            title="Delete the line",
        )
