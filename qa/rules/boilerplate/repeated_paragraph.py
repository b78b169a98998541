"""BLR107: a headline, standfirst or paragraph that is there twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qa.boilerplate.blocks import NOT_IN_FLOW, in_residue, line_cut
from qa.document.model import Document, Finding, Segment
from qa.rules.common.prose import CLOSERS as _CLOSERS
from qa.rules.common.prose import ENDS
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

_SHORTEST = 30
_SHORTEST_HEADLINE = 18
_SHORTEST_WITHOUT_SPACES = 12
_LINE = 80
# As many lines may stand above a story: its headline, standfirst, section and byline.
_HEAD = 4
_EDGES = " \t\u00a0.,:;!?…-–—*[]()\"'“”„‘’«»"


@rule(
    "BLR107",
    "repeated-paragraph",
    since="0.1",
    bad=[
        (
            "Bridge closed after the worst flood in years\n"
            "⟦Bridge closed after the worst flood in years⟧\nIt will open again in June.",
            "Bridge closed after the worst flood in years\nIt will open again in June.",
        ),
        (
            "The bridge was closed on Monday after the flood of the century, the mayor said.\n\n"
            "It will open in June.\n\n"
            "⟦The bridge was closed on Monday after the flood of the century, the mayor said⟧\n",
            "The bridge was closed on Monday after the flood of the century, the mayor said.\n\n"
            "It will open in June.\n",
        ),
        (
            "⟦The bridge was closed on Monday after the…⟧\n"
            "The bridge was closed on Monday after the flood, the mayor said.",
            "The bridge was closed on Monday after the flood, the mayor said.",
        ),
        (
            "Bridge closed after flood in the south\n"
            "⟦04-05-2021 Bridge closed after flood in the south⟧. The bridge was closed on Monday.",
            "Bridge closed after flood in the south\nThe bridge was closed on Monday.",
        ),
    ],
    good=[
        "Bridge closed after flood in the south\nBridge closed after flood in the south of Poland.",
        # Steps and ingredients, verses, headings.
        "Plan\nDay one\nEat\nWarm-up\nRun slowly for ten minutes on a flat road\nStretch\nWarm-up\n"
        "Run slowly for ten minutes on a flat road\nRest",
        "Day one\nMix the flour with the butter and salt.\nLet it rest for an hour in the fridge.\n"
        "Day two\nMix the flour with the butter and salt.\nLet it rest for an hour in the fridge.\nEat.",
        "O river\nthat runs\nto the sea\nand back\nwe come to the river to wash our hands\n"
        "and the night falls\nwe come to the river to wash our hands",
        Example(
            "<title>Bridge closed after the flood of Monday</title>"
            "<h1>Bridge closed after the flood of Monday</h1><p>It will open again in June.</p>",
            suffix=".html",
        ),
        Example(
            "<ul><li>One cup of flour with salt in it</li><li>Two eggs</li></ul><p>Or else:</p>"
            "<ul><li>One cup of flour with salt in it</li></ul>",
            suffix=".html",
        ),
        "“No comment.”\n“No comment.”\nThat was all the two ministers had to say.",
        "Bridge closed after the worst flood in years\n"
        "The bridge was closed after the worst flood in years, the mayor said.",
        Example(
            "<p>A picture<img alt='The bridge after the flood of Monday night'></p>"
            "<p>The bridge after the flood of Monday night</p>",
            suffix=".html",
        ),
    ],
)
def repeated_paragraph(document: Document) -> Iterator[Finding]:
    """What it finds. A paragraph of some length that stands twice, punctuation and case aside.

    Mostly the headline or the standfirst, once for the page and once for the text; in HTML the title of the
    page is its headline again by right. Items of lists, steps, headings and verses that come again are
    left alone. A beginning of a
    paragraph that is cut off with an ellipsis counts too, as lists of stories show it.

    Why it matters. The reader starts twice, and it is paid for twice by the word.

    When the fix is not safe. It deletes the later one, or the one that is cut off. A refrain or a
    statement that is repeated on purpose looks the same.
    """
    first: dict[str, int] = {}
    cut_off: list[tuple[int, str]] = []
    keys: list[tuple[int, str]] = []
    found: list[tuple[int, int]] = []
    parts = set(document.parts)
    for number, segment in enumerate(document.segments):
        if number in parts:
            first = {}
        text = segment.text
        if len(text) < _SHORTEST_WITHOUT_SPACES or segment.kind in NOT_IN_FLOW:
            continue
        key = text.strip(_EDGES).casefold()
        if len(key) < (_SHORTEST_HEADLINE if " " in key else _SHORTEST_WITHOUT_SPACES):
            continue
        if text.rstrip().endswith(("…", "...", "…]", "...]")):
            cut_off.append((number, key))
        # A headline may be short, and then stands twice in a row.
        long = len(key) >= _SHORTEST or (" " not in key and not key.isascii())
        if key in first and (long or number - first[key] == 1):
            if not _may_recur(document.segments[first[key]], segment):
                found.append((number, first[key]))
        else:
            first[key] = number
            keys.append((number, key))
    # Two short ones that come again are steps of a list, lines of a song, questions of a form.
    recurring = [(n, e) for n, e in found if n - e > 1 and len(document.segments[n].text) < _LINE]
    if recurring and _lines_recur(document):
        found = [pair for pair in found if pair not in recurring]
    if cut_off:
        longer = _first_longer(keys)
        found += [(number, longer[key]) for number, key in cut_off if key in longer]
    yield from _headline_again(document)
    for number, earlier in sorted(dict(reversed(found)).items()):
        if any(earlier < part <= number for part in document.parts):
            continue
        span = document.segments[number].span
        if in_residue(document, span):
            continue
        yield document.finding(
            span,
            "This paragraph stands in the text twice",
            delete=line_cut(document.segments, number, number),
            title="Delete it here",
            related=[document.segments[earlier].span],
        )


def _headline_again(document: Document) -> Iterator[Finding]:
    """The headline at the start of one of the first paragraphs, as a page's text gives it without its markup."""
    if len(document.segments) < 2:
        return
    first, *others = document.segments[:_HEAD_PARAGRAPHS]
    headline = first.text.strip()
    if not _SHORTEST_AGAIN <= len(headline) <= _LONGEST_AGAIN:
        return
    if headline.endswith((".", ":", ",")):
        return
    for segment in others:
        at = segment.text.find(headline, 0, len(headline) + _DATE_LENGTH)
        rest = segment.text[at + len(headline) :]
        if at < 0 or not _DATE_BEFORE.fullmatch(segment.text, 0, at):
            continue
        if m := _GOES_ON.match(rest):
            span = (0, at + len(headline) + m.end())
            yield segment.finding(
                (0, at + len(headline)),
                "The headline stands here again, in the paragraph",
                delete=span,
                title="Delete it here",
                related=[(first.span.start - segment.offset, first.span.end - segment.offset)],
            )


