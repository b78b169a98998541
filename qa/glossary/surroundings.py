"""What stands round a name in its paragraph, as far as it tells who or what is meant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from qa.document.model import Span
from qa.glossary.clues import (
    clues,
    countries_in,
    ends_with,
    is_country_before_a_name,
    phrases,
    starts_with,
    words_of,
)
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

if TYPE_CHECKING:
    from qa.document.model import Segment
    from qa.glossary.match import Match

# In code points and words: how far before and after a name its clues are looked for.
_REACH, _WORDS = 80, 6
# Code points of a sentence on each side, of which a hostile line may have a million.
_FAR = 1_000
_STOPS = lazy(r"[,;:!?()\[\]\"“”„«»–—]")
_APPOSITION = lazy(r"(?:, | [–—-] | ?\()(?=\S)")
_OF = lazy(r" (?:of|from) (?:the )?(?=[A-Z])")
_AGE = lazy(r",? \(?(?:aged )?\d{1,2}(?: years old)?\)?,")
_STATE = lazy(r", ([A-Z][\w.]*(?: [A-Z]\w+)?)(?!\w)(?P<more> ?,? (?:and|or)\b)?")
_NEXT = lazy(r"(?:['’]s)? ([A-Z][\w-]*)")
_MARKS = frozenset("\"'“”‘’„«»)]")
_BRACKETS = ((" (", ")"), (" [", "]"))
# Before 1991 the places of the Soviet Union had the names of its language.
_YEAR = lazy(r"(?<!\d)1(?:[0-8]\d\d|9[0-8]\d|990)(?!\d)")


class Surroundings:
    """What stands round one match, in its segment; `before` is the match before it there."""

    def __init__(self, match: Match, segment: Segment, before: Match | None) -> None:
        self._is_behind_name = before is not None and match.span.start - before.span.end < 2
        self._entry = match.entry
        self.lang = match.entry.lang
        self._segment = segment
        self._start = match.span.start
        self._name_ends = self._start + len(match.found)

    @cached_property
    def _sentence(self) -> Span:
        """The sentence that the name begins in."""
        spans = self._segment.sentences
        at = bisect_right(spans, self._start, key=lambda span: span.start) - 1
        return spans[max(0, at)] if spans else Span(0, len(self._segment.text))

    @property
    def sentence(self) -> str:
        """The text of that sentence; of one that no writer ends, what is near."""
        start = max(self._sentence.start, self._start - _FAR)
        end = min(self._sentence.end, self._name_ends + _FAR)
        return self._segment.text[start:end]

    @cached_property
    def _before(self) -> str:
        start = max(min(self._sentence.start, self._start), self._start - _REACH)
        return self._segment.text[start : self._start]

    @cached_property
    def _after(self) -> str:
        end = min(max(self._sentence.end, self._name_ends), self._name_ends + _REACH)
        return self._segment.text[self._name_ends : end]

    @cached_property
    def _words_before(self) -> list[str]:
        """The words of the same clause."""
        stops = [m.end() for m in _STOPS.finditer(self._before)]
        return words_of(self._before[stops[-1] :] if stops else self._before)

    @cached_property
    def _words_after(self) -> list[str]:
        return words_of(self._after)

    @property
    def _word_before(self) -> str:
        """The word right before the name, or nothing."""
        follows = self._before[-1:] in (" ", "\xa0", "\n") and self._before[-2:-1] not in _MARKS
        return self._words_before[-1] if follows and self._words_before else ""

    # The spelling itself

    @cached_property
    def is_spelling_meant(self) -> bool:
        """Whether the spelling is the subject: "then known as Kiev", "Kiev or Kyiv"."""
        # "The old name, Kiev"
        if ends_with(words_of(self._before), "called-before"):
            return True
        if not phrases(self._words_after[:_WORDS]).isdisjoint(clues("called-after")):
            return True
        return any(
            words and phrases(words, 1) <= clues("between") for words in self._up_to_right_forms()
        )

    @property
    def _right_forms(self) -> tuple[str, ...]:
        return self._entry.name.preferred, *self._entry.name.accepted

    @property
    def may_be_spelling(self) -> bool:
        """Whether the spelling may be the subject: "called Kiev", which may be a call, too."""
        return ends_with(self._words_before, "called-or-rung-before")

    def _up_to_right_forms(self) -> list[list[str]]:
        """The words between the name and each right form of the entry that is near it."""
        stretches = []
        for form in self._right_forms:
            at = self._before.rfind(form)
            if at >= 0:
                stretches.append(words_of(self._before[at + len(form) :]))
            at = self._after.find(form)
            if at >= 0:
                stretches.append(words_of(self._after[:at]))
        return stretches

    @cached_property
    def gloss_end(self) -> int | None:
        """Where "Kiev (Kyiv)" ends, if the right form stands in brackets behind the name.

        The end of the name itself, if it stands behind a stroke, or the name in the brackets.
        """
        for form in self._right_forms:
            for opening, closing in _BRACKETS:
                if self._after.startswith(opening + form + closing):
                    return self._name_ends + len(opening + form + closing)
                if self._before.endswith(form + opening) and self._after.startswith(closing):
                    return self._name_ends
            if self._after.startswith("/" + form) or self._before.endswith(form + "/"):
                return self._name_ends
        return None

    # People

    @cached_property
    def _title(self) -> list[str]:
        """The words before a person's name that end in an office, an occupation or a country."""
        titles = words_for("titles_before_names", "en")
        parts = titles | clues("occupation") | clues("title-word")
        words: list[str] = []
        for word in reversed(self._words_before if self._word_before else ()):
            if not word[0].isupper() and word.lower().rstrip(".") not in parts:
                break
            words.insert(0, word)
        is_title = bool(words) and (
            words[-1].lower().rstrip(".") in titles
            or ends_with(words, "occupation")
            or any(_end_with(words, known) for known in self._entry.known_as)
            or is_country_before_a_name(words)
        )
        return words if is_title else []

    @cached_property
    def _apposition(self) -> list[str]:
        """The words behind a name that say who is meant: ", a farmer", " of Russia"."""
        if _OF.match(self._after):
            return self._words_after[:3]
        opening = _APPOSITION.match(self._after)
        if not opening:
            return []
        rest = self._after[opening.end() :]
        stop = _STOPS.search(rest)
        words = words_of(rest[: stop.start()] if stop else rest)
        kinds = ("apposition", "title-word", "occupation")
        titles = words_for("titles_before_names", "en")
        if not words or not (
            any(starts_with(words, kind) for kind in kinds)
            or words[0].lower() in titles
            or countries_in(words[0])
        ):
            return []
        ends = (i for i, w in enumerate(words) if i and w.lower() in clues("stops-apposition"))
        return words[: next(ends, None)]

    @cached_property
    def is_known_as(self) -> bool:
        """Whether an office or occupation of the person stands beside the name.

        Of those whose surname is enough a part of it is: "Secretary Blinken".
        """
        if self.speaks_against:
            return False
        beside = phrases(self._title) | phrases(self._apposition)
        known = self._entry.known_as
        if self._entry.alone and self._title:
            head = self._title[-1].lower()
            return head in {w for k in known for w in k.split()} or not beside.isdisjoint(known)
        return not beside.isdisjoint(known)

    @property
    def has_another_office(self) -> bool:
        """Whether an office stands beside the name that the person is not known for."""
        if not self._entry.known_as or self.is_known_as:
            return False
        beside = phrases([*self._title, *self._apposition], 1)
        return not beside.isdisjoint(words_for("titles_before_names", "en") - clues("courtesy"))

    @property
    def has_office(self) -> bool:
        """Whether an office or an initial stands before a name, and no mere “Mr.”."""
        return bool(self._title or len(self.given_name) == 1) and not self.has_courtesy

    @cached_property
    def _countries(self) -> set[str]:
        return countries_in(" ".join(self._title)) | countries_in(" ".join(self._apposition))

    @property
    def names_country(self) -> bool:
        """Whether the person's country stands beside the name, in a title or an apposition."""
        return self._entry.country in self._countries

    @cached_property
    def speaks_against(self) -> bool:
        """Whether an occupation or a country that is not the person's stands beside the name."""
        if self._entry.country and self._countries and not self.names_country:
            return True
        known = {word for phrase in self._entry.known_as for word in phrase.split()}
        beside = phrases(self._title) | phrases(self._apposition)
        return bool(beside & clues("occupation") - known)

    @property
    def has_word_as_given_name(self) -> bool:
        """Whether a word that is a given name, too, stands before a surname: "Virginia"."""
        word = self._word_before
        if not word[:1].isupper() or word.lower() not in clues("also-given-name"):
            return False
        # "In Virginia" it is none.
        rest = self._words_before[:-1]
        return not rest or rest[-1].lower() not in words_for("function_words", "en")

    @property
    def wants_woman(self) -> bool:
        """Whether the courtesy title before a name is a woman's."""
        return bool(self._word_before) and ends_with(self._words_before, "for-women")

    @property
    def gives_age(self) -> bool:
        """Whether an age stands behind the name: "Kiev, 34, said"."""
        return _AGE.match(self._after) is not None

    # Places

    @property
    def given_name(self) -> str:
        """A word with a capital before the name that may be a given name, or an initial."""
        word = "" if self._is_behind_name else self._word_before
        return word.rstrip(".") if word[:1].isupper() and len(word) > 1 else ""

    @property
    def has_courtesy(self) -> bool:
        """Whether a title that only people have stands before the name."""
        return bool(self._word_before) and ends_with(self._words_before, "courtesy")

    @cached_property
    def is_elsewhere(self) -> bool:
        """Whether a state or another country stands behind the name: "Odessa, Texas"."""
        found = _STATE.match(self._after)
        if not found:
            return False
        first = found[1].split(" ")[0]
        names = {found[1], first, first.rstrip(".")} & clues("state")
        # "Talks between Kiev, Washington and Brussels"
        return bool(names - clues("state-or-capital") if found["more"] else names)

    @cached_property
    def is_of_a_thing(self) -> bool:
        """Whether it is the name of something else: "Cape", "cruiser", "-class"."""
        if self._word_before:
            if ends_with(self._words_before, "thing-before"):
                return True
            in_capitals = ends_with(self._words_before, "thing-before-in-capitals")
            if in_capitals and self._word_before[0].isupper():
                return True
        return self._after[:1] in (" ", "-") and starts_with(self._words_after, "thing-after")

    @cached_property
    def is_historic(self) -> bool:
        """Whether the sentence speaks of a time in which the place had its old name."""
        if _YEAR.search(self.sentence):
            return True
        return not phrases(words_of(self.sentence)).isdisjoint(clues("history"))

    @cached_property
    def is_in_longer_name(self) -> bool:
        """Whether a word with a capital follows that seldom does behind a place: "Kiev Post"."""
        following = _NEXT.match(self._after)
        if not following or self._after[0] in "'’":
            return False
        usual = words_for("kinds_of_places", "en") | words_for("titles_before_names", "en")
        return following[1].lower() not in usual

    @property
    def is_explained(self) -> bool:
        """Whether it is said what it is, and that is no place: ", a brandy"."""
        words = self._apposition
        if not words or words[0].lower() not in ("a", "an"):
            return False
        return words_for("kinds_of_places", "en").isdisjoint(map(str.lower, words))

    @property
    def is_of_something(self) -> bool:
        """Whether "of" follows: "the Great Seven of peacekeepers"."""
        return self._after.startswith(" of ")


def _end_with(words: Sequence[str], phrase: str) -> bool:
    count = phrase.count(" ") + 1
    return " ".join(words[-count:]).lower() == phrase
