"""MTA114: a comma between a verb and its that-clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qa.document.model import Finding, Safety, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

_SUBJECT = (
    r"(?=(?:the|a|an|he|she|it|they|we|I|you|this|these|those|there|in|on|at|by|after|for|all|no|his|her"
    r"|its|their|our|every|many|some|if|when|only|even|[A-Z][\w’'-]+)\s)"
)


@rule(
    "MTA114",
    "comma-before-that",
    since="0.2",
    languages=["en"],
    words=["that"],
    bad=[
        (
            "The mayor assured⟦,⟧ that the talks go on.",
            "The mayor assured that the talks go on.",
        ),
        (
            "“I hope⟦,⟧ that the ward will open,” he said.",
            "“I hope that the ward will open,” he said.",
        ),
        (
            "A clerk told the agency⟦,⟧ that the lift was old.",
            "A clerk told the agency that the lift was old.",
        ),
    ],
    good=[
        "He said, that is, that he would come.",
        "He said that it was old, that it was slow, and that it was shut.",
        "She knows, that much is clear. He told the court, that of the king, a lie.",
        "They believe, as he told us, that the war will end.",
    ],
)
def comma_before_that(segment: Segment) -> Iterator[Finding]:
    """What it finds. A comma between a verb of saying or thinking and its clause with “that”: “he
    believes, that it is so”.

    Why it matters. Polish, Russian, Ukrainian, German and other languages set it there; English never
    does, and readers stumble.

    When the fix is not safe. It deletes the comma. Where it closes words put in between, it stays.
    """
    if ", that " not in segment.text:
        return
    for m in _pattern().finditer(segment.text):
        at = m.end() - len(", that ")
        # "he said, as she knew, that": the comma closes what stands between.
        if "," in segment.text[max(0, m.start() - 25) : m.start()]:
            continue
        yield segment.finding(
            (at, at + 1),
            "No comma between a verb and its clause with “that”",
            edits=[(at, at + 1, "")],
            safety=Safety.REVIEW,
            title="Delete the comma",
            confidence=0.85,
        )


@cache
def _pattern() -> re.Pattern[str]:
    verbs = "|".join(sorted(words_for("clause_verbs", "en"), key=len, reverse=True))
    told = r"(?:told|informed|reminded|assured|convinced)(?: [\w’'-]+){1,4}"
    return lazy(rf"\b(?:{verbs}|{told}), that {_SUBJECT}")
