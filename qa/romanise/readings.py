"""Names in scripts that leave their vowels out: how they are read."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from qa.romanise.tables import rows


def reading(name: str, lang: str) -> str:
    """A name as it is read, in Latin letters with the marks of its table; other names as they are.

    Arabic, Persian and Hebrew are written without most vowels, so names are looked up, in
    `data/readings.tsv`, as a whole or word by word. Raises ValueError for a name of these
    languages that is not there.
    """
    known = _known(lang)
    if not known:
        return name
    plain = _plain(name)
    if plain in known:
        return known[plain]
    words = re.split(r"([\s-]+)", plain)
    # Names of two words (عبد الله) before single ones.
    at, read = 0, []
    while at < len(words):
        pair = "".join(words[at : at + 3])
        if pair in known and at + 2 < len(words):
            read.append(known[pair])
            at += 3
        elif words[at] in known or not words[at].strip(" -"):
            read.append(known.get(words[at], words[at]))
            at += 1
        elif words[at].isascii():
            raise ValueError(not_its_letters(name, lang))
        else:
            raise ValueError(
                f'"{words[at]}" is written without its vowels, and how it is read is not known here; '
                "write its spellings into the glossary by hand"
            )
    return "".join(read)


def not_its_letters(name: str, lang: str) -> str:
    """What to say about a name that is not in the letters of its language."""
    return f'"{name}" has no letters of the language "{lang}"; give the name in its own script'


def _plain(name: str) -> str:
    """A name without its vowel signs and joiners."""
    text = unicodedata.normalize("NFKC", name)
    return "".join(
        c for c in text if not unicodedata.combining(c) and c not in "\u0640\u200c\u200d"
    )


@cache
def _known(lang: str) -> dict[str, str]:
    """Readings by the name without its vowel signs."""
    return {_plain(name): read for language, name, read in rows("readings") if language == lang}
