"""MTA103: a reporting verb without the person told."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy

# Which verbs need the person told: Longman Dictionary of Contemporary English.
_BASE = "assure|inform|remind"
_PRESENT = "assures|informs|reminds|notifies"
_PAST = "assured|informed|reminded|notified"
_PRONOUN = r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|who)"
_NAMED = (
    r"(?:(?<=\w )[A-Z][\w’'-]+|^[A-Z][\w’'-]+(?<!s)|(?<=[.!?] )[A-Z][\w’'-]+(?<!s)"
    r"|\b(?:president|minister|ministry|officials?|spokesman|spokeswoman|spokesperson|agency|office"
    r"|service|department|governor|mayor|head|chief|leader|diplomat|ambassador|company))"
)
_OBJECTLESS = lazy(
    # "the agency informs," "he reminds." "she assures that"
    rf"(?P<a>(?<=\w )(?:{_PRESENT}))(?=[,.;]|[”\"»]?$)"
    # "the ministry of health informs that"; but "the plan assures that" is "makes sure that".
    rf"|(?:{_PRONOUN}|{_NAMED})(?: of(?: [\w’'-]+){{1,3}})? (?P<e>{_PRESENT})(?= that\b)"
    rf"|{_PRONOUN} (?P<b>{_BASE}|{_PAST})(?=[,.;]| that\b|$)"
    rf"|{_NAMED} (?:has |have )?(?P<c>{_PAST})(?= that\b)"
    rf"|{_PRONOUN} (?P<d>tells)(?=[,.]|$)"
    # Behind what was said, with the speaker after the verb: "“…,” informed the mayor."
    r"|(?:[,!?][”\"»]|[”\"»],?|[a-z)] [-–—]) (?:has |have )?(?P<f>assured|informed|informs|reminded|reminds)"
    r"(?= (?:[A-Z][\w’'-]+|the [a-z]+(?: of [\w’'-]+)?)(?: [A-Z][\w’'-]+){0,2}(?: ?[.,;]|$))"
    # "…, has informed the Minister of Agriculture, Julián Ortega."
    r"|[a-z)\d”\"»], (?:has|have) (?P<g>assured|informed|reminded)(?= (?:the |[A-Z]))"
)
# With these in front the verb is a participle: "Once informed", "Those reminded that".
_PASSIVE_SUBJECT = lazy(r"(?:Once|If|When|Be|Being|Rest|Not|Well|Those|Anyone|Everyone|People)\b")


@rule(
    "MTA103",
    "missing-object",
    since="0.2",
    languages=["en"],
    words=f"{_PRESENT}|{_PAST}|{_BASE}|tells".split("|"),
    bad=[
        "“We talk to our allies,” he ⟦assures⟧.",
        "The road is open again, the agency ⟦informs⟧.",
        "The president ⟦assured⟧ that the army was ready.",
        "Petrenko ⟦reminded⟧ that the law takes effect in May.",
        "The ministry ⟦informs⟧ that two people were hurt.",
        "“Nobody was hurt,” ⟦informed⟧ the mayor. - We are at the scene - ⟦informed⟧ Nowak.",
        "The aid will come in May, has ⟦informed⟧ the minister of agriculture.",
    ],
    good=[
        "He assures readers that it is safe, and was assured that it is.",
        "The pilots were informed that the runway was closed. Rest assured that it is open.",
        "He was told. Patients informed that they were ill left.",
        "What it tells us is clear, as far as she tells it. The state of the Union informs policy.",
        "They said they were assured. Once informed, they left.",
        "The budget pays for it, and it assures that benefits are funded. My plan assures that all gain.",
    ],
)
def missing_object(segment: Segment) -> Iterator[Finding]:
    """What it finds. “He assures.”, “the agency informs that”: verbs that need the person told,
    without one. Passive forms (“was informed that”) are right.

    Why it matters. Slavic, Turkic and Spanish verbs of reporting need nobody who is told; English ones do.
    “Said” is nearly always what is meant.
    """
    for m in _OBJECTLESS.finditer(segment.text):
        group = m.lastgroup or "a"
        if m["c"] and _PASSIVE_SUBJECT.match(m[0]):
            continue
        yield segment.finding(
            m.span(group),
            f"“{m[group]}” needs the person told; “said” needs none",
            confidence=0.85,
        )
