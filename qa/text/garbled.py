"""What garbled text looks like: places that right text has in no language.

UTF-8 that was read in an 8-bit code page leaves capitals within words, signs between letters and
letters of two scripts in one word. Each alone is a slip of the pen at times; a repair that leaves
fewer of them makes sense, one that leaves as many does not.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import category

from qa.text.patterns import lazy

if TYPE_CHECKING:
    import re

# A line is garbled when it has so many such places, one in so many characters.
_FEWEST, _CHARACTERS_EACH = 3, 12

_HIGH = list(map(chr, range(0xC0, 0x250)))
_CAPITAL = "".join(c for c in _HIGH if c.isupper())
_SMALL = "".join(c for c in _HIGH if c.islower())
_LETTER = r"[^\W\d_]"
# Those that stand behind no letter of a word, and those that stand between no two.
_NEVER_AFTER = "¡¢£¤¥§¨©¬¯±µ¶¸¼½¾¿÷†‡‰ˆ˜ƒ‚„•€"
_NEVER_BETWEEN = _NEVER_AFTER + "¦®°‹›«»™“"
_CYRILLIC = "\u0400-\u04ff"
# Without μ and Ω: "5 μm, 3 kΩ".
_GREEK = "\u0370-\u03a8\u03aa-\u03bb\u03bd-\u03ff"
_TWO_BYTES = "ÂÃÄÅÐÑØÙÎÏ"
_UPPER_HALF = "\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_READ_AS_1251 = "Ђ-Џђ-џЁёҐґ°±µ…†‡€‰‹‘’“”„‚•–—™›¤¦§©«¬®¶·№»\xa0"
# Letters of Latin script outside of the alphabets of today's languages, and signs of phonetics.
_RARE = lazy(
    "[\u0180-\u018e\u0190\u0191\u0193-\u019f\u01a2-\u01ae\u01b1-\u01cc\u01dd-\u01e5\u01e8-\u0217"
    "\u021c-\u0258\u025a-\u02ba\u02bd\u02c0-\u02c5\u02c8-\u02d7\u02de-\u02ff\u0334-\u0338]"
    "|(?<![^\\W\\d_\u0300-\u036f])[\u0300-\u036f]"
)
_ODD_CATEGORIES = frozenset(["Cc", "Co", "Cn", "Cs"])
_BLANKS = frozenset("\t\n\v\f\r")


@cache
def _odd() -> re.Pattern[str]:
    ways = (
        # Before a capital only Irish has a small letter: "na hÉireann".
        rf"(?<=[a-gi-mo-su-z{_SMALL}])[{_CAPITAL}]|(?<=[a-z{_SMALL}][hnt])[{_CAPITAL}]",
        rf"(?<=[A-Z{_CAPITAL}]{{2}})[{_SMALL}]|(?<=[A-Z]{{2}})[{_CAPITAL}](?=[a-z])",
        rf"(?<={_LETTER})[{_NEVER_BETWEEN}](?={_LETTER})",
        rf"(?<=[{_CAPITAL}{_SMALL}])[{_NEVER_AFTER}]|(?<=[{_CAPITAL}])[ªº°]",
        # A capital that begins no word, and the two that are what is left of a no-break space or à.
        rf"(?<=[\d.,;:!?)%”’])[{_CAPITAL}](?!{_LETTER}|['’.])",
        r"(?<![\w«“„‘\"'(\xa0])[ÂÃ](?=[\xa0¡-¿×÷–—‘’“”„…™€])|(?<=[a-z,] )Ã(?= [a-z])",
        rf"[a-zA-Z{_CAPITAL}{_SMALL}][{_CYRILLIC}{_GREEK}]",
        rf"[{_CYRILLIC}{_GREEK}][a-zA-Z{_CAPITAL}{_SMALL}]",
        rf"(?:[РС][{_READ_AS_1251}]){{2}}|вЂ|β€|ï»¿",
        rf"(?:[{_TWO_BYTES}][{_UPPER_HALF}]){{2}}|[À-ÖØ-öø-ÿ]{{4}}",
        rf"[œŒ](?!{_LETTER})|(?<!{_LETTER})[ÃÅÄ][…“”„‘–—™](?=[a-z])",
        r"[√≈‚][©®±≤≥´≠†¥µ∂ø°¢£§¶ß™¨∞Äâó]|(?<=[^\W\d_])[√≈◊∂∑∏∫](?=\S)",
        rf"[\u2500-\u259f](?={_LETTER})|(?<={_LETTER})[\u2500-\u259f]",
        r"[–—][^\s\x00-\x7f][–—]|(?:×[^\s\w]){2}|×[\u0590-\u06ff]",
        rf"(?<=[^\W_])[‚„](?=\w)|(?<={_LETTER})ƒ|[\u0590-\u06ff](?=[a-zA-Z¤¦§©¬®±])|(?<=[a-zA-Z])[\u0590-\u06ff]",
        # What letters of Cyrillic are in GBK: rare characters of Chinese.
        "[袩褉械懈谢薪胁邪芯褌写袣褋泻锌]{3}",
    )
    return lazy("|".join(f"(?:{way})" for way in ways))


def oddities(text: str) -> int:
    """How many places `text` has that right text has not."""
    if text.isascii() and text.isprintable():
        return 0
    odd = len(_odd().findall(text)) + len(_RARE.findall(text))
    return odd + sum(category(c) in _ODD_CATEGORIES and c not in _BLANKS for c in set(text))


@lru_cache(maxsize=4)
def looks_garbled(text: str) -> bool:
    """Whether a line or paragraph, as a whole, is text in one encoding that was read in another."""
    if text.isascii():
        return False
    return oddities(text) >= max(_FEWEST, len(text) / _CHARACTERS_EACH)


@lru_cache(maxsize=4)
def is_garbled_mixture(text: str) -> bool:
    """Whether a text with words of two scripts has more that is odd than the mixture itself.

    "Пpезидент" is a word typed with the wrong keyboard; "thб»©" is a part of something else.
    """
    return oddities(_OF_OTHER_SCRIPTS.sub("a", text)) >= _FEWEST_BESIDE


_OF_OTHER_SCRIPTS = lazy(f"[{_CYRILLIC}{_GREEK}]")
_FEWEST_BESIDE = 2


def in_garbled_word(text: str, at: int) -> bool:
    """Whether the sign at `at` stands for a part of a letter of the word that it stands in.

    A mark at the end of a word is a quotation mark, however garbled the word: what tells is whether
    the word is odder with it than without.
    """
    left, right = text[max(0, at - _NEAR) : at], text[at + 1 : at + _NEAR]
    before = left.rsplit(None, 1)[-1] if left and not left[-1].isspace() else ""
    after = right.split(None, 1)[0] if right and not right[0].isspace() else ""
    if not before or (before.isascii() and after.isascii()):
        return False
    odd = oddities(before + text[at] + after)
    if before[-1] in _LEADS and after:
        return odd > 0
    # One odd place may be a space that is missing before the mark.
    return odd > 1 and odd > oddities(f"{before} {after}")


_NEAR = 40
# What a letter of two bytes begins with in Windows-1252, and what a mark of three goes on with.
_LEADS = frozenset("ÂÃÄÅÐÑ€")
