"""ENC107: colours and cursor movements of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from qa.model import Document, Finding, Safety
from qa.registry import rule
from qa.text.characters import characters
from qa.text.patterns import lazy

_ESCAPE = lazy(r"(?:\x1b\[[\d;]*[A-Za-z])+")


@rule(
    "ENC107",
    "terminal-escape",
    since="0.1",
    bad=[("A ⟦\x1b[1;31m⟧red⟦\x1b[0m⟧ word.", "A red word.")],
    good=["See [31m] and [0m in the list.", "ESC [1m is how it begins."],
)
def terminal_escape(document: Document) -> Iterator[Finding]:
    """What it finds. Sequences that colour text or move the cursor in a terminal.

    Why it matters. They come from a log or a script that the text went through, and are printed as
    “[31m”.

    When the fix is not safe. It deletes them; nothing that readers should see is in them.
    """
    if "\x1b" not in characters(document):
        return
    for m in _ESCAPE.finditer(document.text):
        yield document.finding(
            m.span(), "A terminal's control sequence", delete=m.span(), safety=Safety.SAFE
        )
