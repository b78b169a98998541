"""ENC105: full-width and half-width forms of East Asian type in other text."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.characters import CJK_LANGUAGES, characters, line_around
from qa.document.model import Document, Edit, Finding, Span
from qa.document.quoted import is_quoted
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy

# Kana and Hangul of half width are Japanese and Korean.
_FORMS = frozenset(map(chr, [0x3000, *range(0xFF01, 0xFF5F), *range(0xFFE0, 0xFFE7)]))
_RUN = lazy(r"[\u3000\uff01-\uff5e\uffe0-\uffe6]+(?: +[\u3000\uff01-\uff5e\uffe0-\uffe6]+)*")
# Han, kana and Hangul, without the punctuation of these scripts.
_EAST_ASIAN = lazy(
    r"[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc]"
)
_NEXT_LETTER = lazy(r"[^\w\r\n]*([^\W\d_])")
_NEAR = 40
# "＼(^o^)／"
_OF_FACES = frozenset("＼／＾～＿＊＜＞＝＋｜")


@rule(
    "ENC105",
    "full-width-character",
    since="0.1",
    bad=[
        (
            "The ⟦ＮＡＴＯ⟧ summit， held in May\u3000was short.",
            "The NATO summit, held in May was short.",
        ),
        ("It cost ⟦￡２０⟧ in 2020.", "It cost £20 in 2020."),
        ("The ⟦ＥＵ⟧ met in ⟦Ｋｙｉｖ⟧, they said。", "The EU met in Kyiv, they said。"),
        Example(
            "Саміт ⟦ＮＡＴＯ⟧ у Токіо (東京) коштував ⟦５００⟧ єн.",
            "Саміт NATO у Токіо (東京) коштував 500 єн.",
            lang="uk",
        ),
        ("⟦\u3000⟧The talks went on.", "The talks went on."),
    ],
    good=[
        Example("首相は「ＮＡＴＯ」の会議（東京）で、２０人と会った。", lang="ja"),
        "The sign read 中国，北京（首都） in Chinese.",
        "５０年間の研究。",
        "It is nice ＼(^o^)／ and ｶﾀｶﾅ is Japanese.",
        "The ｈｏｔｅｌ東京 sign（Tokyo） and “北京（Beijing）” in a line with 東京.",
    ],
)
def full_width_character(document: Document) -> Iterator[Finding]:
    """What it finds. Letters, digits and signs in the full width of East Asian type (“ＮＡＴＯ”, “，”).

    Also the wide space, in text of other scripts. In Chinese, Japanese and Korean text these forms
    are in place, so they are left alone beside such letters, and signs in all of a line that has
    some; ftfy changes them there too, and half-width kana.

    Why it matters. The letters look torn apart, and search takes “ＮＡＴＯ” for another word.

    When the fix is not safe. It puts the ordinary characters in their place. What stands in quotation
    marks may be written so on purpose, and waits for a review.
    """
    if document.lang in CJK_LANGUAGES or characters(document).isdisjoint(_FORMS):
        return
    import unicodedata

    text = document.text
    places = []
    message = "A full-width form of East Asian type"
    for m in _RUN.finditer(text):
        plain = "".join(unicodedata.normalize("NFKC", c) if c in _FORMS else c for c in m[0])
        if not _is_in_place(text, *m.span()) and not in_mojibake(text, *m.span()):
            if text[m.start() - 1 : m.start()] in ("\n", "\r", ""):
                plain = plain.lstrip(" ")
            if is_quoted(document, Span(*m.span())):
                yield document.finding(m.span(), message, replace=plain)
            else:
                places.append((m.span(), Edit(*m.span(), plain)))
    yield from place_by_place_or_once(document, places, message)


def _is_in_place(text: str, start: int, end: int) -> bool:
    """Whether the run belongs to East Asian text, or to a face made of signs."""
    after = _NEXT_LETTER.match(text, end, end + _NEAR)
    before = _NEXT_LETTER.match(text[max(0, start - _NEAR) : start][::-1])
    if any(m and _EAST_ASIAN.match(m[1]) for m in (before, after)):
        return True
    if any(map(str.isalnum, text[start:end])):
        return False
    if _EAST_ASIAN.search(line_around(text, start, end)):
        return True
    words = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
    return not words and _OF_FACES.issuperset(text[start:end])
