"""Compiling a glossary: from entries to the rows of a table that text is looked up in.

Each form is filed under one of its runs, the one that the fewest forms share; so a text is compared
only with the forms that share a rare word with it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from qa.glossary.entries import NAMES, Entry, to_row
from qa.glossary.forms import Form, form_of, parts_of
from qa.glossary.inflection import PLACE, case_forms, owner_of
from qa.glossary.store import pack
from qa.glossary.terms import (
    ANY_CASE,
    CAPITAL,
    DATED,
    DERIVED,
    DOUBTFUL,
    ENTRY,
    ID,
    NEAR,
    PLACE_WORD,
    RIGHT,
    WORD,
    WRONG,
    Term,
)
from qa.text.english import is_word
from qa.text.word_lists import words_for


def compile_entries(entries: Sequence[Entry], style: str, signature: Sequence[Any] = ()) -> bytes:
    """The table of a glossary under a house style; `signature` says what it was made from."""
    head = {
        "signature": signature,
        "style": style,
        "entries": len(entries),
        "languages": sorted({e.lang for e in entries}),
    }
    return pack(head, _rows(entries, style))


def _rows(entries: Sequence[Entry], style: str) -> Iterator[tuple[str, str]]:
    for number, entry in enumerate(entries):
        yield f"{ENTRY}{number}", _json(to_row(entry))
        yield ID + entry.id, str(number)
    for key, terms in _filed(terms_of(entries, style), [e.lang for e in entries]).items():
        yield key, _json(terms)
    names = [e for e in entries if e.kind in NAMES]
    # A term that a desk writes is no typo either.
    known = (e for e in entries if e.kind in (*NAMES, "term"))
    spellings = (s for e in known for s in (e.name, e.given) if s)
    for word in {r for s in spellings for f in s.forms for r in _letters(form_of(f))}:
        yield WORD + word, ""
    places = ((e.name.preferred, e) for e in names if e.kind != "person")
    words = {w for name, e in places for w in (*name.split(), *case_forms(name, e.lang, PLACE))}
    for word in {w.lower() for w in words}:
        yield PLACE_WORD + word, ""
    yield from _near(names, style)


def terms_of(entries: Iterable[Entry], style: str) -> Iterator[Term]:
    """The forms of all entries that are looked for, each once.

    A given name is none: it is looked for only beside its surname.
    """
    for number, entry in enumerate(entries):
        forms = [(f, s) for f, s in _forms(entry, style) if form_of(f).runs]
        found = {f: Term(f, number, entry.kind, s) for f, s in reversed(forms)}
        owner = owner_of(entry) if entry.lang != "en" and entry.kind in NAMES else ""
        for form, status in forms if owner else ():
            for inflected, cases in case_forms(form, entry.lang, owner).items():
                case_form = Term(inflected, number, entry.kind, status, form, " ".join(cases))
                found.setdefault(inflected, case_form)
        yield from found.values()


def _forms(entry: Entry, style: str) -> Iterator[tuple[str, str]]:
    """The forms of an entry and what each is; what comes first holds."""
    name = entry.name.under(style)
    if name.dated:
        for form in name.forms:
            yield form, DATED
    # A calque may have nothing to propose; the right words of a phrase need no looking for.
    elif entry.kind not in ("title", "calque"):
        for form in (name.preferred, *name.accepted):
            yield form, RIGHT
    for status, forms in (
        (WRONG, name.forbidden),
        (DERIVED, name.generated),
        (DOUBTFUL, name.doubtful),
    ):
        for form in forms:
            yield form, status


def _filed(terms: Iterable[Term], languages: Sequence[str]) -> dict[str, list[list[Any]]]:
    """The terms by the key of one run each.

    With each stand the number of that run in the form, and that of the rarer run beside it.
    """
    known = [(term, form_of(term.form).runs) for term in terms]
    shared = Counter(run for _, runs in known for run in runs)
    filed: dict[str, list[list[Any]]] = {}
    for term, runs in known:
        lang = languages[term.entry]
        capitals = [] if term.kind in ("title", "calque") else _capitals(term.form)
        cost = [_cost(run, lang, shared[run]) for run in runs]
        at = min(capitals or range(len(runs)), key=cost.__getitem__)
        # A name or a term has its plural at its last run.
        last = len(runs) - 1
        if (
            term.kind in ("person", "term")
            and last in (capitals or [last])
            and cost[-1] < (_FREQUENT,)
        ):
            at = last
        sides = [i for i in (at - 1, at + 1) if 0 <= i < len(runs)]
        beside = min(sides, key=cost.__getitem__, default=at)
        space = CAPITAL if at in capitals else ANY_CASE
        row = [at, beside, *(term if term.base else term[:4])]
        filed.setdefault(f"{space}{lang} {runs[at]}", []).append(row)
    return filed


# Terms under one run that are too many to be read at once.
_MANY = 50
_NEVER_A_NAME, _A_NAME, _FREQUENT = range(3)


def _cost(run: str, lang: str, shared: int) -> tuple[int, bool, int, int]:
    """How often a run is met in text, as far as can be told: less for the better key.

    Long words are rarer; and a story has a name that it is about in each sentence, but words seldom
    with a capital.
    """
    if len(run) < 3 or run in words_for("function_words", lang):
        rank = _FREQUENT
    else:
        rank = _NEVER_A_NAME if lang == "en" and is_word(run) else _A_NAME
    return rank, shared > _MANY, -len(run), shared


def _capitals(form: str) -> list[int]:
    """The numbers of the runs of a form that begin with a capital."""
    return [i for i, run in enumerate(parts_of(form)[1::2]) if run[0].isupper()]


def _near(names: Iterable[Entry], style: str) -> Iterator[tuple[str, str]]:
    """The words of places and distinctive surnames by their first and last letter."""
    near: dict[str, set[str]] = {}
    for entry in names:
        if entry.near and (entry.kind == "place" or (entry.kind == "person" and entry.alone)):
            for word in entry.name.under(style).preferred.split():
                if word[0].isupper():
                    near.setdefault((word[0] + word[-1]).lower(), set()).add(word)
    for ends, words in near.items():
        yield NEAR + ends, " ".join(sorted(words))


def _letters(form: Form) -> Iterator[str]:
    return (run for run in form.runs if not any(c.isdigit() for c in run))


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
