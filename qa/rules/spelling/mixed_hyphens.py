"""TYP104: one term with a hyphen here and without one there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from typing import TYPE_CHECKING

from qa.document.index import Clues
from qa.document.model import Document, Finding, Span
from qa.rules.common.rarer_forms import rarer_forms
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

_HYPHENED = lazy(r"(?<![\w'’.-])[^\W\d_]+(?:-[^\W\d_]+)+(?![\w-])")
_SHORTEST = 5
_NAME_BEFORE = lazy(r"[^\W\d_][\w’'.]*,? $")
_PLURAL = lazy(r"(?<=[^\W\d_]{2}[^\Wsiu\d_])s$")


@rule(
    "TYP104",
    "mixed-hyphens",
    since="0.1",
    languages=["en"],
    bad=[
        (
            "A ⟦counter-offensive⟧ began. The counteroffensive failed.",
            "A counteroffensive began. The counteroffensive failed.",
        ),
        (
            "The Secretary General spoke. Then the Secretary General left; the ⟦Secretary-General⟧"
            " had said enough.",
            "The Secretary General spoke. Then the Secretary General left; the Secretary General"
            " had said enough.",
        ),
        (
            "Prices rose 3 percent in May, 4 percent in June and 5 ⟦per cent⟧ in July.",
            "Prices rose 3 percent in May, 4 percent in June and 5 percent in July.",
        ),
        (
            "Co-operation and co-operation; ⟦Cooperation⟧'s price.",
            "Co-operation and co-operation; Co-operation's price.",
        ),
        (
            "Talks on Nagorno-Karabakh. In Nagorno-Karabakh, or ⟦Nagorno Karabakh⟧, …",
            "Talks on Nagorno-Karabakh. In Nagorno-Karabakh, or Nagorno-Karabakh, …",
        ),
    ],
    good=[
        "He sailed from a Red Sea port to a seaport, past a White House hold-up and the household.",
        "The Red Cross fire brigade met crossfire; the Cape Home land act, the homeland, a Rail road way.",
        "A long-term plan works in the long term, and an air-defense unit for air defense.",
        "He had to re-sign after he chose to resign; they re-covered the recovered sofa.",
        "The front-line troops held the front line after a well-known, well known attack.",
        "Washington-based officials met in Washington; the build-up let them build up stocks.",
        "See anti-war.example.org and antiwar, pre- and post-war, the Russia-Ukraine war.",
    ],
)
def mixed_hyphens(document: Document) -> Iterator[Finding]:
    """What it finds. A term that the same text writes with a hyphen and in one word
    (*counter-offensive*, *counteroffensive*), or, for titles of office, names and compounds that
    mean nothing else, with a hyphen or in one word and in two (*Secretary-General*, *Secretary
    General*). The rarer form is reported, with the places of the other. An adjective before its
    noun (*long-term plan*, *in the long term*) is not a second spelling.

    Why it matters. Two spellings of one term look careless, and a search finds half of them.

    When the fix is not safe. The rarer form may be the house style, or stand in a name.
    """
    text = document.text
    lower = text.lower()
    words = document.index.folded
    for parts, may_be_open, may_be_closed in _terms(document, lower):
        closed = "".join(parts)
        if not (may_be_closed and (closed in words or closed + "s" in words)) and not (
            may_be_open and _has_all(words, parts) and " ".join(parts) in lower
        ):
            continue
        forms: dict[str, list[Span]] = {}
        for sign, places in _places(document, parts).items():
            if sign == "-" or (may_be_closed if sign == "" else may_be_open):
                forms.setdefault(sign.join(parts), []).extend(places)
        shown = _shown(text, forms)
        yield from rarer_forms(
            document,
            shown,
            preferred=next((s for s in shown if s.lower() == closed), None),
            rewrite=partial(_respelled, text, parts),
        )


def _has_all(words: Container[str], parts: Sequence[str]) -> bool:
    """Whether all parts are words of the text, the last one in the singular or the plural."""
    *first, last = parts
    return all(p in words for p in first) and (last in words or last + "s" in words)


def _terms(document: Document, lower: str) -> Iterator[tuple[tuple[str, ...], bool, bool]]:
    """The parts, in lower case, of terms that may be there twice; whether as two words, as one."""
    titles, compounds = words_for("hyphened_titles", "en"), words_for("compounds", "en")
    seen: set[tuple[str, ...]] = set()
    # No white space is in a term, and to split at it is quicker than to look for terms everywhere.
    for piece in [p for p in document.text.split() if "-" in p]:
        for m in _HYPHENED.finditer(piece):
            term = _PLURAL.sub("", m[0].lower())
            parts = tuple(term.split("-"))
            if parts in seen:
                continue
            seen.add(parts)
            known = (
                term in titles
                or term in compounds
                or parts[0] in words_for("combining_forms", "en")
            )
            yield parts, known or _is_name(m[0]), _may_be_closed(term, parts)
    words = document.index.folded
    for start in words.keys() & _compounds():
        for parts in _compounds()[start]:
            if parts not in seen and _has_all(words, parts) and " ".join(parts) in lower:
                seen.add(parts)
                yield parts, True, True
    if words.keys().isdisjoint(words_for("combining_forms", "en")):
        return
    for m in _open_combining().finditer(lower):
        parts = (m[1], _PLURAL.sub("", m[2]))
        if parts not in seen:
            seen.add(parts)
            yield parts, True, _may_be_closed("-".join(parts), parts)


@cache
def _compounds() -> dict[str, list[tuple[str, ...]]]:
    """The parts of compounds that are written in all ways, by the first of them."""
    by_start: dict[str, list[tuple[str, ...]]] = {}
    for term in sorted(words_for("compounds", "en")):
        parts = tuple(term.split("-"))
        by_start.setdefault(parts[0], []).append(parts)
    return by_start


def _may_be_closed(term: str, parts: Sequence[str]) -> bool:
    return (
        len(parts) == 2
        and len(parts[0]) > 1  # e-reader, T-shirt
        and sum(map(len, parts)) >= _SHORTEST
        and term not in words_for("hyphen_changes_meaning", "en")
    )


def _is_name(term: str) -> bool:
    """Whether all parts have a capital and one is no English word: "Nagorno-Karabakh"."""
    from qa.text.english import is_word, place_names

    parts = term.split("-")
    if not all(p[0].isupper() and p[1:].islower() and len(p) > 2 for p in parts):
        return False
    # Two names side by side are two: the Moscow-Kyiv line, the Russian-American treaty.
    known = place_names()
    return not all(is_word(p.lower()) for p in parts) and not any(p in known for p in parts)


@cache
def _open_combining() -> re.Pattern[str]:
    forms = "|".join(sorted(words_for("combining_forms", "en")))
    return lazy(rf"\b(?<!['’.-])({forms}) ([a-z]{{4,}})(?![\w-])")


def _places(document: Document, parts: Sequence[str]) -> dict[str, list[Span]]:
    """Where the term stands, by what stands between its parts: a hyphen, a space or nothing."""
    from qa.text.addresses import in_address

    pattern = re.compile(
        rf"(?<![\w'’.-]){'([- ]?)'.join(map(re.escape, parts))}s?(?![\w-])", re.IGNORECASE
    )
    places: dict[str, list[Span]] = {}
    closed = "".join(parts)
    for segment in document.segments_with(Clues.of([parts[0], closed, closed + "s"])):
        for m in pattern.finditer(document.text, *segment.span):
            signs = set(m.groups())
            if signs == {" "} and _ends_a_name(document.text, m):
                continue
            if len(signs) == 1 and not in_address(document.text, *m.span()):
                places.setdefault(signs.pop(), []).append(Span(*m.span()))
    return places


def _ends_a_name(text: str, found: re.Match[str]) -> bool:
    """Whether the first of two words belongs to a name before it: "the Black Sea port"."""
    first, _, last = found[0].partition(" ")
    if last[:1].isupper() or not first[0].isupper():
        return False
    before = _NAME_BEFORE.search(text, max(0, found.start() - 30), found.start())
    return before is not None


def _shown(text: str, forms: dict[str, list[Span]]) -> dict[str, list[Span]]:
    """The forms keyed by how the text has them first, without a plural ending."""
    shown = {}
    # A sentence may start with the term; a name has its capital everywhere.
    small = any(text[place.start].islower() for places in forms.values() for place in places)
    for form, places in forms.items():
        first = text[places[0].start : places[0].end]
        if small and first[:1].isupper() and not first.isupper():
            first = first.lower()
        shown[first[: len(form)] if first[: len(form)].lower() == form else form] = places
    return shown


def _respelled(text: str, parts: Sequence[str], place: Span, main: str) -> str:
    """What stands at `place` with its parts joined as in `main`, each letter in its own case."""
    found = text[place.start : place.end]
    sign = "-" if "-" in main else " " if " " in main else ""
    at, pieces = 0, []
    for part in parts:
        if found[at : at + 1] in "- ":
            at += 1
        pieces.append(found[at : at + len(part)])
        at += len(part)
    if not sign:
        pieces = [pieces[0], *(p if found.isupper() else p.lower() for p in pieces[1:])]
    return sign.join(pieces) + found[at:]
