"""MTA310: a number written as the source writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import digits

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy

_UNIT = (
    r"(?: ?%|[ -](?:percent|per cent|percentage|million|billion|trillion|degrees|points?|times|tons?|tonnes"
    r"|kilomet(?:er|re)s?|met(?:er|re)s?|centimet(?:er|re)s?|km|kg|kilograms?|litres?|liters?|hectares"
    r"|euros?|dollars?|rubles?|hryvnias?|zlotys?|manats?|lira|hours|years|inches|magnitude)\b)"
)
_DECIMAL = lazy(rf"(?<![\d.,:/])\d{{1,3}}(?P<comma>,)\d{{1,2}}(?={_UNIT})")
_SPACED = lazy(r"(?<![\d.,:/+-])[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?=[.;)]?$| [a-z]|[.;)] )")
_BEHIND = lazy(
    r"(?<![\w$€£.,-])(?P<number>\d[\d.,]*)(?P<word> (?:million|billion|trillion))? ?(?P<sign>[$€£])(?![\w$€£])"
)
_DATE = lazy(r"(?<![\d.])(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.(?:19|20)\d\d(?!\.?\d)")
# Cheap tests, since most paragraphs have none of this.
_MAY_BE_DECIMAL = lazy(r",\d\d?(?!\d)")
_MAY_BE_SPACED = lazy(r"[ \u00a0\u202f]\d{3}(?!\d)")
_MAY_BE_DATE = lazy(r"\.(?:19|20)\d\d")
# Telephone numbers, codes and dates, in front of which three digits are no thousand.
_NO_THOUSAND = lazy(
    r"(?:\b(?:tel|phone|fax|call|no|nr|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|January"
    r"|February|March|April|June|July|August|September|October|November|December)\.?:?|\d|\(\d+\)) ?$",
    re.IGNORECASE,
)


@rule(
    "MTA310",
    "foreign-number",
    since="0.2",
    languages=["en"],
    signs=digits,
    bad=[
        (
            "Prices rose by ⟦2,5⟧ percent, and ⟦1,75⟧ million jobs went.",
            "Prices rose by 2.5 percent, and 1.75 million jobs went.",
        ),
        ("About ⟦10 000⟧ people came.", "About 10,000 people came."),
        ("It costs ⟦100 €⟧, not ⟦5 million $⟧.", "It costs €100, not $5 million."),
        "The law is in force since ⟦01.09.2023⟧.",
    ],
    good=[
        "Prices rose by 2.5 percent; 10,000 people and 1,750 million.",
        "Rooms 12,13 and 14 cost €100 or $5 million. Call 555 123 for 7,24.",
        "On May 22 300 people came. In 2022 300 came. He won 6,4 6,3.",
        "Version 10.12.2 of 192.168.01.20 is out. US$ 5 and A$10.",
    ],
)
def foreign_number(segment: Segment) -> Iterator[Finding]:
    """What it finds. Numbers in the form of other languages: a decimal comma (“2,5 percent”), a
    space in thousands (“10 000 people”), a currency sign behind (“100 €”), a date with full stops
    (“01.09.2023”).

    Why it matters. An English reader takes a comma for thousands, and a date with full stops for
    month and day, or for day and month.

    When the fix is not safe. Figures deserve a look at the source; a date gets none, since the desk
    has its own form.
    """
    text = segment.text
    found: list[tuple[int, int, str, str | None]] = []
    for m in _DECIMAL.finditer(text) if _MAY_BE_DECIMAL.search(text) else ():
        found.append((*m.span(), "English has a decimal point", m[0].replace(",", ".")))
    for m in _SPACED.finditer(text) if _MAY_BE_SPACED.search(text) else ():
        if not _NO_THOUSAND.search(text, max(0, m.start() - 12), m.start()):
            commas = re.sub(r"[ \u00a0\u202f]", ",", m[0])
            found.append((*m.span(), "English has a comma in thousands", commas))
    for m in _BEHIND.finditer(text) if any(sign in text for sign in "$€£") else ():
        before = f"{m['sign']}{m['number']}{m['word'] or ''}"
        found.append((*m.span(), "English has the sign in front", before))
    for m in _DATE.finditer(text) if _MAY_BE_DATE.search(text) else ():
        found.append((*m.span(), "English writes the month out", None))
    for start, end, what, replacement in sorted(found):
        yield segment.finding(
            (start, end), f"“{text[start:end]}”: {what}", replace=replacement, confidence=0.85
        )
