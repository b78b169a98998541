"""MTA113: a subordinate clause that stands as a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment, Severity
from qa.rules.registry import rule
from qa.text.patterns import lazy

_LONE = lazy(
    r"(?:(?<=^)|(?<=[a-z][.!?] )|(?<=[.!?][”\"] ))(?P<clause>(?:Although|Whereas|Even though|Despite the fact that)"
    r" (?P<rest>[^.!?,;:–—]{20,200})(?P<end>\.[”\"]?))(?= [A-Z“\"]|$)"
)
# A speaker breaks sentences on purpose.
_SPEAKER = frozenset(["we", "our", "us", "i", "my", "me", "you", "your"])
_QUOTED = lazy(r"[\"“”«»]")
_CLOSED = lazy(r"\b(?:then|still|yet|nevertheless|nonetheless)\b")


@rule(
    "MTA113",
    "lone-clause",
    since="0.2",
    severity=Severity.INFO,
    languages=["en"],
    words=["although", "whereas", "though", "despite"],
    bad=[
        "⟦Although the official insisted that “he is not winning this war.”⟧ Western leaders doubt it.",
        "The price of bread went up again in May. ⟦Although the state pays a part of the cost.⟧ Milk is dearer too.",
    ],
    good=[
        "Although the state pays a part of the cost, bread went up in May.",
        "Although the rain has eased, fires still burn. Although he won.",
        "We know who did it. Although they say that nobody was there. And nobody believes them.",
        "I told you so. Even though I hoped for the best at the time. Now look.",
        "He came, although the state had paid a part of the cost.",
    ],
)
def lone_clause(segment: Segment) -> Iterator[Finding]:
    """What it finds. A sentence that opens with “although”, “whereas” or “even though” and has no
    second clause.

    Why it matters. The clause belongs to the sentence before or behind it; a full stop took the
    place of a comma, often at a quotation mark.
    """
    if segment.kind == "headline":
        return
    if not _SPEAKER.isdisjoint(segment.lower_words) and not _QUOTED.search(segment.text):
        return
    for m in _LONE.finditer(segment.text):
        if _CLOSED.search(m["rest"]) or m["rest"].count("“") > 1:
            continue
        yield segment.finding(
            m.span("clause"),
            "A clause with “although” or the like, and no main clause: the full stop should be a comma",
            confidence=0.75,
        )
