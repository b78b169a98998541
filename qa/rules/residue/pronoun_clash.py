"""MTA108: a subject in brackets, and another behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.verbs import may_hold_a_verb
from qa.text.words import WORD

_CLASH = lazy(
    r"\[(?P<subject>(?:[Tt]he |[Hh]e|[Ss]he|[Tt]hey|[A-Z])[^\]\[]{0,40})\],?(?P<between>[^.!?;:\[\]]{0,80}?)"
    r"(?P<clash>\b(?:we|I) (?:have|had|are|were|am|was|will|would|can|could|do|did)\b(?: not)?)"
)
# What a transcript notes about the room.
_NOTES = lazy(
    r"(?:laugh|applau|cheer|boo|chant|cross-?talk|inaudible|unintelligible|indiscernible|music|pause"
    r"|silence|standing ovation|interrupt|gesture|point|smil|sigh)[a-z]*\b",
    re.IGNORECASE,
)
_LINKS = lazy(r"\b(?:and|but|or|that|which|who|while|as|if|when|because|where)\b")


_EXPLAINED = lazy(
    r"\b(?:the|a|an|his|her|their|our|my|this|that) (?:[\w’'-]+ ){1,4}$",
    re.IGNORECASE,
)


@rule(
    "MTA108",
    "pronoun-clash",
    since="0.2",
    languages=["en"],
    signs="]",
    bad=[
        "He said that “even with help [the Ukrainians] “over the past year, ⟦we have not⟧ been able”.",
        "“[The Poles] in recent months ⟦we are⟧ ready.”",
    ],
    good=[
        "“[The Ukrainians] told us that we have not been able to move.”",
        "The next chairman [Ivan Petrov], whom I know well, agreed. My friend [Ann Lee], we are glad.",
        "“Our late teacher [Novak] in those years, we had no other.”",
        "“[The ministers] and I have agreed.” “[He] knows we have not.”",
        "“We have not been able [to move the line].”",
        "“They groan. [Laughter] I will ask for it.” “[Applause] We have come far.”",
    ],
)
def pronoun_clash(segment: Segment) -> Iterator[Finding]:
    """What it finds. A subject in square brackets, no verb behind it, and then “we” or “I” as the
    subject: “[the Ukrainians] over the past year, we have not been able”.

    Why it matters. The insertion stood in the place of the pronoun; a translation that keeps both
    says two things about who acted.
    """
    for m in _CLASH.finditer(segment.text):
        between = [w[0] for w in WORD.finditer(m["between"])]
        if (
            _NOTES.match(m["subject"])
            # A name explains the words before: "the president [Ivan Petrov], with whom I have".
            or _explains(segment.text, m.start())
            or _LINKS.search(m["between"])
            or may_hold_a_verb(["", *between])
        ):
            continue
        yield segment.finding(
            m.span("clash"),
            f"“{m['clash']}” has another subject than “[{m['subject']}]”",
            related=[(m.start("subject") - 1, m.end("subject") + 1)],
            confidence=0.8,
        )


def _explains(text: str, at: int) -> bool:
    """Whether a noun stands before the bracket, which then says who that is."""
    return _EXPLAINED.search(text, max(0, at - 60), at) is not None
