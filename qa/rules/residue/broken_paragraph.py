"""MTA110: a sentence broken over two paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from qa.boilerplate.blocks import in_residue
from qa.document.model import Document, Finding, Safety, Segment
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

# From this many places on, the lines of the file are no paragraphs.
_WRAPPED = 4
_OPEN_END = lazy(r"[^\W\d_][^\W\d_]+,?[\"”»’]?\s*$")
_GOES_ON = lazy(r"[^\W\d_]+(?=[\s,])")
_FEWEST_BEFORE, _FEWEST_BEHIND = 6, 4
# The headline and what stands with it; further down a heading is at most as long as this.
_HEAD = 3
_LONGEST_HEADING = 60
_PLAIN = (".txt", "")
_OPENS = ("the ", "a ", "an ", "it ", "he ", "she ", "they ", "on ", "in ", "this ", "these ")
# Georgian letters count as small ones, also those that start a sentence.
_NO_CAPITALS = frozenset(["ka"])
_BULLET = lazy(r"[\W\d_]")


@rule(
    "MTA110",
    "broken-paragraph",
    since="0.2",
    bad=[
        (
            "The minister said on Monday that the talks⟦\n\n⟧with the union would go on all week.",
            "The minister said on Monday that the talks with the union would go on all week.",
        ),
        Example(
            "Міністр сказав у понеділок, що переговори⟦\n⟧з профспілкою триватимуть увесь тиждень.",
            "Міністр сказав у понеділок, що переговори з профспілкою триватимуть увесь тиждень.",
            lang="uk",
        ),
    ],
    good=[
        Example(
            "მინისტრმა ორშაბათს თქვა რომ მოლაპარაკებები კვლავ გრძელდება\n"
            "პროფკავშირი კვირის ბოლომდე გადაწყვეტილებას მიიღებს.",
            lang="ka",
        ),
        "The paper has four parts, and all of them are\npolitics\nculture\nsport",
        "The minister said it was over on Monday night\nal-Bashir left the city of Khartoum by plane.",
        "He bought bread and cheese and wine for them.\nthen he went home to his family and friends.",
        "An old man sat upon the hill at night\nand looked into the far and silver light\n"
        "which fell upon the houses and the sea\nwhile no one else was there for him to see\n"
        "but for the owl that lived within the tree",
        "Ministers agree on the new law for the schools\niPhone sales fall in the second quarter.",
    ],
)
def broken_paragraph(document: Document) -> Iterator[Finding]:
    """What it finds. A paragraph that ends in mid-sentence, without a stop, before one that goes on
    with a small letter. A file whose lines are all broken so, a poem or wrapped text, is left
    alone.

    Why it matters. A link, a picture or a line break of the page cut the sentence in two; machine
    translation then translates each half for itself.

    When the fix is not safe. It joins the two paragraphs; words may be missing between them. Where
    the first may be a headline, the fix is only shown.
    """
    if document.lang in _NO_CAPITALS:
        return
    broken = [(a, b) for a, b in pairwise(document.segments) if _is_broken(a, b)]
    places = [(a, b) for a, b in broken if not in_residue(document, b.span)]
    if len(places) >= _WRAPPED:
        return
    for a, b in places:
        span = (a.span.end, b.span.start)
        yield document.finding(
            span,
            "The sentence is broken over two paragraphs",
            replace=" ",
            safety=Safety.SHOW if _may_be_headline(a, b) else Safety.REVIEW,
            title="Join the paragraphs",
            confidence=0.85,
        )


def _may_be_headline(a: Segment, b: Segment) -> bool:
    """Whether the first is a headline, or a heading: one line alone, and a sentence of its own behind.

    A sentence in English that goes on with an article has its verb before; a headline has none of
    saying, and no article.
    """
    if a.kind == "headline" and a.document.suffix not in _PLAIN:
        return True
    if a.number >= _HEAD and len(a.text) > _LONGEST_HEADING:
        return False
    if any(s.isupper() or s.istitle() for s in (a.text, b.text)):
        return True
    words = {w.lower() for w in a.text.split()}
    return a.lang != "en" or words.isdisjoint(("the", "a", "an")) or b.text.startswith(_OPENS)


def _is_broken(a: Segment, b: Segment) -> bool:
    # A first line without a stop is taken for a headline; but then the next has a capital.
    if a.kind not in ("paragraph", "headline") or b.kind != "paragraph":
        return False
    if not b.text[:1].islower():
        return False
    # A tag, a comment or a bullet between the two is another matter.
    if a.document.text[a.span.end : b.span.start].strip():
        return False
    first = _GOES_ON.match(b.text)
    if not first or not first[0].islower() or first[0] in words_for("name_particles", "any"):
        return False
    return (
        bool(_OPEN_END.search(a.text))
        and not _BULLET.match(a.text.lstrip('“"«'))
        and len(a.text.split()) >= _FEWEST_BEFORE
        and len(b.text.split()) >= _FEWEST_BEHIND
    )
