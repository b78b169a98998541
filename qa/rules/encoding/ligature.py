"""ENC104: typographic ligatures that were copied as characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.characters import characters, line_around
from qa.document.model import Document, Edit, Finding
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import rule
from qa.text.garbled import looks_garbled
from qa.text.mojibake import in_mojibake, word_start
from qa.text.patterns import lazy

# Those that ftfy takes apart: of typesetting, and of code pages of Dutch, Afrikaans and Croatian.
_LETTERS = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
    "Ĳ": "IJ",
    "ĳ": "ij",
    "ŉ": "ʼn",
    "Ǆ": "DŽ",
    "ǅ": "Dž",
    "ǆ": "dž",
    "Ǉ": "LJ",
    "ǈ": "Lj",
    "ǉ": "lj",
    "Ǌ": "NJ",
    "ǋ": "Nj",
    "ǌ": "nj",
    "Ǳ": "DZ",
    "ǲ": "Dz",
    "ǳ": "dz",
}
# As much of a line as is looked at, in code points.
_LONGEST = 1000
_WORD_END = lazy(r"\w*")


@rule(
    "ENC104",
    "ligature",
    since="0.1",
    bad=[
        ("The ⟦oﬃcial⟧ report was ⟦ﬁled⟧.", "The official report was filed."),
        ("⟦Ǆamija⟧ stands in Sarajevo.", "Džamija stands in Sarajevo."),
        ("⟦ǅAMIJA⟧ and ⟦Ĳmuiden⟧", "DŽAMIJA and IJmuiden"),
    ],
    good=[
        "The œuvre of Cæsar; Æthelred; a Weiß beer.",
        "ﬓ is Armenian.",
        "The sign “ﬁ” is a ligature, ĳ is one, too.",
    ],
)
def ligature(document: Document) -> Iterator[Finding]:
    """What it finds. One character that stands for several Latin letters: “ﬁ”, “ﬄ”, “ĳ”, “Ǆ”.

    When a text has many, as after copying from a PDF, they are reported once. The letters œ and æ
    are letters, and ligatures of other scripts are not touched.

    Why it matters. Search does not find the word, spelling checkers and voices stumble over it, and
    fonts without the sign leave a hole.

    When the fix is not safe. It puts the letters in its place. A sign that stands alone is what the
    text is about, and stays.
    """
    if characters(document).isdisjoint(_LETTERS):
        return
    text = document.text
    places = []
    done = 0
    for m in re.finditer(f"[{''.join(_LETTERS)}]", text):
        if m.start() < done:
            continue
        start = word_start(text, m.start(), done)
        match = _WORD_END.match(text, m.end())
        done = match.end() if match else m.end()
        if (
            done - start > 1
            and not in_mojibake(text, start, done)
            and not looks_garbled(line_around(text, start, done)[:_LONGEST])
        ):
            places.append(((start, done), Edit(start, done, _in_letters(text[start:done]))))
    yield from place_by_place_or_once(document, places, "A ligature stands for several letters")


# Capitals of two letters, which small letters follow in a name and capitals in a headline.
_DIGRAPHS = frozenset("ǄǅǇǈǊǋǱǲ")


def _in_letters(word: str) -> str:
    parts: list[str] = []
    for i, c in enumerate(word):
        letters, following = _LETTERS.get(c, c), word[i + 1 : i + 2]
        if c in _DIGRAPHS and following.isalpha():
            letters = letters.upper() if following.isupper() else letters.capitalize()
        parts.append(letters)
    return "".join(parts)
