"""Names in a document: their words, where they stand, and which of them the glossary knows."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.config import Config
from qa.load import load
from qa.model import Document, Span
from qa.names.mentions import Uses, names, uses
from qa.text.addresses import in_address

if TYPE_CHECKING:
    from qa.context import Context
    from qa.glossary import Glossary


# One document is checked at a time, by several rules.
@lru_cache(maxsize=1)
def words_of_names(document: Document) -> Uses:
    """How a document uses the words of names."""
    return uses(names(english_text(document)))


def english_text(document: Document) -> str:
    """The text of a document without the blocks that say they are in another language."""
    if not any(block.lang for block in document.blocks):
        return document.text
    english = (s.text for s in document.segments if s.lang == "en")
    return "\n".join(english)


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
