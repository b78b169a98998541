import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from qa.boilerplate.blocks import in_residue
from qa.document.model import Document, Finding, Segment, Span
from qa.rules.common.prose import CLOSERS, ENDS, STOPS
from qa.rules.registry import rule
from qa.text.patterns import lazy

# The rule is on when so many paragraphs, and so large a share of the long ones, have their stop.
_FEWEST = 3
_SHARE = 0.75
_LONG = 80
_WORDS_OF_LAST = 4
# One sentence alone may be the headline of another story, up to this many words.
_HEADLINE_WORDS = 28
_SENTENCE_END = lazy(r"[.!?…](?<=[^\W\d_]{3}.)[\"”»’)]?\s+(?=\W?[^\W\d_a-z])|[。！？۔]")
# "REUTERS/Ann Lee", ":P)".
_CREDIT = lazy(r"[A-Z]{3,}/|[:;]-?[PD)(]\)*$")
# A no-break space that mojibake broke stands behind the stop.
_BROKEN = lazy(r"[.!?…\"”][ВÂ]$")
_QUOTES = '"”»“'


@rule(
    "PUN304",
    "missing-full-stop",
    since="0.2",
    bad=[
        (
            "The minister arrived in Kyiv on Monday. He met the president.\n"
            "They spoke of the aid and of the way ahead. The talks were ⟦long⟧\n"
            "A second round of talks will be held in March. The place is open.\n"
            "The aid was agreed on in December by all of the allies in Brussels.",
            "The minister arrived in Kyiv on Monday. He met the president.\n"
            "They spoke of the aid and of the way ahead. The talks were long.\n"
            "A second round of talks will be held in March. The place is open.\n"
            "The aid was agreed on in December by all of the allies in Brussels.",
        ),
        (
            "The minister arrived in Kyiv on Monday. He met the president.\n"
            "They spoke of the aid and of the way ahead. The talks were “very ⟦long”⟧\n"
            "A second round of talks will be held in March. The place is open.\n"
            "The aid was agreed on in December by all of the allies in Brussels.",
            "The minister arrived in Kyiv on Monday. He met the president.\n"
            "They spoke of the aid and of the way ahead. The talks were “very long.”\n"
            "A second round of talks will be held in March. The place is open.\n"
            "The aid was agreed on in December by all of the allies in Brussels.",
        ),
    ],
    good=[
        "Talks end in Kyiv. What comes next\n"
        "The minister arrived in Kyiv on Monday. He met the president.\n"
        "They spoke of the aid and of the way ahead. The talks were long.\n"
        "A second round\n"
        "A second round of talks will be held in March. It will have two parts:\n"
        "the aid and the front\n"
        "“The aid was agreed on in December. It is time.”\n"
        "The place is open. (It may be Vienna.)\n"
        "By Ivan Ivanov",
        # A text that has none is no text with one missing.
        "The minister arrived in Kyiv on Monday. He met the president\n"
        "They spoke of the aid and of the way ahead. The talks were long\n"
        "A second round of talks will be held in March. The place is open",
    ],
)
def missing_full_stop(document: Document) -> Iterator[Finding]:
    """What it finds. A paragraph of several sentences, or one long sentence, that ends without a mark,
    in a text whose other paragraphs have theirs. Headlines, labels, bylines, list items, and what
    stands before the first paragraph are left alone.

    Why it matters. The paragraph may be cut, or run on in the next.

    When the fix is not safe. It puts in the full stop that the text uses, in English before a closing
    quotation mark; where words are missing, only the source has them.
    """
    paragraphs = [(s, _last_sign(s)) for s in document.segments if s.kind == "paragraph"]
    paragraphs = [(s, sign) for s, sign in paragraphs if sign]
    ended = [(s, sign) for s, sign in paragraphs if sign in ENDS and len(s.text) >= _LONG // 2]
    if len(ended) < _FEWEST or len(ended) == len(paragraphs):
        return
    long = [sign in ENDS for s, sign in paragraphs if len(s.text) >= _LONG]
    if sum(long) < _SHARE * len(long):
        return
    first = ended[0][0].span.start
    following = [s for s, _ in paragraphs[1:]]
    candidates = [
        s
        for (s, sign), after in zip_longest(paragraphs, following)
        if sign.isalnum() and s.span.start > first and _lacks_stop(s, after)
    ]
    if not candidates:
        return
    mark = Counter(sign for _, sign in ended if sign in STOPS).most_common(1)
    for s in candidates:
        if in_residue(document, Span(s.span.start, s.span.start + 1)):
            continue
        end = len(s.text.rstrip())
        at = end - 1 if document.lang == "en" and s.text[end - 1] in _QUOTES else end
        start = re.search(r"\w*\W?$", s.text[:end])
        yield s.finding(
            (start.start() if start else end - 1, end),
            "The paragraph ends without a full stop, unlike the others",
            edits=[(at, at, mark[0][0] if mark else ".")],
            title="Put in a full stop",
        )


def _last_sign(segment: Segment) -> str:
    """The last character that is no closing mark or space."""
    return segment.text.rstrip(CLOSERS + " \u00a0\t")[-1:]


def _lacks_stop(segment: Segment, after: Segment | None) -> bool:
    text = segment.text.rstrip()
    if text[-1] not in _QUOTES + ")" and not text[-1].isalnum():
        return False
    if after is not None and after.text.lstrip()[:1].islower():
        return False  # it goes on: the line end is the mistake
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    if not ends:
        return after is not None and len(text.split()) > _HEADLINE_WORDS
    last = text[ends[-1] :]
    words = last.split()
    # A credit or a byline is short, has a colon ("Photo: Reuters") or is mostly capitals.
    if _CREDIT.search(last) or _BROKEN.search(last):
        return False
    in_lower_case = sum(w[0].islower() for w in words) * 2 >= len(words)
    return (
        len(words) >= _WORDS_OF_LAST
        and ":" not in " ".join(words[:_WORDS_OF_LAST])
        and len(text) >= _LONG // 2
        and (in_lower_case or last.upper() == last.lower())
    )
