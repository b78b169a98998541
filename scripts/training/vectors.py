"""Vectors of many texts, kept on disk."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from qa.text.spans import Span
from qa.vectors.encoder import Floats, Vectors, get_encoder


class Kept(NamedTuple):
    """The vectors of texts, one after the other: `ends` is where each begins, and the last ends."""

    texts: list[str]
    layers: Any
    commonness: Floats
    ends: Any
    spans: Any


def kept_vectors(path: Path, texts: Sequence[str]) -> Kept:
    """The vectors of `texts`, from files that begin with `path` or computed and written there."""

    def part(name: str) -> Path:
        return path.with_name(f"{path.name}.{name}")

    if not part("txt").exists():
        encoder = get_encoder()
        layers, commonness, ends, spans = [], [], [0], [(0, 0)]
        for start in range(0, len(texts), 512):
            for vectors in encoder.encode(texts[start : start + 512]):
                layers.append(vectors.layers.astype(np.float16))
                commonness.append(vectors.commonness)
                ends.append(ends[-1] + len(vectors.commonness))
                spans += vectors.spans
            print(f"{path.name}: {len(ends) - 1} of {len(texts)} texts", file=sys.stderr)
        np.save(part("layers.npy"), np.concatenate(layers))
        np.save(part("commonness.npy"), np.concatenate(commonness))
        np.save(part("ends.npy"), np.array(ends))
        np.save(part("spans.npy"), np.array(spans[1:], np.int32))
        part("txt").write_text("".join(f"{t}\n" for t in texts), "utf-8")
    return Kept(
        part("txt").read_text("utf-8").split("\n")[:-1],
        np.load(part("layers.npy"), mmap_mode="r"),
        np.load(part("commonness.npy")),
        np.load(part("ends.npy")),
        np.load(part("spans.npy")),
    )


class Store:
    """The vectors of all texts."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        self._kept = kept
        self._places = {t: (k, i) for k in kept for i, t in enumerate(k.texts)}

    def __getitem__(self, text: str) -> Vectors:
        kept, i = self._places[text]
        start, end = kept.ends[i], kept.ends[i + 1]
        layers = kept.layers[start:end].astype(np.float32)
        spans = tuple(Span(int(a), int(b)) for a, b in kept.spans[start:end])
        return Vectors(spans, layers, kept.commonness[start:end])
