"""ENC111: soft hyphens in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.characters import characters
from qa.document.model import Document, Edit, Finding, Safety, Span
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.halves import halves
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy


@rule(
    "ENC111",
    "soft-hyphen",
    since="0.1",
    bad=[
        ("The govern⟦\u00ad⟧ment fell.", "The government fell."),
        "A war in 2014⟦\u00ad⟧2015 ⟦\u00ad⟧ a well⟦\u00ad⟧known one, Anglo⟦\u00ad⟧American.",
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

    When the fix is not safe. It deletes the character; the word reads the same. Some programs write
    it for a hyphen (“long-term”) or a dash: so it is deleted in small letters alone, and where the
    parts are no English words of their own. In other languages it waits for a review unless the
    text has hyphens, too.
    """
    if "\u00ad" not in characters(document):
        return
    text, message = document.text, "A soft hyphen (U+00AD), which nobody sees"
    places = []
    for m in re.finditer("\u00ad+", text):
        source = document.source[slice(*document.source_span(Span(*m.span())))]
        if "\u00ad" not in source or in_mojibake(text, *m.span()):
            continue
        if _divides(text, *m.span()):
            places.append((m.span(), Edit(*m.span(), "")))
        else:
            yield document.finding(m.span(), f"{message}; it may have been a hyphen or a dash")
    english = document.lang == "en"
    safe = english or _HYPHEN.search(text) is not None
    yield from place_by_place_or_once(
        document, places, message, safety=Safety.SAFE if safe else Safety.REVIEW
    )


_HYPHEN = lazy(r"[^\W\d_]-(?=[^\W\d_])")


def _divides(text: str, start: int, end: int) -> bool:
    """Whether it stands within one word, where a line might have been divided."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if not before.isalpha() or not after.isalpha() or before.islower() != after.islower():
        return False
    parts = halves(text, start, end)
    return parts.are_whole or not parts.are_parts
