import re
from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Safety
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import rule
from qa.text.addresses import in_address
from qa.text.english import common_words, is_name, is_word
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

# A capital inside a word, or a year after one.
_FUSED = lazy(r"[A-Z12](?<=[a-z][A-Z12])(?:(?<=[A-Z])[a-z]{2}|(?<=[12])[09]\d\d\b)")
_HEAD = lazy(r"\b[a-z]{2,8}$")
_WORD = lazy(r"[A-Z][a-z]+(?:['’]s)?\b|\d{4}\b")
_LONG_HEAD = lazy(r"(?<![^\s(\"“])[a-z]{5,}$")
# In letters. Shorter words make names of brands: easyJet, openDemocracy.
_LONG = 5
_TITLE = lazy(r"(?<![^\s(\"“])[A-Z][a-z]{2,}$")
_END = lazy(r"[A-Z][a-z]+(?=[\s:.]*$)", re.MULTILINE)
_SURNAME = lazy(r"[A-Z][^\W\d_]+\b")


@rule(
    "PUN110",
    "fused-words",
    since="0.2",
    languages=["en"],
    bad=[
        ("He met ⟦thePresident⟧ on Monday.", "He met the President on Monday."),
        ("The war ⟦inUkraine⟧ began ⟦in2022⟧.", "The war in Ukraine began in 2022."),
        ("Many ⟦dronesLaunched⟧ at night fell.", "Many drones Launched at night fell."),
        ("Who pays for the flood in ⟦UkrainePhoto⟧", "Who pays for the flood in Ukraine Photo"),
        ("⟦AuthorKowalska⟧ Anna is the editor.", "Author Kowalska Anna is the editor."),
    ],
    good=[
        "In openDemocracy and the smartCities paper; smartCities is a project.",
        "A set of iStockPhoto, MetaVideo Kit and the EntryPoint class; see TheVideo and AuthorHouse.",
        "An iPhone, eBay, theGrio, inDrive, LeBron, deMille, McDonald and onAir.",
        "The variable isEmpty, the function toString and the file of2022.txt.",
        "He met the President in 2022.",
    ],
)
def fused_words(document: Document) -> Iterator[Finding]:
    """What it finds. In English text, a function word run together with the name or year behind it:
    "thePresident", "in2022"; two long words ("dronesLaunched"); and a label of the page run together
    with the last word of a headline or with a name ("UkrainePhoto"). Brands, such as iPhone, and the
    names of programmers are left alone. When a text has many, they are reported once.

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
        word = _WORD.match(text, at)
        if not (
            head
            and word
            and head[0] in openers
            and head[0] not in _IN_CODE
            and _is_known(word[0], head[0])
        ):
            head = _LONG_HEAD.search(text, max(0, at - 20), at)
            if head is None or word is None or not _are_two_words(head[0], word[0], text):
                head, word = _label_and_word(text, at)
        if head and word and not in_address(text, head.start(), word.end()):
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


# What a page prints behind a headline, and before a name.
_LABELS_BEHIND = frozenset(
    [
        "Photo",
        "Photos",
        "Video",
        "Videos",
        "Infographics",
        "Infographic",
        "Advertisement",
        "Updated",
    ]
)
_LABELS_BEFORE = frozenset(["Entry", "Author", "Photo", "Source", "Text", "Editor", "Video"])


def _are_two_words(head: str, word: str, text: str) -> bool:
    """Whether two long common words, which come together only once, stand for themselves."""
    common = common_words()
    return (
        len(word) >= _LONG
        and head in common
        and word.lower() in common
        and text.count(head + word) == 1
    )


def _label_and_word(text: str, at: int) -> tuple[re.Match[str], re.Match[str]] | tuple[None, None]:
    """The label of a page and the word that it is run together with, in their order."""
    head = _TITLE.search(text, max(0, at - 20), at)
    if head is None:
        return None, None
    behind = _END.match(text, at)
    if behind and behind[0] in _LABELS_BEHIND and _is_spelled(head[0].lower()):
        return head, behind
    name = _SURNAME.match(text, at)
    if head[0] in _LABELS_BEFORE and name and len(name[0]) >= _LONG:
        lower = name[0].lower()
        if not is_word(lower) and (is_name(lower) or lower.endswith(_SURNAME_ENDINGS)):
            return head, name
    return None, None


_SURNAME_ENDINGS = ("ski", "ska", "sky", "skyi", "enko", "vich", "ović", "ov", "ova", "ev")


def _is_spelled(word: str) -> bool:
    return is_word(word) or is_name(word)


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
