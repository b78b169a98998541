"""MTA130: a thing that speaks, where a name was translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for


@rule(
    "MTA130",
    "name-as-noun",
    since="0.3",
    languages=["en"],
    bad=[
        "The envoy spoke of sanctions; ⟦rain said⟧ that they would come.",
        "They would come, ⟦frost added⟧.",
        "⟦The cabbage was asked⟧ about the grain.",
    ],
    good=[
        "Birch emphasized that the road is open. Pepper said that it was. Frost was asked about it.",
        "The rain told on the crops. What the sun said nobody knew: the Sun said it was a lie.",
        "The pop star said so, the White House added, and an old hand noted it.",
        "“Rain,” said the farmer. Mr Frost added that Jack Frost emphasized nothing.",
    ],
)
def name_as_noun(segment: Segment) -> Iterator[Finding]:
    """What it finds. A thing that says, adds or is asked something: “rain said that”, “the cabbage was asked”. Counted are
    things of weather, wood and kitchen that people are called after.

    Why it matters. Machines translate surnames: Deszczyca becomes rain, Moroz frost, Kapusta cabbage. The
    reader gets nonsense where the name of the speaker should stand.
    """
    for m in _speaks().finditer(segment.text):
        yield segment.finding(
            m.span(),
            f"“{m[0]}”: a thing does not speak; is it a surname that was translated?",
            confidence=0.9,
        )


@cache
def _speaks() -> re.Pattern[str]:
    things = "|".join(sorted(words_for("things_as_surnames", "en")))
    said = r"(?:said|added|stressed|emphasized|emphasised|explained|noted|admitted|replied|recalled|claimed|told (?:reporters|journalists|the))"
    asked = r"was (?:asked|interviewed|quoted as)"
    return lazy(
        rf"(?:(?:(?<=[,;:.!?”\"] )|^)(?:{things}) {said}\b|\b[Tt]he (?:{things}) {asked}\b)",
        re.MULTILINE,
    )
