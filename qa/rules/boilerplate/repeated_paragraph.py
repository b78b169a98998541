"""BLR107: a headline, standfirst or paragraph that is there twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qa.model import Document, Finding
from qa.registry import Example, rule
from qa.text.page import NOT_IN_FLOW, in_residue, line_cut

_SHORTEST = 30
_SHORTEST_HEADLINE = 18
_SHORTEST_WITHOUT_SPACES = 12
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
    ],
    good=[
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

    Mostly the headline or the standfirst, once for the page and once for the text. A beginning of a
    paragraph that is cut off with an ellipsis counts too, as lists of stories show it.

    Why it matters. The reader starts twice, and it is paid for twice by the word.

    When the fix is not safe. It deletes the later one, or the one that is cut off. A refrain or a
    statement that is repeated on purpose looks the same.
    """
    first: dict[str, int] = {}
    cut_off: list[tuple[int, str]] = []
    keys: list[tuple[int, str]] = []
    found: list[tuple[int, int]] = []
    for number, segment in enumerate(document.segments):
        text = segment.text
        if len(text) < _SHORTEST_WITHOUT_SPACES or segment.kind in NOT_IN_FLOW:
            continue
        key = text.strip(_EDGES).casefold()
        if len(key) < (_SHORTEST_HEADLINE if " " in key else _SHORTEST_WITHOUT_SPACES):
            continue
        if text.rstrip().endswith(("…", "...", "…]", "...]")):
            cut_off.append((number, key))
        # A headline may be short, and then stands twice in a row.
        if key in first and (len(key) >= _SHORTEST or number - first[key] == 1 or " " not in key):
            found.append((number, first[key]))
        else:
            first[key] = number
            keys.append((number, key))
    if cut_off:
        longer = _first_longer(keys)
        found += [(number, longer[key]) for number, key in cut_off if key in longer]
    for number, earlier in sorted(dict(reversed(found)).items()):
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
