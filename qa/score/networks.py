"""Small networks that read the vectors of a translation, and of its source where there is one.

A network compares each word with the words of the other text that it is nearest to, judges it, and
makes one number of the judgements. That is the idea of the predictor-estimator (Kim et al. 2017)
and of COMET (Rei et al. 2020, arXiv 2009.09025), on vectors that stay as they are, so that
100,000 numbers are enough. `scripts/train-score` makes networks.npz; there are three networks:
`quality` learned from people's judgements of whole translations, `quality-news` the same and went on
with news and human translations, `errors` learned from pairs of a translation and the same with one
error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from qa.vectors.encoder import Floats, Vectors, gelu

HALF = 384  # layer 7 comes first, then layer 11, by which words are paired
_EPSILON = 1e-5
_NEARNESS_SCALE = 5.0  # so that it has about the size of the other inputs


@dataclass(frozen=True, slots=True)
class Judged:
    """What a network says: the higher, the worse. `pieces` has a log-odds a piece of a word."""

    total: float
    pieces: Floats


class Network:
    """One network, from the arrays that `scripts/train-score` wrote."""

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self._arrays = {name: array.astype(np.float32) for name, array in arrays.items()}

    def judge(self, copy: Vectors, source: Vectors) -> Judged:
        """Judge a translation; both texts must have a piece of a word."""
        hidden = self._narrowed(copy)
        nearness = _unit(copy) @ _unit(source).T
        other = self._narrowed(source)
        sharp = nearness * self._arrays["tau"]
        paired = _softmax(sharp, 1) @ other, _softmax(sharp, 0).T @ hidden
        ours = _compared(hidden, paired[0], nearness.max(1), copy)
        theirs = _compared(other, paired[1], nearness.max(0), source)
        first, pieces = self._pooled(ours, "t")
        second, _ = self._pooled(theirs, "s")
        return Judged(self._total(np.concatenate([first, second])), pieces)

    def _narrowed(self, vectors: Vectors) -> Floats:
        x = vectors.layers
        x = x - x.mean(1, keepdims=True)
        x = x / np.sqrt((x * x).mean(1, keepdims=True) + _EPSILON)
        x = x * self._arrays["ln.weight"] + self._arrays["ln.bias"]
        return gelu(self._linear(x, "W"))

    def _pooled(self, inputs: Floats, side: str) -> tuple[Floats, Floats]:
        """The mean over the pieces, the mean of their judgements, and one that seeks the worst."""
        features = gelu(self._linear(inputs, f"{side}1"))
        judged = self._linear(features, f"{side}2")
        weights = _softmax(judged[:, 1:], 0)
        worst = (judged[:, :1] * weights).sum(0)
        return np.concatenate([features.mean(0), judged[:, :1].mean(0), worst]), judged[:, 0]

    def _total(self, pooled: Floats) -> float:
        return float(self._linear(pooled, "o")[0])

    def _linear(self, x: Floats, name: str) -> Floats:
        return x @ self._arrays[f"{name}.weight"].T + self._arrays[f"{name}.bias"]


@cache
def shipped() -> dict[str, Network]:
    """The networks that come with qa, by name: quality, quality-news, errors."""
    parts: dict[str, dict[str, Floats]] = {}
    with np.load(Path(__file__).with_name("networks.npz")) as file:
        for key in file.files:
            name, array = key.split("/")
            parts.setdefault(name, {})[array] = file[key]
    return {name: Network(arrays) for name, arrays in parts.items()}


def nearness(copy: Vectors, source: Vectors) -> Floats:
    """The cosines of the pieces of two texts, by layer 11: a row a piece of `copy`."""
    return _unit(copy) @ _unit(source).T


def _compared(own: Floats, paired: Floats, nearest: Floats, vectors: Vectors) -> Floats:
    near = nearest[:, None] * np.float32(_NEARNESS_SCALE)
    parts = [own, paired, own * paired, np.abs(own - paired), near, _commonness(vectors)]
    return np.concatenate(parts, 1)


def _commonness(vectors: Vectors) -> Floats:
    return vectors.commonness[:, None]


def _unit(vectors: Vectors) -> Floats:
    last = vectors.layers[:, HALF:]
    unit: Floats = last / np.maximum(np.linalg.norm(last, axis=1, keepdims=True), 1e-12)
    return unit


def _softmax(x: Floats, axis: int) -> Floats:
    x = np.exp(x - x.max(axis, keepdims=True))
    x /= x.sum(axis, keepdims=True)
    return x
