"""MTA104: a sentence without a verb, cut off the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from qa.document.model import Finding, Segment, Span
from qa.document.quoted import is_quoted
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.verbs import may_be_a_verb, may_hold_a_verb
from qa.text.word_lists import words_for
from qa.text.words import WORD

_LONGEST = 12
# As much of the part before a cut as its end may take, in code points.
_END = 6
# What that ends in, and how the cut-off part may start.
_WHOLE_END = lazy(r"[a-z]{3,}[\"”»’)]?\.$")
# A comma parts what opens a sentence from the rest, and that has its verb: "As of today, they number".
_FRAGMENT = lazy(r"[A-Z][a-z’'-]* [^,:;?!/|…\[\]()\"“”«»€$£]*[a-z]{2,}\.$")
# A speaker breaks sentences on purpose: "They burned our fields. Our bread and our homes."
_SPEAKER = frozenset(["we", "our", "ours", "us", "i", "my", "me", "you", "your"])


@rule(
    "MTA104",
    "verbless-sentence",
    since="0.2",
    languages=["en"],
    bad=[
        "They will give 10 billion euros in the military field. ⟦Aid to Kyiv next year.⟧",
        "He spoke to reporters about the plan. ⟦Development of the port of Baku.⟧ It opens in May.",
    ],
    good=[
        "He left the capital. Not so the others. No comment from the ministry.",
        "The vote was close. Reporting by Anna Smith in Warsaw. The end of an era.",
        "They met in St. Petersburg on Monday. Officials report no delays.",
        "The result: a draw. Moscow in the lead? Tickets from the office at noon, 10 euros.",
        "She lives in Washington D.C. with her family. Prices fell.",
        "He said it was done. “Peace in our time.”",
        "She was pleased. Thank you, and good evening. Welcome home, Alan. Good job, everyone.",
        "They disagree. Talk to most responsible gun owners. Tell it to the other side.",
        "The clock runs. Lift the embargo. I misspoke there. Stand up, please, and see.",
        "They burned our fields. Our fields. Our bread and our homes. We saw it.",
        "It is done, dear friends. A great day for you all. Peace for the children of the East.",
        "The change pays off. By contrast, the rivals ship three crates a week. It is quick.",
        "People fled. As of Monday, they number over a million. In the north, farmers under forty account for half.",
        "Good evening to all. Once again, congratulations on the victory of the team. It matters.",
        "The plant is new. Every day, machines there can a ton of plums. It was built in May.",
        "It was early. In the aftermath -- the aftermath -- silence.",
    ],
)
def verbless_sentence(segment: Segment) -> Iterator[Finding]:
    """What it finds. A short “sentence” behind another one, in which no word can be a verb. In
    “… in the military field. Aid to Kyiv next year.” it is the second. Fragments that writers mean (“Not so the others.”),
    credits, quotations, and paragraphs in which somebody speaks for himself (we, our, you) are left
    alone.

    Why it matters. A link or a line break in the source made the translation stop in mid-sentence;
    the two parts belong together, and often something is lost between them.
    """
    if segment.kind not in ("lead", "paragraph", "blockquote"):
        return
    text = segment.text
    if text.count(". ") < 1 or not _SPEAKER.isdisjoint(segment.lower_words):
        return
    spans = segment.sentences
    for before, span in pairwise(spans):
        if span.end - span.start > _LONGEST * 12:
            continue
        sentence = text[span.start : span.end]
        if not _FRAGMENT.fullmatch(sentence) or not _WHOLE_END.search(
            text[max(before.start, before.end - _END) : before.end]
        ):
            continue
        if "--" in sentence:
            continue
        words = [m[0] for m in WORD.finditer(sentence)]
        if not 3 <= len(words) <= _LONGEST or words[0].lower() in words_for(
            "fragment_openers", "en"
        ):
            continue
        if may_hold_a_verb(words) or _is_imperative(words) or _is_quoted(segment, span.start):
            continue
        yield segment.finding(
            span,
            "A sentence without a verb: it seems to be cut off the one before",
            confidence=0.8,
        )


def _is_imperative(words: list[str]) -> bool:
    """Whether the first word is a base form, and no noun that needs no article: "Aid to Kyiv"."""
    first = words[0].lower()
    if (first[-1] == "s" and first[-2:] != "ss") or not may_be_a_verb(first):
        return False
    return first not in words_for("mass_nouns_and_verbs", "en")


def _is_quoted(segment: Segment, at: int) -> bool:
    at += segment.offset
    return is_quoted(segment.document, Span(at, at + 1))
