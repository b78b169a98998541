"""MTA401: facts that cannot all be true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from qa.document.model import Document, Finding, Segment, Severity
from qa.rules.registry import rule
from qa.text.dates import MONTHS, WEEKDAYS
from qa.text.patterns import lazy

_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_DATE = (
    rf"(?:{_MONTH} (?P<day>\d\d?)(?:st|nd|rd|th)?(?:,? (?P<year>(?:19|20)\d\d)\b)?"
    rf"|(?P<day2>\d\d?)(?:st|nd|rd|th)?(?: of)? {_MONTH.replace('month', 'month2')}"
    r"(?:,? (?P<year2>(?:19|20)\d\d)\b)?)(?![\d:.]\d|\d)"
)
_DATED = lazy(rf"\b(?:(?P<weekday>{'|'.join(WEEKDAYS)}),? \(?(?:the )?)?{_DATE}")
_NUMBER = r"(?P<{0}>\d[\d,]*(?:\.\d+)?)(?P<{0}scale> ?(?:million|billion|trillion|thousand)\b)?"
_MONEY = "[$€£]?"
_SCALES = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_MOVED = lazy(
    r"\b(?P<verb>rose|risen|increased|grew|grown|climbed|jumped|surged|fell|fallen|dropped|declined"
    r"|decreased|shrank|plunged|tumbled)(?: (?:sharply|slightly|again|further|by [^,.;]{1,25}?))? from "
    + _MONEY
    + _NUMBER.format("first")
    + r"(?P<unit>%| per ?cent| percent)?(?: [a-z]+){0,3} to "
    + _MONEY
    + _NUMBER.format("second")
    + r"(?P<unit2>%| per ?cent| percent)?(?![\d,.]*\d)"
)
_UP = frozenset(["rose", "risen", "increased", "grew", "grown", "climbed", "jumped", "surged"])
_PART = lazy(
    r"(?<![\d.,$€£:/-])(?P<part>\d[\d,]*) (?:out )?of (?:the |its |their |all |these )?(?P<whole>\d[\d,]*)"
    r"(?= (?:people|members|countries|states|passengers|victims|soldiers|deputies|lawmakers|MPs|missiles"
    r"|drones|cases|regions|children|votes|seats|houses|patients|ships|vehicles|bodies|projects)\b)"
)
_RANGE = lazy(
    r"\b(?P<word>from|between) (?P<first>(?:19|20)\d\d) (?P<to>to|until|till|and) (?P<second>(?:19|20)\d\d)\b(?![,.]?\d)"
)
_LIFE = lazy(
    r"\bborn (?:on |in )?[^.!?]{0,40}?\b(?P<born>1[89]\d\d|20\d\d)\b[^.!?]{0,120}?\bdied (?:on |in )?[^.!?]{0,40}?"
    r"\b(?P<died>1[89]\d\d|20\d\d)\b[^.!?]{0,60}?\b(?:aged|at the age of|at age) (?P<age>\d{1,3})\b"
)
# How many of the second unit are one of the first; for degrees the two are counted apart.
_RATIOS = {
    ("km", "mi"): 0.6214,
    ("m", "ft"): 3.281,
    ("m", "yd"): 1.0936,
    ("cm", "in"): 0.3937,
    ("kg", "lb"): 2.2046,
    ("ha", "ac"): 2.471,
}
_UNITS = {
    "km": "km",
    "kilometre": "km",
    "kilometer": "km",
    "mile": "mi",
    "metre": "m",
    "meter": "m",
    "feet": "ft",
    "foot": "ft",
    "ft": "ft",
    "yard": "yd",
    "cm": "cm",
    "centimetre": "cm",
    "centimeter": "cm",
    "inch": "in",
    "kg": "kg",
    "kilogram": "kg",
    "kilo": "kg",
    "pound": "lb",
    "lb": "lb",
    "hectare": "ha",
    "acre": "ac",
}
_UNIT = (
    r"(?P<{0}>(?:km|kilomet(?:re|er)|mile|met(?:re|er)|yard|cm|centimet(?:re|er)|kg|kilogram|kilo|pound|lb|hectare"
    r"|acre)s?|feet|foot|ft|inch(?:es)?)"
)
_CONVERTED = lazy(
    r"(?<![\d.,$€£-])"
    + _NUMBER.format("one")
    + r"[ -]?"
    + _UNIT.format("unit")
    + r" \((?:about |around |some |nearly |roughly |approximately |over |more than )?"
    + _NUMBER.format("two")
    + r"[ -]?"
    + _UNIT.format("unit2")
    + r"\)"
)
# Rounding makes 5 miles of 10 km; a wrong figure is mostly further off.
_LEEWAY = 1.35


@rule(
    "MTA401",
    "contradiction",
    since="0.4",
    languages=["en"],
    severity=Severity.WARNING,
    bad=[
        "They met on ⟦Monday, May 28, 2023⟧, in Oslo.",
        "They met on ⟦Monday 27 May 2007⟧.",
        "It will open on ⟦June 31⟧.",
        "It opened on ⟦February 29, 2023⟧.",
        "The talks began on Monday, May 5, and ended on ⟦Friday, May 8⟧.",
        "Prices ⟦rose from 12.5 percent to 9⟧ percent.",
        "Profit ⟦fell from $900 million to $1.2 billion⟧.",
        "They shot down ⟦14 of 12⟧ drones.",
        "It was built ⟦from 1998 to 1989⟧.",
        "Poet Ivan Lys, ⟦born in 1920, died in 1990 aged 60⟧.",
        "It lies ⟦70 km (20 miles)⟧ from the town.",
        "A ⟦5-metre (160 feet)⟧ wall fell.",
        "⟦12 people, including 5 children and 9 women⟧, were hurt.",
        "It has ⟦45 percent of the vote in favour and 70 percent against⟧.",
    ],
    good=[
        "They met on Monday, May 29, 2023, and on Saturday 27 May 2023. It opened on February 29, 2024.",
        "The talks began on Monday, May 5, and ended on Friday, May 9, when 12 of 14 drones fell.",
        "Prices rose from 9 percent to 12.5 percent and fell from $1.2 billion to $900 million.",
        "It rose from 900,000 to 1.2 million and grew from 2015 to 2020.",
        "It lies 70 km (43 miles) from the town, behind a 5-metre (16 feet) wall.",
        "Born in 1920, he died in 1990 aged 70, or in 1991 aged 70.",
        "12 people, including 5 children and 7 women, were hurt; 30 percent were for it, 70 percent against.",
        "Sales fell from 5 million to 3. It rose from 10 to 3 percent of all.",
        "May 31 was a Sunday, and Monday, June 1, a holiday.",
    ],
)
def contradiction(document: Document) -> Iterator[Finding]:
    """What it finds. A weekday that a date did not have, a day that no month has, two weekdays that
    do not fit two dates, a rise to less, a part greater than its whole, years the wrong way round,
    an age that two years do not give, a measure wrongly converted in brackets, shares above 100 percent.

    Why it matters. One of the two is wrong, and readers can tell.
    """
    anchor: tuple[int, str] | None = None
    for segment in document.segments:
        text = segment.text
        if not _DIGIT.search(text):
            continue
        for m in _DATED.finditer(text):
            message, anchor = _wrong_date(m, anchor)
            if message:
                yield segment.finding(m.span(), message, confidence=0.9)
        for check in (_wrong_moves, _wrong_parts, _wrong_years, _wrong_units, _wrong_sums):
            yield from check(segment)


_DIGIT = lazy(r"\d")


def _wrong_date(
    match: re.Match[str], anchor: tuple[int, str] | None
) -> tuple[str, tuple[int, str] | None]:
    """What is wrong with a date, and the last date of the text that has a weekday and no year.

    That is the number of the day in a leap year, and its weekday: two such dates of one text are
    taken to lie in one year where they are less than two months apart, and not on both sides of 29 February.
    """
    month = MONTHS.index(match["month"] or match["month2"]) + 1
    day = int(match["day"] or match["day2"])
    year = match["year"] or match["year2"]
    weekday = match["weekday"]
    name = MONTHS[month - 1]
    if not 1 <= day <= _LONGEST_MONTHS[month - 1]:
        # "June 50" may be a title or a count; 31 and 30 are slips.
        wrong = day in (30, 31, 32)
        return (f"{name} has no day {day}" if wrong else ""), anchor
    if year:
        try:
            real = WEEKDAYS[date(int(year), month, day).weekday()]
        except ValueError:
            return f"{name} {year} has no day {day}", anchor
        if weekday and weekday != real:
            return f"{day} {name} {year} was a {real}", anchor
        return "", anchor
    if not weekday:
        return "", anchor
    number = date(2024, month, day).timetuple().tm_yday
    if anchor and 0 < abs(number - anchor[0]) < _NEAR and (number > 60) == (anchor[0] > 60):
        expected = WEEKDAYS[(WEEKDAYS.index(anchor[1]) + number - anchor[0]) % 7]
        if expected != weekday:
            return (
                f"Going by the {anchor[1]} elsewhere in the text, this day is a {expected}",
                anchor,
            )
    return "", anchor or (number, weekday)


_NEAR = 60


def _value(number: str, scale: str | None) -> float:
    return float(number.replace(",", "").rstrip(".")) * _SCALES[(scale or "").strip()]


def _wrong_moves(segment: Segment) -> Iterator[Finding]:
    for m in _MOVED.finditer(segment.text):
        first, second = _value(m["first"], m["firstscale"]), _value(m["second"], m["secondscale"])
        years = all(1900 <= n <= 2100 for n in (first, second))
        one_unit = bool(m["unit"]) == bool(m["unit2"]) or bool(m["unit"])
        one_scale = not m["firstscale"] or bool(m["secondscale"])
        if not m["unit"] and re.match(r" ?(?:%|per ?cent)", segment.text[m.end() :]):
            one_unit = False
        if years or not one_unit or not one_scale or first == second:
            continue
        if m["secondscale"] and not m["firstscale"] and first < 1000:
            continue  # "from 5 to 3 million"
        if (second < first) == (m["verb"] in _UP):
            end = m.end("secondscale") if m["secondscale"] else m.end("second")
            yield segment.finding(
                (m.start(), end), f"“{m['verb']}”, and the figures go the other way", confidence=0.9
            )


def _wrong_parts(segment: Segment) -> Iterator[Finding]:
    for m in _PART.finditer(segment.text):
        if _value(m["part"], "") > _value(m["whole"], ""):
            yield segment.finding(m.span(), "The part is greater than the whole", confidence=0.9)


def _wrong_years(segment: Segment) -> Iterator[Finding]:
    for m in _RANGE.finditer(segment.text):
        fits = (m["word"] == "between") == (m["to"] == "and")
        if fits and int(m["first"]) > int(m["second"]):
            yield segment.finding(m.span(), "The years stand the wrong way round", confidence=0.9)
    for m in _LIFE.finditer(segment.text):
        years = int(m["died"]) - int(m["born"])
        if int(m["age"]) not in (years, years - 1):
            yield segment.finding(
                m.span(), f"From {m['born']} to {m['died']} makes {years} years", confidence=0.9
            )


def _wrong_units(segment: Segment) -> Iterator[Finding]:
    for m in _CONVERTED.finditer(segment.text) if "(" in segment.text else ():
        one, two = _value(m["one"], m["onescale"]), _value(m["two"], m["twoscale"])
        units = _unit(m["unit"]), _unit(m["unit2"])
        if not one or not two:
            continue
        ratio = _RATIOS.get(units) or (1 / _RATIOS[units[::-1]] if units[::-1] in _RATIOS else 0)
        if ratio and not 1 / _LEEWAY < one * ratio / two < _LEEWAY:
            yield segment.finding(
                m.span(),
                f"{m['one']} {m['unit']} are about {one * ratio:,.4g} {m['unit2']}",
                confidence=0.9,
            )


def _unit(written: str) -> str:
    for word in (written, written.removesuffix("s"), written.removesuffix("es")):
        if word in _UNITS:
            return _UNITS[word]
    return written


_INCLUDING = lazy(
    r"(?<![\d.,$-])(?P<whole>\d[\d,]*) (?:people|persons|civilians|soldiers|passengers|members|victims),? "
    r"including (?P<parts>\d[\d,]* [a-z]+(?:, \d[\d,]* [a-z]+)*,? and \d[\d,]* [a-z]+)"
)
_FOR_AND_AGAINST = lazy(
    r"(?P<for>\d\d?(?:\.\d+)?) ?(?:%|percent|per cent)[^.;%\d]{0,40} (?:in favou?r|voted for|for it|yes)\b[^.;%\d]{0,30}"
    r"\b(?P<against>\d\d?(?:\.\d+)?) ?(?:%|percent|per cent)[^.;%\d]{0,30} (?:against|opposed)\b"
)
# Groups that share nobody; "5 children and 9 wounded" may.
_APART = frozenset(
    [
        "men",
        "women",
        "children",
        "boys",
        "girls",
        "adults",
        "civilians",
        "soldiers",
        "policemen",
        "police",
    ]
)


def _wrong_sums(segment: Segment) -> Iterator[Finding]:
    text = segment.text
    for m in _INCLUDING.finditer(text) if "including" in text else ():
        parts = re.findall(r"(\d[\d,]*) ([a-z]+)", m["parts"])
        total = sum(_value(number, "") for number, _ in parts)
        if _APART.issuperset(group for _, group in parts) and total > _value(m["whole"], ""):
            yield segment.finding(
                m.span(), f"The parts make {total:,.0f}, more than the whole", confidence=0.85
            )
    for m in _FOR_AND_AGAINST.finditer(text):
        if float(m["for"]) + float(m["against"]) > 101:
            yield segment.finding(m.span(), "The shares make more than 100 percent", confidence=0.9)
