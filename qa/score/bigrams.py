"""How likely a word of English is after the word before it, from a table of pairs.

The numbers are those of the language model that CMU Sphinx publishes (BSD-2-Clause), made smaller by
`scripts/build-bigrams`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from qa.text.patterns import lazy

BIGRAMS = Path(__file__).with_name("bigrams.npz")
_CORE = lazy(r"[^\W\d_](?:[\w'’.-]*[^\W_])?")
_STRAIGHT = str.maketrans("’‘ʼ", "'''")
START = "<s>"
# In the table a logarithm to base 10 is a number of so many steps below 0.
STEPS = 32
TRAITS = 5


class Bigrams:
    """Words with the logarithms of their probability and of what is left for pairs that are not there;
    and pairs, each as a number, with that of the second after the first.
    """

    def __init__(
        self, words: Sequence[str], alone: Sequence[int], rest: Sequence[int],
        pairs: np.ndarray, after: np.ndarray,
    ) -> None:  # fmt: skip
        self._numbers = {word: i for i, word in enumerate(words)}
        self._alone = [-v / STEPS for v in alone]
        self._rest = [(v - 128) / STEPS for v in rest]
        self._pairs, self._after = pairs, after
        self._size = len(self._alone)

    def traits(self, words: Sequence[str]) -> np.ndarray:
        """A row a word: how likely it is after the one before it, how much likelier than anywhere, the same
        of the next and of the one after that, and whether the table knows it.
        """
        found = np.zeros((len(words), TRAITS), np.float32)
        before: int | None = self._numbers[START]
        gains = [0.0] * (len(words) + 2)
        for i, word in enumerate(words):
            number = self._number(word)
            if number is not None:
                alone = self._alone[number]
                said = self._said(before, number) if before is not None else alone
                gains[i] = said - alone
                found[i, 0], found[i, 4] = said / 3, 1
            before = number
        for i in range(len(words)):
            found[i, 1:4] = gains[i : i + 3]
        found[:, 1:4] /= 2
        return found

    def _number(self, word: str) -> int | None:
        match = _CORE.search(word)
        if match is None:
            return None
        core = match[0].translate(_STRAIGHT).lower()
        number = self._numbers.get(core)
        if number is None and core.endswith("'s"):
            number = self._numbers.get(core[:-2])
        return number

    def _said(self, before: int, number: int) -> float:
        pair = before * self._size + number
        at = int(np.searchsorted(self._pairs, pair))
        if at < len(self._pairs) and int(self._pairs[at]) == pair:
            return -float(self._after[at]) / STEPS
        return self._rest[before] + self._alone[number]


@cache
def shipped_bigrams() -> Bigrams:
    """The table that comes with qa."""
    with np.load(BIGRAMS) as file:
        words = bytes(file["words"]).decode().split("\n")
        pairs = np.cumsum(file["pairs"], dtype=np.int64)
        return Bigrams(words, file["alone"].tolist(), file["rest"].tolist(), pairs, file["after"])
