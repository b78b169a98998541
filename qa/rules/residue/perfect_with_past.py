"""MTA311: a present perfect with a day that is over."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment, Severity
from qa.rules.registry import rule
from qa.text.patterns import lazy

_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
# Verbs that take a noun, so that the time behind it is theirs, and those that take a clause as well.
_DONE = (
    r"(?:approved|published|presented|signed|met|visited|rejected|adopted|died|arrived|arrested|detained|killed"
    r"|begun|started|opened|closed|criticized|criticised|held|taken place)"
)
_SAID = (
    r"(?:said|announced|stated|reported|declared|confirmed|informed|explained|warned|stressed|assured"
    r"|pointed out|denied|asked|called|ordered)"
)
_PLANNED = (
    r"(?:scheduled|planned|postponed|delayed|booked|organi[sz]ed|convened|convoked|summoned|invited|expected"
    r"|promised|moved|rescheduled|extended|called|agreed|needed|started|dated|worked)\b"
)
# That no letter stands before it is asked behind "ha", which is found at full speed.
_PERFECT = r"(?P<verb>ha(?<!\wha)(?:s|ve) (?:been |also |already )?"
_PATTERNS = (
    # "has approved this Tuesday", "has said on Monday that"; but what is planned may be on Monday
    lazy(
        rf"{_PERFECT}(?:{_DONE}|{_SAID}|(?!{_PLANNED})[a-z]+ed) (?P<time>(?:in the (?:early hours|morning|afternoon|evening) (?:of )?)?(?:this|last|on|the past) {_DAY}))(?=[,.]| (?:that|a|an|the|in|to|at|by|his|its|\d+|two|three|four|five|six|ten)\b)"
    ),
    # "has stated yesterday", "has met the president three days ago"
    lazy(
        rf"{_PERFECT}(?:{_SAID}|{_DONE}(?: (?!that\b|since\b|from\b|which\b|who\b|how\b|what\b)[\w’'-]+){{0,4}}?) (?P<time>yesterday"
        r"|last (?:night|week)|(?:\d{1,2}|two|three|four|five|six|ten|a few|several) (?:days|weeks|months|years|hours) ago))"
        r"(?=[,.]| (?:that|in|at|on|by)\b|$)"
    ),
)


@rule(
    "MTA311",
    "perfect-with-past-time",
    since="0.2",
    languages=["en"],
    severity=Severity.INFO,
    bad=[
        "The government ⟦has approved this Tuesday⟧ a package of aid.",
        "The ship ⟦has rescued in the early hours of this Tuesday⟧ 62 people.",
        "The minister ⟦has said on Monday⟧ that prices fell.",
        "He ⟦has met the president three days ago⟧.",
    ],
    good=[
        "The government approved a package on Tuesday. It has said this week that it will pay.",
        "The law has been in force since three years ago. Prices have fallen since last week.",
        "She has called a vote on the law adopted last week. It has approved what was signed yesterday.",
        "“I have met him on Sundays,” she said. He has said that it rained yesterday.",
    ],
)
def perfect_with_past_time(segment: Segment) -> Iterator[Finding]:
    """What it finds. “Has approved this Tuesday”, “has met him three days ago”: a present perfect
    beside a day or time that is over.

    Why it matters. Spanish, French and German set the perfect there; English needs the simple past
    (“approved on Tuesday”), and the perfect reads as if it were still open.
    """
    text = segment.text
    if not ("has " in text or "have " in text):
        return
    for pattern in _PATTERNS:
        for m in pattern.finditer(text):
            yield segment.finding(
                m.span("verb"),
                f"“{m['time']}” is over: the simple past, without “has” or “have”",
                confidence=0.8,
            )
