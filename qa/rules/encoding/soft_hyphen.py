"""ENC111: soft hyphens in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.model import Document, Edit, Finding, Span
from qa.registry import Example, rule
from qa.text.characters import characters
from qa.text.grouping import place_by_place_or_once
from qa.text.mojibake import in_mojibake


@rule(
    "ENC111",
    "soft-hyphen",
    since="0.1",
    bad=[
        ("The govern⟦\u00ad⟧ment fell.", "The government fell."),
        Example("<p>The govern⟦\u00ad⟧ment</p>", "<p>The government</p>", suffix=".html"),
    ],
    good=[
        "The long-term co\u2010operation of a well-known group.",
        Example("<p>Donau&shy;dampf&shy;schiff</p>", lang="de", suffix=".html"),
    ],
)
def soft_hyphen(document: Document) -> Iterator[Finding]:
    """What it finds. U+00AD, the hyphen that shows only at a line end. Many are reported once.

    In HTML one that is written as a reference (“&shy;”) is meant, and stays.

    Why it matters. It comes from pages and word processors that divide words. Search does not find
    the word, and some programs and feeds print a hyphen in mid-word.

    When the fix is not safe. It deletes the character; the word reads the same.
    """
    if "\u00ad" not in characters(document):
        return
    places = []
    for m in re.finditer("\u00ad+", document.text):
        source = document.source[slice(*document.source_span(Span(*m.span())))]
        if "\u00ad" in source and not in_mojibake(document.text, *m.span()):
            places.append((m.span(), Edit(*m.span(), "")))
    yield from place_by_place_or_once(document, places, "A soft hyphen (U+00AD), which nobody sees")
