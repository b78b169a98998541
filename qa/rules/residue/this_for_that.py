"""MTA107: "this" where English has "that"."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy

# A quotation of a whole clause follows: it opens with a capital or an insertion, and has some length.
_THIS = lazy(
    r"\b(?:admitt?|insist|say|said|state|claim|stress|emphasi[sz]e|not|add|argue|believe|confirm|warn"
    r"|acknowledge|conclude|declare|explain|recogni[sz]e|announce|assert|maintain|reiterate|suggest)"
    r"(?:s|es|ed|d|ing)? (?P<this>(?:on |to )?this)(?=,? [“\"«„](?:[A-Z]|\[)[^”\"»“]{25,}| that\b)"
)


@rule(
    "MTA107",
    "this-for-that",
    since="0.2",
    languages=["en"],
    words=["this"],
    bad=[
        (
            "The official admitted ⟦this⟧ “Even with all this support, they have not moved the line.”",
            "The official admitted that “Even with all this support, they have not moved the line.”",
        ),
        (
            "He insisted ⟦on this⟧ “[The president] is not winning this long war.”",
            "He insisted that “[The president] is not winning this long war.”",
        ),
        (
            "She confirmed ⟦this that⟧ the road is shut.",
            "She confirmed that the road is shut.",
        ),
    ],
    good=[
        "She said this “special operation” would end soon.",
        "He insisted on this point. He said this: “We will go on until the end.”",
        "They announced this “Green Deal” in May.",
        "He said this, that and the other.",
    ],
)
def this_for_that(segment: Segment) -> Iterator[Finding]:
    """What it finds. “Admitted this “Even with …””, “insisted on this “[He] is …””: a reporting
    verb with “this” in front of a clause.

    Why it matters. Arabic, Persian and Slavic conjunctions of the same form were translated by the
    wrong word; the sentence does not parse.

    When the fix is not safe. It writes “that”; the quotation behind it may need a small letter, or
    a comma and no conjunction.
    """
    for m in _THIS.finditer(segment.text):
        start, end = m.span("this")
        if segment.text.startswith(" that", end):
            end += len(" that")
        yield segment.finding(
            (start, end),
            f"“{segment.text[start:end]}” in front of a clause; English has “that”",
            replace="that",
            confidence=0.9,
        )
