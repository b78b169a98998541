"""Case forms of names in languages that inflect them, by the table of endings in qa/data/.

English is not among them: its possessive and plural are the matcher's own (`qa.glossary.endings`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qa.text.word_lists import DATA, words_for

if TYPE_CHECKING:
    from qa.glossary.entries import Entry

MAN, WOMAN, PLACE = "man", "woman", "place"
_LONGEST = 4


def owner_of(entry: Entry) -> str:
    """What the names of an entry are of: a man, a woman, or a place (or what is inflected as one)."""
    if entry.kind != "person":
        return PLACE
    if entry.lang == "de":
        return MAN  # women's names have the same endings
    name = (entry.given or entry.name).preferred.lower()
    is_man = name in words_for("mens_names_in_a", entry.lang)
    return WOMAN if name.endswith(("а", "я", "a")) and not is_man else MAN


@lru_cache(maxsize=10_000)
def case_forms(form: str, lang: str, owner: str) -> Mapping[str, tuple[str, ...]]:
    """The forms of a name other than itself, and the cases of each: Києва, genitive.

    Empty for a language or a name whose endings are not known, and for names of several words.
    """
    cases: dict[str, list[str]] = {}
    for case, forms in _cells(form, lang, owner).items():
        for inflected in forms:
            # News copy calls nobody: a form that is another case too is that case.
            if inflected != form and (case != "voc" or inflected not in cases):
                cases.setdefault(inflected, []).append(case)
    return {inflected: tuple(of) for inflected, of in cases.items()}


def in_cases(form: str, lang: str, owner: str, cases: Iterable[str]) -> str | None:
    """A name in the form that it has in all of the cases; None if it has none."""
    cells = _cells(form, lang, owner)
    first, *others = (cells.get(case, ()) for case in cases)
    return next((f for f in first if all(f in other for other in others)), None)


def asked_cases(word: str, lang: str, owner: str) -> tuple[str, ...]:
    """The cases that a word asks of a name after it: "do", "prezydentem"; none if it does not say."""
    return _asking().get((lang, owner == PLACE, word), ())


def says_its_case(form: str, lang: str, owner: str) -> bool:
    """Whether a form that is in no other case is in the first one, for it would show another.

    So is one in a language of which nothing is known that asks for a case.
    """
    return lang not in {known for known, _, _ in _asking()} or bool(_cells(form, lang, owner))


def stays_in(form: str, lang: str, owner: str, case: str) -> bool:
    """Whether the form of a case is the form itself."""
    return case == "nom" or form in _cells(form, lang, owner).get(case, ())


@cache
def _asking() -> Mapping[tuple[str, bool, str], tuple[str, ...]]:
    """The table: by language, whether the name is a place's, and word, the cases asked for."""
    lines = (DATA / "words_that_ask_for_a_case.tsv").read_text("utf-8").splitlines()
    return {
        (row["lang"], kind == "place", word): tuple(row[kind].split())
        for row in csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t")
        for kind in ("person", "place")
        if row[kind] != "-"
        for word in row["words"].split()
    }


def _cells(form: str, lang: str, owner: str) -> Mapping[str, tuple[str, ...]]:
    """The forms of a name by case."""
    rows = _endings().get((lang, owner), {})
    if not rows or " " in form or not form[-1:].isalpha():
        return {}
    # A letter at least stays: a rule is for endings, not for whole words.
    for length in range(min(_LONGEST, len(form) - 1), -1, -1):
        ending = form[len(form) - length :].lower()
        row = rows.get(ending if length else "*")
        if row is not None:
            stem = form[: len(form) - length]
            return {
                case: tuple(stem + (form[len(stem) :] if new == "=" else new) for new in endings)
                for case, endings in row.items()
            }
    return {}


@cache
def _endings() -> Mapping[tuple[str, str], Mapping[str, Mapping[str, tuple[str, ...]]]]:
    """The table: by language and owner, then by ending, the new endings of each case."""
    lines = (DATA / "inflections.tsv").read_text("utf-8").splitlines()
    table: dict[tuple[str, str], dict[str, dict[str, tuple[str, ...]]]] = {}
    for row in csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t"):
        cells = {
            case: tuple(cell.split("/")) for case, cell in list(row.items())[3:] if cell != "-"
        }
        table.setdefault((row["lang"], row["of"]), {})[row["ending"]] = cells
    return table
