"""Names in a document: the text to take them from, where they stand, and which the glossary knows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.config import Config
from qa.load import load
from qa.model import Document, Segment, Span
from qa.text.addresses import in_address

if TYPE_CHECKING:
    from qa.context import Context
    from qa.glossary import Glossary


def english_text(document: Document) -> str:
    """The text of a document without the blocks that say they are in another language."""
    if all(_is_english(s) for s in document.segments):
        return document.text
    return "\n".join(s.text for s in document.segments if _is_english(s))


def places(document: Document, name: str) -> list[Span]:
    """Every place of a name, however its words are spaced, that is no part of an address."""
    words = r"[ \u00a0]+".join(map(re.escape, name.split()))
    found = (Span(*m.span()) for m in re.finditer(rf"(?<![\w'’ʼ]){words}(?!\w)", document.text))
    return [at for at in found if not in_address(document.text, *at)]


def known_words(
    document: Document, glossary: Glossary
) -> tuple[dict[str, set[str]], frozenset[str]]:
    """The words that stand in right names of the glossary, with the ids of their entries.

    And the words that stand in wrong ones.
    """
    right: dict[str, set[str]] = {}
    wrong: set[str] = set()
    for segment in document.segments:
        for match in glossary.matches(segment):
            words = re.split(r"[^\w'’ʼ]+", match.found)
            if match.wrong:
                wrong.update(words)
            else:
                for word in words:
                    right.setdefault(word, set()).add(match.entry.id)
    return right, frozenset(wrong)


def entries_of(name: str, context: Context) -> set[str]:
    """The ids of the glossary entries that a name by itself is a right form of."""
    document = load("name.txt", name.encode(), replace(context, config=Config(lang="en")))
    right, _ = known_words(document, context.glossary)
    return set().union(*right.values())


def _is_english(segment: Segment) -> bool:
    return segment.lang.partition("-")[0].lower() == "en"
