"""PUN102: a no-break space between two ordinary words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Safety, Severity
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.english import is_word
from qa.text.patterns import lazy

# Between two words of three letters and more; short words, initials, numbers and dashes may want it.
# Behind В or Â it is half of a broken letter.
_NO_BREAK = lazy(r"(?<=[^\W\d_]{3})(?<![ВÂ]) *[\u00a0\u202f][ \u00a0\u202f]*(?=[^\W\d_]{3})")
_WORD_BEFORE = lazy(r"[^\W\d_]+$")
_WORD_AFTER = lazy(r"[^\W\d_]+")
# Where typesetters set it: behind words of one and two letters and figures, inside guillemets, before
# figures, units, dashes and the marks that French sets apart.
_MEANT = lazy(
    r"(?<!\w)[^\W\d_]{1,2}[.]?[\u00a0\u202f](?=\w)|[\d«][\u00a0\u202f](?=\w)"
    r"|(?<=\w)[\u00a0\u202f](?=[\d–—»:;!?%€$£°])"
)
_LONGEST_WORD = 40
# Words for numbers, which typesetters keep beside what they count.
_NUMBERS = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "hundred",
        "thousand",
        "million",
        "billion",
        "trillion",
        "half",
    ]
)


@rule(
    "PUN102",
    "no-break-space",
    since="0.1",
    severity=Severity.INFO,
    bad=[
        ("The ministers⟦\u00a0⟧agreed on Monday.", "The ministers agreed on Monday."),
        ("The ministers⟦ \u00a0⟧agreed.", "The ministers agreed."),
        ("The minister of Peru⟦\u00a0⟧agreed.", "The minister of Peru agreed."),
        Example("Усі міністри⟦\u00a0⟧згодні.", "Усі міністри згодні.", lang="uk"),
    ],
    good=[
        "It cost 10\u00a0000 euros, or 20\u00a0% more, says J.\u00a0K.\u00a0Rowling.",
        "He met Prime\u00a0Minister Boris\u00a0Johnson, ten\u00a0people and six\u00a0hundred\u00a0men.",
        "They came to the townВ\u00a0after it fell, andÂ\u00a0left.",
        Example(
            "Mme\u00a0Durand et Mlle\u00a0Petit au XIXe\u00a0siècle, Saint\u00a0Denis.", lang="fr"
        ),
        Example("Leciał nad\u00a0wodą i\u00a0został przez\u00a0wielu zapamiętany.", lang="pl"),
        Example("En el siglo\u00a0XIX, Señor\u00a0presidente.", lang="es"),
        Example("Um 5\u00a0Uhr sprach Frau\u00a0Huber, das heißt\u00a0sie.", lang="de"),
        Example("Schválil to pan\u00a0Novák v\u00a0Praze před\u00a0rokem.", lang="cs"),
        Example("Президент України\u00a0— гарант; у\u00a0Києві та в\u00a0Одесі.", lang="uk"),
        Example("Il a dit\u00a0: «\u00a0Nous restons\u00a0», puis est parti\u00a0!", lang="fr"),
    ],
)
def no_break_space(document: Document) -> Iterator[Finding]:
    """What it finds. A no-break space, alone or beside other spaces, with a word of three letters or
    more on either side. When a text has many, they are reported once.

    Why it matters. The line does not break there, search does not find the phrase, and word counts
    are wrong. It comes from pages and word processors.

    When the fix is not safe. It puts one ordinary space in its place. That is safe between two English
    words in small letters. A name may have to stay on one line, and a typesetter may have set the
    space: where both words have a capital, and in other languages where one has, or where such
    spaces stand where typography wants them (beside numbers, units, initials, short words, dashes
    and punctuation), nothing is reported.
    """
    text = document.text
    if "\u00a0" not in text and "\u202f" not in text:
        return
    english, meant = document.lang == "en", _MEANT.search(text) is not None
    places: dict[Safety, list[tuple[tuple[int, int], Edit]]] = {Safety.SAFE: [], Safety.REVIEW: []}
    for m in _NO_BREAK.finditer(text):
        safety = _safety(text, m, english, meant)
        if safety:
            places[safety].append((m.span(), Edit(*m.span(), " ")))
    for safety, some in places.items():
        yield from place_by_place_or_once(
            document, some, "No-break space between two words", safety=safety
        )


def _safety(text: str, m: re.Match[str], english: bool, meant: bool) -> Safety | None:
    """How safe an ordinary space is there; None where the no-break one may be meant."""
    before = _WORD_BEFORE.search(text, max(0, m.start() - _LONGEST_WORD), m.start())
    after = _WORD_AFTER.match(text, m.end(), m.end() + _LONGEST_WORD)
    assert before
    assert after
    capitals = before[0][0].isupper() + after[0][0].isupper()
    if " " in m[0]:
        return Safety.REVIEW if capitals else Safety.SAFE
    if capitals == 2 or before[0].lower() in _NUMBERS or (not english and (capitals or meant)):
        return None
    plain = english and not capitals and is_word(before[0]) and is_word(after[0])
    return Safety.SAFE if plain and not meant else Safety.REVIEW
