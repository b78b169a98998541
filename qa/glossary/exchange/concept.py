"""An entry as most formats see it: a concept, and terms for it with a status.

A person's name is two spellings in a glossary, given name and surname. As terms it is the full name
and the surname, each variant of the given name standing before the preferred surname.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from qa.glossary import keys
from qa.glossary.entries import KINDS
from qa.glossary.exchange.book import Book, Ids, Losses, Options, Row

PREFERRED, ACCEPTED, FORBIDDEN = "preferred", "accepted", "forbidden"
# What an entry may have beside its forms, and what is said when a format has no place for it.
LOST = {
    "dated": "forms with dates",
    "style": "forms of a house style",
    "original": "original forms",
    "meaning": "meanings",
    "source": "sources",
    "note": "notes",
    "unless": "entries with phrases in which nothing is reported (unless)",
    "not-in": "entries that say where names stay as printed (not-in)",
    "before": "entries that are wrong before some people only (before)",
    "after": "entries that are wrong after some words only (after)",
    "because": "reasons for a form that is not the official romanisation (because)",
    "alone": "names that alone are not them (alone)",
    "country": "countries that tell who or what is meant (country)",
    "known-as": "what people are called (known-as)",
    "generate": "entries for which no forms are derived (generate)",
    "near": "entries that no slip is taken for (near)",
}
NO_PREFERRED = "entries without a preferred form"
SAME_LANGUAGE = "original forms in the language of the copy"
PROFILES = "house styles of one's own: what they build on"


class Term(NamedTuple):
    """A form. `status` is empty where another program gives none.

    Of a person, `is_full` says whether it is the full name or the surname; None where that is not
    known. `style` is the house style that prefers it.
    """

    text: str
    status: str = ""
    style: str = ""
    is_full: bool | None = None


class Concept(NamedTuple):
    """An entry with its forms as terms. `original` maps languages to the original form.

    `is_bound` is true of one that is wrong only beside certain names or words, `alone` false of a
    person whose surname by itself means someone else.
    """

    id: str
    kind: str
    terms: Sequence[Term]
    original: Mapping[str, str] = {}
    meaning: str = ""
    source: str = ""
    note: str = ""
    is_bound: bool = False
    alone: bool = True

    def preferred(self, is_full: bool | None = None) -> str:
        """What is to be written; of a person the full name, or that which `is_full` asks for."""
        forms = [t for t in self.terms if t.status == PREFERRED and not t.style]
        if is_full is not None:
            forms = [t for t in forms if t.is_full is is_full]
        return forms[0].text if forms else ""


def concepts(book: Book, held: Iterable[str], losses: Losses) -> Iterator[Concept]:
    """The entries as concepts. `held` are the keys that the format has a place for."""
    held = set(held)
    if "style" in held:
        losses.add(PROFILES, len(book.profiles))
    for row in book.rows:
        data = row.data
        for key in LOST:
            if key in data and key not in held:
                losses.add(LOST[key], _size(data[key]))
        terms = [t for t in _terms(row, held, losses) if not t.style or "style" in held]
        original = dict(data.get("original", {})) if "original" in held else {}
        losses.add(SAME_LANGUAGE, original.pop(book.lang, None) is not None)
        yield Concept(
            data["id"],
            row.kind,
            list(dict.fromkeys(terms)),
            original,
            **{
                key: data[key]
                for key in ("meaning", "source", "note")
                if key in held and key in data
            },
            is_bound="before" in data or "after" in data,
            alone=data.get("alone", True),
        )


def _size(value: object) -> int:
    return len(value) if isinstance(value, dict) else 1


def _terms(row: Row, held: set[str], losses: Losses) -> Iterator[Term]:
    if row.kind != "person":
        yield from _of_spelling(row.data, "", None)
        return
    surname, given = row.data["surname"], row.data.get("given")
    for spelling in filter(None, (surname, given)):
        for key in ("dated", "style"):
            if key in spelling and key not in held:
                losses.add(LOST[key], len(spelling[key]))
    if given:
        yield from _of_spelling(given, f" {surname['preferred']}", True)
    yield from _of_spelling(surname, "", False)


def _of_spelling(spelling: Mapping[str, Any], after: str, is_full: bool | None) -> Iterator[Term]:
    if spelling.get("preferred"):
        yield Term(spelling["preferred"] + after, PREFERRED, "", is_full)
    for style, form in spelling.get("style", {}).items():
        yield Term(form + after, PREFERRED, style, is_full)
    for status in (ACCEPTED, FORBIDDEN):
        for form in spelling.get(status, ()):
            yield Term(form + after, status, "", is_full)


def book_of(found: Iterable[Concept], options: Options, losses: Losses) -> Book:
    """A glossary of what another program's file holds."""
    ids = Ids()
    rows = []
    for concept in found:
        kind = concept.kind if concept.kind in KINDS else options.kind
        if concept.kind and concept.kind not in KINDS:
            losses.add("subject fields, which are no kind of entry")
        data = _person(concept, losses) if kind == "person" else _spelling(concept.terms, losses)
        if data is None or not (data.get("preferred") or data.get("surname") or kind == "calque"):
            losses.add(NO_PREFERRED)
            continue
        for key in ("meaning", "source", "note"):
            if value := getattr(concept, key):
                data[key] = value
        if concept.original:
            data["original"] = dict(concept.original)
        kind = _usable(kind, data, losses)
        row_id = ids.of(concept.id, concept.preferred(), concept.terms[0].text)
        rows.append(Row(kind, {"id": row_id, **data}))
    return Book(options.lang, rows)


