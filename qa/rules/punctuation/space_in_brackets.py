from collections.abc import Iterator

from qa.model import Document, Edit, Finding
from qa.registry import Example, rule
from qa.text.grouping import place_by_place_or_once
from qa.text.patterns import lazy

_INSIDE = lazy(r"(?<=[(\[])[ \u00a0]+(?=\w)|(?<=[\w.!?%])[ \u00a0]+(?=[)\]])")
_PAIR = lazy(r"\([^()\n]*\)|\[[^\[\]\n]*\]")


@rule(
    "PUN111",
    "space-in-brackets",
    since="0.2",
    bad=[
        ("The party (⟦ ⟧founded in 1990⟦ ⟧) won.", "The party (founded in 1990) won."),
        Example(
            "Партія (⟦ ⟧заснована 1990) перемогла.", "Партія (заснована 1990) перемогла.", lang="uk"
        ),
    ],
    good=[
        "The party (founded in 1990) won :) a [ ] box and a ( ) gap.",
        "Items: a ) first, b ) second.",
    ],
)
def space_in_brackets(document: Document) -> Iterator[Finding]:
    """What it finds. A space behind an opening or before a closing bracket, where both brackets are on
    one line. When a text has many, they are reported once.

    Why it matters. The bracket can end up alone at the end or the start of a line. It comes from
    links taken out of a page.

    When the fix is not safe. It takes out the space, and changes nothing else.
    """
    text = document.text
    if "(" not in text and "[" not in text:
        return
    places = [
        (m.span(), Edit(*m.span(), ""))
        for pair in _PAIR.finditer(text)
        for m in _INSIDE.finditer(text, *pair.span())
    ]
    yield from place_by_place_or_once(document, places, "Space inside the brackets")
