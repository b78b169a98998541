"""MTA109: "Not only" in front of a whole clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy

_AUXILIARY = "is|are|was|were|has|have|had|will|would|can|could|should|must|may|do|does|did"
_NOT_ONLY = lazy(
    rf"(?:(?<=^)|(?<=[\"“«])|(?<=[.!?] )|(?<=[.!?][”\"] ))Not only (?!(?:{_AUXILIARY})\b)"
    rf"(?P<subject>(?:[\w’'-]+ ){{1,7}}?)(?:{_AUXILIARY}) [^.!?;:]{{1,80}}?,? but(?: also)?\b"
)
_CLAUSE = lazy(r"\b(?:that|who|which|because|if|when|but|though|did|by|in|at|for)\b", re.I)


@rule(
    "MTA109",
    "not-only-order",
    since="0.2",
    languages=["en"],
    words=["only"],
    bad=[
        "⟦Not only specific types of weapons are vitally important, but also⟧ the ability to use them.",
        "⟦Not only the roads were destroyed, but also⟧ the bridges.",
    ],
    good=[
        "Not only are weapons important, but also the ability to use them.",
        "Not only the roads but also the bridges were destroyed.",
        "Not only did he win, but he also broke the record.",
        "It is not only weapons that are important, but also training.",
    ],
)
def not_only_order(segment: Segment) -> Iterator[Finding]:
    """What it finds. A sentence that opens with “Not only”, a subject and its verb in plain order:
    “Not only weapons are important, but also …”.

    Why it matters. It is the word order of the source. English inverts (“Not only are weapons …”)
    or splits the sentence (“It is not only weapons that are important but also …”).
    """
    for m in _NOT_ONLY.finditer(segment.text):
        if _CLAUSE.search(m["subject"]) or "but also" in m["subject"]:
            continue
        yield segment.finding(
            m.span(),
            "“Not only” and a clause in plain order: “It is not only … that”, or invert the verb",
            confidence=0.85,
        )
