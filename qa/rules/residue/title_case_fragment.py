"""MTA106: the text of a link that stands as a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.english import is_word, place_names, stands_before_a_surname
from qa.text.patterns import lazy

_FRAGMENT = lazy(
    # The end of the sentence before is looked for first, since capitals are more frequent.
    # "Russia Calling! Forum." and "Yahoo! Sports." are names.
    r"[.”\"’] (?<=[a-z]{2}..)(?=(?P<text>[A-Z][a-z]+(?: [A-Z][a-z]+){1,5}\.)(?: [A-Z“\"]|$))"
)
# "God Bless You.", "Thank You."
_SHORTENED = lazy(r"\b(?:Bros|Corp|Inc|Ltd|Messrs|Assoc|Univ|Dept|Mfg|Intl)\.$")
_WISHES = frozenset({"God", "Good", "Happy", "Merry", "Thank", "Thanks"})


@rule(
    "MTA106",
    "title-case-fragment",
    since="0.2",
    languages=["en"],
    bad=[
        (
            "He will have to seek a deal, according to Reuters. ⟦Recently Media Reports.⟧ He will not.",
            "He will have to seek a deal, according to Reuters. He will not.",
        ),
        (
            "The army holds the town. ⟦Latest Military News.⟧",
            "The army holds the town.",
        ),
    ],
    good=[
        "The winner was known at once. Star player Mark Hill. It was over.",
        "They met in the Blue House. Grant Hill. Rose Green.",
        "Recently the media reported it. Recently Media Reports",
        "Welcome to the World Policy Speaking! Investment Forum. He works for Yahoo! Sports Network.",
        "She sang in Oh What! Musical Theater. The shop is called Wow! Home Furniture. It closed.",
        "He works for Smith Bros. Home Furniture. The firm of Miller Corp. Steel Works. It closed.",
        "He spoke to us. Volodymyr Zelenskyy. Then he left.",
        "He thanked them all. God Bless You. Thank You. Then he left.",
    ],
)
def title_case_fragment(segment: Segment) -> Iterator[Finding]:
    """What it finds. Two to six ordinary words, all with capitals and a full stop behind them,
    where a sentence should be: “Recently Media Reports.” Names are left alone.

    Why it matters. It is the text of a link, or a heading of the page, translated into the story.

    When the fix is not safe. It deletes the words; they may belong to the sentence before.
    """
    for m in _FRAGMENT.finditer(segment.text):
        words = m["text"].rstrip(".").split()
        if any(not is_word(w.lower()) or w in place_names() for w in words):
            continue
        if _SHORTENED.search(segment.text, max(0, m.start() - 30), m.start() + 1):
            continue
        if words[0] in _WISHES or not stands_before_a_surname(words[0]):
            continue
        yield segment.finding(
            m.span("text"),
            f"“{m['text']}” is no sentence: it seems to be the text of a link",
            delete=(m.start("text") - 1, m.end("text")),
            confidence=0.8,
        )
