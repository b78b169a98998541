from collections.abc import Iterator

from qa.document.model import Document, Finding, Severity, Span
from qa.rules.common.prose import is_dateline, is_prose, line_before
from qa.rules.common.rarer_forms import rarer_forms
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

# A dash between words; numbers have ranges.
_DASH = lazy(r"(?<=[^\W\d_]|[\"”»’).,!?%]) ([–—]) (?=[^\W\d_]|[\"“«‘„(])")


@rule(
    "PUN402",
    "mixed-dashes",
    since="0.2",
    severity=Severity.INFO,
    bad=[
        (
            "We will do what we can – not just us but others – to help them.\n"
            "The aid has two targets: military and financial⟦ — ⟧making sure that they can govern.",
            "We will do what we can – not just us but others – to help them.\n"
            "The aid has two targets: military and financial – making sure that they can govern.",
        ),
        Example(
            "Він — міністр. Вона — суддя. Це⟦ – ⟧війна, каже він.",
            "Він — міністр. Вона — суддя. Це — війна, каже він.",
            lang="uk",
        ),
    ],
    good=[
        "KYIV — The aid – tanks and shells – will come.",
        "Explainer — what it means\nThe aid – tanks and shells – will come.",
        "The aid – tanks and shells – will come in 2022–2023, pages 3—5.",
        "— A list item.\nThe aid – tanks and shells – will come.",
    ],
)
def mixed_dashes(document: Document) -> Iterator[Finding]:
    """What it finds. Spaced em dashes in the running text of a document that mostly has spaced en
    dashes, or the reverse. Datelines, headlines, bullets and ranges do not count.

    Why it matters. It shows where pieces of different stories were put together; every house has
    one dash.

    When the fix is not safe. It writes the more frequent dash, which may not be that of the house.
    """
    text = document.text
    if "—" not in text or "–" not in text:
        return
    forms: dict[str, list[Span]] = {"–": [], "—": []}
    for segment in document.segments:
        if ("—" in segment.text or "–" in segment.text) and is_prose(segment):
            for m in _DASH.finditer(segment.text):
                if not is_dateline(
                    line_before(segment.text, m.start()), segment.text[m.end() : m.end() + 60]
                ):
                    forms[m[1]].append(Span(*m.span()).shifted(segment.offset))
    yield from rarer_forms(document, forms, rewrite=lambda _, form: f" {form} ")
