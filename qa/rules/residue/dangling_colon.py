"""MTA111: a colon with nothing behind it."""

from __future__ import annotations

from collections.abc import Iterator

from qa.model import Document, Finding
from qa.registry import Example, rule
from qa.text.page import residues
from qa.text.patterns import lazy

# A shorter line is a label or a sub-heading, not a sentence.
_FEWEST = 6
_COLON = lazy(r"[^\W\d_]{2,}[\"”»)]?(:|：)\s*$")


@rule(
    "MTA111",
    "dangling-colon",
    since="0.2",
    bad=[
        "The talks ended on Friday. The minister named three reasons for their failure⟦:⟧",
        "The ministry published the full list of those who were hurt⟦:⟧\n\nRead also:\n\n"
        "Fire in the harbour of Odesa put out after ten hours of work\n\n"
        "Storm leaves a thousand houses in the region without power",
        Example("Міністерство оприлюднило повний список тих, хто постраждав⟦:⟧", lang="uk"),
    ],
    good=[
        "The ministry published the list of those who were hurt:\n\nAnna Smith\n\nJohn Miller",
        "The minister said on Monday to those around him:\n\n“We will go on.”",
        "Follow us on Telegram:",
        "The score: 3:2",
    ],
)
def dangling_colon(document: Document) -> Iterator[Finding]:
    """What it finds. A sentence that ends with a colon, with nothing behind it but the end of the
    text or the page's links to other stories.

    Why it matters. The list, the quotation or the embedded post that it announces was lost on the
    way.
    """
    segments = [s for s in document.segments if s.text.strip()]
    if not any(s.text.rstrip().endswith((":", "：")) for s in segments):
        return
    of_page = [block.span for block in residues(document)]
    claimed = [any(span.overlaps(s.span) for span in of_page) for s in segments]
    for i, segment in enumerate(segments):
        m = _COLON.search(segment.text, max(0, len(segment.text) - 20))
        if not m or claimed[i] or segment.kind != "paragraph":
            continue
        if len(segment.text.split()) < _FEWEST:
            continue
        if i + 1 == len(segments) or all(claimed[i + 1 :]):
            yield segment.finding(
                m.span(1),
                "Nothing follows this colon: what it announces is missing",
                confidence=0.85,
            )
