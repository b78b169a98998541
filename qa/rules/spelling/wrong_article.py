"""TYP110: a before a vowel sound, an before a consonant sound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qa.document.model import Finding, Safety, Segment, Span
from qa.document.quoted import is_quoted
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

_ARTICLE = lazy(
    r"([Aa](?<![^\s\"“„«‘'(\[{<>—–…*_|-][Aa])(?<![\w'’./&?-][Aa])n?)[ \u00a0]([\"“‘'(\[]?(?:[$€£¥₴](?=\d))?)"
    r"(\d[\d,]*(?![\d,]*[/\d])|[A-Za-z]+(?![\w@]))(?!\.\w|@)"
)
_ROMAN = lazy(r"[IVXLCDM]+")
# Letters whose names start with a vowel sound: "an F-16", "an MP".
_VOWEL_LETTERS = frozenset("AEFHILMNORSX")
_VOWELS = frozenset("aeiou")
_READ_BY_LETTER = frozenset(["US", "UK", "UN", "USA", "UAE", "UNESCO", "UNICEF", "UNHCR", "USSR"])
_LONG_ACRONYM = 6
# In English sentences at least this share of the words in small letters is known.
_KNOWN = 0.8
_FEW_WORDS = 5
_LOWER_CASE = lazy(r"(?<![\w'’])[a-z]+(?![\w'’])")
# Names whose first letter may be spoken by its name or with a vowel before it: Mbeki, Nkrumah, Ng.
_CLUSTER = lazy(r"[MNRLX][bdfgkntvxz]|Y[^aeiou]|U|H|Ou|I[aou]")


@rule(
    "TYP110",
    "wrong-article",
    since="0.1",
    languages=["en"],
    words=["a", "an"],
    bad=[
        ("They signed ⟦a $825⟧ million deal.", "They signed an $825 million deal."),
        (
            "⟦A 8⟧-year-old and ⟦an 12⟧-year-old met ⟦a 18⟧th century lord and ⟦a 11,000⟧-strong crowd.",
            "An 8-year-old and a 12-year-old met an 18th century lord and an 11,000-strong crowd.",
        ),
        (
            "He is ⟦an European⟧, went to ⟦an university⟧ for ⟦a hour⟧ and became ⟦a MP⟧ and ⟦an UN⟧ envoy.",
            "He is a European, went to a university for an hour and became an MP and a UN envoy.",
        ),
        ("⟦a F⟧-16 jet and ⟦an T⟧-72 tank", "an F-16 jet and a T-72 tank"),
        ("It was ⟦a “unprecedented⟧” step.", "It was an “unprecedented” step."),
        ("They are in ⟦an NATO⟧ country.", "They are in a NATO country."),
    ],
    good=[
        "Erdo?an met him.",
        "An hour ago a European and a one-armed unionist saw an unidentified FBI man, an honest one.",
        "An historic hotel, a historic hotel; an herb, a herb; an 1,100-page book, a 1100 BC vase.",
        "an $8 bill, a $9 bill, an 80-strong crew, a 100-strong one, an 11th, a 110th, a 1,800-page",
        "an F-16, a U-turn, a NATO envoy, an NGO, a SWAT team, an SMS, a US or a UK or an EU aide",
        "Vitamin A is in it, from 10 a.m. on; group A excels. L’homme a été élu, et il a une idée.",
        "Trump a un comizio in Ohio. Vino a un pueblo en Texas. Va a hora e a ora.",
        "Berlusconi a una festa in Sardegna a agosto",
        "He is an Fpoint engineer with an Ltalk phone, wrote an SQL query and a SQL one at an URL.",
        "They served an hors d’oeuvre made with an yttrium spoon.",
        "Er denkt an die Zukunft, an der Grenze; a Nguyen, an Nguyen, a Mbeki and an Mbeki.",
    ],
)
def wrong_article(segment: Segment) -> Iterator[Finding]:
    """What it finds. *a* before a vowel sound (*a hour*, *a MP*, *a $825 million*) and *an* before a
    consonant sound (*an university*, *an UN*). Figures and acronyms count as they are read aloud.
    Where both are in use (*an historic*, *a historic*), nothing is reported.

    Why it matters. It is a plain mistake to every reader, and often shows that a word was replaced
    after the article was written.

    When the fix is not safe. Within a quotation it may change what was said, and a title or a name may
    have its article otherwise; so may acronyms that some readers spell and others pronounce, and what
    starts with the letter H, which Irish desks speak with a consonant.
    """
    for m in _ARTICLE.finditer(segment.text):
        article, word = m[1], m[3]
        vowel = _of_number(word) if word[0].isdigit() else _of_word(word, segment.text[m.end() :])
        if vowel is None or vowel == (len(article) == 2) or not _is_english(segment, m):
            continue
        right = article[0] + ("n" if vowel else "")
        at = Span(*m.span()).shifted(segment.offset)
        sure = _is_sure(article, word) and not is_quoted(segment.document, at, opened=True)
        yield segment.finding(
            m.span(),
            f"“{article}” before “{m[2]}{word}”, which starts with a {'vowel' if vowel else 'consonant'} sound",
            edits=[(*m.span(1), right)],
            title=f"Write “{right}”",
            safety=Safety.SAFE if sure else Safety.REVIEW,
        )


def _of_number(figures: str) -> bool | None:
    """Whether a figure, read aloud, starts with a vowel sound: eight, eleven, eighteen."""
    digits = figures.rstrip(",").replace(",", "")
    if digits[0] == "8":
        return True
    if digits[0] == "0" or (len(digits) == 4 and digits[:2] in ("11", "18")):
        return None  # nought or oh; eleven hundred or one thousand one hundred
    return digits[: len(digits) % 3 or 3] in ("11", "18")


def _of_word(word: str, rest: str) -> bool | None:
    """Whether a word starts with a vowel sound; None where that is open."""
    if word in words_for("article_sounds", "open"):
        return None
    if len(word) == 1:
        is_letter = bool(re.match(r"-\w|\d", rest))
        return word.upper() in _VOWEL_LETTERS if is_letter else None
    if word.isupper():
        return _of_acronym(word)
    sound = _of_beginning(word.lower())
    if sound or word.lower() in words_for("function_words", "en"):
        return None if sound in (None, "either") else sound == "vowel"
    if word[0].isupper():
        return None if _CLUSTER.match(word) or _is_coined(word) else word[0].lower() in _VOWELS
    from qa.text.english import is_word

    readable = is_word(word) and any(letter in "aeiouy" for letter in word)
    return word[0] in _VOWELS if readable and word[0] != "y" else None


def _is_coined(word: str) -> bool:
    """Whether a name that no list has may start with the name of a letter: Fpoint."""
    from qa.text.english import is_name, is_word

    lower = word.lower()
    spelled = word[0] in _VOWEL_LETTERS and word[0] not in "AEIO" and word[1] not in "aeiouy"
    return spelled and not is_word(lower) and not is_name(lower)


@lru_cache(maxsize=10_000)
def _of_beginning(word: str) -> str | None:
    fits = [
        (len(beginning), sound)
        for sound in ("consonant", "vowel", "either")
        for beginning in words_for("article_sounds", sound)
        if word.startswith(beginning)
    ]
    return max(fits)[1] if fits else None


def _of_acronym(word: str) -> bool | None:
    if word in words_for("article_sounds", "words"):
        return False
    first = word[0]
    if first == "U":
        return None if word.startswith("UNR") or len(word) > 6 else False
    if first in "AIO" or word[:2] in ("ED", "EC") or word == "EU":
        return True
    if first not in _VOWEL_LETTERS:
        return False
    spoken = word in words_for("article_sounds", "letters") or not set(word) & set("AEIOUY")
    return True if spoken and len(word) < 6 and not _ROMAN.fullmatch(word) else None


def _is_sure(article: str, word: str) -> bool:
    """Whether no reader may speak the word otherwise, and no title or name is written so."""
    from qa.text.english import is_word, place_names

    if word[0].isdigit():
        return True
    if article[0] == "A" and word[0].isupper() and len(word) > 1 and not word.isupper():
        return False  # "A University Affair" may be the title of a film
    if word.isupper():
        if word[0] == "U":
            return word in _READ_BY_LETTER
        return word[0] != "H" and len(word) < _LONG_ACRONYM
    return word.islower() or word in place_names() or is_word(word.lower())


def _is_english(segment: Segment, found: re.Match[str]) -> bool:
    """Whether the sentence and the words beside are English, so that this is an article.

    An A starts a sentence; "a", "an" and "un" are prepositions and articles of other languages.
    """
    from qa.text.english import is_word

    text, word = segment.text, found[3]
    if word.islower() and len(word) == 2:
        return False
    before = text[max(0, found.start() - 40) : found.start()]
    if found[1][0] == "A" and re.search(r"[\w,’')] ?$", before):
        return False
    beside = re.search(r"([^\W\d_]{2,})\W*$", before)
    if beside and beside[1].islower() and not is_word(beside[1]):
        return False
    sentence = next(s for s in segment.sentences if s.start <= found.start() < s.end)
    words = [w for w in _LOWER_CASE.findall(text, *sentence) if w not in ("a", "an")]
    known = sum(map(is_word, words))
    return known >= _KNOWN * len(words) and (
        len(words) < _FEW_WORDS or not words_for("function_words", "en").isdisjoint(words)
    )
