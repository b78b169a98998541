"""TYP107: dates, and times of day, written in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial

from qa.document.index import Clues
from qa.document.model import Document, Finding, Severity, Span
from qa.rules.common.rarer_forms import in_sentence, rarer_forms
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

_TIME = lazy(
    r"(?<![\w.:])\d{1,2}(?:[:.]\d\d)? ?((?:a|p)(?:m(?![\w.]| I\b)|\.m\.)|(?:A|P)(?:M(?!\w)|\.M\.))"
)
# "a.m." is two words of one letter.
_HALVES = Clues.of(["am", "pm", "m"])
_WORD_BEFORE = lazy(r"(\w+) $")
_WORD_AFTER = lazy(r" ([a-z]+)")
_DAY_FIRST, _MONTH_FIRST = "day month", "month day"


@rule(
    "TYP107",
    "mixed-dates",
    since="0.1",
    languages=["en"],
    severity=Severity.INFO,
    bad=[
        (
            "On November 18 he left. On November 22 he came; in the evening of ⟦22 November⟧ he ate.",
            "On November 18 he left. On November 22 he came; in the evening of November 22 he ate.",
        ),
        (
            "From 5 May 2024 to 7 May, and on ⟦Jan. 3, 2025⟧.",
            "From 5 May 2024 to 7 May, and on 3 Jan. 2025.",
        ),
        (
            "At 3 p.m. and 4:30 p.m., but not at ⟦5 pm⟧ today",
            "At 3 p.m. and 4:30 p.m., but not at 5 p.m. today",
        ),
    ],
    good=[
        "The October 7 attack, the 7th of October; on 9 November and on 10 November.",
        "On 5 May 2024 Windows 10 May 2020 Update; in May 7 protesters and by May 22 people came",
        "In May 2024, 22 people marched; by November 22 more had. May 5 do so?",
        "At 3 p.m. Eastern and 15:00 GMT; at 10 am I told? It was 5 a.m. then.",
        "“On 4 July,” the July 4 parade began on 4 July.",
    ],
)
def mixed_dates(document: Document) -> Iterator[Finding]:
    """What it finds. Dates with the day first (*22 November*) and with the month first (*November
    22*) in one text, and times with and without full stops (*3 p.m.*, *3pm*). The rarer form is
    reported. Days that are names of an event (*the October 7 attack*) are left alone.

    Why it matters. The mix shows where pieces of different stories were put together.

    When the fix is not safe. The rarer form may be the house style, or part of a name.
    """
    text = document.text
    dates: dict[str, list[Span]] = {}
    for m in _found(document, _dates(), _months()):
        if not _is_name(text, m):
            style = _DAY_FIRST if m["day"] else _MONTH_FIRST
            dates.setdefault(style, []).append(Span(*m.span()))
    yield from rarer_forms(document, dates, rewrite=partial(_date, text), kind="Date as ")
    times: dict[str, list[Span]] = {}
    for m in _found(document, _TIME, _HALVES):
        times.setdefault("p.m." if "." in m[1] else "pm", []).append(Span(*m.span()))
    yield from rarer_forms(document, times, rewrite=partial(_time, document), kind="Time with ")


def _found(document: Document, pattern: re.Pattern[str], clues: Clues) -> Iterator[re.Match[str]]:
    for segment in document.segments_with(clues):
        yield from pattern.finditer(document.text, *segment.span)


@cache
def _months() -> Clues:
    return Clues.of([month.rstrip(".") for month in words_for("months", "en")])


@cache
def _dates() -> re.Pattern[str]:
    """A day and a month in either order, with a year where there is one."""
    month = "|".join(re.escape(m) for m in sorted(words_for("months", "en"), reverse=True))
    day = r"\d{1,2}(?:[-–]\d{1,2})?"
    return lazy(
        rf"(?<![\w.,:/$€£-])(?P<day>{day})[ \u00a0](?P<month>{month})(?![\w])(?: (?P<year>\d{{4}})(?!\d))?"
        rf"|(?<!\w)(?P<month_>{month})[ \u00a0](?P<day_>{day})(?![\d%])(?!st|nd|rd|th|[.,:/]\d)"
        r"(?:, (?P<year_>\d{4})(?!\d))?"
    )


def _is_name(text: str, found: re.Match[str]) -> bool:
    """Whether a date is the name of an event, or no date: "the July 4 parade", "In May 22 people"."""
    before = _WORD_BEFORE.search(text, max(0, found.start() - 20), found.start())
    after = _WORD_AFTER.match(text, found.end())
    known = words_for("function_words", "en")
    if found["day"] and before and before[1][0].isupper():
        # "Windows 10 May 2020 Update", but "On 10 May", "Monday 10 May"
        return not (before[1].lower() in known or before[1].endswith("day"))
    if found["year"] or found["year_"] or not after or after[1] in known:
        return False
    counted = after[1].endswith("s") or after[1] in ("people", "men", "women", "children")
    return bool(
        (found["month_"] and counted) or (before and before[1].lower() in ("the", "a", "s"))
    )


def _date(text: str, place: Span, style: str) -> str:
    m = _dates().match(text, place.start)
    assert m
    day, month, year = (m[name] or m[name + "_"] or "" for name in ("day", "month", "year"))
    if style == _DAY_FIRST:
        return f"{day} {month} {year}".rstrip()
    return f"{month} {day}, {year}".rstrip(", ")


def _time(document: Document, place: Span, style: str) -> str:
    found = document.text[place.start : place.end]
    figure = re.match(r"[\d:.]*\d", found)
    half = re.sub(r"[^a-zA-Z]", "", found)
    assert figure
    if style == "p.m.":
        return figure[0] + " " + in_sentence(document, place, ".".join(half) + ".")
    space = " " if " " in found else ""
    return figure[0] + space + in_sentence(document, place, half)
