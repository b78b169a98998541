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
from qa.glossary.forms import RUN, Form, form_of
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
    spellings = (s for e in names for s in (e.name, e.given) if s)
    for word in {r for s in spellings for f in s.forms for r in _letters(form_of(f))}:
        yield WORD + word, ""
    places = (e.name.preferred for e in names if e.kind != "person")
    for word in {w.lower() for name in places for w in name.split()}:
        yield PLACE_WORD + word, ""
    yield from _near(names, style)


def terms_of(entries: Iterable[Entry], style: str) -> Iterator[Term]:
    """The forms of all entries that are looked for, each once.

    A given name is none: it is looked for only beside its surname.
    """
    for number, entry in enumerate(entries):
        seen = set()
        for form, status in _forms(entry, style):
            if form not in seen and form_of(form).runs:
                seen.add(form)
                yield Term(form, number, entry.kind, status)


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
    """The terms by the key of one run each, with the number of that run in the form."""
    known = [(term, form_of(term.form).runs) for term in terms]
    shared = Counter(run for _, runs in known for run in runs)
    filed: dict[str, list[list[Any]]] = {}
    for term, runs in known:
        capitals = [] if term.kind in ("title", "calque") else _capitals(term.form)
        # A surname has its plural at its last run.
        at = len(runs) - 1
        if term.kind != "person":
            at = min(capitals or range(len(runs)), key=lambda i: (shared[runs[i]], -len(runs[i])))
        space = CAPITAL if at in capitals else ANY_CASE
        key = f"{space}{languages[term.entry]} {runs[at]}"
        filed.setdefault(key, []).append([at, *term])
    return filed


def _capitals(form: str) -> list[int]:
    """The numbers of the runs of a form that begin with a capital."""
    return [i for i, m in enumerate(RUN.finditer(form)) if m[0][0].isupper()]


def _near(names: Iterable[Entry], style: str) -> Iterator[tuple[str, str]]:
    """The words of places and distinctive surnames by their first and last letter."""
    near: dict[str, set[str]] = {}
    for entry in names:
        if entry.kind == "place" or (entry.kind == "person" and entry.alone):
            for word in entry.name.under(style).preferred.split():
                if word[0].isupper():
                    near.setdefault((word[0] + word[-1]).lower(), set()).add(word)
    for ends, words in near.items():
        yield NEAR + ends, " ".join(sorted(words))


def _letters(form: Form) -> Iterator[str]:
    return (run for run in form.runs if not any(c.isdigit() for c in run))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
