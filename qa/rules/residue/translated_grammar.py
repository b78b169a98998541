"""MTA119: a slip of grammar."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.common.phrases import clues_of, findings_of_phrases
from qa.rules.registry import rule

PHRASES = "grammar"


@rule(
    "MTA119",
    "translated-grammar",
    since="0.4",
    languages=["en"],
    words=lambda: clues_of(PHRASES).keys(),
    bad=[
        "It ⟦made him to leave⟧ early.",
        "They sold ⟦their the⟧ house.",
        "She ⟦suggested to hold⟧ a vote, and they ⟦did not went⟧ there.",
        ("They came ⟦despite of⟧ the rain.", "They came despite the rain."),
    ],
    good=[
        "It made him leave early, and they sold the house.",
        "She suggested holding a vote; they did not go there, despite the rain.",
    ],
)
def translated_grammar(segment: Segment) -> Iterator[Finding]:
    """What it finds. Slips of grammar that can be told by the words alone: two determiners in a row
    (“their the house”), a verb with the wrong preposition or form (“suggested to hold”, “did not
    went”), plurals of nouns that have none (“equipments”), “more then 5”, “one of largest”. The list
    is `qa/data/phrases/grammar.txt`.

    Why it matters. The reader stumbles, and trusts the story less.

    When the fix is not safe. There may be more wrong in the sentence than these words.
    """
    yield from findings_of_phrases(segment, PHRASES)
