"""MTA111: a colon with nothing behind it."""

from __future__ import annotations

from collections.abc import Iterator

from qa.boilerplate.blocks import in_residue
from qa.document.model import Document, Finding
from qa.rules.registry import Example, rule
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
        Example("Նախարարը երեկ Երևանում հանդիպեց լրագրողների հետ:", lang="hy"),
        "The score: 3:2",
    ],
)
def dangling_colon(document: Document) -> Iterator[Finding]:
    """What it finds. A sentence that ends with a colon, with nothing behind it but the end of the
    text or the page's links to other stories.

    Why it matters. The list, the quotation or the embedded post that it announces was lost on the
    way.
    """
    if document.lang == "hy":
        return  # a colon is how keyboards write the Armenian full stop
    segments = [s for s in document.segments if s.text.strip()]
    if not any(s.text.rstrip().endswith((":", "：")) for s in segments):
        return
    last = next((s for s in reversed(segments) if not in_residue(document, s.span)), None)
    if last is None or last.kind != "paragraph" or len(last.text.split()) < _FEWEST:
        return
    m = _COLON.search(last.text, max(0, len(last.text) - 20))
    if m:
        yield last.finding(
            m.span(1),
            "Nothing follows this colon: what it announces is missing",
            confidence=0.85,
        )
