"""Whether source and translation mean the same, word by word, in vectors that languages share.

The idea is BERTScore's (Zhang et al. 2020, arXiv 1904.09675) between two languages: each word is
paired with the nearest of the other text, and a rare word counts more than a common one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.score.networks import nearness
from qa.score.signals import Signal

if TYPE_CHECKING:
    from qa.vectors.encoder import Floats, Vectors

SIGNALS = (
    Signal("meaning", "cosine", "likeness of the two texts' vectors"),
    Signal(
        "meaning_precision",
        "cosine",
        "how near the words of the translation are to their nearest ones in the source",
    ),
    Signal(
        "meaning_recall",
        "cosine",
        "how near the words of the source are to their nearest ones in the translation",
    ),
)


def signals(copy: Vectors, source: Vectors) -> dict[str, float]:
    """The likeness of two texts that have a word each."""
    near = nearness(copy, source)
    means = copy.layers[:, -384:].mean(0), source.layers[:, -384:].mean(0)
    length = float(np.linalg.norm(means[0]) * np.linalg.norm(means[1]))
    return {
        "meaning": float(means[0] @ means[1]) / max(length, 1e-12),
        "meaning_precision": _weighted(near.max(1), copy),
        "meaning_recall": _weighted(near.max(0), source),
    }


def _weighted(nearest: Floats, vectors: Vectors) -> float:
    rarity = -vectors.commonness
    return float((nearest * rarity).sum() / max(float(rarity.sum()), 1e-12))
