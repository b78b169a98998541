"""MTA303: a name in a case form of the source language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.index import Clues
from qa.document.model import Document, Finding
from qa.rules.registry import rule
from qa.text.english import unknown
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from qa.context import Context
    from qa.glossary import Glossary
    from qa.glossary.entries import Entry

# Endings of Russian and Ukrainian genitives, datives and instrumentals, as romanised; -a and -i are
# left out, since they are a woman's surname and a plural.
_OBLIQUE = lazy(
    r"\b[A-Z][a-z]{3,}+(?:(?<=u)|(?<=[gh]o)|(?<=[iyo]m)|(?<=vi))(?=['’]s\b|(?![\w'’-]))"
)
_ENDINGS = ("u", "go", "ho", "im", "ym", "om", "vi")
_ADJECTIVE = ("yy", "yi", "yj", "iy", "ii", "ij", "i", "y")
_ADJECTIVE_ENDINGS = ("ogo", "oho", "omu", "im", "ym")
_NOUN_ENDINGS = ("u", "ym", "im", "om", "ovi")


@rule(
    "MTA303",
    "case-form",
    since="0.2",
    languages=["en"],
    bad=[
        (
            "The talks with ⟦Zelenskim⟧ and ⟦Putinym⟧ went on.",
            "The talks with Zelenskyy and Putin went on.",
        ),
        ("They believe in ⟦Zelenskogo⟧.", "They believe in Zelenskyy."),
    ],
    good=[
        "Zelenska and Putina are women's names; Lavrova is one too.",
        "Talks with Zelenskyy and Putin. Malibu, Peru and Nehru.",
        "The Putins and Lavrov's team.",
    ],
)
def case_form(document: Document, context: Context) -> Iterator[Finding]:
    """What it finds. A surname of the glossary with a Russian or Ukrainian case ending: “in
    Zelenskogo”, “with Putinym”. Forms that are also a woman's surname are left alone.

    Why it matters. The name was transliterated as it stood in the sentence; readers do not know it
    in this form.

    When the fix is not safe. It writes the surname; a word before it may be wrong as well.
    """
    oblique = {w for w in document.index.cased if w.endswith(_ENDINGS) and not w.islower()}
    no_words = unknown({w.lower() for w in oblique})
    clues = Clues.of({w for w in oblique if w.lower() in no_words})
    for segment in document.segments_with(clues):
        for m in _OBLIQUE.finditer(segment.text) if segment.lang == "en" else ():
            entry = _person(m[0], context.glossary) if m[0] in clues.cased else None
            if entry:
                name = entry.name.under(context.config.style).preferred
                yield segment.finding(
                    m.span(),
                    f"“{m[0]}” is a case form of {name}",
                    replace=name,
                    data={"entry": entry.id},
                    confidence=0.9,
                )


def _person(word: str, glossary: Glossary) -> Entry | None:
    """Whose surname a word may be a case form of; nobody's where it is a form of another name."""
    if glossary.knows(word.lower()):
        return None
    for ending in _ADJECTIVE_ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            endings = _ADJECTIVE if stem.endswith("sk") else ("yi", "yy")
            for surname in (stem + x for x in endings):
                if entry := _slavic(surname, glossary):
                    return entry
    for ending in _NOUN_ENDINGS:
        surname = word.removesuffix(ending)
        is_noun = surname != word and surname[-1] not in "aeiouy"
        if is_noun and (entry := _slavic(surname, glossary)):
            return entry
    return None


def _slavic(surname: str, glossary: Glossary) -> Entry | None:
    people = glossary.people(surname)
    return next((e for e in people if {"uk", "ru", "be"} & set(e.original)), None)
