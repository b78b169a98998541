"""MTA112: a sentence that names its speaker twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy

_VERBS = (
    "said|says|added|noted|stressed|emphasized|emphasised|stated|explained|pointed out|underlined|told"
    "|wrote|reported|reports"
)
_VERB = f"(?:{_VERBS})"
_PRONOUN = r"(?:he|she|they|it)"
_SECOND = lazy(rf" {_PRONOUN} {_VERB}(?=[.,]|$)")
# "The minister continued and added that", "the firm said that said it would"
_NEUTRAL = (
    r"(?:said|added|noted|stressed|emphasi[sz]ed|stated|explained|underlined|continued|clarified)"
)
_PAIRED = lazy(
    rf"\b{_NEUTRAL}(?P<second> and (?:also )?{_NEUTRAL}(?=:|,? [“\"]| that\b)| that {_NEUTRAL}(?= (?:that|it|he|she|they)\b))"
)
# Of a quarrel about who said what.
_HE_SAID_SHE_SAID = lazy(r"\b(?:[Hh]e|[Ss]he|[Tt]hey) (\w+),? (?:he|she|they) \1$")
_ENDS = tuple('.!?…"”»’)')
_MAY_BE_PAIRED = lazy(rf"d (?:and (?:also )?|that ){_NEUTRAL}")
_DOUBLED = (
    # "Kirby said, he added", "said he said"
    lazy(rf"\b{_VERB},? (?P<second>{_PRONOUN} {_VERB})(?=[.,]|$)"),
    # "Kirby said that the road is shut, he added."
    lazy(
        rf"(?:(?<=^)|(?<=[.!?] ))(?=[A-Z])(?:[\w’'.-]+ ){{1,6}}?{_VERB} that [^.!?“”\"«»;:]{{10,200}},"
        rf" (?P<second>{_PRONOUN} {_VERB})\.",
        re.MULTILINE,
    ),
    # "According to Kirby, the road is shut, he said."
    lazy(
        rf"(?:(?<=^)|(?<=[.!?] ))(?i:according to|in the words of) [^.!?“”\"«»;:]{{15,240}},"
        rf" (?P<second>{_PRONOUN} {_VERB})\.",
        re.MULTILINE,
    ),
)


@rule(
    "MTA112",
    "doubled-attribution",
    since="0.2",
    languages=["en"],
    words=[*_VERBS.replace(" out", "").split("|"), "continued", "clarified"],
    bad=[
        (
            "The minister said that the road to the city is shut⟦, he added⟧.",
            "The minister said that the road to the city is shut.",
        ),
        ("“It is over,” Novak said⟦, he added⟧.", "“It is over,” Novak said."),
        (
            "The minister continued⟦ and added⟧ that it was over.",
            "The minister continued that it was over.",
        ),
        ("The firm said⟦ that said⟧ it would pay.", "The firm said it would pay."),
        (
            "According to the minister, the road to the city is shut⟦, she noted⟧.",
            "According to the minister, the road to the city is shut.",
        ),
    ],
    good=[
        "The minister said that the road is shut. It will open again, he added.",
        "It was a case of he said, she said. It is he says, she says, the judge sighed.",
        "The two never agreed.\n\nShe said, they said\n\nHe explained, she explained\n\nNo one knows.",
        "She told reporters what he said. As he said, they said so.",
        "The man said that he left because, he said, the police had told him to.",
        "She explained and stated her case. He continued and added two lines, said and done.",
        "He said he said nothing. According to police, the man fled after he said no.",
    ],
)
def doubled_attribution(segment: Segment) -> Iterator[Finding]:
    """What it finds. A sentence that says who speaks at its start and again at its end: “The
    minister said that the road is shut, he added.” And two verbs of saying for one statement:
    “he continued and added that”.

    Why it matters. Two sentences of the source, or the subtitle of a video and its speaker, ran
    into one; the reader wonders who “he” is.

    When the fix is not safe. It deletes the second attribution, which may be another speaker's.
    """
    paired = _MAY_BE_PAIRED.search(segment.text)
    for m in _PAIRED.finditer(segment.text) if paired else ():
        yield _second(segment, m.span("second"), "two verbs of saying for one statement")
    if not _SECOND.search(segment.text):
        return
    for pattern in _DOUBLED:
        for m in pattern.finditer(segment.text):
            if _is_idiom(segment.text, m):
                continue
            start, end = m.span("second")
            if segment.text[start - 2 : start] == ", ":
                start -= 2
            yield _second(segment, (start, end), "the sentence has a speaker already")


def _is_idiom(text: str, found: re.Match[str]) -> bool:
    """Whether it is "he said, she said", which is a noun, or a heading."""
    start = max(0, found.start() - 5)
    idiom = _HE_SAID_SHE_SAID.search(text, start, found.end())
    return idiom is not None or text.rstrip()[-1:] not in _ENDS


def _second(segment: Segment, span: tuple[int, int], why: str) -> Finding:
    return segment.finding(
        span,
        f"“{segment.text[slice(*span)].strip(' ,')}”: {why}",
        delete=span,
        title="Delete the second attribution",
        confidence=0.8,
    )
