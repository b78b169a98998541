"""ENC105: full-width and half-width forms of East Asian type in other text."""

from __future__ import annotations

from collections.abc import Iterator

from qa.model import Document, Edit, Finding
from qa.registry import Example, rule
from qa.text.characters import CJK, CJK_LANGUAGES, characters, line_around
from qa.text.grouping import place_by_place_or_once
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy

_FORMS = frozenset(map(chr, [0x3000, *range(0xFF01, 0xFFF0)]))
_RUN = lazy(r"[\u3000\uff01-\uffef]+(?: +[\u3000\uff01-\uffef]+)*")


@rule(
    "ENC105",
    "full-width-character",
    since="0.1",
    bad=[
        (
            "The ⟦ＮＡＴＯ⟧ summit⟦，⟧ held in May⟦\u3000⟧was short.",
            "The NATO summit, held in May was short.",
        ),
        ("It cost ⟦￡２０⟧ in 2020.", "It cost £20 in 2020."),
    ],
    good=[
        Example("首相は「ＮＡＴＯ」の会議（東京）で、２０人と会った。", lang="ja"),
        "The sign read 中国，北京（首都） in Chinese.",
        "５０年間の研究。",
    ],
)
def full_width_character(document: Document) -> Iterator[Finding]:
    """What it finds. Letters, digits and signs in the full width of East Asian type (“ＮＡＴＯ”, “，”).

    Also the wide space, and half-width kana and Hangul, in text of other scripts. In Chinese,
    Japanese and Korean text these forms are in place, so a line with such letters is left alone;
    ftfy changes them there too.

    Why it matters. The letters look torn apart, and search takes “ＮＡＴＯ” for another word.

    When the fix is not safe. It puts the ordinary characters in their place. A name that is written
    so on purpose, as a brand may be, loses its look.
    """
    if document.lang in CJK_LANGUAGES or characters(document).isdisjoint(_FORMS):
        return
    import unicodedata

    text = document.text
    places = []
    for m in _RUN.finditer(text):
        plain = "".join(unicodedata.normalize("NFKC", c) if c in _FORMS else c for c in m[0])
        if (
            plain != m[0]
            and not CJK.search(line_around(text, *m.span()))
            and not in_mojibake(text, *m.span())
        ):
            places.append((m.span(), Edit(*m.span(), plain)))
    yield from place_by_place_or_once(document, places, "A full-width form of East Asian type")
