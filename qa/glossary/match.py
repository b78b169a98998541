"""Finding the terms of a glossary in a text: one Aho-Corasick pass, then whole words and context.

Of matches that overlap the leftmost wins, then the longest; an accepted form or a context that an
entry excludes ("chicken Kiev") so covers what it contains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from qa.glossary.entries import Entry
from qa.glossary.forms import Folded, Term, case_fits, fold, in_case_of
from qa.model import Span
from qa.text.addresses import in_address

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


class Match(NamedTuple):
    """A term that was found, as it stands in the text.

    `span` covers the whole name with its possessive ending. `replacement` is the new text for it,
    where the form is wrong and the entry proposes something; `found` is the name without the
    ending.
    """

    entry: Entry
    span: Span
    found: str
    wrong: bool = False
    replacement: str | None = None
    preferred: str = ""


class Matcher:
    """Looks for any number of terms at once.

    `texts` are the folded terms, each once; `uses` the terms that fold to it. `ordinary` says of a
    word with a capital whether it is anything but a given name: only then does a surname after it
    stand alone.
    """

    def __init__(
        self,
        texts: Sequence[str],
        uses: Callable[[int], Sequence[Term]],
        entry: Callable[[int], Entry],
        by_id: Callable[[str], Entry | None],
        style: str,
        ordinary: Callable[[str], bool],
    ) -> None:
        self.texts = texts
        self.uses = uses
        self.entry = entry
        self.by_id = by_id
        self.style = style
        self.ordinary = ordinary

    @cached_property
    def _automaton(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(self.texts)

    def matches(self, text: str, lang: str) -> list[Match]:
        """The matches in one paragraph of a language, in the order of the text."""
        if not self.texts:
            return []
        line = fold(text)
        layers: dict[str, list[Match]] = {}
        for index, start, end in self._automaton.find_matches_as_indexes(
            line.text, overlapping=True
        ):
            for term in self.uses(index):
                entry = self.entry(term.entry)
                if entry.lang == lang:
                    layer = entry.kind if entry.kind in ("title", "calque") else "name"
                    layers.setdefault(layer, []).extend(
                        self._candidates(line, start, end, term, entry)
                    )
        found = [m for layer in layers.values() for m in _leftmost_longest(layer)]
        return sorted(
            (m for m in found if not (m.wrong and in_address(text, *m.span))),
            key=lambda m: m.span,
        )

    def _candidates(
        self, line: Folded, start: int, end: int, term: Term, entry: Entry
    ) -> Iterator[Match]:
        """The match of a term at a place of the line, if it is one."""
        if not _starts_word(line.text, start):
            return
        tail = _tail(line.text, end, plural=term.part == "surname")
        if tail is None:
            return
        if term.part == "unless":
            yield _match(line, start, end, tail, entry)
            return
        surface = line.surface(start, end)
        is_name = entry.kind not in ("title", "calque")
        if is_name and not case_fits(surface, term.form):
            return
        if term.part == "surname":
            yield from self._person(line, start, end, tail, term, entry)
        elif entry.kind != "title" or self._is_wrong_title(line, start, end, entry):
            new = entry.name.under(self.style).preferred
            core = in_case_of(surface, new, name=is_name) if new else None
            yield _match(line, start, end, tail, entry, wrong=term.wrong, new=core)

    def _person(
        self, line: Folded, start: int, end: int, tail: int, term: Term, entry: Entry
    ) -> Iterator[Match]:
        """A surname, with the given name in front of it where there is one of this person."""
        surname = in_case_of(line.surface(start, end), entry.name.under(self.style).preferred)
        given = entry.given.under(self.style) if entry.given else None
        before = _given(line, start, given.forms) if given else None
        if given and before:
            if tail > end and line.text[end] != "'":
                return  # a plural has no given name
            found = line.surface(*before)
            wrong = term.wrong or fold(found).text in {fold(f).text for f in given.forbidden}
            between = line.source[line.original(*before)[1] : line.original(start, end)[0]]
            new = in_case_of(found, given.preferred) + between + surname
            yield _match(line, before[0], end, tail, entry, wrong=wrong, new=new)
        elif entry.alone and not (term.wrong and self._is_someone_else(line, start)):
            yield _match(line, start, end, tail, entry, wrong=term.wrong, new=surname)

    def _is_someone_else(self, line: Folded, start: int) -> bool:
        """Whether a surname at `start` has another given name before it."""
        left = max(0, start - 40)
        word = re.search(_WORD_BEFORE, line.text[left:start])
        if word is None:
            return False
        surface = line.surface(left + word.start(1), left + word.end(1))
        initial = len(surface) == 1 and word[0][1] == "."
        return surface[0].isupper() and not initial and not self.ordinary(surface)

    def _is_wrong_title(self, line: Folded, start: int, end: int, entry: Entry) -> bool:
        """Whether the entry's conditions hold: a name of its people after it, its words before."""
        if not entry.before and not entry.after:
            return True
        for word in entry.after:
            at = start - len(word) - 1
            if at >= 0 and line.text.startswith(fold(word).text + " ", at):
                whole = _starts_word(line.text, at)
                if whole and case_fits(line.surface(at, start - 1), word):
                    return True
        gap = re.match(_AFTER_TITLE, line.text[end : end + 6])
        if gap is None:
            return False
        people = (self.by_id(i) for i in entry.before)
        return any(p is not None and _name_at(line.text, end + gap.end(), p) for p in people)


