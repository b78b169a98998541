"""A network that reads a translation by itself and says of each word how likely it is wrong.

Layers 5 to 10 of the vector model were trained for it, and what reads layers 4, 7 and 10 forwards and
backwards (a gated recurrent network, Cho et al. 2014, arXiv 1406.1078), with what a table of pairs of words
makes of each (`qa.score.bigrams`). It learned from the words of machine translations of
news that no other system and no person chose, from errors put into sentences that had none, and from
words that people marked. `scripts/train-tagger` makes tagger.npz.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from qa.score.bigrams import Bigrams, shipped_bigrams
from qa.text.patterns import lazy
from qa.text.spans import Span
from qa.vectors import model_path
from qa.vectors.encoder import Encoder, Floats, Vectors, gelu

TAGGER = Path(__file__).with_name("tagger.npz")
WORD = lazy(r"\S+")
# The layers up to FROZEN are those of the vectors; the network reads that one and two that are tuned.
FROZEN, READ = 4, (4, 7, 10)
# Of scripts without spaces each piece is a word.
_LONGEST = 40
_LAYER = "layer."
_EPSILON = 1e-5
_DENSITY = 0.65
# The columns of the traits that say of a word that it has a capital, and opens the text.
_CAPITAL, _OPENS = 3, 6
_NAMES = 1.0


class Words(NamedTuple):
    """The words of a text: their places, the first piece of each and the one after its last, and traits."""

    spans: tuple[Span, ...]
    pieces: tuple[tuple[int, int], ...]
    traits: Floats


def words_of(
    text: str, pieces: Sequence[Span], commonness: Floats, bigrams: Bigrams | None = None
) -> Words:
    """What the network reads of a text beside vectors: a row a word with a piece of the vocabulary in it."""
    words = [m.span() for m in WORD.finditer(text)]
    if any(end - start > _LONGEST for start, end in words):
        words = [(start, end) for start, end in pieces]
    spans: list[Span] = []
    within: list[tuple[int, int]] = []
    traits: list[list[float]] = []
    at = 0
    for start, end in words:
        first = at
        while at < len(pieces) and pieces[at].start < end:
            at += 1
        if first == at:
            continue
        word, common = text[start:end], commonness[first:at]
        spans.append(Span(start, end))
        within.append((first, at))
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
    found = (bigrams or shipped_bigrams()).traits([text[a:b] for a, b in spans])
    own = np.array(traits, np.float32).reshape(len(spans), -1)
    return Words(tuple(spans), tuple(within), np.concatenate([own, found], 1))


@dataclass(frozen=True, slots=True)
class Tagged:
    """The words of a text, each with the log-odds that it is wrong."""

    spans: tuple[Span, ...]
    odds: Floats


class _Tuned:
    """Layers of the vector model: matrices in 8 bits with a scale a row, the rest in 16 bits."""

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        self._arrays = arrays

    def matrix(self, name: str) -> Floats:
        found: Floats = self._arrays[_LAYER + name].astype(np.float32)
        found *= self._arrays[f"{_LAYER}{name}.scale"].astype(np.float32)[:, None]
        return found

    def floats(self, name: str) -> Floats:
        found: Floats = self._arrays[_LAYER + name].astype(np.float32)
        return found


class Tagger:
    """The network, from the arrays that `scripts/train-tagger` wrote.

    `shown` are the log-odds from which on a word is worth showing: 40 in 1,000 words of machine
    translations have them.
    """

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        self._tuned = _Tuned({n: a for n, a in arrays.items() if n.startswith(_LAYER)})
        self._arrays = {
            name: array.astype(np.float32)
            for name, array in arrays.items()
            if not name.startswith(_LAYER)
        }
        self._mean, self._spread = map(float, self._arrays["usual"])
        self.shown = float(self._arrays["shown"][0])

    @cached_property
    def encoder(self) -> Encoder:
        """The vector model with the tuned layers. Raises InputError when the model is not there."""
        return Encoder(model_path(), READ, self._tuned, FROZEN)

    def badly(self, tagged: Tagged) -> float:
        """How badly a sentence reads, in standard deviations above the mean of machine translations."""
        return (hazard(tagged.odds) - self._mean) / self._spread

    def tag(self, text: str, encoded: Vectors) -> Tagged:
        """Judge each word of a text, with what `encoder` gives for it; none of a text without one."""
        words = words_of(text, encoded.spans, encoded.commonness)
        if not words.spans:
            return Tagged((), np.zeros(0, np.float32))
        x = np.stack([encoded.layers[start:end].mean(0) for start, end in words.pieces])
        x = x - x.mean(1, keepdims=True)
        x = x / np.sqrt((x * x).mean(1, keepdims=True) + _EPSILON)
        x = x * self._arrays["ln.weight"] + self._arrays["ln.bias"]
        x = gelu(self._linear(np.concatenate([x, words.traits], 1), "inp"))
        read = [self._read(x, ""), self._read(x[::-1], "_reverse")[::-1]]
        hidden = gelu(self._linear(np.concatenate([*read, x], 1), "out"))
        return Tagged(words.spans, less_of_names(self._linear(hidden, "fin")[:, 0], words))

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


def less_of_names(odds: Floats, words: Words) -> Floats:
    """The log-odds with those of words with a capital within a sentence lowered.

    Rare names are the network's false marks, since other systems spell them otherwise; right or wrong,
    they are left to the rules on names. Without the labels of names, the order of what was left out gains by it.
    """
    within = (words.traits[:, _CAPITAL] > 0) & (words.traits[:, _OPENS] == 0)
    lowered: Floats = odds - _NAMES * within.astype(np.float32)
    return lowered


def hazard(odds: Sequence[float] | Floats) -> float:
    """How badly a sentence reads: the logarithm of the sum over its words of -log(1 - p), over the number
    of words to the power of 0.65.

    The mean would put short sentences first and last, since they vary most, and the sum long ones. Of
    some ways it is the one by which who reads the worst tenth to three tenths of the words meets most of the
    marked words, in documents that were left out.
    """
    values = np.asarray(odds, np.float64)
    return float(np.log(np.logaddexp(0, values).sum() / len(values) ** _DENSITY))
