import re
from collections.abc import Iterator

from qa.document.model import Document, Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

# Adjectives and adverbs by their ending: "grew and grew", "years and years", "more and more" are idioms.
# The ending is looked at once the pair is found, since pairs are rare.
CONJUNCTION = lazy(r" {1,3}(and|or) {1,3}([^\W\d_]{4,})(?= {1,3}([^\W\d_]+))")
QUALITY = lazy(r"\w{2,}(?:[aeio]nt|ive|[ai]l|ous|ful|ic|[ai]ble|[ao]ry|less|ly)", re.IGNORECASE)
NOT_BEFORE_A_NOUN = {
    "and",
    "or",
    "for",
    "until",
    "till",
    "in",
    "to",
    "at",
    "on",
    "with",
    "as",
    "while",
}


@rule(
    "MTA101",
    "repeated-conjunct",
    since="0.1",
    languages=["en"],
    bad=[
        (
            "Even with this ⟦significant and significant⟧ military support, they failed.",
            "Even with this significant military support, they failed.",
        ),
        ("A ⟦joint and joint⟧ effort.", "A joint effort."),
    ],
    good=[
        "It grew and grew for years and years, more and more.",
        "They talked and talked until dawn, and kept trying and trying until noon.",
        "The worst is over, again and again.",
        "It sold both used tractors and tractors shipped from Poland, a student and student leaders.",
        "The local government and government forces met; new music and music that is old.",
        "Pre-carnival and carnival parties were held.",
        "Political and politically charged words, national and international law.",
    ],
)
def repeated_conjunct(document: Document) -> Iterator[Finding]:
    """What it finds. An English adjective or adverb, repeated around "and" or "or", before another
    word. Idioms of repetition ("more and more", "years and years", "waited and waited") are not
    adjectives before a noun, and are left alone.

    Why it matters. Two synonyms of the source were translated with one word; the pair reads as a
    mistake, and something may be missing.

    When the fix is not safe. It keeps one of the two; an editor may want the synonym back.
    """
    for segment in document.segments_repeating(2):
        if segment.lang == "en":
            yield from _in(segment)


def _in(segment: Segment) -> Iterator[Finding]:
    text = segment.text
    for m in CONJUNCTION.finditer(text):
        start = m.start() - len(m[2])
        first = text[max(0, start) : m.start()]
        if first.lower() != m[2].lower() or not QUALITY.fullmatch(first):
            continue
        if text[max(0, start - 1) : start].strip(" \t\n\u00a0([“\"«‘'—–"):
            continue  # the end of a longer word
        if m[3].lower() in NOT_BEFORE_A_NOUN or m[3].lower().endswith(("ed", "ing")):
            continue
        if first.lower() in words_for("nouns_like_adjectives", "en"):
            continue
        yield segment.finding(
            (start, m.end(2)),
            f"“{first}” stands on both sides of “{m[1]}”",
            delete=(m.start(), m.end(2)),
            title=f"Keep one “{first}”",
        )