def _match(
    line: Folded,
    start: int,
    end: int,
    tail: int,
    entry: Entry,
    *,
    wrong: bool = False,
    new: str | None = None,
) -> Match:
    """The match of a name that goes from `start` to `end` and ends in its possessive at `tail`."""
    first, last = line.original(start, end)
    after = line.original(start, tail)[1]
    found = line.source[first:last]
    replacement = None
    if wrong and new is not None:
        replacement = new + _ending(found, line.source[last:after], new)
    return Match(entry, Span(first, after), found, wrong, replacement, new or "")


def _given(line: Folded, start: int, forms: Iterable[str]) -> tuple[int, int] | None:
    """Where a form of a given name stands in front of a surname at `start`.

    An initial or a patronymic may stand between.
    """
    left = max(0, start - 60)
    gap = re.search(_BETWEEN, line.text[left:start])
    if gap is None:
        return None
    for end in dict.fromkeys((left + gap.end(1), left + gap.start(1))):
        for form in sorted(forms, key=len, reverse=True):
            wanted = fold(form).text
            at = end - len(wanted)
            if at < 0 or not line.text.startswith(wanted, at, end):
                continue
            if _starts_word(line.text, at) and case_fits(line.surface(at, end), form):
                return at, end
    return None


# Patterns are text: most runs need none of them, and compiling them would delay the start.
# An initial or a patronymic may stand between a given name and a surname.
_BETWEEN = (
    r"( (?:[^\W\d_]\.|[^\W\d_]+(?:ovych|yovych|evych|ovich|evich|yevich|ivna|yivna|ovna|evna))|) \Z"
)
_WORD_BEFORE = r"([^\W\d_][\w'-]*)\.? \Z"
_AFTER_TITLE = r",? (?:the )?"


def _starts_word(text: str, at: int) -> bool:
    if not at:
        return True
    before = text[at - 1]
    if before == "'":
        return at < 2 or not _is_word(text[at - 2])
    return not _is_word(before)


def _tail(text: str, end: int, *, plural: bool) -> int | None:
    """Where a word that goes to `end` ends with its possessive or plural; None inside a word."""
    if not _in_word(text, end):
        if text[end : end + 1] != "'":
            return end
        if text.startswith("'s", end) and not _in_word(text, end + 2):
            return end + 2
        if _in_word(text, end + 1):
            return None
        return end + 1 if text[end - 1] == "s" else end
    for ending in ("s", "es") if plural else ():
        after = end + len(ending)
        if text.startswith(ending, end) and not _in_word(text, after):
            return _tail(text, after, plural=False)
    return None


def _in_word(text: str, at: int) -> bool:
    return at < len(text) and _is_word(text[at])


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _ending(found: str, ending: str, new: str) -> str:
    """The possessive or plural ending of `found` as `new` takes it."""
    hisses = new[-1:].lower() in ("s", "x", "z") or new[-2:].lower() in ("ch", "sh")
    if len(ending) == 1 and not ending.isalpha() and found[-1:].lower() == "s":
        if new[-1:].lower() != "s":
            return ending + ("S" if new.isupper() else "s")
    elif ending[:1].isalpha():
        rest = ending[2:] if ending[:2].lower() == "es" else ending[1:]
        plural = "es" if hisses else "s"
        return (plural.upper() if ending[0].isupper() else plural) + rest
    return ending


def _name_at(text: str, at: int, person: Entry) -> bool:
    """Whether a name of `person`, in any spelling, stands at a place of the folded text."""
    givens = person.given.forms if person.given else ()
    for given in ("", *(fold(g).text + " " for g in givens)):
        for surname in person.name.forms:
            form = given + fold(surname).text
            end = at + len(form)
            # "Scholz-Meier" is someone else.
            whole = text[end : end + 1] != "-" and _tail(text, end, plural=False) is not None
            if whole and text.startswith(form, at):
                return True
    return False


def _leftmost_longest(matches: Iterable[Match]) -> list[Match]:
    """Matches that do not overlap. Of two at one place the one that is right is kept.

    Where names disagree on what to write for one form, nothing is known to be wrong; of titles,
    the first stands.
    """
    chosen: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.span.start, -m.span.end, m.wrong)):
        last = chosen[-1] if chosen else None
        if last is None or last.span.end <= match.span.start:
            chosen.append(match)
        elif (
            last.span == match.span
            and last.wrong
            and last.entry.kind != "title"
            and last.replacement != match.replacement
        ):
            chosen[-1] = Match(last.entry, last.span, last.found)
    return chosen
