"""Shares and areas, each with the interval that so few cases leave it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

# The quantile of the normal distribution for a confidence of 95%.
_Z = 1.959964


class Interval(NamedTuple):
    """Where a share probably lies, at a confidence of 95%; both ends from 0 to 1."""

    low: float
    high: float


def wilson(hits: int, cases: int) -> Interval:
    """The interval of the share that `hits` of `cases` came from; without cases all of 0 to 1.

    It holds for few cases and for shares near 0 and 1 too, where the usual one does not: Wilson
    1927, Probable inference, the law of succession, and statistical inference, J. Am. Stat. Assoc.
    22:209; recommended by Brown, Cai and DasGupta 2001, Interval estimation for a binomial
    proportion, Stat. Sci. 16:101. It takes the cases for independent of each other.
    """
    if not cases:
        return Interval(0.0, 1.0)
    share, square = hits / cases, _Z**2 / cases
    middle = (share + square / 2) / (1 + square)
    half = math.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square)
    # At the ends rounding would leave a trace of the other side.
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == cases else min(1.0, middle + half)
    return Interval(low, high)


def auc(scores: Sequence[float], bad: Sequence[bool]) -> float:
    """The area under the ROC curve: how often a bad one scores higher; a tie counts half.

    It is nan where there are none of one kind.
    """
    good = sorted(s for s, b in zip(scores, bad, strict=True) if not b)
    worse = [s for s, b in zip(scores, bad, strict=True) if b]
    wins = sum((bisect_left(good, s) + bisect_right(good, s)) / 2 for s in worse)
    return wins / (len(good) * len(worse)) if good and worse else math.nan


def auc_interval(area: float, good: int, bad: int) -> Interval:
    """The interval of an area that comes from `good` and `bad` cases, one of each at least.

    It holds for an area of 1, too, where the standard error is 0: method 5 of Newcombe 2006,
    Confidence intervals for an effect size measure based on the Mann-Whitney statistic, part 2,
    Stat. Med. 25:559, on the variance of Hanley and McNeil 1982, Radiology 143:29.
    """
    more = (good + bad) / 2 - 1

    def deviation(true: float) -> float:
        spread = 1 + more * (1 - true) / (2 - true) + more * true / (1 + true)
        return _Z * math.sqrt(true * (1 - true) * spread / (good * bad))

    # Each end is the true area that would just still give this one.
    low = _crossing(lambda true: area - true <= deviation(true), 0.0, area)
    high = _crossing(lambda true: true - area <= deviation(true), 1.0, area)
    return Interval(low, high)


def _crossing(holds: Callable[[float], bool], outer: float, inner: float) -> float:
    """Where `holds` begins to be true on the way from `outer` to `inner`, by halving."""
    if outer == inner:
        return outer
    for _ in range(60):
        middle = (outer + inner) / 2
        if holds(middle):
            inner = middle
        else:
            outer = middle
    return inner
