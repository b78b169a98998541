"""ENC114: wide and thin spaces in running text."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.characters import characters
from qa.document.model import Document, Edit, Finding, Safety, Severity
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy

_SPACES = "\u2000-\u200a\u205f"
_SET = frozenset("\u205f" + "".join(map(chr, range(0x2000, 0x200B))))
# A wide one may set two things apart: a place and the story, a name and a figure.
_WIDE = frozenset("\u2000\u2001\u2002\u2003")
_ABBREVIATION = lazy(r"(?<![^\W\d_])[^\W\d_]{1,4}\.")
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
        Example("Dr.\u2009Meier sprach.", lang="de"),
    ],
)
def odd_space(document: Document) -> Iterator[Finding]:
    """What it finds. An em, en or thin space (U+2000 to U+200A) between two words or as an indent.

    When a text has many, they are reported once. Beside numbers, units, initials, dashes, and signs
    that take a thin space in French, nothing is reported. ftfy leaves all of them.

    Why it matters. It comes from a typesetting program. The gap is of another width than the others,
    and search does not find the phrase.

    When the fix is not safe. It puts one ordinary space in its place. A wide one may set things apart
    that belong to a table or a poem, so it waits for a review, and so does the deletion of an indent.
    """
    if characters(document).isdisjoint(_SET):
        return
    text = document.text
    found = {m.span(): " " for m in _BETWEEN_WORDS.finditer(text)}
    found |= {m.span(): "" for m in _INDENT.finditer(text)}
    narrow, wide = [], []
    for span, new in sorted(found.items()):
        if in_mojibake(text, *span):
            continue
        if not _WIDE.isdisjoint(text[slice(*span)]):
            wide.append((span, Edit(*span, new)))
        elif not _ABBREVIATION.fullmatch(text[max(0, span[0] - 5) : span[0]].split(" ")[-1]):
            narrow.append((span, Edit(*span, new)))
    message = "A space of another width than the others"
    yield from place_by_place_or_once(document, narrow, message)
    yield from place_by_place_or_once(document, wide, message, safety=Safety.REVIEW)
