import re
from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Safety
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import rule
from qa.text.addresses import in_address
from qa.text.english import is_name, is_word
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

# A capital inside a word, or a year after one.
_FUSED = lazy(r"[A-Z12](?<=[a-z][A-Z12])(?:(?<=[A-Z])[a-z]{2}|(?<=[12])[09]\d\d\b)")
_HEAD = lazy(r"\b[a-z]{2,8}$")
_WORD = lazy(r"[A-Z][a-z]+(?:['’]s)?\b|\d{4}\b")


@rule(
    "PUN110",
    "fused-words",
    since="0.2",
    languages=["en"],
    bad=[
        ("He met ⟦thePresident⟧ on Monday.", "He met the President on Monday."),
        ("The war ⟦inUkraine⟧ began ⟦in2022⟧.", "The war in Ukraine began in 2022."),
    ],
    good=[
        "An iPhone, eBay, theGrio, inDrive, LeBron, deMille, McDonald and onAir.",
        "The variable isEmpty, the function toString and the file of2022.txt.",
        "He met the President in 2022.",
    ],
)
def fused_words(document: Document) -> Iterator[Finding]:
    """What it finds. In English text, a function word run together with the name or year behind it:
    "thePresident", "in2022". Brands, such as iPhone, and the names of programmers are left alone.
    When a text has many, they are reported once.

    Why it matters. No spelling check and no search finds either word. It comes from exports that
    drop spaces at links and at formatted words.

    When the fix is not safe. It puts in a space; an unknown brand may be written so.
    """
    text = document.text
    openers = words_for("function_words", "en")
    places = []
    for m in _FUSED.finditer(text):
        at = m.start()
        head = _HEAD.search(text, max(0, at - 9), at)
        if head is None or head[0] not in openers or head[0] in _IN_CODE:
            continue
        word = _WORD.match(text, at)
        if word and _is_known(word[0], head[0]) and not in_address(text, head.start(), word.end()):
            places.append(((head.start(), word.end()), Edit(at, at, " ")))
    yield from place_by_place_or_once(
        document,
        places,
        "Two words run together",
        safety=Safety.REVIEW,
        title="Put in a space",
    )


# Words that programmers begin names with.
_IN_CODE = frozenset({"is", "has", "can", "to", "on", "not", "should", "do", "with"})


def _is_known(word: str, opener: str) -> bool:
    """Whether `word` is a year or a name, or behind an article a word."""
    plain = re.split("['’]", word)[0].lower()
    return (
        word.isdigit()
        or (is_name(plain) and not is_word(plain))
        or (
            (opener in ("the", "and", "that", "of", "his", "their") and len(plain) > 3)
            and (is_word(plain) or is_name(plain))
        )
    )
