"""MTA302: an opening that says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qa.document.index import words_in
from qa.document.model import Finding, Segment, Severity, Span
from qa.document.quoted import is_quoted
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import DATA

# Who speaks to listeners says it to them: "As you know, I will soon travel."
_TO_LISTENERS = "As you know,"
_SPEAKER = lazy(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
_NEAR = 200
_SENTENCE_START = lazy(r"(?:^\W*|[.!?][”\"’)]?\s+)$")


@rule(
    "MTA302",
    "filler",
    since="0.2",
    languages=["en"],
    words=lambda: _longest_words(),
    severity=Severity.INFO,
    bad=[
        ("⟦It is noteworthy that⟧ the law is new.", "The law is new."),
        (
            "The law is new. ⟦We will remind,⟧ it was passed in May.",
            "The law is new. It was passed in May.",
        ),
        ("⟦As a reminder,⟧ the bridge was shut.", "The bridge was shut."),
        ("⟦Recall that⟧ iPhones are banned there.", "iPhones are banned there."),
    ],
    good=[
        "“It is noteworthy that the law is new,” she said.",
        "He said it should be noted that the law is new.",
        "We will remind the voters of it, and recall that day.",
        "As you know the law is new. It is noteworthy.",
        "It should be noted in the minutes.",
        "It is a long road. As you know, I will soon be visiting the country.",
    ],
)
def filler(segment: Segment) -> Iterator[Finding]:
    """What it finds. “It should be noted that”, “We will remind”, “As a reminder,” at the start of
    a sentence, outside quotations.

    Why it matters. Agencies in many languages open sentences so; English copy states the fact.

    When the fix is not safe. It deletes the words. Background that follows may want “earlier” or a
    date instead.
    """
    text = segment.text
    pattern, originals = _fillers()
    for m in pattern.finditer(text):
        if not _SENTENCE_START.search(text, max(0, m.start() - 4), m.start()):
            continue
        if _is_quoted(segment, m.start()) or (
            m[0] == _TO_LISTENERS and _SPEAKER.search(text, m.end(), m.end() + _NEAR)
        ):
            continue
        following = re.compile(r"\s+(\w+)").match(text, m.end())
        if not following:
            continue
        word = following[1]
        start = word[0].upper() + word[1:] if word.islower() else word
        original = originals[m[0].replace("’", "'")]
        yield segment.finding(
            m.span(),
            f"“{m[0]}” says nothing ({original})",
            edits=[(m.start(), following.end(), start)],
            title=f"Begin with “{start}”",
            confidence=0.8,
        )


def _is_quoted(segment: Segment, at: int) -> bool:
    at += segment.offset
    return is_quoted(segment.document, Span(at, at + 1))


def _longest_words() -> set[str]:
    """Of each opening the longest word but "should", which is mostly its rarest."""
    words = (set(words_in(phrase)) - {"should"} for phrase in _fillers()[1])
    return {max(sorted(w), key=len).lower() for w in words}


@cache
def _fillers() -> tuple[re.Pattern[str], dict[str, str]]:
    lines = (DATA / "fillers.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line[0] != "#"][1:]
    phrases = sorted((row[1] for row in rows), key=len, reverse=True)
    alternatives = "|".join(re.escape(p).replace("'", "['’]") for p in phrases)
    # What stands before a start of a sentence is looked at anyway; a \b here would cost most of the time.
    return lazy(rf"(?:{alternatives})(?!\w)"), {row[1]: row[2] for row in rows}
