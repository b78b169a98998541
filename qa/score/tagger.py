"""A small network that reads a translation by itself and says of each word how likely it is wrong.

It reads the vectors of layers 4, 7 and 10, which know the grammar, forwards and backwards (a gated
recurrent network, Cho et al. 2014, arXiv 1406.1078). It learned from the words of machine translations of
news that no other system and no person chose, from errors put into sentences that had none, and from
words that people marked. `scripts/train-tagger` makes tagger.npz.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from qa.text.patterns import lazy
from qa.text.spans import Span
from qa.vectors.encoder import Floats, Vectors, gelu

TAGGER = Path(__file__).with_name("tagger.npz")
WORD = lazy(r"\S+")
# Of scripts without spaces each piece is a word.
_LONGEST = 40
_EPSILON = 1e-5
_DENSITY = 0.75


class Inputs(NamedTuple):
    """The words of a text: their places, a mean vector each, and what their letters show."""

    spans: tuple[Span, ...]
    vectors: Floats
    traits: Floats


def inputs(text: str, encoded: Vectors) -> Inputs:
    """What the network reads of a text: a row a word with a piece of the vocabulary in it."""
    words = [m.span() for m in WORD.finditer(text)]
    if any(end - start > _LONGEST for start, end in words):
        words = [(start, end) for start, end in encoded.spans]
    spans: list[Span] = []
    vectors: list[Floats] = []
    traits: list[list[float]] = []
    at = 0
    for start, end in words:
        first = at
        while at < len(encoded.spans) and encoded.spans[at].start < end:
            at += 1
        if first == at:
            continue
        word, common = text[start:end], encoded.commonness[first:at]
        spans.append(Span(start, end))
        vectors.append(encoded.grammar[first:at].mean(0))
        traits.append(
            [
                (at - first) / 3,
                min(0.0, float(common.min())) / 10,
                float(common.mean()) / 10,
                word[0].isupper(),
                any(map(str.isdigit, word)),
                not word[-1].isalnum(),
                not start,
            ]
        )
    return Inputs(tuple(spans), np.array(vectors, np.float32), np.array(traits, np.float32))


@dataclass(frozen=True, slots=True)
class Tagged:
    """The words of a text, each with the log-odds that it is wrong."""

    spans: tuple[Span, ...]
    odds: Floats


class Tagger:
    """The network, from the arrays that `scripts/train-tagger` wrote.

    `shown` are the log-odds from which on a word is worth showing: 40 in 1,000 words of machine
    translations have them.
    """

    def __init__(self, arrays: dict[str, Floats]) -> None:
        self._arrays = {name: array.astype(np.float32) for name, array in arrays.items()}
        self._mean, self._spread = map(float, self._arrays["usual"])
        self.shown = float(self._arrays["shown"][0])

    def badly(self, tagged: Tagged) -> float:
        """How badly a sentence reads, in standard deviations above the mean of machine translations."""
        return (hazard(tagged.odds) - self._mean) / self._spread

    def tag(self, text: str, encoded: Vectors) -> Tagged:
        """Judge each word of a text; none of a text without one."""
        found = inputs(text, encoded)
        if not found.spans:
            return Tagged((), np.zeros(0, np.float32))
        x = found.vectors
        x = x - x.mean(1, keepdims=True)
        x = x / np.sqrt((x * x).mean(1, keepdims=True) + _EPSILON)
        x = x * self._arrays["ln.weight"] + self._arrays["ln.bias"]
        x = gelu(self._linear(np.concatenate([x, found.traits], 1), "inp"))
        read = [self._read(x, ""), self._read(x[::-1], "_reverse")[::-1]]
        hidden = gelu(self._linear(np.concatenate([*read, x], 1), "out"))
        return Tagged(found.spans, self._linear(hidden, "fin")[:, 0])

    def _read(self, x: Floats, way: str) -> Floats:
        """The states of the recurrent network after each word, in the order given."""
        a = self._arrays
        given = x @ a[f"gru.weight_ih_l0{way}"].T + a[f"gru.bias_ih_l0{way}"]
        weights, bias = a[f"gru.weight_hh_l0{way}"].T, a[f"gru.bias_hh_l0{way}"]
        size = len(bias) // 3
        state = np.zeros(size, np.float32)
        states = np.empty((len(x), size), np.float32)
        for i, new in enumerate(given):
            kept = state @ weights + bias
            gates = 1 / (1 + np.exp(-(new[: 2 * size] + kept[: 2 * size])))
            reset, update = gates[:size], gates[size:]
            candidate = np.tanh(new[2 * size :] + reset * kept[2 * size :])
            state = (1 - update) * candidate + update * state
            states[i] = state
        return states

    def _linear(self, x: Floats, name: str) -> Floats:
        product: Floats = x @ self._arrays[f"{name}.weight"].T + self._arrays[f"{name}.bias"]
        return product


@cache
def shipped_tagger() -> Tagger:
    """The network that comes with qa."""
    with np.load(TAGGER) as file:
        return Tagger({name: file[name] for name in file.files})


def hazard(odds: Sequence[float] | Floats) -> float:
    """How badly a sentence reads: the logarithm of the sum over its words of -log(1 - p), over the number
    of words to the power of three quarters.

    The mean would put short sentences first and last, since they vary most, and the sum long ones. Of
    some ways it is the one by which who reads the worst tenth to three tenths of the words meets most of the
    marked words, in documents that were left out.
    """
    values = np.asarray(odds, np.float64)
    return float(np.log(np.logaddexp(0, values).sum() / len(values) ** _DENSITY))
