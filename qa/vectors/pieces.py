"""From text to the pieces of words that the vector model knows: a SentencePiece unigram model.

Kudo, 2018, arXiv 1804.10959: the cut of a word with the highest product of piece probabilities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.text.patterns import lazy
from qa.text.spans import Span

_WORD = lazy(r"\S+")
_WORD_START = "\u2581"
# What an unknown character costs more than the rarest piece, as in SentencePiece.
_UNKNOWN_PENALTY = 10.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a word: its number in the vocabulary and its place in code points."""

    id: int
    span: Span


class Segmenter:
    """Cuts texts into the pieces of a vocabulary with the logarithms of their probabilities."""

    def __init__(
        self,
        pieces: Sequence[str],
        log_probabilities: Sequence[float],
        unknown: int,
        folding: Mapping[str, str],
    ) -> None:
        self._ids = {p: i for i, p in reversed(list(enumerate(pieces))) if p and i != unknown}
        self._log_probabilities = log_probabilities
        self._unknown = unknown
        self._unknown_cost = min(log_probabilities) - _UNKNOWN_PENALTY
        self._longest = max(map(len, self._ids))
        self._folding = folding
        self._cut = lru_cache(1 << 16)(self._best_cut)

    def pieces(self, text: str) -> list[Piece]:
        """The pieces of `text`, in its order; white space has none."""
        found = []
        for match in _WORD.finditer(text):
            word = match[0]
            folded = "".join(self._folding.get(c, c) for c in word).replace(" ", _WORD_START)
            whole = Span(*match.span())
            # Where folding changes the length, a piece gets the place of its word.
            exact = len(folded) == len(word)
            at = -1  # the mark of the word's start
            for number, length in self._cut(_WORD_START + folded):
                start, at = max(0, at), at + length
                if exact:
                    found.append(Piece(number, Span(whole.start + start, whole.start + at)))
                else:
                    found.append(Piece(number, whole))
        return found

    def _best_cut(self, word: str) -> tuple[tuple[int, int], ...]:
        """The numbers and the lengths of the pieces of one word, by Viterbi's algorithm."""
        end = len(word)
        best = [0.0] + [float("-inf")] * end
        back = [(self._unknown, 0)] * (end + 1)
        for i in range(end):
            if best[i] + self._unknown_cost > best[i + 1]:
                best[i + 1], back[i + 1] = best[i] + self._unknown_cost, (self._unknown, i)
            for j in range(i + 1, min(end, i + self._longest) + 1):
                piece = self._ids.get(word[i:j])
                if piece is not None and best[i] + self._log_probabilities[piece] > best[j]:
                    best[j], back[j] = best[i] + self._log_probabilities[piece], (piece, i)
        cut = []
        while end > 0:
            piece, start = back[end]
            cut.append((piece, end - start))
            end = start
        return tuple(reversed(cut))
