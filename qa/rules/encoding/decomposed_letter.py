"""ENC109: letters in an equivalent form that is not the usual one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.model import Document, Edit, Finding
from qa.registry import Example, rule
from qa.text.grouping import place_by_place_or_once
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy

_COMPATIBILITY = lazy(r"[\uf900-\ufaff\U0002f800-\U0002fa1f]")


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
    ],
)
def decomposed_letter(document: Document) -> Iterator[Finding]:
    """What it finds. A letter and its accent as two characters where one is usual (Unicode's NFC).

    Also the signs of ohm and ångström, which are the letters. When a text has many, they are reported
    once. Rare forms of Chinese characters in names are left alone, though ftfy and NFC change them.

    Why it matters. It looks the same, so nobody finds out why search, sorting and lists of names miss
    it. It comes from file names and PDF files of the Mac.

    When the fix is not safe. It writes what Unicode defines as the same text.
    """
    import unicodedata

    text = document.text
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return
    places = []
    for m in re.finditer(r"\S+", text):
        # NFC takes some letters of Hindi and Hebrew apart, which are one character here.
        if unicodedata.is_normalized("NFC", m[0]) or len(unicodedata.normalize("NFC", m[0])) > len(
            m[0]
        ):
            continue
        new = "".join(
            part if _COMPATIBILITY.match(part) else unicodedata.normalize("NFC", part)
            for part in re.split(rf"({_COMPATIBILITY.pattern})", m[0])
        )
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
