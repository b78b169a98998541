"""Endings of names: the English possessive and plural, Turkish suffixes behind an apostrophe."""

from __future__ import annotations


def in_ending_of(found: str, ending: str, new: str) -> str:
    """The possessive or plural ending of `found` as `new` takes it: Rhys's, Jones's, the Katzes."""
    hisses = new[-1:].lower() in ("s", "x", "z") or new[-2:].lower() in ("ch", "sh")
    if len(ending) == 1 and not ending.isalpha() and found[-1:].lower() == "s":
        if new[-1:].lower() != "s":
            return ending + ("S" if new.isupper() else "s")
    elif ending[:1].isalpha():
        rest = ending[2:] if ending[:2].lower() == "es" else ending[1:]
        plural = "es" if hisses else "s"
        return (plural.upper() if ending[0].isupper() else plural) + rest
    return ending


def takes_suffix_of(found: str, new: str) -> bool:
    """Whether a Turkish suffix of one name fits another: "Kyiv'de", "Kiev'de", but "Harkov'da".

    It goes by the last vowel, and by whether a vowel or a voiceless consonant ends the name.
    """
    return _suffixes(found) == _suffixes(new)


def _suffixes(name: str) -> tuple[str, str]:
    letters = name.replace("I", "ı").replace("İ", "i").lower()
    # What ends a Slavic name is read as a vowel, however it is spelled: "Zelensky’ye", "Zelenskiy’ye".
    if letters.endswith("y"):
        letters = f"{letters[:-1]}i"
    vowel = next((v for v in reversed(letters) if v in _VOWELS), "")
    last = letters[-1:]
    kind = "vowel" if last in _VOWELS else "voiceless" if last in _VOICELESS else "voiced"
    return next((g for g in _HARMONY if vowel in g), ""), kind


# The groups of vowels behind which suffixes have one vowel, and "fıstıkçı şahap".
_HARMONY = ("aı", "ei", "ou", "öü")
_VOWELS = frozenset("".join(_HARMONY))
_VOICELESS = frozenset("fstkçşhp")
