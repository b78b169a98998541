"""MTA303: a name in a case form of the source language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.model import Finding, Segment
from qa.registry import rule
from qa.text.english import is_name, is_word
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
_ADJECTIVE = ("skyy", "skyi", "skyj", "skiy", "skii", "skij", "ski", "sky", "yi", "yy")
_ADJECTIVE_ENDINGS = ("ogo", "oho", "omu", "im", "ym")
_NOUN_ENDINGS = ("u", "ym", "im", "om", "ovi")


@rule(
    "MTA303",
    "case-form",
    since="0.2",
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
def case_form(segment: Segment, context: Context) -> Iterator[Finding]:
    """What it finds. A surname of the glossary with a Russian or Ukrainian case ending: “in
    Zelenskogo”, “with Putinym”. Forms that are also a woman's surname are left alone.

    Why it matters. The name was transliterated as it stood in the sentence; readers do not know it
    in this form.

    When the fix is not safe. It writes the surname; a word before it may be wrong as well.
    """
    if segment.lang != "en":
        return
    for m in _OBLIQUE.finditer(segment.text):
        lower = m[0].lower()
        if is_word(lower) or is_name(lower):
            continue
        # All entries are read for a word only that starts as a name does; an ending has three letters.
        if not any(w.startswith(lower[:-3]) for w in context.glossary.words):
            continue
        entry = _case_forms(context.glossary).get(m[0])
        if entry:
            name = entry.name.under(context.config.style).preferred
            yield segment.finding(
                m.span(),
                f"“{m[0]}” is a case form of {name}",
                replace=name,
                data={"entry": entry.id},
                confidence=0.9,
            )


@lru_cache(maxsize=4)
def _case_forms(glossary: Glossary) -> dict[str, Entry]:
    """The case forms of all Slavic surnames, those that are a form of another name left out."""
    entries = tuple(glossary.entries)
    people = [e for e in entries if e.kind == "person" and {"uk", "ru", "be"} & set(e.original)]
    forms: dict[str, Entry] = {}
    for entry in people:
        for surname in entry.name.forms:
            ending = next((x for x in _ADJECTIVE if surname.endswith(x)), "")
            stem = surname.removesuffix(ending)
            if ending:
                stem += ending.rstrip("yij")
                endings: tuple[str, ...] = _ADJECTIVE_ENDINGS
            elif surname[-1] not in "aeiouy":
                endings = _NOUN_ENDINGS
            else:
                continue
            forms.update({stem + x: entry for x in endings})
    for entry in entries:
        for form in entry.name.forms:
            forms.pop(form, None)
    return forms
