import re
from collections.abc import Iterator

from qa.model import Finding, Segment
from qa.registry import rule

# Adjectives and adverbs by their ending: "grew and grew", "years and years", "more and more" are idioms.
PAIR = re.compile(
    r"(?<![\w-])(\w{2,}(?:[aeio]nt|ive|[ai]l|ous|ful|ic|[ai]ble|[ao]ry|less|ly))"
    r"(\s+(and|or)\s+\1)\b(?=\s+([^\W\d_]+))",
    re.IGNORECASE,
)
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
        "Pre-carnival and carnival parties were held.",
        "Political and politically charged words, national and international law.",
    ],
)
def repeated_conjunct(segment: Segment) -> Iterator[Finding]:
    """What it finds. An English adjective or adverb, repeated around "and" or "or", before another
    word. Idioms of repetition ("more and more", "years and years", "waited and waited") are not
    adjectives before a noun, and are left alone.

    Why it matters. Two synonyms of the source were translated with one word; the pair reads as a
    mistake, and something may be missing.

    When the fix is not safe. It keeps one of the two; an editor may want the synonym back.
    """
    if segment.lang != "en":
        return
    for m in PAIR.finditer(segment.text):
        if m[4].lower() in NOT_BEFORE_A_NOUN:
            continue
        yield segment.finding(
            m.span(),
            f"“{m[1]}” stands on both sides of “{m[3]}”",
            delete=m.span(2),
            title=f"Keep one “{m[1]}”",
        )
