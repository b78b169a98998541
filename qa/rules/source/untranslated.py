"""SRC108: a sentence that was left as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.rules.registry import Example, rule
from qa.text.words import WORD

if TYPE_CHECKING:
    from qa.source import Comparison

# Fewer words may be a name, a title or a quotation.
_FEWEST = 4


@rule(
    "SRC108",
    "untranslated",
    since="0.2",
    bad=[
        Example(
            "The court will decide on Monday. ⟦El presidente no quiso hablar con la prensa.⟧",
            source="El tribunal decidirá el lunes. El presidente no quiso hablar con la prensa.",
            source_lang="es",
        ),
    ],
    good=[
        Example(
            "El País, La Vanguardia. The president did not want to talk to the press.",
            source="El País, La Vanguardia. El presidente no quiso hablar con la prensa.",
            source_lang="es",
        ),
    ],
)
def untranslated(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A sentence of the copy that stands in the source word for word, with at least four
    words in small letters.

    Why it matters. The reader cannot read it.
    """
    source = comparison.source.text
    there: set[tuple[str, ...]] = set()
    for span in comparison.copy_sentences:
        words = tuple(WORD.findall(comparison.copy.text[slice(*span)]))
        # Most sentences have not even their first words there.
        if not all(word in source for word in words) or not words:
            continue
        there = there or {
            tuple(WORD.findall(source[slice(*s)])) for s in comparison.source_sentences
        }
        if sum(w[0].islower() for w in words) >= _FEWEST and words in there:
            yield comparison.copy.finding(span, "stands like this in the source: not translated")
