"""Names in a document: their words, where they stand, and which of them the glossary knows."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from qa.document.computed import of_document
from qa.document.model import Document, Span
from qa.names.mentions import Uses, names, uses
from qa.names.spellings import Known
from qa.text.addresses import in_address
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from qa.glossary import Glossary


_WORD = lazy(r"[\w'’ʼ]+")


# No story has so many; in a list of names, comparing each with all would take for ever.
_MOST_NAMES = 1_000


@of_document
def words_of_names(document: Document) -> Uses:
    """How a document uses the words of names: the most frequent thousand, where there are more."""
    used = uses(names(english_text(document)))
    if len(used.counts) <= _MOST_NAMES:
        return used
    return used._replace(counts=dict(Counter(used.counts).most_common(_MOST_NAMES)))


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


def known_words(document: Document, glossary: Glossary) -> Known:
    """What the glossary knows of the words of a document."""
    right: dict[str, set[str]] = {}
    house: set[str] = set()
    wrong: set[str] = set()
    given: dict[str, set[str]] = {}
    for segment in document.segments:
        for match in glossary.matches(segment):
            words = _WORD.findall(match.found)
            if match.wrong:
                wrong.update(words)
                continue
            house.update(set(words).intersection(_WORD.findall(match.preferred)))
            for word in words:
                right.setdefault(word, set()).add(match.entry.id)
                if match.entry.given:
                    given.setdefault(word, set()).update(match.entry.given.forms)
    return Known(right, house, wrong, given)
