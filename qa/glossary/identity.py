"""Whether a wrong form means the entry that forbids it, by what the story shows: the one place for it.

A namesake is spelled as it is spelled. So a match stays as it is where the story shows that its entry
is meant; it gets a doubt, and its fix is for review, where the story does not; and it is left out where
the story speaks against it. The words to go by are in qa/data/name_clues.tsv.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from qa.glossary.clues import country_pattern
from qa.glossary.contexts import stands_in
from qa.glossary.entries import NAMES
from qa.glossary.forms import folded
from qa.glossary.surroundings import Surroundings

if TYPE_CHECKING:
    from qa.document.model import Document, Segment
    from qa.glossary.entries import Entry
    from qa.glossary.match import Match

NOT_SHOWN = "nothing in the story shows it"
SHARED = "someone else in the story has the name"
AGAINST = "what stands beside it speaks of someone else"
GIVEN = "the given name may be another person’s"
OLD = "the sentence speaks of a time when that was the name"
SPELLING = "the spelling itself may be meant"
LONGER = "it may be part of a longer name"
TWICE = "the right form stands there, too"
_SUBJECTS = (*NAMES, "term")


def identified(
    document: Document,
    found: Sequence[Sequence[Match]],
    shared: set[str],
    ordinary: Callable[[str], bool],
) -> list[tuple[Match, ...]]:
    """The matches in the segments of a document, the wrong ones with their doubts.

    `shared` are the ids of people whose surname someone else has in the story; `ordinary` says of a
    word with a capital that it is no given name.
    """
    story = _Story(document, found, shared, ordinary)
    return [tuple(story.of_segment(number)) for number in range(len(found))]


class _Story:
    """What a story shows of the entries that its names may mean."""

    def __init__(
        self,
        document: Document,
        found: Sequence[Sequence[Match]],
        shared: set[str],
        ordinary: Callable[[str], bool],
    ) -> None:
        self._document = document
        self._ordinary = ordinary
        self._found = [
            [
                (match, Surroundings(match, segment, before))
                for match, before in zip(matches, (None, *matches), strict=False)
            ]
            for segment, matches in zip(document.segments, found, strict=True)
        ]
        # Entries of which the story has a namesake.
        self._shared = set(shared)
        # Those that it is sure to mean: it gives their full names or offices.
        self._shown: set[str] = set()
        # Whether it names a country.
        self._countries: dict[str, bool] = {}
        # Places of which it has one elsewhere.
        self._elsewhere: set[str] = set()
        # A place or person may be made out by one that is named later.
        if any(m.wrong and m.entry.kind in _SUBJECTS for ms in found for m in ms):
            for match, around in (pair for pairs in self._found for pair in pairs):
                self._note(match, around)

    def _note(self, match: Match, around: Surroundings) -> None:
        entry = match.entry
        if entry.kind == "person":
            if not match.given and (around.has_word_as_given_name or around.speaks_against):
                self._shared.add(entry.id)
            elif around.is_known_as or (
                _is_full(match) and not around.speaks_against and self._may_be_meant(entry)
            ):
                self._shown.add(entry.id)
        elif entry.kind == "place":
            if self._is_surname(around):
                self._shared.add(entry.id)
            if around.is_elsewhere:
                self._elsewhere.add(entry.id)

    def of_segment(self, number: int) -> Iterator[Match]:
        """The matches of a segment, by its number."""
        segment = self._document.segments[number]
        for match, around in self._found[number]:
            if not match.wrong:
                yield match
            elif not _is_excepted(match, segment):
                doubt = self._doubt(match, around)
                if doubt is not None:
                    yield _glossed(match, around.gloss_end, doubt)

    def _doubt(self, match: Match, around: Surroundings) -> str | None:
        """Why a wrong form may mean something else; empty if it does not, None if it must."""
        if match.entry.kind not in _SUBJECTS:
            return ""
        if around.gloss_end is not None:
            return TWICE
        if around.is_spelling_meant:
            return None
        match match.entry.kind:
            case "person":
                return self._doubt_of_person(match, around)
            case "place":
                return self._doubt_of_place(match, around)
            case "organisation" if around.is_historic:
                return OLD
            case _:
                return _doubt_of_term(match.entry, around)

    def _doubt_of_person(self, match: Match, around: Surroundings) -> str | None:
        entry = match.entry
        if _is_full(match):
            if around.speaks_against:
                return AGAINST
            known = entry.alone or around.is_known_as or self._tells(entry)
            return "" if known else NOT_SHOWN
        if around.speaks_against:
            return None
        if around.is_known_as:
            return ""
        if match.given:
            told = around.names_country or (entry.alone and self._tells(entry))
            sure = told and not around.has_another_office
            return "" if sure or not entry.country else GIVEN
        shown = entry.id in self._shown
        if around.has_word_as_given_name:
            return None
        if around.wants_woman and not _may_be_woman(entry):
            return AGAINST if shown else None
        if entry.id in self._shared:
            return SHARED if shown or around.has_office else None
        if (around.gives_age or around.has_another_office) and not shown:
            return NOT_SHOWN
        return "" if shown or self._tells(entry) else NOT_SHOWN

    def _doubt_of_place(self, match: Match, around: Surroundings) -> str | None:
        entry = match.entry
        if entry.id in self._elsewhere or around.is_of_a_thing or self._is_surname(around):
            return None
        told = self._tells(entry)
        if entry.id in self._shared:
            return SHARED if told else None
        if around.is_historic:
            return OLD
        if around.may_be_spelling:
            return SPELLING
        if around.is_in_longer_name:
            # "Artjom Suvorov"
            return LONGER if match.listed else None
        if around.is_explained:
            return NOT_SHOWN
        return "" if entry.alone or told else NOT_SHOWN

    def _is_surname(self, around: Surroundings) -> bool:
        """Whether the name of a place is someone's there: "Ari Kiev", "Ms. Odessa"."""
        if around.has_courtesy or around.gives_age:
            return True
        if around.lang != "en":
            return False
        word = around.given_name
        if len(word) < 2:
            return bool(word)
        return not word.isupper() and not self._ordinary(word)

    def _tells(self, entry: Entry) -> bool:
        """Whether the story names an entry's country, or another name of it; true if it has none."""
        return (
            not entry.country
            or bool(self._names.get(entry.country, set()) - {entry.id})
            or self._names_country(entry.country)
        )

    def _may_be_meant(self, entry: Entry) -> bool:
        """Whether the full name of a person is enough: the story is not held against its names."""
        return entry.alone or not entry.country or self._names_country(entry.country)

    def _names_country(self, country: str) -> bool:
        if country not in self._countries:
            found = country_pattern(country).search(self._document.text)
            self._countries[country] = found is not None
        return self._countries[country]

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """The ids of the entries of each country that the story is sure to mean."""
        names: dict[str, set[str]] = {}
        for entry in (match.entry for pairs in self._found for match, _ in pairs):
            if entry.country and (entry.id in self._shown or _is_unmistakable(entry)):
                names.setdefault(entry.country, set()).add(entry.id)
        for of_country in names.values():
            of_country -= self._shared | self._elsewhere
        return names


