"""How alike sentences of a source and of its translation are: by lengths, anchors, and vectors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from qa.source.anchors import Anchors, alike, anchors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# The standard deviation of the logarithm of how many times as long as usual a translation is.
_SPREAD = 0.35
# How much lengths, anchors and vectors say of a pair; of several sentences, how much what they say together
# counts beside what each of them says.
_LENGTH, _CONTENT = 1.0, 4.0
_ANCHORS, _MEANING = 1.0, 2.0
_TOGETHER = 0.5
# Two sentences with neither names nor numbers, where there are no vectors.
_UNKNOWN = 0.4
# Of vectors: their size, the neighbours that a cosine is held against, and how far ahead of them is 1.
_SIZE, _NEIGHBOURS, _WIDTH = 384, 3, 0.12
# The usual cosine of a sentence with others, and with its translation: .55 to .59 and .83 to .93 in
# sentences of ten languages and their English translations (DEMETR), which overlap between .71 and .75.
_OTHERS, _TRANSLATIONS = 0.55, 0.85
# Texts that are encoded at once, and sentences that are compared with all others at once.
_ENCODED, _COMPARED = 128, 512
# How two keys that are alike begin.
_HEAD = 3

# By sentence of the source, in how many things sentences of the copy are like it.
Matches = dict[int, dict[int, int]]


class Evidence:
    """How alike sentences of the source and of the copy are, from 0 to 1.

    Of several sentences half of it is how alike they are together, and half how alike each is to the one on
    the other side that it is most alike to: a sentence that does not belong to a bead then makes it worse,
    however well the others fit.
    """

    def __init__(
        self,
        source: Sequence[str],
        copy: Sequence[str],
        source_lang: str,
        lang: str,
        by_vectors: bool,
    ) -> None:
        import numpy as np

        self.sizes = len(source), len(copy)
        self._lengths = [
            np.array([max(1, len(t)) for t in texts], np.float64) for texts in (source, copy)
        ]
        self._ratio = self._lengths[1].sum() / self._lengths[0].sum()
        sides = [
            [anchors(text, language) for text in texts]
            for texts, language in ((source, source_lang), (copy, lang))
        ]
        self._figures = [
            np.array([len(a.numbers) + len(a.addresses) for a in side], np.float64)
            for side in sides
        ]
        self._matched = _figures_of_both(*sides)
        self._named = _names_of_both(*sides)
        self._words = [_words(source), _words(copy)] if by_vectors else [[], []]
        self._vectors: tuple[Floats, Floats] | None = None
        if all(self._words):
            sums = [np.array([w.total for w in words]) for words in self._words]
            self._vectors, self._usual = (sums[0], sums[1]), _usual(sums[0], sums[1])

    def __call__(self, source: Sequence[int], copy: Sequence[int]) -> float:
        """The likeness of the sentences with these numbers, which follow each other."""
        return float(self.row(source[0], len(source), copy[0], copy[0] + 1, len(copy))[0])

    def row(self, i: int, k: int, low: int, high: int, size: int) -> Floats:
        """How alike `k` sentences from `i` on are to each `size` that begin at `low` up to `high`."""
        import numpy as np

        together = self._content(i, k, low, high, size)
        if k + size > 2:
            single = np.stack(
                [self._content(n, 1, low, high + size - 1, 1) for n in range(i, i + k)]
            )
            windows = np.stack([single[:, d : d + high - low] for d in range(size)])
            # Of each source sentence its best of the copy, and the reverse.
            best = [*windows.max(axis=0), *windows.max(axis=1)]
            together = _TOGETHER * together + (1 - _TOGETHER) * np.mean(best, axis=0)
        lengths = _windows(self._lengths[1], low, high, size)
        own = self._lengths[0][i : i + k].sum()
        off = np.log(lengths / own / self._ratio) / _SPREAD
        likeness: Floats = (_LENGTH * np.exp(-off * off / 2) + _CONTENT * together) / (
            _LENGTH + _CONTENT
        )
        return likeness

    def fit(self, source: Sequence[int], copy: Sequence[int]) -> float:
        """How well the lengths of the sentences fit, from 0 to 1."""
        lengths = [self._lengths[side][list(ks)].sum() for side, ks in ((0, source), (1, copy))]
        off = math.log(lengths[1] / lengths[0] / self._ratio) / _SPREAD
        return math.exp(-off * off / 2)

    def coverage(self, side: int, number: int, others: Sequence[int]) -> float | None:
        """How near the words of a sentence are to the nearest ones of sentences of the other side, a rare
        word counting more; `side` is 0 for one of the source. None where there are no vectors.
        """
        import numpy as np

        if self._vectors is None:
            return None
        own = self._words[side][number]
        there = np.concatenate([self._words[1 - side][n].units for n in others]).astype(np.float32)
        nearest = (own.units.astype(np.float32) @ there.T).max(axis=1)
        return float((nearest * own.rarity).sum() / max(float(own.rarity.sum()), 1e-9))

    def _content(self, i: int, k: int, low: int, high: int, size: int) -> Floats:
        """What sentences have in common, whatever their lengths."""
        import numpy as np

        end = high + size - 1
        matched, named = (
            _windows(_rows(m, i, k, low, end), 0, high - low, size)
            for m in (self._matched, self._named)
        )
        figures = np.maximum(
            self._figures[0][i : i + k].sum(), _windows(self._figures[1], low, high, size)
        )
        total = figures + named
        share = np.minimum(1.0, (matched + named) / np.maximum(total, 1e-9))
        weight = np.where(total > 0, _ANCHORS, 0.0)
        if self._vectors is None:
            content: Floats = np.where(total > 0, share, _UNKNOWN)
            return content
        meaning = self._meaning(i, k, low, high, size)
        both: Floats = (weight * share + _MEANING * meaning) / (weight + _MEANING)
        return both

    def _meaning(self, i: int, k: int, low: int, high: int, size: int) -> Floats:
        """How near the vectors are, from 0 to 1.

        A cosine counts by where it lies between those of other sentences and those of translations, and
        is held against the best others of both sides, as Conneau et al. 2018 (arXiv 1710.04087) do
        with words (CSLS); the lesser of the two holds.
        """
        import numpy as np

        assert self._vectors is not None
        own = self._vectors[0][i : i + k].sum(axis=0)
        there = _windows(self._vectors[1], low, high, size)
        cosines = (
            there @ own / np.maximum(np.linalg.norm(there, axis=1) * np.linalg.norm(own), 1e-9)
        )
        usual = self._usual[0][i : i + k].mean(), _windows(self._usual[1], low, high, size) / size
        ahead = cosines - (usual[0] + usual[1]) / 2
        near = (cosines - _OTHERS) / (_TRANSLATIONS - _OTHERS)
        likeness: Floats = np.clip(np.minimum(0.5 + ahead / _WIDTH, near), 0, 1)
        return likeness


def _figures_of_both(source: Sequence[Anchors], copy: Sequence[Anchors]) -> Matches:
    """How many of the numbers and addresses of a sentence another one has."""
    there: dict[float | str, set[int]] = {}
    for j, side in enumerate(copy):
        for group in _groups(side):
            for value in group:
                there.setdefault(value, set()).add(j)
    found: Matches = {}
    for i, side in enumerate(source):
        for group in _groups(side):
            for j in {j for value in group for j in there.get(value, ())}:
                _count(found, i, j)
    return found


def _groups(side: Anchors) -> list[frozenset[float] | frozenset[str]]:
    """The values that each number may have, and each address."""
    return [*side.numbers, *(frozenset({address}) for address in side.addresses)]


def _names_of_both(source: Sequence[Anchors], copy: Sequence[Anchors]) -> Matches:
    """How many of the names of a sentence another one has."""
    there: dict[str, list[tuple[int, str]]] = {}
    for j, side in enumerate(copy):
        for key in side.names:
            there.setdefault(key[:_HEAD], []).append((j, key))
    found: Matches = {}
    for i, side in enumerate(source):
        for key in side.names:
            for j in {j for j, other in there.get(key[:_HEAD], ()) if alike(key, other)}:
                _count(found, i, j)
    return found


def _count(found: Matches, i: int, j: int) -> None:
    row = found.setdefault(i, {})
    row[j] = row.get(j, 0) + 1


def _rows(matches: Matches, i: int, k: int, low: int, high: int) -> Floats:
    """What is counted for `k` sentences from `i` on and those from `low` to `high`."""
    import numpy as np

    row = np.zeros(high - low)
    for n in range(i, i + k):
        for j, count in matches.get(n, {}).items():
            if low <= j < high:
                row[j - low] += count
    return row


def _windows(values: Floats, low: int, high: int, size: int) -> Floats:
    """The sums of each `size` values that begin at `low` up to `high`."""
    return sum((values[low + d : high + d] for d in range(1, size)), values[low:high])


class _Words(NamedTuple):
    """The vectors of the pieces of a text's words, of length 1 and in 16 bits, how long each was, and how
    rare each piece is.
    """

    units: NDArray[np.float16]
    lengths: NDArray[np.float32]
    rarity: NDArray[np.float32]

    @property
    def total(self) -> Floats:
        """The sum of the vectors."""
        found: Floats = (self.units * self.lengths[:, None]).sum(axis=0, dtype="f8")
        return found


def _words(texts: Sequence[str]) -> list[_Words]:
    """The vectors of each text; none where the package with the model is not installed."""
    from qa import vectors

    if not vectors.installed():
        return []
    import numpy as np

    from qa.vectors.encoder import get_encoder

    found = []
    for at in range(0, len(texts), _ENCODED):
        for v in get_encoder().encode(texts[at : at + _ENCODED]):
            pieces = v.layers[:, -_SIZE:] if len(v.layers) else np.zeros((1, _SIZE), np.float32)
            lengths = np.maximum(np.linalg.norm(pieces, axis=1), 1e-6)
            rarity = -v.commonness if len(v.layers) else np.ones(1, np.float32)
            units = (pieces / lengths[:, None]).astype(np.float16)
            found.append(_Words(units, lengths.astype(np.float32), rarity.astype(np.float32)))
    return found


def _usual(source: Floats, copy: Floats) -> tuple[Floats, Floats]:
    """The mean cosine of each sentence with the best of the other side."""
    import numpy as np

    units = [v / np.maximum(np.linalg.norm(v, axis=1), 1e-9)[:, None] for v in (source, copy)]
    usual = []
    for own, other in (units, units[::-1]):
        count = min(_NEIGHBOURS, len(other))
        best = [
            np.sort(own[at : at + _COMPARED] @ other.T, axis=1)[:, -count:].mean(axis=1)
            for at in range(0, len(own), _COMPARED)
        ]
        found = np.concatenate(best)
        # What has no counterpart is near to nothing, and the nearest of that would seem near.
        usual.append(np.maximum(found, np.median(found)))
    return usual[0], usual[1]
