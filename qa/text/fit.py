"""How well the characters of a text that are not ASCII fit together as words and marks."""

from __future__ import annotations

from qa.text.patterns import lazy

NOT_ASCII = lazy(r"[^\x00-\x7f]")
WORD = lazy(r"[^\W\d_]+")
# Marks that copy has beside its letters; another one is a sign of the wrong code page.
_MARKS = frozenset(
    "“”„‘’‚«»‹›–—…€£§°©®™•·×№\xa0¡¿ºª½²³\xad،؛؟、。「」『』・ー！？：；，（）％《》〈〉"
)
_APOSTROPHES = frozenset("’·\xad")
_NOT_BEFORE_LETTERS = frozenset("”»›°")
_NOT_AFTER_LETTERS = frozenset("„‚¡¿ºª½²³")
# Two broken bytes in an English text must not become two Cyrillic letters.
_MIN_LETTERS = 3


def marks(text: str, not_before: frozenset[str] = frozenset()) -> tuple[int, int]:
    """How many code points are not ASCII, and how many of them are marks that stand as they should."""
    total = good = 0
    for m in NOT_ASCII.finditer(text):
        total += 1
        c = m[0]
        if not c.isalpha() or c in _NOT_AFTER_LETTERS:
            after = text[m.start() - 1 : m.start()].isalpha()
            before = text[m.end() : m.end() + 1].isalpha()
            if after and before:
                good += c in _APOSTROPHES
            elif after:
                good += c in _MARKS - _NOT_AFTER_LETTERS
            else:
                good += c in _MARKS and not (before and c in not_before)
    return total, good


def has_sane_case(word: str) -> bool:
    """Whether a word is in small letters or in capitals, or has a capital at its start alone."""
    return word in (word.lower(), word.upper()) or word[1:] == word[1:].lower()


def script_fit(text: str) -> float:
    """The share, from 0 to 1, of the non-ASCII characters in words of one script, and in marks."""
    # Swedish has ” before a word, German »; the other scripts have not.
    total, good = marks(text, _NOT_BEFORE_LETTERS)
    letters = 0
    for word in WORD.findall(text):
        if not any(map(str.isascii, word)) and has_sane_case(word) and not _HALF_WIDTH.search(word):
            letters += len(word)
    return (good + letters) / total if letters > _MIN_LETTERS else 0.0


# Kana of half width are what KOI8 looks like in Shift-JIS.
_HALF_WIDTH = lazy("[\uff61-\uff9f]")
