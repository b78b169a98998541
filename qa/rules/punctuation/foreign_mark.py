"""PUN207: punctuation marks and digits of another script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.characters import CJK_LANGUAGES, characters
from qa.document.model import Document, Edit, Finding, Safety
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

# Which mark of Latin and Cyrillic type stands for each: Unicode 15, names of the characters.
_STOPS = {"、": ",", "。": ".", "،": ",", "؛": ";", "؟": "?", "٫": ".", "٬": ",", "٪": "%"}
_OPENING, _CLOSING = "「『《〈", "」』》〉"
_DIGITS = {chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x966) for n in range(10)}
_INVERTED = "¿¡"
_MARKS = frozenset([*_STOPS, *_OPENING, *_CLOSING, *_DIGITS, *_INVERTED])
_PLACE = lazy(
    r"(?P<figure>[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]+(?:[٫٬][\u0660-\u0669\u06f0-\u06f9]+)*٪?)"
    r"|(?P<quote>[「『《〈」』》〉])|(?P<stop> ?[、。،؛؟٪])(?P<end>\s|$)?|(?P<inverted>[¿¡])(?=\s?[A-Za-z])"
)
# Letters that have these marks for their own.
_OWNER = lazy(
    r"[\u0590-\u060b\u060d-\u061a\u0620-\u065f\u066e-\u06ef\u06fa-\u08ff\u0900-\u0965\u0970-\u097f"
    r"\u1100-\u11ff\u2e80-\u2fff\u3005-\u3007\u3021-\u9fff\uac00-\ud7ff\uf900-\ufdff]"
)
_REACH = 3
_WORD = lazy(r"[A-Za-z]+")
# Languages that write these marks, and those whose main language is unknown.
_OTHER_SCRIPTS = CJK_LANGUAGES | frozenset(
    ["ar", "fa", "ur", "ps", "ckb", "ug", "sd", "he", "yi", "hi", "mr", "ne", "bn", "th", "und"]
)
_INVERTING = frozenset(["es", "ast", "gl", "ca"])


@rule(
    "PUN207",
    "foreign-mark",
    since="0.2",
    bad=[
        (
            "The routes will change⟦、⟧the ministry said.",
            "The routes will change, the ministry said.",
        ),
        ("⟦「⟧We have no drivers,⟦」⟧ he said.", '"We have no drivers," he said.'),
        ("It is ⟦۱۲⟧ kilometers long and ⟦۹۵٪⟧ done.", "It is 12 kilometers long and 95% done."),
        (
            "Goods passed through⟦ ،⟧ he said⟦؛⟧ more will.",
            "Goods passed through, he said; more will.",
        ),
        ("⟦¿⟧Will it be enough? Nobody knows.", "Will it be enough? Nobody knows."),
        Example(
            "Маршрути зміняться⟦、⟧каже міністр.", "Маршрути зміняться, каже міністр.", lang="uk"
        ),
    ],
    good=[
        "The sign said 「東京」, and the title is 《人民日报》。",
        "The book is called عام ١٩٤٨، كما كان in Arabic.",
        "“¿Qué hay de nuevo?” is what he asked. ¿Quién sabe?",
        Example("¿Cuándo llegan? ¡Ya!", lang="es"),
        Example("路線が変わる、と大臣は述べた。", lang="ja"),
    ],
)
def foreign_mark(document: Document) -> Iterator[Finding]:
    """What it finds. Commas, full stops, quotation marks and digits of East Asian, Arabic and Persian
    type in text of other letters (“、”, “。”, “「」”, “،”, “۱۲”), and Spanish “¿” in English.

    Where the words beside the mark are in its own script, it stays. When a text has many, they are
    reported once.

    Why it matters. The translation kept them from the source: readers take them for broken type, and
    no program finds or counts the number.

    When the fix is not safe. It sets the mark that English has there. Quotations may need the style
    of the text.
    """
    if document.lang in _OTHER_SCRIPTS or _MARKS.isdisjoint(characters(document)):
        return
    places = [
        (m.span(group), edit)
        for m in _PLACE.finditer(document.text)
        if not _is_at_home(document, *m.span())
        for group, edit in _edits(document, m)
    ]
    yield from place_by_place_or_once(
        document, places, "A punctuation mark or digit of another script", safety=Safety.REVIEW
    )


def _is_at_home(document: Document, start: int, end: int) -> bool:
    text = document.text
    return bool(_OWNER.search(text, max(0, start - _REACH), min(len(text), end + _REACH)))


def _edits(document: Document, m: re.Match[str]) -> Iterator[tuple[str, Edit]]:
    """The group that is the place, with its edit; nothing where the mark is meant."""
    kind = m.lastgroup if m.lastgroup != "end" else "stop"
    start, end = m.span(kind or 0)
    found = m[kind or 0]
    if kind == "figure":
        plain = "".join(_DIGITS.get(c, _STOPS.get(c, c)) for c in found)
        yield kind, Edit(start, end, plain)
    elif kind == "quote":
        curly = "“" in document.text
        opening, closing = ("“", "”") if curly else ('"', '"')
        yield kind, Edit(start, end, opening if found in _OPENING else closing)
    elif kind == "stop":
        space = "" if m["end"] is not None or document.text[end : end + 1] in "\"'”’)]»" else " "
        yield kind, Edit(start, end, _STOPS[found.strip()] + space)
    elif kind == "inverted" and document.lang not in _INVERTING and _asks_in_english(document, end):
        yield kind, Edit(start, end, "")


def _asks_in_english(document: Document, at: int) -> bool:
    words = _WORD.findall(document.text, at, at + 40)[:3]
    known = words_for("function_words", "en")
    return document.lang == "en" and any(w.lower() in known for w in words)