_HEAD_PARAGRAPHS, _SHORTEST_AGAIN, _LONGEST_AGAIN, _DATE_LENGTH = 4, 25, 220, 24
_DATE_BEFORE = lazy(r"(?:[\d./:-]{4,20}+[\s,:|–—-]*+){0,2}+")
_GOES_ON = lazy(r"(?:[.:]?\s+|\s*[|–—-]\s+)(?=[A-ZА-ЯІЇЄҐ“\"])")


def _lines_recur(document: Document) -> bool:
    """Whether at least two different lines come again further down, be they of one word."""
    first: dict[str, int] = {}
    again: set[str] = set()
    for number, segment in enumerate(document.segments):
        key = segment.text.strip(_EDGES).casefold()
        if key and number - first.setdefault(key, number) > 1:
            again.add(key)
    return len(again) > 1


def _may_recur(earlier: Segment, later: Segment) -> bool:
    """Whether the two are what a text has again by right: items, leads, headings, the title in a page's head.

    In plain text that is a line without the end of a sentence that is no headline or standfirst.
    """
    kinds = {earlier.kind, later.kind}
    if kinds & {"lead", "list-item", "unit", "cue"} or (later.kind == "headline" and later.number):
        return True
    return (
        later.number - earlier.number > 1
        and earlier.number >= _HEAD
        and later.text.rstrip(_CLOSERS + " ")[-1:] not in ENDS
    )


def _first_longer(keys: Iterable[tuple[int, str]]) -> dict[str, int]:
    """The first paragraph that begins with a key and goes on, by the keys that have one."""
    first: dict[str, int] = {}
    # In alphabetical order, what begins with a key follows it.
    open_keys: list[str] = []
    for key, number in sorted((key, number) for number, key in keys):
        while open_keys and not key.startswith(open_keys[-1]):
            open_keys.pop()
        for shorter in open_keys:
            if shorter != key:
                first[shorter] = min(number, first.get(shorter, number))
        open_keys.append(key)
    return first
