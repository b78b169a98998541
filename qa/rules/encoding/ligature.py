"""ENC104: typographic ligatures that were copied as characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.model import Document, Edit, Finding
from qa.registry import rule
from qa.text.characters import characters
from qa.text.grouping import place_by_place_or_once
from qa.text.mojibake import in_mojibake, word_start
from qa.text.patterns import lazy

# Those that ftfy takes apart: of typesetting, and of code pages of Dutch, Afrikaans and Croatian.
_LETTERS = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "ſt",
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
_TABLE = str.maketrans(_LETTERS)
_WORD_END = lazy(r"\w*")


@rule(
    "ENC104",
    "ligature",
    since="0.1",
    bad=[
        ("The ⟦oﬃcial⟧ report was ⟦ﬁled⟧.", "The official report was filed."),
        ("⟦Ǆamija⟧ stands in Sarajevo.", "Džamija stands in Sarajevo.".replace("Dž", "DŽ")),
    ],
    good=["The œuvre of Cæsar; Æthelred; a Weiß beer.", "ﬓ is Armenian."],
)
def ligature(document: Document) -> Iterator[Finding]:
    """What it finds. One character that stands for several Latin letters: “ﬁ”, “ﬄ”, “ĳ”, “Ǆ”.

    When a text has many, as after copying from a PDF, they are reported once. The letters œ and æ
    are letters, and ligatures of other scripts are not touched.

    Why it matters. Search does not find the word, spelling checkers and voices stumble over it, and
    fonts without the sign leave a hole.

    When the fix is not safe. It puts the letters in its place. “ﬅ” becomes a long s and a t, as in
    ftfy, which only old prints want.
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
        if not in_mojibake(text, start, done):
            places.append(((start, done), Edit(start, done, text[start:done].translate(_TABLE))))
    yield from place_by_place_or_once(document, places, "A ligature stands for several letters")
