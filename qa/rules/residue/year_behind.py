"""MTA308: the word “year” behind its number."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy

_YEAR = lazy(
    r"\b(?P<word>(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|of|[Dd]uring) )(?:the )?"
    r"(?P<number>(?:19|20)\d\d) (?P<year>year)"
    r"(?=[.,;:)]|$| (?:and|in|to|the|of|by|was|were|is|with|from|at|on)\b)"
)


@rule(
    "MTA308",
    "year-behind",
    since="0.2",
    languages=["en"],
    words=["year"],
    bad=[
        ("The law was passed in ⟦2023 year⟧.", "The law was passed in 2023."),
        ("Since ⟦the 2014 year⟧ the town is empty.", "Since 2014 the town is empty."),
    ],
    good=[
        "At the 2023 year-end the law was passed, in the 2023 fiscal year.",
        "Since the year 2014 the town is empty, for 2000 years of history.",
        "In 2023, yearly rates rose.",
    ],
)
def year_behind(segment: Segment) -> Iterator[Finding]:
    """What it finds. “In 2023 year”, “since the 2014 year”.

    Why it matters. Slavic and Turkic dates have the word “year” behind the number; English ones
    have the number alone.

    When the fix is not safe. It leaves the number, and takes “the” away.
    """
    for m in _YEAR.finditer(segment.text):
        yield segment.finding(
            (m.end("word"), m.end("year")),
            f"“{m['number']}” needs no “year” behind it",
            replace=m["number"],
            confidence=0.9,
        )
