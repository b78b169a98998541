"""Wrong forms that an entry need not name: derived from the original form when it is compiled.

`qa.romanise.expand` gives the spellings that a name takes in Latin letters. What is left of them
here can be reported: a form that is right for anything else is dropped, and one that may mean
something else is doubtful, so that it is reported only beside words that say what is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from qa.glossary.entries import NAMES, Entry, Spelling
from qa.romanise.variants import folded
from qa.text.english import common_words, names_among, words_among
from qa.text.patterns import lazy

# So short a word is the name of much else, somewhere: Rafaj, a way to write Rafah, is a Czech.
_SHORT = 5
# Of a name from another language, what English copy makes of it; not what German or French does.
_RETOLD = 4
# One word with the ending of a Slavic surname: a place that is called so may be a person.
_LIKE_A_SURNAME = lazy(r"\w{4,}(?:[oe]v|[oe]ff|in|sk(?:yy|yi|iy|ii|ij|yj|y|i))")


class _Derived(NamedTuple):
    """The forms of one part of an entry's name, given name or name, likeliest first."""

    given: tuple[str, ...]
    name: tuple[str, ...]


def with_generated(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with the wrong forms that are derived from their original forms."""
    derived = _of_each(entries)
    others = _Others(entries, derived)
    return [_filled(e, derived[e.id], others) if e.id in derived else e for e in entries]


def derived_words(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """The derived forms that are English words, so that `with_generated` leaves or doubts them."""
    derived = _of_each(entries)
    words = _Others(entries, derived).words
    for entry in entries:
        if entry.id in derived:
            yield from ((entry, f) for f in derived[entry.id].name if folded(f) in words)


def _of_each(entries: Iterable[Entry]) -> dict[str, _Derived]:
    """What is derived for each entry that it is done for, by its id."""
    return {e.id: _derived(e) for e in entries if e.generate and e.original and e.kind in NAMES}


def _derived(entry: Entry) -> _Derived:
    """All spellings that the original forms of an entry take, those that it names left out."""
    given: list[str] = []
    name: list[str] = []
    own = next(iter(entry.original))
    russian = parts(entry, entry.original.get("ru", ""))
    for lang, original in entry.original.items():
        found = parts(entry, original)
        # The Russian form of a name from another language comes with that one.
        if found is None or (lang == "ru" and name):
            continue
        most = None if lang == own else _RETOLD
        for part, text, to in zip(("given", "name"), found, (given, name), strict=True):
            to.extend(_spellings(text, lang, getattr(russian, part, ""), most))
    return _Derived(_wrong(given, entry.given), _wrong(name, entry.name))


@lru_cache(maxsize=10_000)
def _spellings(name: str, lang: str, russian: str, most: int | None) -> tuple[str, ...]:
    """The spellings in Latin letters; none of a language that nothing is known of."""
    from qa.romanise import expand

    try:
        # The Dnieper is a river, Dnipro a city.
        return expand(name, lang, russian=russian, limit=most, exonyms=False) if name else ()
    except ValueError:
        return ()


class Parts(NamedTuple):
    """The original form of a given name, empty where the entry has none, and of the name."""

    given: str
    name: str


def parts(entry: Entry, original: str) -> Parts | None:
    """An original form taken apart as the entry's name is; None where that cannot be known.

    Of a person with a patronymic, it is left out.
    """
    if entry.kind != "person":
        return Parts("", original) if original else None
    words = original.split()
    first = len(entry.given.preferred.split()) if entry.given else 0
    last = len(entry.name.preferred.split())
    patronymic = first == last == 1 and len(words) == 3
    if not original or (len(words) != first + last and not patronymic):
        return None
    return Parts(" ".join(words[:first]), " ".join(words[-last:]))


def _wrong(forms: Sequence[str], spelling: Spelling | None) -> tuple[str, ...]:
    """The forms that a spelling does not name in any accents or apostrophes, each once.

    None where no right form is among them: that one is a translation, or a name of its own
    (Crimea), beside which the original in Latin letters may well stand.
    """
    if spelling is None:
        return ()
    by_text = {folded(f): f for f in reversed(forms)}
    if not any(folded(f) in by_text for f in spelling.right):
        return ()
    named = {folded(f) for f in spelling.forms}
    return tuple(f for text, f in reversed(by_text.items()) if text not in named)


class _Others:
    """What the forms of all entries mean, and which of the derived ones are words or names."""

    def __init__(self, entries: Sequence[Entry], derived: dict[str, _Derived]) -> None:
        # Of each form: the entries in which it is right, and those from which it is derived.
        self.right: dict[str, list[Entry]] = {}
        self.claimed: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.kind in NAMES:
                for form in entry.name.right:
                    self.right.setdefault(folded(form), []).append(entry)
                for form in (*entry.name.forbidden, *derived.get(entry.id, _Derived((), ())).name):
                    self.claimed.setdefault(folded(form), []).append(entry)
        candidates = frozenset(folded(f) for d in derived.values() for f in d.name)
        self.words = words_among(candidates)
        self.names = names_among(candidates)

    def are_one(self, entry: Entry, text: str) -> bool:
        """Whether all entries that a wrong form is of are written alike."""
        written = (entry.name.preferred, entry.name.style)
        return all((e.name.preferred, e.name.style) == written for e in self.claimed.get(text, ()))

    def with_given(self, entry: Entry, text: str) -> Iterator[Spelling]:
        """The given names of the other people whose surname a form is."""
        for other in self.right.get(text, ()):
            if other.id != entry.id and other.given:
                yield other.given


def _filled(entry: Entry, derived: _Derived, others: _Others) -> Entry:
    generated: list[str] = []
    doubtful: list[str] = []
    for form in derived.name:
        text = folded(form)
        if text in common_words() or _is_namesake(entry, text, derived, others):
            continue
        to = doubtful if _may_mean_another(entry, form, text, others) else generated
        to.append(form)
    name = entry.name._replace(generated=tuple(generated), doubtful=tuple(doubtful))
    given = entry.given and entry.given._replace(
        generated=tuple(f for f in derived.given if not _is_given_of_another(entry, f, others))
    )
    return entry._replace(name=name, given=given)


def _may_mean_another(entry: Entry, form: str, text: str, others: _Others) -> bool:
    """Whether a wrong form is also something else: a word, a name, or another entity's form."""
    return (
        text in others.words
        or text in others.names
        or len(text) <= _SHORT
        or text in others.right
        or not others.are_one(entry, text)
        or (entry.kind == "place" and _LIKE_A_SURNAME.fullmatch(text) is not None)
    )


def _is_namesake(entry: Entry, text: str, derived: _Derived, others: _Others) -> bool:
    """Whether a form of the name is right for another entity that nothing tells from this one."""
    if entry.given is None:
        return text in others.right
    own = {folded(f) for f in (*entry.given.forms, *derived.given)}
    return any(
        own.intersection(folded(f) for f in given.right) for given in others.with_given(entry, text)
    )


def _is_given_of_another(entry: Entry, form: str, others: _Others) -> bool:
    """Whether a given name is right for someone else of the same surname."""
    text = folded(form)
    return any(
        text == folded(f)
        for surname in entry.name.forms
        for given in others.with_given(entry, folded(surname))
        for f in given.right
    )
