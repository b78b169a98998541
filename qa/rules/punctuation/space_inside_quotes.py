from collections.abc import Iterator

from qa.model import Document, Finding, Safety
from qa.registry import Example, rule

SPACED_GUILLEMETS = {"fr"}


@rule(
    "PUN103",
    "space-inside-quotes",
    since="0.1",
    bad=[
        (
            '"They are sovereign decisions. We respect that.⟦ ⟧"',
            '"They are sovereign decisions. We respect that."',
        ),
        ("He called it “⟦ ⟧unprecedented” support.", "He called it “unprecedented” support."),
        Example("Він сказав: «⟦ ⟧Так⟦ ⟧» і пішов.", "Він сказав: «Так» і пішов.", lang="uk"),
    ],
    good=[
        'The board was 6" wide and 8" long, he said.',
        '"We know," he said. "They know."',
        Example("Il a dit : « Nous restons », puis est parti.", lang="fr"),
    ],
)
def space_inside_quotes(document: Document) -> Iterator[Finding]:
    """What it finds. White space behind an opening or before a closing quotation mark, where both
    marks of the quotation are there. French guillemets, which are set with spaces, are right.

    Why it matters. The mark can end up alone at the start of a line, and a straight one reads as
    the opening of another quotation.

    When the fix is not safe. It takes out the space, and changes nothing else.
    """
    text = document.text
    for quotation in document.quotations:
        start, end = quotation.inner
        if text[quotation.span.start] == "«" and document.lang in SPACED_GUILLEMETS:
            continue
        if not (quotation.opened and quotation.closed):
            continue
        inner = text[start:end]
        if not inner.strip():
            continue
        lead = len(inner) - len(inner.lstrip())
        trail = len(inner) - len(inner.rstrip())
        for span, side in (
            ((start, start + lead), "after the opening"),
            ((end - trail, end), "before the closing"),
        ):
            if span[0] < span[1] and "\n" not in text[span[0] : span[1]]:
                yield document.finding(
                    span, f"Space {side} quotation mark", replace="", safety=Safety.SAFE
                )
