"""ENC108: line ends of a kind that most programs do not know."""

from __future__ import annotations

from collections.abc import Iterator

from qa.model import Document, Finding, Safety
from qa.registry import Example, rule
from qa.text.characters import characters
from qa.text.patterns import lazy

_SEPARATORS = frozenset("\u2028\u2029")
_ODD = lazy(r"[\u2028\u2029]|\r(?!\n)")


@rule(
    "ENC108",
    "line-separator",
    since="0.1",
    bad=[
        ("The first line.⟦\u2028⟧The second.\n", "The first line.\nThe second.\n"),
        ("The first.⟦\u2029⟧The second.\r\n", "The first.\r\nThe second.\r\n"),
        ("The first.⟦\r⟧The second.\nThe third.\n", "The first.\nThe second.\nThe third.\n"),
        Example("<p>One⟦\u2028⟧two</p>", "<p>One two</p>", suffix=".html"),
    ],
    good=["Windows ends lines\r\nwith two characters.\r\n", "An old Mac\rwith one.\r"],
)
def line_separator(document: Document) -> Iterator[Finding]:
    """What it finds. U+2028 and U+2029, and a carriage return alone among other line ends.

    A file whose lines all end in one way, of Unix, Windows or the old Mac, is left as it is; ftfy
    makes all of them those of Unix.

    Why it matters. Half of all programs show one long line, the other half two; JavaScript stops at
    it, and line numbers differ.

    When the fix is not safe. It puts the file's own line end in its place, in HTML a space.
    """
    has = characters(document)
    if has.isdisjoint(_SEPARATORS) and not {"\r", "\n"} <= has:
        return
    text = document.text
    plain = document.offsets.is_identity
    end = "\r\n" if "\r\n" in text else "\r" if "\r" in has and "\n" not in has else "\n"
    for m in _ODD.finditer(text):
        if m[0] == "\r" and ("\n" not in has or not plain):
            continue
        name = "A lone carriage return" if m[0] == "\r" else f"U+{ord(m[0]):04X}"
        yield document.finding(
            m.span(),
            f"{name} ends a line where other lines end otherwise",
            replace=end if plain else " ",
            title="Replace with the file's line end",
            safety=Safety.SAFE,
        )
