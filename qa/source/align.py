"""Which sentences of a source became which of its translation.

Dynamic programming over beads of up to two sentences on either side (Gale and Church 1993, “A program
for aligning sentences in bilingual corpora”), with more than lengths to go by: the numbers, names and
addresses that both have, and the vectors of words where they are installed. What is left over is
looked for once more out of order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qa.source.anchors import anchors, share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A bead must be more alike than this to be better than two sentences left alone.
_FLOOR = 0.45
# Between two beads, what is left over on both sides is a pair if it is not quite unlike.
_FLOOR_BETWEEN = 0.25
# How much better the lengths of a bead fit with a sentence that was left over beside it.
_BETTER_FIT = 0.3
# Fewer beads do not tell what lengths are usual.
_ENOUGH = 5
# Out of order a pair must be more alike, since its place says nothing for it.
_FLOOR_ELSEWHERE = 0.62
# Two sentences for one are rarer than one for one.
_JOINED = 0.1
# The standard deviation of the logarithm of how many times as long as usual a translation is.
_SPREAD = 0.35
# Sentences further than this from where they are to be expected are not compared.
_BAND_SHARE, _BAND = 0.15, 12
# How much lengths, anchors and vectors say of a pair.
_LENGTH, _CONTENT = 1.0, 4.0
_ANCHORS, _MEANING = 1.0, 2.0
# Two sentences with neither names nor numbers, where there are no vectors.
_UNKNOWN = 0.4
# Of vectors: their size, the neighbours that a cosine is held against, and how far ahead of them is 1.
_SIZE, _NEIGHBOURS, _WIDTH = 384, 3, 0.12
# The usual cosine of a sentence with others, and with its translation: .55 to .59 and .83 to .93 in
# sentences of ten languages and their English translations (DEMETR), which overlap between .71 and .75.
_OTHERS, _TRANSLATIONS = 0.55, 0.85
_STEPS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))


class Bead(NamedTuple):
    """The numbers of sentences that belong together; one side is empty where nothing does."""

    source: tuple[int, ...]
    copy: tuple[int, ...]
    likeness: float = 0.0


def align_sentences(
    source: Sequence[str],
    copy: Sequence[str],
    source_lang: str,
    lang: str,
    by_vectors: bool = True,
) -> list[Bead]:
    """The beads of two texts, in the order of the copy; what has no counterpart comes last.

    The languages are ISO 639-1 codes. Without `by_vectors` sentences are not held against each other by
    their vectors, which takes most of the time.
    """
    if not source or not copy:
        return [
            *(Bead((i,), ()) for i in range(len(source))),
            *(Bead((), (j,)) for j in range(len(copy))),
        ]
    likeness = _Likeness(source, copy, source_lang, lang, by_vectors)
    beads = _between(_in_order(len(source), len(copy), likeness), likeness)
    if len(beads) >= _ENOUGH:
        beads = _whole(beads, likeness.fit)
    paired = [b for b in beads if b.source and b.copy]
    lost = [b.source[0] for b in beads if not b.copy]
    new = [b.copy[0] for b in beads if not b.source]
    paired += _out_of_order(lost, new, likeness)
    taken = {i for b in paired for i in b.source}, {j for b in paired for j in b.copy}
    paired += [Bead((), (j,)) for j in new if j not in taken[1]]
    paired.sort(key=lambda b: b.copy)
    return [*paired, *(Bead((i,), ()) for i in lost if i not in taken[0])]


def _in_order(
    sources: int, copies: int, likeness: Callable[[Sequence[int], Sequence[int]], float]
) -> list[Bead]:
    band = max(_BAND, abs(sources - copies) + _BAND_SHARE * max(sources, copies))
    best: dict[tuple[int, int], tuple[float, Bead | None]] = {(0, 0): (0.0, None)}
    for i in range(sources + 1):
        for j in range(copies + 1):
            if (i, j) == (0, 0):
                continue
            reached: list[tuple[float, Bead]] = []
            for di, dj, bead in ((1, 0, Bead((i - 1,), ())), (0, 1, Bead((), (j - 1,)))):
                before = best.get((i - di, j - dj))
                if before is not None:
                    reached.append((before[0], bead))
            if abs(i - j * sources / copies) <= band:
                for di, dj in _STEPS:
                    before = best.get((i - di, j - dj))
                    if before is None:
                        continue
                    a, b = tuple(range(i - di, i)), tuple(range(j - dj, j))
                    alike = likeness(a, b)
                    gain = (di + dj) / 2 * (alike - _FLOOR) - _JOINED * (di + dj - 2)
                    reached.append((before[0] + gain, Bead(a, b, alike)))
            best[i, j] = max(reached, key=lambda r: r[0])
    beads = []
    at = (sources, copies)
    while at != (0, 0):
        last = best[at][1]
        assert last is not None
        beads.append(last)
        at = at[0] - len(last.source), at[1] - len(last.copy)
    return beads[::-1]


def _between(
    beads: Sequence[Bead], likeness: Callable[[Sequence[int], Sequence[int]], float]
) -> list[Bead]:
    """The beads, with one sentence left over on either side at the same place as a pair.

    What says the contrary, or has another name and number, is less alike than a translation; its place
    still tells that it is one.
    """
    joined: list[Bead] = []
    for i, bead in enumerate(beads):
        last = joined[-1] if joined else None
        alone = i + 1 == len(beads) or bool(beads[i + 1].source and beads[i + 1].copy)
        alone &= len(joined) < 2 or bool(joined[-2].source and joined[-2].copy)
        if last and alone and _are_two_sides(last, bead):
            source, copy = last.source or bead.source, last.copy or bead.copy
            alike = likeness(source, copy)
            if alike > _FLOOR_BETWEEN:
                joined[-1] = Bead(source, copy, alike)
                continue
        joined.append(bead)
    return joined


def _whole(
    beads: Sequence[Bead], fit: Callable[[Sequence[int], Sequence[int]], float]
) -> list[Bead]:
    """The beads, with a sentence left over beside a bead whose other side is too long without it.

    Of a sentence that became two, the second often has no name or number, and is like nothing.
    """
    whole: list[Bead] = []
    for bead in beads:
        last = whole[-1] if whole else None
        if last and (last.source and last.copy) and not (bead.source and bead.copy):
            both = Bead(last.source + bead.source, last.copy + bead.copy, last.likeness)
            if fit(both.source, both.copy) > fit(last.source, last.copy) + _BETTER_FIT:
                whole[-1] = both
                continue
        elif last and not (last.source and last.copy) and bead.source and bead.copy:
            both = Bead(last.source + bead.source, last.copy + bead.copy, bead.likeness)
            if fit(both.source, both.copy) > fit(bead.source, bead.copy) + _BETTER_FIT:
                whole[-1] = both
                continue
        whole.append(bead)
    return whole


def _are_two_sides(one: Bead, other: Bead) -> bool:
    return (not one.copy and not other.source) or (not one.source and not other.copy)


def _out_of_order(
    lost: Sequence[int],
    new: Sequence[int],
    likeness: Callable[[Sequence[int], Sequence[int]], float],
) -> list[Bead]:
    """Pairs among what is left, the most alike first."""
    candidates = sorted(
        ((likeness((i,), (j,)), i, j) for i in lost for j in new), key=lambda c: (-c[0], c[1:])
    )
    found: list[Bead] = []
    for alike, i, j in candidates:
        if alike < _FLOOR_ELSEWHERE:
            break
        if all(i not in b.source and j not in b.copy for b in found):
            found.append(Bead((i,), (j,), alike))
    return found


class _Likeness:
    """How alike sentences of the source and of the copy are, from 0 to 1.

    Of several sentences each counts by the one that it is most alike to on the other side: a sentence
    that does not belong to a bead then makes it worse, however well the others fit.
    """

    def __init__(
        self,
        source: Sequence[str],
        copy: Sequence[str],
        source_lang: str,
        lang: str,
        by_vectors: bool,
    ) -> None:
        self._anchors = (
            [anchors(text, source_lang) for text in source],
            [anchors(text, lang) for text in copy],
        )
        self._lengths = [[max(1, len(t)) for t in texts] for texts in (source, copy)]
        self._ratio = sum(self._lengths[1]) / sum(self._lengths[0])
        self._meaning = _meaning(source, copy) if by_vectors else None
        self._known: dict[tuple[int, int], float] = {}

    def __call__(self, source: Sequence[int], copy: Sequence[int]) -> float:
        """The likeness of the sentences with these numbers."""
        best = [max(self._pair(i, j) for j in copy) for i in source]
        best += [max(self._pair(i, j) for i in source) for j in copy]
        fit = self.fit(source, copy)
        return (_LENGTH * fit + _CONTENT * sum(best) / len(best)) / (_LENGTH + _CONTENT)

    def fit(self, source: Sequence[int], copy: Sequence[int]) -> float:
        """How well the lengths of the sentences fit, from 0 to 1."""
        lengths = [sum(self._lengths[side][k] for k in ks) for side, ks in ((0, source), (1, copy))]
        off = math.log(lengths[1] / lengths[0] / self._ratio) / _SPREAD
        return math.exp(-off * off / 2)

    def _pair(self, i: int, j: int) -> float:
        """What two sentences have in common, whatever their lengths."""
        if (i, j) not in self._known:
            parts = []
            both = share(self._anchors[0][i], self._anchors[1][j])
            if both is not None:
                parts.append((_ANCHORS, both))
            if self._meaning is not None:
                parts.append((_MEANING, float(self._meaning[i, j])))
            weights = sum(weight for weight, _ in parts)
            alike = sum(weight * value for weight, value in parts)
            self._known[i, j] = alike / weights if weights else _UNKNOWN
        return self._known[i, j]


def _meaning(source: Sequence[str], copy: Sequence[str]) -> NDArray[np.float32] | None:
    """How near the vectors of each two sentences are, from 0 to 1; None where none are installed.

    A cosine counts by where it lies between those of other sentences and those of translations, and
    is held against the best others of both sentences, as Conneau et al. 2018 (arXiv 1710.04087) do
    with words (CSLS); the lesser of the two holds.
    """
    from qa import vectors

    if not vectors.installed():
        return None
    import numpy as np

    from qa.vectors.encoder import get_encoder

    means = np.array(
        [
            v.layers[:, -_SIZE:].mean(axis=0) if len(v.layers) else np.zeros(_SIZE, np.float32)
            for v in get_encoder().encode([*source, *copy])
        ]
    )
    cosines = _cosines(means[: len(source)], means[len(source) :])
    count = min(_NEIGHBOURS, *cosines.shape)
    usual = [np.sort(c, axis=1)[:, -count:].mean(axis=1) for c in (cosines, cosines.T)]
    # What has no counterpart is near to nothing, and the nearest of that would seem near.
    usual = [np.maximum(u, np.median(u)) for u in usual]
    ahead = cosines - (usual[0][:, None] + usual[1][None]) / 2
    near = (cosines - _OTHERS) / (_TRANSLATIONS - _OTHERS)
    likeness: NDArray[np.float32] = np.clip(np.minimum(0.5 + ahead / _WIDTH, near), 0, 1)
    return likeness


def _cosines(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    lengths = np.linalg.norm(one, axis=1)[:, None] * np.linalg.norm(other, axis=1)[None]
    cosines: NDArray[np.float32] = (one @ other.T) / np.maximum(lengths, 1e-9)
    return cosines
