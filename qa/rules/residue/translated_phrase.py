"""MTA312: a phrase that translators carry over."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.common.phrases import clues_of, findings_of_phrases
from qa.rules.registry import rule

PHRASES = "translated"


@rule(
    "MTA312",
    "translated-phrase",
    since="0.4",
    languages=["en"],
    words=lambda: clues_of(PHRASES).keys(),
    bad=[
        "The depot burned. ⟦This was reported by⟧ the mayor of Dnipro.",
        ("Two died ⟦in the result of⟧ the blast.", "Two died as a result of the blast."),
        "They are ⟦on the Kupiansk and Lyman directions⟧.",
    ],
    good=[
        "The mayor of Dnipro reported a fire at the depot.",
        "Two died as a result of the blast.",
        "They drove in the direction of Kupiansk.",
    ],
)
def translated_phrase(segment: Segment) -> Iterator[Finding]:
    """What it finds. Wordings of Ukrainian, Russian, Polish, Turkish or Azerbaijani news that were kept in
    English: “This was reported by”, “against the background of”, “on the Kupiansk direction”,
    “conducted negotiations”. The list is `qa/data/phrases/translated.txt`.

    Why it matters. Each word is English, and no English desk writes them so; some say something
    else than the source.

    When the fix is not safe. The sentence around the phrase often has to change.
    """
    yield from findings_of_phrases(segment, PHRASES)
