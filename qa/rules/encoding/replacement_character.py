"""ENC102: U+FFFD, what is left of a character that could not be decoded."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.characters import characters
from qa.document.model import Document, Finding, Severity
from qa.rules.registry import rule
from qa.text.mojibake import in_mojibake, word_start
from qa.text.patterns import lazy

_LOST = lazy(r"\ufffd[\w\ufffd]*")


@rule(
    "ENC102",
    "replacement-character",
    since="0.1",
    severity=Severity.ERROR,
    bad=[
        "President ⟦Erdo\ufffdan⟧ spoke.",
        "He said: ⟦\ufffdWe⟧ are ready.⟦\ufffd⟧",
        "⟦\ufffd\ufffd\ufffd⟧ and again ⟦a\ufffd\ufffdb⟧",
    ],
    good=["What?! He left “???” in the field and drew a ◊."],
)
def replacement_character(document: Document) -> Iterator[Finding]:
    """What it finds. U+FFFD, which a program writes where it cannot decode a byte.

    Why it matters. A letter or a quotation mark is lost. Only the source can tell which, so there
    is no fix.
    """
    if "\ufffd" not in characters(document):
        return
    for m in _LOST.finditer(document.text):
        start, end = word_start(document.text, m.start()), m.end()
        # Within mojibake, ENC101 reports it.
        if not in_mojibake(document.text, start, end):
            yield document.finding(
                (start, end),
                f"“{document.text[start:end]}” has lost a character: see the source for what it was",
            )
