"""Which words stand in which segments: a rule looks them up here before it reads a text."""

from __future__ import annotations

from operator import eq
from typing import TYPE_CHECKING, NamedTuple

from qa.text.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_LETTERS = lazy(r"[^\W\d_]+")


def words_in(text: str) -> list[str]:
    """What an index takes for the words of a text: what stands between all that is no letter."""
    return _LETTERS.findall(text)


class Clues(NamedTuple):
    """What a place must hold for a rule to find something there: one of these words or signs.

    `folded` are words in lower case, which stand for any case, `cased` words with capitals, which
    must be written so. A word is letters only: "Kyiv’s" is two, and so is "anti-war".
    """

    folded: frozenset[str]
    cased: frozenset[str]
    signs: str

    @classmethod
    def of(cls, words: Collection[str], signs: str = "") -> Clues:
        """The clues in words of either kind, and in signs."""
        folded = frozenset(w for w in words if w.islower())
        return cls(folded, frozenset(words) - folded, signs)


class WordIndex:
    """The words of the segments of a document, read once for all rules.

    `words` has those of each segment in order, in lower case. `cased` leads from a word as it is
    written to the numbers of the segments that hold it, `folded` from its lower case to the numbers
    of those that hold it in any case.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self.words: list[list[str]] = []
        self.cased: dict[str, list[int]] = {}
        self.folded: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            words = words_in(text)
            self.words.append([*map(str.lower, words)])
            for word in set(words):
                if word in self.cased:
                    self.cased[word].append(number)
                else:
                    self.cased[word] = [number]
        for word, numbers in self.cased.items():
            lower = word.lower()
            known = self.folded.get(lower)
            self.folded[lower] = known + numbers if known else numbers

    def with_clues(self, clues: Clues) -> list[int]:
        """The numbers of the segments that hold one of the words or signs, in order."""
        numbers: set[int] = set()
        for word in self.folded.keys() & clues.folded:
            numbers.update(self.folded[word])
        for word in self.cased.keys() & clues.cased:
            numbers.update(self.cased[word])
        for sign in clues.signs:
            numbers.update(n for n, text in enumerate(self._texts) if sign in text)
        return sorted(numbers)

    def repeating(self, distance: int) -> list[int]:
        """The numbers of the segments in which a word comes again `distance` words on; 1 is the next."""
        return [
            number
            for number, words in enumerate(self.words)
            if any(map(eq, words, words[distance:]))
        ]
