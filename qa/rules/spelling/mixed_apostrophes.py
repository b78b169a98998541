"""TYP108: straight and curly apostrophes in one text."""

from __future__ import annotations

from collections.abc import Iterator

from qa.model import Document, Edit, Finding, Severity, Span
from qa.registry import Example, rule
from qa.text.grouping import place_by_place_or_once
from qa.text.patterns import lazy

_APOSTROPHE = lazy(r"['’](?<=[^\W\d_].)(?=[^\W\d_])")
_CURLY_QUOTE = lazy(r"[“”]")
_STRAIGHT, _CURLY = "'", "’"


@rule(
    "TYP108",
    "mixed-apostrophes",
    since="0.1",
    severity=Severity.INFO,
    bad=[
        (
            "It’s Kyiv’s plan, and ⟦Moscow's⟧ too.",
            "It’s Kyiv’s plan, and Moscow’s too.",
        ),
        (
            '"We\'re in," he said. "⟦We’ve⟧ won," and "⟦it’s⟧ over."',
            '"We\'re in," he said. "We\'ve won," and "it\'s over."',
        ),
        (
            "“⟦He's⟧, ⟦she's⟧ and ⟦it's⟧ gone,” he said. “It’s over.”",
            "“He’s, she’s and it’s gone,” he said. “It’s over.”",
        ),
        Example("L’un et l’autre, et ⟦l'État⟧.", "L’un et l’autre, et l’État.", lang="fr"),
    ],
    good=[
        "It's Kyiv's plan, and 'no' is the answer.",
        "It’s the miners’ strike of the ’80s, 6' tall.",
        "“It's on,” he said; “it's off.”",
        "It’s Kyiv’s plan. See O'Brien_it's@example.org or https://example.org/it's.",
    ],
)
def mixed_apostrophes(document: Document) -> Iterator[Finding]:
    """What it finds. Apostrophes inside words of which some are straight (') and some curly (’).
    Those that do not go with the text's quotation marks are reported, or, where it has none or both
    kinds, the rarer ones. From four places on, it is one finding.

    Why it matters. The mix shows where pieces of different stories were put together, and a search
    for the one misses the other.

    When the fix is not safe. It keeps every word; only the shape of the sign changes.
    """
    text = document.text
    if _CURLY not in text or _STRAIGHT not in text:
        return
    from qa.text.addresses import in_address

    found = [m for m in _APOSTROPHE.finditer(text) if not in_address(text, *m.span())]
    counts = {sign: sum(m[0] == sign for m in found) for sign in (_STRAIGHT, _CURLY)}
    if not all(counts.values()):
        return
    main = _of_quotation_marks(text) or max(counts, key=lambda sign: (counts[sign], sign))
    places = [(_word_around(text, m.start()), Edit(*m.span(), main)) for m in found if m[0] != main]
    other, its_name = ("curly", "straight") if main == _STRAIGHT else ("straight", "curly")
    yield from place_by_place_or_once(
        document,
        places,
        f"Apostrophes are mixed ({len(places)} {other}, {counts[main]} {its_name})",
    )


def _of_quotation_marks(text: str) -> str:
    """The apostrophe that goes with the text's quotation marks; nothing where they are mixed too."""
    straight, curly = text.count('"'), len(_CURLY_QUOTE.findall(text))
    if max(straight, curly) < 2 * min(straight, curly) + 1:
        return ""
    return _STRAIGHT if straight > curly else _CURLY


def _word_around(text: str, at: int) -> Span:
    start, end = at, at + 1
    while start and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return Span(start, end)
