"""ENC107: colours and cursor movements of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.characters import characters
from qa.document.model import Document, Finding, Safety
from qa.rules.registry import rule
from qa.text.patterns import lazy

_ESCAPE = lazy(r"(?:\x1b\[[\d;]*[A-Za-z])+")


@rule(
    "ENC107",
    "terminal-escape",
    since="0.1",
    bad=[
        ("A ⟦\x1b[1;31m⟧red⟦\x1b[0m⟧ word.", "A red word."),
        ("The talks⟦\x1b[3C⟧went on.⟦\x1b[2K⟧", "The talks went on."),
    ],
    good=["See [31m] and [0m in the list.", "ESC [1m is how it begins."],
)
def terminal_escape(document: Document) -> Iterator[Finding]:
    """What it finds. Sequences that colour text or move the cursor in a terminal.

    Why it matters. They come from a log or a script that the text went through, and are printed as
    “[31m”.

    When the fix is not safe. It deletes them; nothing that readers should see is in them. A movement
    of the cursor may stand for a space, and waits for a review.
    """
    if "\x1b" not in characters(document):
        return
    for m in _ESCAPE.finditer(document.text):
        # Colours stand for nothing; a movement of the cursor may be the space between two words.
        colours = all(part.endswith("m") for part in m[0].split("\x1b")[1:])
        around = document.text[m.start() - 1 : m.start()] + document.text[m.end() : m.end() + 1]
        space = "" if colours or not (len(around) == 2 and around.isalnum()) else " "
        yield document.finding(
            m.span(),
            "A terminal's control sequence",
            edits=[(*m.span(), space)],
            title="Replace with a space" if space else "Delete",
            safety=Safety.SAFE if colours else Safety.REVIEW,
        )