def _usable(kind: str, data: dict[str, Any], losses: Losses) -> str:
    """The kind of an entry: another one where it lacks what its own needs; unknown keys go."""
    if any(key != "id" and key not in data for key in keys.NEEDED[kind]):
        kind = "term"
    known = {key.name for key in keys.KEYS[kind]}
    for key in [key for key in data if key not in known]:
        losses.add(LOST.get(key, f"{key} of a {kind}"))
        del data[key]
    return kind


def _spelling(terms: Sequence[Term], losses: Losses) -> dict[str, Any]:
    """Forms by status. What has none is preferred if nothing else is, else accepted."""
    own = [t for t in terms if not t.style]
    order = {PREFERRED: 0, "": 1, ACCEPTED: 2, FORBIDDEN: 3}
    right = sorted((t for t in own if t.status != FORBIDDEN), key=lambda t: order[t.status])
    spelling: dict[str, Any] = {"preferred": right[0].text} if right else {}
    accepted = [t.text for t in right[1:] if t.text != right[0].text]
    forbidden = [t.text for t in own if t.status == FORBIDDEN]
    both = [f for f in forbidden if f in accepted or f == spelling.get("preferred")]
    losses.add("forms that are both right and wrong", len(both))
    styles = {t.style: t.text for t in terms if t.style and re.fullmatch(keys.PROFILE, t.style)}
    losses.add(
        "names of house styles that cannot be used", sum(bool(t.style) for t in terms) - len(styles)
    )
    for key, forms in ((ACCEPTED, accepted), (FORBIDDEN, [f for f in forbidden if f not in both])):
        if forms:
            spelling[key] = list(dict.fromkeys(forms))
    if styles:
        spelling["style"] = styles
    return spelling


def _person(concept: Concept, losses: Losses) -> dict[str, Any] | None:
    """The two spellings of a person's name, from terms of both."""
    surname = concept.preferred(is_full=False)
    if not surname:
        whole = concept.preferred() or next((t.text for t in concept.terms if not t.status), "")
        surname = whole.rpartition(" ")[2]
    if not surname:
        return None
    after = f" {surname}"
    preferred = next(
        (
            t.text
            for t in concept.terms
            if not t.style
            and t.status in (PREFERRED, "")
            and t.text.endswith(after)
            and t.is_full is not False
        ),
        "",
    )
    first = preferred[: -len(after)]
    given, last = [], []
    for term in concept.terms:
        full = term.is_full if term.is_full is not None else " " in term.text and bool(first)
        if not full:
            last.append(term)
        elif term.text.endswith(after):
            given.append(term._replace(text=term.text[: -len(after)]))
        elif first and term.text.startswith(f"{first} "):
            last.append(term._replace(text=term.text[len(first) + 1 :]))
        else:
            losses.add("spellings that differ in both given name and surname")
    last.insert(0, Term(surname, PREFERRED))
    data: dict[str, Any] = {"given": _spelling(given, losses)} if given else {}
    data["surname"] = _spelling(list(dict.fromkeys(last)), losses)
    return data
