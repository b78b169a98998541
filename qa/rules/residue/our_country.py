"""MTA306: “our country” in the agency's own words."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment, Severity, Span
from qa.document.quoted import is_quoted
from qa.rules.registry import rule
from qa.text.patterns import lazy

_OUR = lazy(
    r"\b[Oo]ur (?:country|state|republic|compatriots|countrymen|soldiers|military|defenders|troops|army"
    r"|armed forces|citizens|warriors)\b(?:['’]s)?"
)
_FIRST_PERSON = lazy(r"\b(?:I|we|us|my|me|ours|We|My)\b|\b(?:said|says|told)[,:] ?$")


@rule(
    "MTA306",
    "our-country",
    since="0.2",
    languages=["en"],
    words=["our"],
    severity=Severity.INFO,
    bad=[
        "The foreign minister of ⟦our country⟧ met his counterpart on Monday.",
        "Two of ⟦our soldiers⟧ were wounded, the General Staff reported.",
    ],
    good=[
        "“Our country needs peace,” the minister said.",
        "I love our country and we are at peace.",
        "Their country needs our help.",
    ],
)
def our_country(segment: Segment) -> Iterator[Finding]:
    """What it finds. “Our country”, “our soldiers”, “our compatriots” outside quotations, in a
    paragraph without “I” or “we”.

    Why it matters. Agencies of many countries write so at home; in English copy the reader's
    country is another one. Name the country.
    """
    found = list(_OUR.finditer(segment.text))
    if not found or _FIRST_PERSON.search(segment.text):
        return
    for m in found:
        at = m.start() + segment.offset
        if is_quoted(segment.document, Span(at, at + 1)):
            continue
        yield segment.finding(m.span(), f"“{m[0]}”: whose? Name the country", confidence=0.75)
