"""MTA117: a form of be before a verb that cannot have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

_BE = r"(?:is|are|was|were|been|being|be|am)"
# "What they are is a team": the first belongs to a clause that is the subject.
_DOUBLED = lazy(
    r"(?<!\bthey )(?<!\bwe )(?<!\byou )(?<!\bit )(?<!\bhe )(?<!\bshe )(?<!\bI )(?<!\bthere )(?<!\bthat )(?<!\bthis )"
    r"(?<!\bwhat )(?<!\bwho )(?<!\bthose )(?<!\bthese )(?<!\bwhich )(?<!\bthings )"
    r"\b(?:(?:are|was|were) (?:is|are)|is (?:are|was|were)|are (?:was|were)|(?:was|were) had|has is)\b"
    r"(?! (?:they|we|you|it|he|she|I|there|that|this|not a|the)\b)"
)
# The same without what is around it, which takes a tenth of the time.
_MAY_BE_DOUBLED = lazy(r"(?:are|was|were|is|has) (?:is|are|was|were|had)\b")
# "was received a safety inspection"; but "was received a year later"
_PASSIVES = frozenset(
    {"received", "conducted", "ceased", "implemented", "obtained", "achieved", "undergone"}
)
_OBJECT = lazy(
    rf"\b(?:was|were|is|are) (?:{'|'.join(sorted(_PASSIVES))}) "
    r"(?:a|an|the|its|their|his|her) (?!(?:[a-z]+ ){0,2}(?:day|week|month|year|hour|time|times|decade|morning"
    r"|evening|night|same|way|way)\b)[a-z]+"
)
_WHAT = lazy(r"\b(?:[Ww]hat|[Ww]ho|[Ww]here|[Ww]hy|[Hh]ow|[Ww]hether|[Aa]ll)\b[^.,;:]{0,60}$")


@rule(
    "MTA117",
    "impossible-passive",
    since="0.2",
    languages=["en"],
    bad=[
        "The accident ⟦was occurred⟧ at noon. Two people ⟦were died⟧ there.",
        "The factory ⟦was received a safety⟧ inspection in May.",
        "The power of the hospital ⟦are is⟧ low, and the doctors ⟦is are⟧ tired.",
    ],
    good=[
        "It had occurred. Those who died were named. They were disappeared people.",
        "The letter was received a year later. What they are is a team. The fact is, are we ready?",
        "The man he was is gone. Where we are was once a lake. All he saw was is a song.",
        "The body was dead. She was remaining. It is existing law.",
    ],
)
def impossible_passive(segment: Segment) -> Iterator[Finding]:
    """What it finds. “Was occurred”, “were died”, “are is”, “was received an inspection”: a form of be
    before a verb that is complete without it.

    Why it matters. The program joined two readings of the source's verb, active and passive; the
    reader cannot tell which is meant where both make sense.
    """
    text = segment.text
    words = segment.lower_words
    active_only = words_for("active_only_verbs", "en")
    for m in _pattern().finditer(text) if not active_only.isdisjoint(words) else ():
        following = text[m.end() : m.end() + 12]
        if m[0].endswith("disappeared") and following[:1] == " " and following[1:2].isalpha():
            continue
        yield segment.finding(m.span(), f"“{m[0]}” is no form of the verb", confidence=0.9)
    first = _MAY_BE_DOUBLED.search(text)
    doubled = _DOUBLED.finditer(text, first.start()) if first else ()
    with_object = _OBJECT.finditer(text) if not _PASSIVES.isdisjoint(words) else ()
    for pattern, places in ((_DOUBLED, doubled), (_OBJECT, with_object)):
        for m in places:
            if pattern is _DOUBLED and _WHAT.search(text, max(0, m.start() - 70), m.start()):
                continue
            yield segment.finding(m.span(), f"“{m[0]}”: two verbs where one can be", confidence=0.8)


@cache
def _pattern() -> re.Pattern[str]:
    return lazy(rf"\b{_BE} (?:{'|'.join(sorted(words_for('active_only_verbs', 'en')))})\b")
