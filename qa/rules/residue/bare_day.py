"""MTA305: a day without its month."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment, Severity
from qa.rules.registry import rule
from qa.text.patterns import lazy

_DAY = r"the (?:[12]?(?:1st|2nd|3rd)|[12]?[04-9]th|1[1-3]th|30th|31st)"
_BARE = lazy(
    rf"\b(?:on |from |until |(?:morning|afternoon|evening|night) of )(?P<day>{_DAY})"
    r"(?=[,.]| (?:that|at|in|local|to|from|after|by|with|while|showed|for)\b|$)"
    rf"|(?:(?<=^)|(?<=[.!?] ))On (?P<day_>{_DAY})(?=[,.]| (?:that|at|in|local|to)\b|$)"
)
# Before a month, or in sport and golf, the ordinal is no date.
_OTHER = lazy(
    r"\b(?:hole|holes|lap|green|tee|birdie|bogey|par|inning|over|minute|floor|round|of [A-Z])\b"
)
_MONTH = lazy(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.|month)"
)


@rule(
    "MTA305",
    "bare-day",
    since="0.2",
    languages=["en"],
    words=["st", "nd", "rd", "th"],
    severity=Severity.INFO,
    bad=[
        "The ministry said on ⟦the 15th⟧ that exports grew.",
        "Three workers died in a fire that broke out on ⟦the 14th⟧.",
        "On ⟦the 3rd⟧, the party held a meeting. He was arrested on ⟦the 21st⟧.",
    ],
    good=[
        "The ministry said on the 15th of May that exports grew.",
        "In May he left. He said on the 15th that he would be back.",
        "He made a birdie on the 15th. On the 3rd, he made par.",
        "She announced on the 15th floor that it was over. On Monday, he said so.",
    ],
)
def bare_day(segment: Segment) -> Iterator[Finding]:
    """What it finds. “Said on the 15th”, “On the 3rd,”: the day of a month that the paragraph does
    not name.

    Why it matters. Korean, Japanese and Chinese agencies give the bare day; an English reader needs
    the month, or the day of the week.
    """
    text = segment.text
    for m in _BARE.finditer(text):
        if not _MONTH.search(text) and not _OTHER.search(text):
            yield segment.finding(
                m.span(m.lastgroup or 0), f"“{m[m.lastgroup or 0]}” of which month?", confidence=0.8
            )
