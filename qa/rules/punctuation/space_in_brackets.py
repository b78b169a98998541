from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Safety
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

_INSIDE = lazy(r"(?<=[(\[])[ \u00a0]+(?=\w)|(?<=[\w.!?%])[ \u00a0]+(?=[)\]])")
# One word of two letters at least, and no option of a command: "[ -f file ]".
_REMARK = lazy(r"[(\[](?!\s*-)[^\n]*?[^\W\d_]{2}")
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
        "Tick [ x ] for yes, [ ] for no; run [ -f file ] or f( x ).",
        "The ending ( s ) and the interval ( 0, 1 ).",
    ],
)
def space_in_brackets(document: Document) -> Iterator[Finding]:
    """What it finds. A space behind an opening or before a closing bracket, where both brackets are on
    one line. When a text has many, they are reported once.

    Why it matters. The bracket can end up alone at the end or the start of a line. It comes from
    links taken out of a page.

    When the fix is not safe. It takes out the space. In square brackets, which templates and programs
    set so, and where a bracket also touches the word outside, it is for review.
    """
    text = document.text
    if "(" not in text and "[" not in text:
        return
    places: dict[Safety, list[tuple[tuple[int, int], Edit]]] = {Safety.SAFE: [], Safety.REVIEW: []}
    for pair in _PAIR.finditer(text):
        start, end = pair.span()
        if not _REMARK.match(pair[0]):
            continue
        touches = text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum()
        plain = pair[0][0] == "(" and not touches
        for m in _INSIDE.finditer(text, start, end):
            places[Safety.SAFE if plain else Safety.REVIEW].append((m.span(), Edit(*m.span(), "")))
    for safety, some in places.items():
        yield from place_by_place_or_once(
            document, some, "Space inside the brackets", safety=safety
        )
