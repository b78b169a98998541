"""SRC117: a term of the glossary that is not rendered as the glossary has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.document.model import Finding, Severity
from qa.rules.registry import Example, rule
from qa.text.words import WORD

if TYPE_CHECKING:
    from qa.context import Context
    from qa.glossary import Glossary
    from qa.glossary.entries import Entry
    from qa.source import Comparison

# Endings take no more than so many letters from a long word.
_ENDING, _LONG = 3, 7
_VOWELS = "aeiouyаеєёиіїйоуыьэюя"


@rule(
    "SRC117",
    "lost-term",
    since="0.3",
    severity=Severity.INFO,
    bad=[
        Example(
            "⟦The sides met under the Norman scheme in Paris.⟧",
            source="Сторони зустрілися в Нормандському форматі в Парижі.",
            source_lang="uk",
        ),
        Example(
            "⟦He spoke of the papers signed in Hungary in 1994.⟧",
            source="Він говорив про Будапештський меморандум 1994 року.",
            source_lang="uk",
        ),
    ],
    good=[
        Example(
            "The sides met in the Normandy Format in Paris.",
            source="Сторони зустрілися в Нормандському форматі в Парижі.",
            source_lang="uk",
        ),
        Example(
            "The actor is known for his part in Game of Thrones.",
            source="Актор відомий своєю роллю у серіалі «Гра престолів».",
            source_lang="uk",
        ),
        Example(
            "Hail damaged the roofs of the village.",
            source="Дахи села пошкодив град.",
            source_lang="uk",
        ),
    ],
)
def lost_term(comparison: Comparison, context: Context) -> Iterator[Finding]:
    """What it finds. A term of the glossary whose original form stands in the sentence of the source, in
    any case, where the copy has none of the forms that the glossary accepts for it, in the sentence or
    beside it.

    Why it matters. A reader knows the Budapest Memorandum by its name, and finds it by its name.
    """
    terms = _terms(context.glossary, comparison.source_lang, comparison.lang)
    if not terms:
        return
    pairs = comparison.pairs
    for i, pair in enumerate(pairs):
        there = WORD.findall(pair.source)
        heads = {word[0] for word in there}
        for original, entries in terms.items():
            if original[0] not in heads or not _stands(original.split(), there):
                continue
            beside = " ".join(p.text for p in pairs[max(0, i - 1) : i + 2])
            here = [w.lower() for w in WORD.findall(beside)]
            forms = [f for entry in entries for f in entry.name.right]
            if forms and not any(_is_said(form, here) for form in forms):
                yield comparison.copy.finding(
                    pair.span,
                    f"the source has “{original}”, which is “{forms[0]}” in the glossary",
                    confidence=0.7,
                    data={"entry": entries[0].id, "source": pair.source},
                )


@lru_cache(64)
def _terms(glossary: Glossary, source_lang: str, lang: str) -> Mapping[str, Sequence[Entry]]:
    """The terms by their original form; one of several weapons and prizes may share it."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in glossary.entries:
        if entry.kind == "term" and entry.lang == lang and source_lang in entry.original:
            found[entry.original[source_lang]].append(entry)
    return found


def _stands(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether words stand one after the other, with any endings; a capital is one."""
    stems = [_stem(w) for w in wanted]
    starts = [i for i, word in enumerate(words) if word.startswith(stems[0])]
    return any(
        len(words) >= i + len(stems)
        and all(
            other.lower().startswith(stem.lower()) and len(other) <= len(full) + _ENDING
            for other, stem, full in zip(words[i : i + len(stems)], stems, wanted, strict=True)
        )
        for i in starts
    )


def _stem(word: str) -> str:
    """What a word begins with in every case: a short one loses a vowel at most."""
    if len(word) > _LONG:
        return word[:-_ENDING]
    return word[:-1] if word[-1].lower() in _VOWELS else word


def _is_said(form: str, words: Sequence[str]) -> bool:
    """Whether the copy has a form: the words with capitals in it, or else all of them."""
    wanted = form.split()
    wanted = [w for w in wanted if w[0].isupper()] or wanted
    return all(any(word.startswith(_stem(w).lower()) for word in words) for w in wanted)
