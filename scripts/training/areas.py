"""The area under the ROC curve."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence


def auc(scores: Sequence[float], bad: Sequence[bool]) -> float:
    """The area under the ROC curve: how often a bad one scores higher; a tie counts half."""
    good = sorted(s for s, b in zip(scores, bad, strict=True) if not b)
    worse = [s for s, b in zip(scores, bad, strict=True) if b]
    wins = sum((bisect_left(good, s) + bisect_right(good, s)) / 2 for s in worse)
    return wins / (len(good) * len(worse)) if good and worse else math.nan