def _is_unmistakable(entry: Entry) -> bool:
    return entry.kind in ("place", "organisation") and entry.alone


def _glossed(match: Match, gloss_end: int | None, doubt: str) -> Match:
    """The match with its doubt; of "Kiev (Kyiv)" the whole is one spelling."""
    if gloss_end is None:
        return match._replace(doubt=doubt)
    if gloss_end <= match.span.end:
        return match._replace(doubt=doubt, replacement=None)
    span = match.span._replace(end=gloss_end)
    return match._replace(span=span, doubt=doubt, replacement=match.preferred)


def _is_full(match: Match) -> bool:
    """Whether a person's name stands in full, with a given name that is right."""
    if match.given:
        return match.given.right
    return match.entry.given is None and " " in match.entry.name.preferred


def _may_be_woman(entry: Entry) -> bool:
    return entry.given is None or entry.given.preferred[-1] in "aeinyhlz"


def _doubt_of_term(entry: Entry, around: Surroundings) -> str:
    """Why a term may be played with: "not just the Great Seven"."""
    if around.is_of_something:
        return LONGER
    sentence = folded(around.sentence)
    return TWICE if any(folded(form) in sentence for form in entry.name.right) else ""


def _is_excepted(match: Match, segment: Segment) -> bool:
    """Whether a wrong form stays where it stands, by what its entry says of the document."""
    # After "Odessa, Texas", Odessa is in Texas.
    places = tuple(p for p in match.entry.unless if ", " in p)
    if places and _names_one(segment.document.text, places):
        return True
    return any(stands_in(context, segment, match.span) for context in match.entry.not_in)


# A document names a place again and again.
@lru_cache(maxsize=16)
def _names_one(text: str, places: tuple[str, ...]) -> bool:
    """Whether one of the places stands in the text."""
    whole = _folded(text)
    return any(folded(p) in whole for p in places)


@lru_cache(maxsize=1)
def _folded(text: str) -> str:
    return folded(text)
