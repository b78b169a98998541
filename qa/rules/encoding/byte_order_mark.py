"""ENC110: a byte-order mark that is not at the start of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.characters import characters
from qa.document.model import Document, Finding, Safety
from qa.rules.registry import rule


@rule(
    "ENC110",
    "byte-order-mark",
    since="0.1",
    bad=[("The first part.\n⟦\ufeff⟧The second part.\n", "The first part.\nThe second part.\n")],
    good=["\ufeffThe mark of the file itself.\n"],
)
def byte_order_mark(document: Document) -> Iterator[Finding]:
    """What it finds. U+FEFF, the mark at the start of a file, within the text.

    Why it matters. It shows where files were put together, breaks the word it stands in, and makes
    two strings differ that look the same.

    When the fix is not safe. It deletes the mark, which has no sign and no width. Between two letters
    it waits for a review: files may have been put together without a line end between them, and in
    Persian it keeps letters apart, so that there is no fix there.
    """
    if "\ufeff" not in characters(document):
        return
    for m in re.finditer("\ufeff+", document.text):
        before, after = (
            document.text[max(0, m.start() - 1) : m.start()],
            document.text[m.end() : m.end() + 1],
        )
        within = before.isalnum() and after.isalnum()
        joined = within and (ord(before) >= _JOINED or ord(after) >= _JOINED)
        sentences = before in _ENDS and before != "" and after.isalpha()
        yield document.finding(
            m.span(),
            "A byte-order mark (U+FEFF) within the text",
            edits=None if joined else [(*m.span(), " " if sentences else "")],
            title="Replace with a space" if sentences else "Delete",
            safety=Safety.REVIEW if within or sentences else Safety.SAFE,
        )


# From Syriac and Arabic on, letters change their form with their neighbours.
_JOINED = 0x600
_ENDS = ".!?…;:"
