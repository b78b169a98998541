"""Names of Eastern Europe as Polish, German, French, Czech or Turkish copy writes them, read back into English.

By the letters: each of these languages has rules for writing Cyrillic (PWN, Duden, the French press, ÚJČ), and
what they write can be read as English writes it (resolution 55/2010 of Ukraine, BGN/PCGN for Russian).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from qa.text.patterns import lazy


class Given(NamedTuple):
    """A given name in the spelling of another language; the fields are those of the data file."""

    form: str
    lang: str
    country: str
    english: str
    sure: bool


@cache
def foreign_given_names() -> dict[str, list[Given]]:
    """The given names of Ukraine, Russia and Belarus that other languages spell in their own way, by form."""
    names: dict[str, list[Given]] = {}
    table = Path(__file__).parent / "data" / "foreign-given-names.tsv"
    for row in table.read_text("utf-8").splitlines():
        if not row.startswith(("#", "form\t")):
            form, lang, country, english, sure = row.split("\t")
            names.setdefault(form, []).append(Given(form, lang, country, english, sure == "yes"))
    return names


def marks_of(surname: str, lang: str) -> int:
    """How many letters of an East Slavic surname are those of a language, and not of English."""
    return sum(len(mark) for mark in _MARKS[lang].findall(surname))


def read_back(name: str, lang: str, *, russian: bool) -> str:
    """A name in the letters of `lang`, as English writes it; `russian` names end in -y, Ukrainian ones in -yi."""
    table = _LETTERS[lang]
    word = _letters(lang).sub(lambda m: table[m[0]], name.lower())
    for pattern, english in _ENDINGS_RU if russian else _ENDINGS_UK:
        word = pattern.sub(english, word)
    return word[:1].upper() + word[1:]


def readings_back(surname: str) -> dict[str, str]:
    """The languages that a surname without a given name may be written in, by what it is in English."""
    found: dict[str, str] = {}
    for lang in _LETTERS:
        if marks_of(surname, lang):
            for russian in (True, False):
                found.setdefault(read_back(surname, lang, russian=russian), lang)
    if _SERBIAN_IN_POLISH.search(surname):
        table = _SERBIAN
        word = _SERBIAN_IN_POLISH.sub(lambda m: table[m[0]], surname.lower())
        found.setdefault(word[:1].upper() + word[1:], "pl")
    for ending, english in (("ian", "yan"), ("aev", "ayev"), ("oev", "oyev")):
        if surname.endswith(ending):
            found.setdefault(surname.removesuffix(ending) + english, "fr")
    found.pop(surname, None)
    return found


_SERBIAN = {"sz": "š", "cz": "č", "ż": "ž", "w": "v", "ł": "l", "dż": "dž"}
_SERBIAN_IN_POLISH = lazy("|".join(sorted(_SERBIAN, key=len, reverse=True)))
# Letters that English has in no surname of these countries.
MAY_BE_FOREIGN = lazy(
    r"[A-ZŁŻŚŠČŽÇŞ](?:.*(?:szc|sz|cz|[łżńśšžčşçıï]|tsch|sch|tch|ou|ow\b|ew\b|aev\b|oev\b|ian\b|ine\b|ij\b|yj\b)|[jw]).*|(?:J[aeiu]|[ŁŻŚŠČŽÇŞ]).*",
)
# Where a language's letters show in a surname that English would write otherwise.
_MARKS = {
    "pl": lazy(r"sz|cz|[łżńśćź]|w|(?i:j[aeiouó])|j\b|c[aeiy]|rz", re.IGNORECASE),
    "de": lazy(r"tsch|sch|w|j|chi?n|ch[ao]", re.IGNORECASE),
    "fr": lazy(r"ou|tch|ï|ine\b|gu[eéi]|é", re.IGNORECASE),
    "cs": lazy(r"[šžčýíáěř]|j|ch", re.IGNORECASE),
    "tr": lazy(r"[şçıİ]"),
}
# What the letters of each language are in English.
_LETTERS: dict[str, dict[str, str]] = {
    "pl": {
        "szcz": "shch", "dż": "dzh", "sz": "sh", "cz": "ch", "ch": "kh", "ż": "zh", "ź": "z", "ś": "s", "ł": "l", "ń": "n",
        "ó": "o", "ć": "ts", "w": "v", "c": "ts", "ck": "tsk", "ja": "ya", "je": "ye", "ji": "yi", "jo": "yo", "ju": "yu",
    },
    "de": {
        "schtsch": "shch", "tsch": "ch", "sch": "sh", "ch": "kh", "w": "v", "z": "ts", "ss": "s", "ja": "ya", "je": "ye",
        "ji": "yi", "jo": "yo", "ju": "yu", "tz": "ts",
    },
    "fr": {
        "chtch": "shch", "tch": "ch", "ch": "sh", "iou": "yu", "ou": "u", "guï": "gi", "gue": "ge", "gué": "ge", "gui": "gi",
        "dj": "j", "j": "zh", "ï": "i", "é": "e", "è": "e",
    },
    "cs": {
        "šč": "shch", "ch": "kh", "š": "sh", "č": "ch", "ž": "zh", "c": "ts", "ja": "ya", "je": "ye", "ju": "yu", "jo": "yo",
        "ý": "y", "í": "i", "á": "a", "é": "e", "ě": "e", "ř": "r",
    },
    "tr": {"ş": "sh", "ç": "ch", "ı": "y", "i\u0307": "i"},
}  # fmt: skip


@cache
def _letters(lang: str) -> re.Pattern[str]:
    return lazy("|".join(sorted(_LETTERS[lang], key=len, reverse=True)))


_ENDINGS_UK = [
    (lazy(r"(?:skyj|skij|ski|skyy)\b"), "skyi"),
    (lazy(r"(?:tskyj|tskij|tski)\b"), "tskyi"),
    (lazy(r"[iy]j\b"), "yi"),
    (lazy(r"ytsa\b"), "ytsia"),
    (lazy(r"j"), "i"),
]
_ENDINGS_RU = [
    (lazy(r"(?:skyj|skij|ski|skiy)\b"), "sky"),
    (lazy(r"(?:[iy]j)\b"), "y"),
    (lazy(r"(?<=[bcdfghklmnprstvz])ie"), "e"),
    (lazy(r"(?<=[ou])ff\b"), "v"),
    (lazy(r"(?<=[a-z])ine\b"), "in"),
    (lazy(r"j"), "y"),
]
