"""MTA115: a reporting verb or a verb behind “According to” without its subject."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy

_START = r"(?:(?<=^)|(?<=[.!?…] )|(?<=[.!?…][”\"»’] ))"
# Verbs whose past form at the start of a clause with "that" is no participle.
_VERB = (
    r"(?:said|added|replied|answered|insisted|explained|argued|remarked|pointed out|stressed|emphasi[sz]ed"
    r"|underlined|noted|stated|continued|declared|announced)"
)
_LINK = (
    r"(?:However|In addition|Also|Moreover|Then|Later|Meanwhile|On the other hand|At the same time|Besides"
    r"|Furthermore|Thus|Therefore|Earlier),? (?:also )?"
)
_REPORTED = lazy(
    rf"{_START}(?P<verb>{_LINK}{_VERB}|(?:Said|Added|Pointed out|Replied|Noted|Stressed|Insisted|Explained)) that\b"
)
# What all of these verbs end in: it is found in a tenth of the time.
_MAY_BE_REPORTED = lazy(r"(?:d|out) that\b")
# "Adding that the device is new." has no clause but the one it reports.
_PARTICIPLE = lazy(
    rf"{_START}(?P<verb>(?:Adding|Noting|Stressing|Emphasi[sz]ing|Pointing out|Stating|Explaining|Underlining|Recalling) that)"
    r" [^,.;:!?\n]{8,160}[.][”\"»]?(?=\s|$)|"
    rf"{_START}(?P<verb_>(?:Adding|Noting|Stressing|Emphasi[sz]ing|Pointing out|Stating|Explaining) that) [“\"][^”\"\n]{{8,160}}[”\"]\.(?=\s|$)"
)
_MAY_BE_PARTICIPLE = lazy(
    r"(?:Adding|Noting|Stressing|Emphasi[sz]ing|Pointing out|Stating|Explaining|Underlining|Recalling) that "
)
# In questions and wishes the verb comes first.
_ACCORDING = lazy(
    r"\bAccording to [^,.;:!?\n]{2,70}, (?P<verb>is|are|was|were|has|have|will|would|must|(?:plans|intends"
    r"|aims|hopes|wants) to)(?= (?!there\b|it\b|this\b|that\b|he\b|she\b|they\b|we\b|you\b|I\b|the\b)[a-z])[^.!?]*[.!]"
)


@rule(
    "MTA115",
    "missing-subject",
    since="0.2",
    languages=["en"],
    bad=[
        "The court agreed. ⟦Said that⟧ the form of the contract is not decisive.",
        "The factory was checked. ⟦However, pointed out that⟧ only documents were read.",
        "The test costs 60 dollars. ⟦Adding that⟧ the device also works for honey.",
        "According to the ministry, ⟦is⟧ said to be aiming at a new law.",
    ],
    good=[
        "However, he pointed out that only documents were read. Asked whether it was so, she smiled.",
        "According to the ministry, it is aiming at a new law. According to you, is nothing wrong?",
        "Said the mayor: “That was it.” Added to that, prices rose. Noted for that, he left.",
        "According to the ministry, plans are ready.",
        "Adding that it was late, he left. Noting that is not enough, as stating that it is.",
    ],
)
def missing_subject(segment: Segment) -> Iterator[Finding]:
    """What it finds. “Said that …” and “However, pointed out that …” at the start of a sentence, and
    “According to the ministry, is …”: verbs without a subject; and “Adding that …” as a
    sentence of its own.

    Why it matters. Korean, Japanese, Persian and Spanish leave the subject out where it is known; in
    English the reader looks for who said it, and only the source knows.
    """
    text = segment.text
    reports = " that" in text
    if reports and _MAY_BE_REPORTED.search(text):
        for m in _REPORTED.finditer(text):
            yield segment.finding((m.start(), m.end()), f"“{m[0]}”: who?", confidence=0.85)
    if reports and _MAY_BE_PARTICIPLE.search(text):
        for m in _PARTICIPLE.finditer(text):
            group = "verb" if m["verb"] else "verb_"
            yield segment.finding(
                m.span(group), f"“{m[group]}” belongs to the sentence before, or lacks a subject"
            )
    if "According to " in text:
        for m in _ACCORDING.finditer(text):
            yield segment.finding(m.span("verb"), f"“{m['verb']}” has no subject", confidence=0.8)
