"""ENC114: wide and thin spaces in running text."""

from __future__ import annotations

from collections.abc import Iterator

from qa.model import Document, Edit, Finding, Severity
from qa.registry import Example, rule
from qa.text.characters import characters
from qa.text.grouping import place_by_place_or_once
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy

_SPACES = "\u1680\u2000-\u200a\u205f"
_SET = frozenset("\u1680\u205f" + "".join(map(chr, range(0x2000, 0x200B))))
# Words of one letter and initials, numbers, units, dashes and French punctuation may want a thin one.
_BETWEEN_WORDS = lazy(
    rf"(?<=[^\W\d_]{{2}}[,;.:!?»”’)]) *[{_SPACES}][ {_SPACES}]*(?=[«“‘(]?[^\W\d_]{{2}})"
    rf"|(?<=[^\W\d_]{{2}}) *[{_SPACES}][ {_SPACES}]*(?=[«“‘(]?[^\W\d_]{{2}})"
)
_INDENT = lazy(rf"(?m)^ *[\u2000-\u2003][ {_SPACES}]*(?=\S)")


@rule(
    "ENC114",
    "odd-space",
    since="0.1",
    severity=Severity.INFO,
    bad=[
        (
            "The ministers⟦\u2003⟧agreed in May,⟦ \u2009⟧he said.",
            "The ministers agreed in May, he said.",
        ),
        ("⟦\u2003\u2003⟧The ministers agreed.", "The ministers agreed."),
    ],
    good=[
        "It cost 10\u2009000 euros, 20\u2009%, says J.\u2009K.\u2009Rowling\u200a—\u200atwice.",
        Example("Il a dit\u2009: «\u2009Nous restons\u2009»\u2009!", lang="fr"),
        "5\u2009km and 3\u2009p.m.",
    ],
)
def odd_space(document: Document) -> Iterator[Finding]:
    """What it finds. An em, en or thin space (U+2000 to U+200A) between two words or as an indent.

    When a text has many, they are reported once. Beside numbers, units, initials, dashes, and signs
    that take a thin space in French, nothing is reported. ftfy leaves all of them.

    Why it matters. It comes from a typesetting program. The gap is of another width than the others,
    and search does not find the phrase.

    When the fix is not safe. It puts one ordinary space in its place, and deletes an indent.
    """
    if characters(document).isdisjoint(_SET):
        return
    text = document.text
    found = {m.span(): " " for m in _BETWEEN_WORDS.finditer(text)}
    found |= {m.span(): "" for m in _INDENT.finditer(text)}
    places = [
        (span, Edit(*span, new))
        for span, new in sorted(found.items())
        if not in_mojibake(text, *span)
    ]
    yield from place_by_place_or_once(document, places, "A space of another width than the others")
