"""Candidates for a glossary: the names in stories that it does not have."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from qa.glossary.exchange.book import Ids, Row, lines_of
from qa.glossary.formatting import formatted
from qa.names.places import english_text, known_words, words_of_names
from qa.names.spellings import is_known, pairs
from qa.names.survey import Count, Survey
from qa.text.english import is_word, nationalities, times
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from qa.document.model import Document
    from qa.glossary import Glossary
    from qa.names.mentions import Uses

_HEAD = """\
# Names that no glossary has, the most frequent first, with how often they come in how many stories.
# Made by `qa glossary mine`. Proposals: look at the kind and the spelling, and cite a source.
"""
# A word is a place where it stands behind one of these in this share of its places.
_BEHIND = lazy(r"\b(?:in|near|from|at|outside|around|to|of) ([A-Z]\w+)\b(?! [A-Z])")
_PLACE_SHARE = 0.5


class Candidate(NamedTuple):
    """A name to enter: its given name, if it is a person's, and its spellings with their counts.

    `slips` are the rarer spellings of the surname or the place, `given_slips` those of the given
    name.
    """

    given: str
    name: str
    seen: Count
    slips: dict[str, Count]
    given_slips: dict[str, Count]

    @property
    def words(self) -> tuple[str, ...]:
        """All words of all spellings."""
        return (self.given, self.name, *self.slips, *self.given_slips)


class Miner:
    """Gathers the names of stories, and what their glossary knows of them."""

    def __init__(self) -> None:
        self.survey = Survey()
        self._known: set[str] = set()
        self._ids = Ids()
        self._glossaries: set[int] = set()
        self._placed: Counter[str] = Counter()
        self._mixed: set[tuple[str, str]] = set()
        self._slips: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, document: Document, glossary: Glossary) -> None:
        """Take in one story; one that is not in English is passed over."""
        if document.lang != "en":
            return
        if id(glossary) not in self._glossaries:
            # An entry of the same id would replace one that is there.
            self._glossaries.add(id(glossary))
            for entry in glossary.entries:
                self._ids.of(entry.id)
        text = english_text(document)
        self.survey.add(text)
        self._placed.update(_BEHIND.findall(text))
        known = known_words(document, glossary)
        self._known |= known.right.keys() | known.wrong
        for pair in pairs(words_of_names(document), known):
            self._mixed.add((pair.main, pair.rare))

    def candidates(self, least: int) -> list[Candidate]:
        """The names that stand in the stories `least` times or more, the most frequent first."""
        mixed = self._mixed.union((found.main, found.rare) for found in self.survey.elsewhere())
        for a, b in sorted(mixed):
            # What one story has more often may be the rarer one in all.
            main, rare = (b, a) if self.survey.times[b] > self.survey.times[a] else (a, b)
            self._slips[main].add(rare)
        uses = self.survey.uses()
        slips = {slip for those in self._slips.values() for slip in those}
        forms = [form for form in self.survey.times if form not in slips]
        people = [
            self._person(given, name, uses)
            for given, _, name in (form.partition(" ") for form in forms)
            if name and self._is_person(given, name, uses)
        ]
        taken = {word for person in people for word in person.words}
        places = [
            Candidate("", form, self._count(form), self._counts(form), {})
            for form in forms
            if form not in taken and self._is_place(form, uses)
        ]
        found = [c for c in (*people, *places) if c.seen.times >= least]
        return sorted(found, key=lambda c: (-c.seen.times, -c.seen.files, c.name, c.given))

    def toml_of(self, candidates: list[Candidate]) -> str:
        """A glossary file of them, in the layout of `qa glossary fmt`, each under its counts."""
        lines = [_HEAD]
        for candidate in candidates:
            # A comment with blank lines round it is a section: so their order stays.
            lines += ["", f"# {_counted(candidate)}", "", *lines_of(self._row(candidate))]
        return formatted("\n".join(lines) + "\n")

    def _row(self, candidate: Candidate) -> Row:
        name, given = candidate.name, candidate.given
        if not given:
            slips = {"forbidden": [*candidate.slips]} if candidate.slips else {}
            return Row("place", {"id": self._ids.of(name), "preferred": name, **slips})
        data: dict[str, Any] = {
            "id": self._ids.of(f"{given} {name}"),
            "given": _part(given, candidate.given_slips),
            "surname": _part(name, candidate.slips),
        }
        if is_known(name):
            data["alone"] = False  # others have it, too
        return Row("person", data)

    def _is_person(self, given: str, name: str, uses: Uses) -> bool:
        """Whether two words are a given name and a surname that the glossary does not know."""
        if {given, name} & self._known or given in nationalities() or is_word(name.lower()):
            return False
        count = self.survey.times
        # "John Paul" may be the start of a longer name.
        longer = max((count[f"{name} {w}"] for w in uses.after.get(name, ())), default=0)
        return longer < count[f"{given} {name}"]

    def _is_place(self, form: str, uses: Uses) -> bool:
        """Whether a word stands by itself, mostly where a place does."""
        if " " in form or form in uses.before or form in uses.after or form in self._known:
            return False
        if form in nationalities() or is_word(form.lower()):
            return False
        return self._placed[form] >= _PLACE_SHARE * self.survey.times[form]

    def _person(self, given: str, name: str, uses: Uses) -> Candidate:
        slips = self._counts(name)
        given_slips: dict[str, Count] = {}
        for form, of_form in self._counts(f"{given} {name}").items():
            one, other = form.split()
            if one == given:
                slips[other] = of_form
            else:
                given_slips[one] = of_form
        for form, of_form in self._counts(given).items():
            if uses.after.get(form) == {name}:
                given_slips[form] = of_form
        count = self._count(f"{given} {name}")
        if uses.before[name] <= {given, *given_slips}:
            count = self._count(name)  # by itself it is nobody else
        return Candidate(given, name, count, slips, given_slips)

    def _count(self, form: str) -> Count:
        return Count(self.survey.times[form], self.survey.spread[form])

    def _counts(self, main: str) -> dict[str, Count]:
        return {slip: self._count(slip) for slip in sorted(self._slips.get(main, ()))}


def _counted(candidate: Candidate) -> str:
    """The name and its counts, then its slips and theirs."""
    full = f"{candidate.given} {candidate.name}".strip()
    of_given = {f"{slip} {candidate.name}": n for slip, n in candidate.given_slips.items()}
    spellings = {full: candidate.seen, **candidate.slips, **of_given}
    return "; ".join(f"{form}: {_often(count)}" for form, count in spellings.items())


def _often(count: Count) -> str:
    stories = "1 story" if count.files == 1 else f"{count.files} stories"
    return f"{times(range(count.times))} in {stories}"


def _part(preferred: str, slips: dict[str, Count]) -> str | dict[str, Any]:
    """A part of a person's name, as an entry holds it."""
    return {"preferred": preferred, "forbidden": [*slips]} if slips else preferred
