"""Dates in figures and times of day: what they stand for, however a language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from qa.text.patterns import lazy
from qa.text.spans import Span

# 24.02.2022, 24/2/22, 2022-02-24, 2022年2月24日, 2022년 2월 24일.
_DATE = lazy(
    r"\d{1,2}(?:\.\d{1,2}\.(?:\d{4}|\d{2})|/\d{1,2}/(?:\d{4}|\d{2})|-\d{1,2}-\d{4})(?![\d:/-])"
    r"|\d{4}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2})(?![\d:/-])"
)
_EAST_ASIAN = lazy(r"(?P<month>\d{1,2})\s?[月월](?:\s?(?P<day>\d{1,2})\s?[日号號일])?")
_PARTS = re.compile(r"\d+")
# 5.30 p.m., 17:30, 18h30, 20 Uhr, 下午6点30分, 오후 6시 반.
_TIME = lazy(
    r"(?P<early>上午|凌晨|早上|清晨|午前|早朝|오전|새벽)?(?P<late>下午|晚上|傍晚|午後|夜|오후|저녁|밤)?\s?"
    r"(?P<hour>\d{1,2})(?:"
    r"(?:[:.](?P<a>[0-5]\d))?\s?(?P<half>[ap])\.?\s?m(?:\.|\b)"
    r"|:(?P<b>[0-5]\d)(?![\d:])"
    r"|\s?[hHгч](?:\s?(?P<c>[0-5]\d)(?!\d)|(?![\w/]))"
    r"|(?:[.:](?P<d>[0-5]\d))?\s?(?:Uhr|óra|kor|heures?|godz)\b(?:\s(?P<e>[0-5]\d)(?!\d))?"
    r"|\s?(?:[点點](?!钟?的)|[時时](?!間|间|代)|시(?!간))(?:\s?(?P<f>[0-5]?\d)\s?[分분]|(?P<g>半|\s?반))?"
    r")"
)
# What is behind one of these is a part of other figures.
_INSIDE = frozenset("0123456789.,:/-")
_MONTHS, _LONGEST_MONTH, _HOURS = 12, 31, 24
_NOON = 12


class FigureDate(NamedTuple):
    """A date in figures: where it stands, and the days, months and years that it may name.

    2/3/2022 is in March or in February, so it has two days and two months.
    """

    span: Span
    days: frozenset[int]
    months: frozenset[int]
    years: frozenset[int]


class Time(NamedTuple):
    """A time of day: where it stands, in minutes after midnight, and the figures that it is written with.

    Half past five without a.m. or p.m. may be 330 or 1050.
    """

    span: Span
    minutes: frozenset[int]
    figures: frozenset[float]


def figure_dates(text: str, lang: str) -> Iterator[FigureDate]:
    """The dates in figures in `text`, whose digits are ASCII digits."""
    for match in _DATE.finditer(text):
        if text[max(0, match.start() - 1) : match.start()] in _INSIDE:
            continue
        parts = _PARTS.findall(match[0])
        span = Span(*match.span())
        if len(parts[0]) == 4:
            year, month, day = map(int, parts)
            if month <= _MONTHS and day <= _LONGEST_MONTH:
                yield FigureDate(span, frozenset({day}), frozenset({month}), frozenset({year}))
            continue
        one, two, year = map(int, parts)
        american = lang == "en" and "." not in match[0]
        orders = [(one, two), (two, one)] if american else [(one, two)]
        valid = [(d, m) for d, m in orders if 0 < m <= _MONTHS and 0 < d <= _LONGEST_MONTH]
        if not valid and 0 < one <= _MONTHS and 0 < two <= _LONGEST_MONTH:
            valid = [(two, one)]
        if valid:
            years = {year} if len(parts[2]) == 4 else {year, 1900 + year, 2000 + year}
            yield FigureDate(
                span,
                frozenset(d for d, _ in valid),
                frozenset(m for _, m in valid),
                frozenset(years),
            )


def figure_months(text: str) -> Iterator[tuple[int, Span]]:
    """The months of Chinese, Japanese and Korean dates, which are figures before 月 and 월."""
    for match in _EAST_ASIAN.finditer(text):
        month = int(match["month"])
        if 0 < month <= _MONTHS:
            yield month, Span(match.start(), match.end("month") + 1)


def times(text: str, lang: str) -> Iterator[Time]:
    """The times of day in `text` that surely are some: 5.30 may be a number."""
    for match in _TIME.finditer(text):
        written = next((match[g] for g in "abcdef" if match[g]), None)
        hour, minute = int(match["hour"]), int(written or 0)
        start = match.start("hour")
        if text[max(0, start - 1) : start] in _INSIDE or hour > _HOURS:
            continue
        if match["g"]:
            minute = 30
        late = match["late"] or (match["half"] or "").lower() == "p"
        early = match["early"] or (match["half"] or "").lower() == "a"
        figures = {float(hour), float(hour % _HOURS)} | ({float(minute)} if minute else set())
        if hour > _NOON or match["hour"].startswith("0"):
            hours = {hour % _HOURS}
        elif late:
            hours = {hour % _NOON + _NOON}
        elif early:
            hours = {hour % _NOON}
        else:
            hours = {hour, (hour + _NOON) % _HOURS}
        figures |= {float(h) for h in hours} | {float(h % _NOON or _NOON) for h in hours}
        if 0 in hours:
            figures.add(float(_HOURS))
        yield Time(
            Span(match.start("hour"), match.end()),
            frozenset(h * 60 + minute for h in hours),
            frozenset(figures),
        )
