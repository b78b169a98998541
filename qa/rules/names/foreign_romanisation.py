"""GLO203: a Ukrainian, Russian or Belarusian name as Polish, German or French copy writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.computed import of_document
from qa.document.model import Document, Finding, Safety, Span
from qa.rules.registry import rule
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from qa.context import Context
    from qa.glossary import Glossary
    from qa.romanise.read_back import Given

_LANGUAGES = {"pl": "Polish", "de": "German", "fr": "French", "cs": "Czech", "tr": "Turkish"}
_PEOPLE = {"uk": "Ukrainian", "ru": "Russian", "be": "Belarusian"}
_SHORTEST = 5
_SURNAME = lazy(
    r"[ \u00a0](?:[A-ZŁŻŠ]\. )?((?!I\b)[A-ZŁŻŚŠČŽÇŞ][^\W\d_]{2,}(?:-[A-ZŁŻŚŠČŽÇŞ][^\W\d_]+)?)"
)


@rule(
    "GLO203",
    "foreign-romanisation",
    since="0.3",
    languages=["en"],
    bad=[
        ("Envoy ⟦Serhij Szewczuk⟧ spoke.", "Envoy Serhii Shevchuk spoke."),
        (
            "Writer ⟦Mykoła Łysenko⟧ came. Łysenko's book and Łysenko are known.",
            "Writer Mykola Lysenko came. Lysenko's book and Lysenko are known.",
        ),
        ("Trainer ⟦Oleksij Tschernenko⟧ won.", "Trainer Oleksii Chernenko won."),
        ("Poet ⟦Andreï Choubine⟧ left.", "Poet Andrei Shubin left."),
        # A name that the glossary has.
        ("President ⟦Vuczić⟧ spoke.", "President Vučić spoke."),
        ("Skater ⟦Jevgenij Žukov⟧ fell.", "Skater Yevgeny Zhukov fell."),
        ("General ⟦Wladimir Schischkin⟧ left.", "General Vladimir Shishkin left."),
    ],
    good=[
        "Andrzej Duda met Jurij Gustinčič, Sergej Milinković-Savić and Andrej Babiš.",
        "Wladimir Klitschko, Alexej Popov and Igor Levit; Roman Polański and Viktor Orbán.",
        "Dmitry Peskov, Andrii Shevchenko, Oleksandr Usyk and Volodymyr Zelenskyy.",
        "Iouri is a river. The Jewgeni prize.",
    ],
)
def foreign_romanisation(document: Document, context: Context) -> Iterator[Finding]:
    """What it finds. A Ukrainian, Russian or Belarusian name in the letters of another language
    (*Serhij Szewczuk*, *Oleksij Tschernenko*, *Andreï Choubine*), without an entry for it: the given name
    is one that only this language writes so, or the letters of the surname show it, too. It is
    named once, and holds the places where the surname comes alone.

    Why it matters. It is the trace of a story that was translated by way of Poland, Germany or France; the
    English reader cannot find the person under that name.

    When the fix is not safe. The name is read back by its letters; how its bearer writes it may differ.
    """
    from qa.names.places import places
    from qa.romanise.read_back import MAY_BE_FOREIGN, foreign_given_names

    table = foreign_given_names()
    done: set[str] = set()
    for form in sorted(table.keys() & document.index.cased.keys()):
        for m in re.finditer(rf"(?<![\w-]){form}{_SURNAME.pattern}", document.text):
            full = document.text[m.start() : m.end()]
            written = _in_english(full, form, m[1], table[form])
            if written is None or full in done:
                continue
            done.add(full)
            if _is_matched(Span(*m.span()), document, context):
                continue
            english, surname, given = written
            whole = places(document, full)
            alone = [
                at
                for at in (places(document, m[1]) if surname != m[1] else [])
                if not any(w.start <= at.start < w.end for w in whole)
            ]
            ordered = sorted([*((w, english) for w in whole), *((at, surname) for at in alone)])
            message = f"“{full}” is a {_PEOPLE[given.country]} name as {_LANGUAGES[given.lang]} writes it; in English that is “{english}”"
            yield _finding(document, ordered, message, english)
            done.add(m[1])
    for word in sorted(w for w in document.index.cased if MAY_BE_FOREIGN.fullmatch(w)):
        if word in done or len(word) < _SHORTEST or not (known := _known_surname(word, context)):
            continue
        spans = [at for at in places(document, word) if not _is_matched(at, document, context)]
        if spans:
            english, lang = known
            message = f"“{word}” is “{english}” as {_LANGUAGES[lang]} writes it"
            yield _finding(document, [(at, english) for at in spans], message, english)


def _known_surname(word: str, context: Context) -> tuple[str, str] | None:
    """The surname of the glossary that a word is when it is read back, and the language; None for none."""
    from qa.romanise.read_back import readings_back
    from qa.text.english import is_name, is_word

    if is_word(word.lower()) or is_name(word.lower()) or context.glossary.knows(word.lower()):
        return None
    for english, lang in readings_back(word).items():
        surnames = {e.name.preferred for e in context.glossary.people(english)}
        if len(surnames) == 1 and surnames != {word}:
            return surnames.pop(), lang
    return None


def _is_matched(span: Span, document: Document, context: Context) -> bool:
    """Whether something that the glossary knows, right or wrong, shares a code point with a place."""
    return any(span.overlaps(place) for place in _matched(document, context.glossary))


@of_document
def _matched(document: Document, glossary: Glossary) -> tuple[Span, ...]:
    """The places of what the glossary knows."""
    return tuple(
        match.span.shifted(segment.offset)
        for segment in document.segments
        for match in glossary.matches(segment)
    )


def _finding(
    document: Document, ordered: list[tuple[Span, str]], message: str, english: str
) -> Finding:
    spans = [at for at, _ in ordered]
    return document.finding(
        spans[0],
        message,
        edits=[(*at, new) for at, new in ordered],
        safety=Safety.REVIEW,
        title=f"Write “{english}”",
        confidence=0.8,
        related=spans[1:],
    )


def _in_english(
    full: str, form: str, surname: str, givens: list[Given]
) -> tuple[str, str, Given] | None:
    """The full name and the surname as English writes them, and the given name that tells it; None for others."""
    from qa.romanise.read_back import marks_of, read_back
    from qa.text.english import is_name

    # The language that shows most in the surname; the first of them where none does.
    given = max(givens, key=lambda g: (marks_of(surname, g.lang), g.sure))
    marked = marks_of(surname, given.lang) > 0
    new = (
        "-".join(
            read_back(part, given.lang, russian=given.country != "uk")
            for part in surname.split("-")
        )
        if marked
        else surname
    )
    if not given.sure and (
        not marked
        or is_name(surname.lower())
        or _SOUTHERN.search(surname)
        or not _EASTERN.search(new)
    ):
        return None
    english = full.replace(form, given.english, 1)
    english = english[: len(english) - len(surname)] + new
    return (english, new, given) if english != full else None


# What surnames of the three countries end in, as English writes them; and what those of Serbia, Slovenia,
# Bulgaria and Poland end in, whose people bear some of the same given names.
_EASTERN = lazy(
    r"(?:ov|ova|ev|eva|in|ina|sky|skaya|skyi|enko|chuk|iuk|yuk|ko|ets|ich|vych|vich|yi|ii|kh)$"
)
_SOUTHERN = lazy(r"(?:ić|čič|ič|ović|ski|cki|czyk|czak)$")
