"""ENC109: letters in an equivalent form that is not the usual one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy

_WORD = lazy(r"\S+")
# Signs of units that are letters: kelvin, ångström and ohm.
_SINGLE = frozenset("\u2126\u212a\u212b")
# A letter with its marks; the parts of a syllable of Korean.
_PIECE = lazy(
    r"[^\W\d_][^\w\s\x00-\x7f]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\u2126\u212a\u212b]"
)


@rule(
    "ENC109",
    "decomposed-letter",
    since="0.1",
    bad=[
        ("⟦Gonza\u0301lez⟧ met ⟦Bjo\u0308rn⟧.", "González met Björn."),
        Example(
            "⟦Украі\u0308на⟧ і ⟦Киі\u0308в⟧.".replace("і\u0308", "\u0456\u0308"),
            "Україна і Київ.",
            lang="uk",
        ),
        ("20 ⟦\u212b⟧ wide, 5 ⟦k\u2126⟧.", "20 Å wide, 5 kΩ."),
    ],
    good=[
        "González, Björn, Київ, Şuşa.",
        "A stressed Cyrillic о\u0301 and a Yoruba ẹ\u0301 have no single sign.",
        Example("神\ufa19社", lang="ja"),
        Example("सड़क और पढ़ाई".replace("\u0921\u093c", "\u095c"), lang="hi"),
        Example("\ufb2a\u05dc\u05d5\u05dd", lang="he"),
        Example("مُجم\u0651\u064eعة أي\u0651\u064bا", lang="ar"),
        Example("आधे से ज\u094d\u093cयादा", lang="hi"),
        "A formula \u2329x\u232a and the numeral α\u0374.",
    ],
)
def decomposed_letter(document: Document) -> Iterator[Finding]:
    """What it finds. A letter and its accent as two characters where one is usual (Unicode's NFC).

    Also the signs of ohm, kelvin and ångström, which are the letters. When a text has many, they are
    reported once. Rare forms of Chinese characters in names are left alone, and marks of Arabic and
    Hindi in the order in which they are typed, though ftfy and NFC change them.

    Why it matters. It looks the same, so nobody finds out why search, sorting and lists of names miss
    it. It comes from file names and PDF files of the Mac.

    When the fix is not safe. It writes what Unicode defines as the same text.
    """
    import unicodedata

    text = document.text
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return
    places = []
    for m in _WORD.finditer(text):
        new = _PIECE.sub(_composed, m[0])
        start, end = _changed(m[0], new)
        if start < end and not in_mojibake(text, *m.span()):
            at = m.start()
            places.append(
                (
                    (at + start, at + end),
                    Edit(at + start, at + end, new[start : len(new) - (len(m[0]) - end)]),
                )
            )
    yield from place_by_place_or_once(document, places, "A letter is written as two characters")


def _composed(m: re.Match[str]) -> str:
    """The letter with its marks, as one character where there is one; else as it is.

    Marks that only stand in another order than Unicode's are left alone: in Arabic that is the order
    in which they are typed.
    """
    import unicodedata

    new = unicodedata.normalize("NFC", m[0])
    if m[0] in _SINGLE:
        return new
    return new if len(new) < len(m[0]) else m[0]


def _changed(old: str, new: str) -> tuple[int, int]:
    """The words of `old` that differ from `new`, without punctuation around them."""
    left = 0
    while left < min(len(old), len(new)) and old[left] == new[left] and not old[left].isalnum():
        left += 1
    right = 0
    while (
        right < min(len(old), len(new)) - left
        and old[-1 - right] == new[-1 - right]
        and not old[-1 - right].isalnum()
    ):
        right += 1
    return (left, len(old) - right) if old != new else (0, 0)
