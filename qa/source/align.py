"""Which sentences of a source became which of its translation.

Dynamic programming over beads of up to three sentences (Gale and Church 1993, “A program for aligning
sentences in bilingual corpora”), in a band, with more than lengths to go by: the numbers, names and addresses
that both have, the vectors of words where they are installed, those of several sentences together (Thompson
and Koehn 2019, “Vecalign”), and where paragraphs begin. What is left over is looked for once more out of order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from qa.source.likeness import Evidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# A bead must be more alike than this to be better than two sentences left alone.
_FLOOR = 0.45
# Between two beads, what is left over on both sides is a pair if it is not quite unlike, or its lengths fit.
_FLOOR_BETWEEN, _FIT_BETWEEN = 0.2, 0.5
# How much better the lengths of a bead fit with a sentence that was left over beside it.
_BETTER_FIT = 0.3
# Fewer beads do not tell what lengths are usual.
_ENOUGH = 5
# Out of order a pair must be more alike, since its place says nothing for it, and of so many sentences left
# over, more were not translated but moved.
_FLOOR_ELSEWHERE, _MOST_ELSEWHERE = 0.62, 400
# Two sentences for one are rarer than one for one, and two for two rarer yet.
_JOINED = 0.1
# The words of a sentence are as near as this to the nearest ones of its translation, and further from those of
# others: in 440 sentences of four directions (NTREX) the translations had .63 to .85, and the neighbours of
# these .33 to .69, with .61 for one in ten.
_COVERED, _UNCOVERED, _COVERED_BETWEEN = 0.62, 0.55, 0.5
# A sentence that is left alone costs this, and inside a paragraph whose others are not, more.
_ALONE, _ALONE_WITHIN = 0.05, 0.15
# What a bead is better for that begins where paragraphs begin on both sides, and worse on one side only; where
# the numbers of paragraphs differ by more than this share, they say nothing.
_BEGINS, _COMPARABLE = 0.12, 0.3
# Sentences further than this from where they are to be expected are not compared: so many, and so many times
# the square root of the longer text, as a walk at random strays.
_BAND, _STRAYING = 12, 6
_STEPS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
_LONGEST = 3


class Bead(NamedTuple):
    """The numbers of sentences that belong together; one side is empty where nothing does."""

    source: tuple[int, ...]
    copy: tuple[int, ...]
    likeness: float = 0.0


Likeness = Callable[[Sequence[int], Sequence[int]], float]
Starts = tuple[frozenset[int], frozenset[int]]


def align_sentences(
    source: Sequence[str],
    copy: Sequence[str],
    source_lang: str,
    lang: str,
    by_vectors: bool = True,
    starts: Starts | None = None,
) -> list[Bead]:
    """The beads of two texts, in the order of the copy; what has no counterpart comes last.

    The languages are ISO 639-1 codes. Without `by_vectors` sentences are not held against each other by
    their vectors, which takes most of the time. `starts` are the numbers of the sentences of both that begin
    a paragraph. Memory grows with the length of the texts and its square root, time with the product of
    both lengths, by some nanoseconds a pair.
    """
    if not source or not copy:
        return [
            *(Bead((i,), ()) for i in range(len(source))),
            *(Bead((), (j,)) for j in range(len(copy))),
        ]
    evidence = Evidence(source, copy, source_lang, lang, by_vectors)
    starts = _comparable(starts)
    beads = _between(_in_order(evidence, starts), evidence)
    if len(beads) >= _ENOUGH:
        beads = _whole(beads, evidence.fit)
    beads = _attached(_between(_parted(beads, evidence), evidence), evidence, starts)
    paired = [b for b in beads if b.source and b.copy]
    lost = [b.source[0] for b in beads if not b.copy]
    new = [b.copy[0] for b in beads if not b.source]
    if max(len(lost), len(new)) <= _MOST_ELSEWHERE:
        paired += _out_of_order(lost, new, evidence)
    taken = {i for b in paired for i in b.source}, {j for b in paired for j in b.copy}
    paired += [Bead((), (j,)) for j in new if j not in taken[1]]
    paired.sort(key=lambda b: b.copy)
    return [*paired, *(Bead((i,), ()) for i in lost if i not in taken[0])]


def _comparable(starts: Starts | None) -> Starts | None:
    """Where paragraphs begin, if both texts have about as many of them."""
    if starts is None or min(map(len, starts)) < 2:
        return None
    most, fewest = max(map(len, starts)), min(map(len, starts))
    return starts if most - fewest <= _COMPARABLE * most else None


def _in_order(evidence: Evidence, starts: Starts | None) -> list[Bead]:
    import numpy as np

    sources, copies = evidence.sizes
    band = abs(sources - copies) + max(_BAND, int(_STRAYING * math.sqrt(max(sources, copies))))
    bonus, alone = _by_paragraphs(sources, copies, starts)

    def of_bead(i: int, di: int, dj: int, low: int, high: int) -> Floats:
        alike = evidence.row(i, di, low, high, dj)
        gain: Floats = (di + dj) / 2 * (alike - _FLOOR) - _JOINED * (di * dj - 1)
        return gain + bonus(i, low, high)

    def of_lone(i: int, low: int, high: int) -> float:
        return -float(alone[0][i])

    # Of each row the part in the band: the best sums of the last rows, and which step led there.
    rows: dict[int, tuple[int, Floats]] = {}
    steps: list[tuple[int, NDArray[np.int8]]] = []
    for i in range(sources + 1):
        middle = round(i * copies / sources)
        first, end = max(0, middle - band), min(copies, middle + band) + 1
        best = np.full(end - first, -np.inf)
        step = np.full(end - first, -1, np.int8)
        if i == 0 and first == 0:
            best[0] = 0.0
        else:
            _reach(best, step, first, rows.get(i - 1), 0, partial(of_lone, i - 1), len(_STEPS))
        for number, (di, dj) in enumerate(_STEPS):
            before = rows.get(i - di)
            _reach(best, step, first, before, dj, partial(of_bead, i - di, di, dj), number)
        # A sentence of the copy that is left alone: the best of all that end before it.
        costs = np.concatenate([[0.0], np.cumsum(alone[1][first : end - 1])])
        furthest = np.maximum.accumulate(best + costs)
        left = furthest - costs > best + 1e-9
        best = np.where(left, furthest - costs, best)
        step[left] = len(_STEPS) + 1
        rows[i] = first, best
        steps.append((first, step))
        rows.pop(i - _LONGEST, None)
    return _traced(steps, sources, copies, evidence)


def _reach(
    best: Floats,
    step: NDArray[np.int8],
    first: int,
    before: tuple[int, Floats] | None,
    dj: int,
    gain: Callable[[int, int], Floats | float],
    number: int,
) -> None:
    """Take the step of this number, over `dj` sentences of the copy, from a row before where it is better.

    `gain` is what it adds for the sentences from the first number up to the second.
    """
    if before is None:
        return
    low, high = max(first, before[0] + dj), min(first + len(best), before[0] + len(before[1]) + dj)
    if low >= high:
        return
    reached = before[1][low - dj - before[0] : high - dj - before[0]] + gain(low - dj, high - dj)
    here = slice(low - first, high - first)
    better = reached > best[here]
    best[here][better] = reached[better]
    step[here][better] = number


def _traced(
    steps: Sequence[tuple[int, NDArray[np.int8]]], sources: int, copies: int, evidence: Evidence
) -> list[Bead]:
    """The beads on the way that led to the end of both texts."""
    beads = []
    i, j = sources, copies
    while (i, j) != (0, 0):
        number = int(steps[i][1][j - steps[i][0]])
        di, dj = (*_STEPS, (1, 0), (0, 1))[number]
        a, b = tuple(range(i - di, i)), tuple(range(j - dj, j))
        beads.append(Bead(a, b, evidence(a, b) if a and b else 0.0))
        i, j = i - di, j - dj
    return beads[::-1]


def _by_paragraphs(
    sources: int, copies: int, starts: Starts | None
) -> tuple[Callable[[int, int, int], Floats | float], tuple[Floats, Floats]]:
    """What beads gain by where they begin, and what sentences cost that are left alone, of both sides."""
    import numpy as np

    alone = np.full(sources, _ALONE), np.full(copies, _ALONE)
    if starts is None:
        return (lambda i, low, high: 0.0), alone
    begins = np.zeros(copies + 1, bool)
    begins[list(starts[1])] = True
    for side, own in zip(alone, starts, strict=True):
        side += _ALONE_WITHIN
        side[[n for n in own if n + 1 in own or n + 1 == len(side)]] = _ALONE

    def bonus(i: int, low: int, high: int) -> Floats:
        same: Floats = np.where(
            begins[low:high] == (i in starts[0]), _BEGINS if i in starts[0] else 0, -_BEGINS
        )
        return same

    return bonus, alone


def _between(beads: Sequence[Bead], evidence: Evidence) -> list[Bead]:
    """The beads, with what is left over on either side at the same place as a pair.

    What says the contrary, or has another name and number, is less alike than a translation; its place
    still tells that it is one.
    """
    joined: list[Bead] = []
    for paired, some in groupby(beads, lambda b: bool(b.source and b.copy)):
        run = list(some)
        source = tuple(i for b in run for i in b.source)
        copy = tuple(j for b in run for j in b.copy)
        if paired or not source or not copy:
            joined += run
        elif len(source) == len(copy):
            for i, j in zip(source, copy, strict=True):
                joined += (
                    [Bead((i,), (j,), evidence((i,), (j,)))]
                    if _belong(evidence, i, j)
                    else [Bead((i,), ()), Bead((), (j,))]
                )
        elif max(len(source), len(copy)) <= _LONGEST and evidence(source, copy) > _FLOOR_BETWEEN:
            joined.append(Bead(source, copy, evidence(source, copy)))
        else:
            joined += run
    return joined


def _belong(evidence: Evidence, i: int, j: int) -> bool:
    """Whether two sentences that were left over at the same place are a pair."""
    if evidence((i,), (j,)) > _FLOOR_BETWEEN:
        return True
    covered = [evidence.coverage(0, i, (j,)), evidence.coverage(1, j, (i,))]
    near = all(c is None or c >= _COVERED_BETWEEN for c in covered)
    return near and evidence.fit((i,), (j,)) > _FIT_BETWEEN


def _whole(beads: Sequence[Bead], fit: Likeness) -> list[Bead]:
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


def _parted(beads: Sequence[Bead], evidence: Evidence) -> list[Bead]:
    """The beads without sentences of several that say nothing of what the other side says."""
    parted: list[Bead] = []
    for bead in beads:
        sides = bead.source, bead.copy
        strange = [
            [n for n in own if _is_covered(evidence, side, n, sides[1 - side], _UNCOVERED) is False]
            if len(own) > 1 and sides[1 - side]
            else []
            for side, own in enumerate(sides)
        ]
        if not any(strange) or any(
            len(s) == len(own) for s, own in zip(strange, sides, strict=True)
        ):
            parted.append(bead)
            continue
        left = [tuple(n for n in own if n not in s) for own, s in zip(sides, strange, strict=True)]
        alone = [
            *((n < left[0][0], Bead((n,), ())) for n in strange[0]),
            *((n < left[1][0], Bead((), (n,))) for n in strange[1]),
        ]
        parted += [b for is_before, b in alone if is_before]
        parted.append(Bead(left[0], left[1], bead.likeness))
        parted += [b for is_before, b in alone if not is_before]
    return parted


def _attached(beads: Sequence[Bead], evidence: Evidence, starts: Starts | None) -> list[Bead]:
    """The beads, with a sentence that is left over and that one of those beside it says, too, in that one.

    Beads are in the order of the texts, so that the next ones on either side are beside it.
    """
    found = list(beads)
    for at, bead in enumerate(beads):
        if bool(bead.source) == bool(bead.copy):
            continue
        side = 0 if bead.source else 1
        number = (bead.source or bead.copy)[0]
        # A paragraph by itself is no part of another one.
        if starts is not None and number in starts[side] and number + 1 in starts[side]:
            continue
        best: tuple[float, int] | None = None
        for step in (-1, 1):
            near = at + step
            while 0 <= near < len(beads) and not (found[near].source and found[near].copy):
                near += step
            if not 0 <= near < len(beads):
                continue
            covered = evidence.coverage(
                side, number, found[near].source if side else found[near].copy
            )
            if covered is not None and covered >= _COVERED and (best is None or covered > best[0]):
                best = covered, near
        if best is not None:
            other = found[best[1]]
            own = tuple(sorted((*(other.copy if side else other.source), number)))
            if own[-1] - own[0] == len(own) - 1:
                source, copy = (own, other.copy) if side == 0 else (other.source, own)
                found[best[1]] = Bead(source, copy, other.likeness)
                found[at] = Bead((), ())
    return [b for b in found if b.source or b.copy]


def _is_covered(
    evidence: Evidence, side: int, number: int, others: Sequence[int], least: float
) -> bool | None:
    covered = evidence.coverage(side, number, others)
    return None if covered is None else covered >= least


def _out_of_order(lost: Sequence[int], new: Sequence[int], likeness: Likeness) -> list[Bead]:
    """Pairs among what is left, the most alike first."""
    candidates = sorted(
        ((likeness((i,), (j,)), i, j) for i in lost for j in new), key=lambda c: (-c[0], c[1:])
    )
    found: list[Bead] = []
    for value, i, j in candidates:
        if value < _FLOOR_ELSEWHERE:
            break
        if all(i not in b.source and j not in b.copy for b in found):
            found.append(Bead((i,), (j,), value))
    return found
