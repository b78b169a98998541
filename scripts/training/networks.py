"""The networks of qa/score/networks.py, for many texts at once and with gradients."""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import torch
from torch.nn import functional

from qa.score import networks
from qa.vectors.encoder import Vectors
from training.data import Judged, Pair, severity
from training.news import Row
from training.vectors import Store

# Chosen by the languages left out, on every third row of the train files.
NARROW, FEATURES = 64, 64
QUALITY_EPOCHS, ERROR_EPOCHS = 3, 3
RATE, DECAY, DROPOUT = 1e-3, 1e-2, 0.15
BATCH = 32
# Going on with news: chosen by its source sentences that were left out.
NEWS_EPOCHS, NEWS_RATE, NEWS_DROPOUT = 4, 7e-4, 0.2
ORIGIN_WEIGHTS = {"mqm": 1.0, "mlqe": 0.5, "human": 0.4}
# Pieces of a text that training looks at, for the sake of its time.
LONGEST = 120

Parameters = dict[str, torch.Tensor]
T = TypeVar("T", Judged, Pair, Row)


class Batch(NamedTuple):
    """Texts side by side: layers, which pieces there are, commonness."""

    layers: torch.Tensor
    there: torch.Tensor
    commonness: torch.Tensor


def batch_of(found: Sequence[Vectors]) -> Batch:
    """Texts padded to the longest."""
    longest = max(1, *(min(LONGEST, len(v.commonness)) for v in found))
    layers = np.zeros((len(found), longest, 2 * networks.HALF), np.float32)
    there = np.zeros((len(found), longest), np.float32)
    commonness = np.zeros((len(found), longest), np.float32)
    for i, vectors in enumerate(found):
        length = min(LONGEST, len(vectors.commonness))
        layers[i, :length] = vectors.layers[:length]
        there[i, :length] = 1
        commonness[i, :length] = vectors.commonness[:length]
    return Batch(*map(torch.from_numpy, (layers, there, commonness)))


def new_network(seed: int) -> Parameters:
    """A network with random weights."""
    torch.manual_seed(seed)
    inputs = 4 * NARROW + 2
    shapes = {"W": (NARROW, 2 * networks.HALF), "o": (1, (FEATURES + 2) * 2)}
    for side in "ts":
        shapes |= {f"{side}1": (FEATURES, inputs), f"{side}2": (2, FEATURES)}
    made: Parameters = {
        "ln.weight": torch.ones(2 * networks.HALF),
        "ln.bias": torch.zeros(2 * networks.HALF),
        "tau": torch.tensor(20.0),
    }
    for name, shape in shapes.items():
        bound = shape[1] ** -0.5
        made[f"{name}.weight"] = torch.empty(shape).uniform_(-bound, bound)
        made[f"{name}.bias"] = torch.empty(shape[0]).uniform_(-bound, bound)
    return {name: value.requires_grad_() for name, value in made.items()}


def run(
    net: Parameters, copy: Batch, source: Batch, dropout: float = 0.0
) -> tuple[torch.Tensor, torch.Tensor]:
    """What the network says of each text, and of each piece."""

    def linear(x: torch.Tensor, name: str) -> torch.Tensor:
        return functional.linear(x, net[f"{name}.weight"], net[f"{name}.bias"])

    def gelu(x: torch.Tensor) -> torch.Tensor:
        return functional.dropout(functional.gelu(x, approximate="tanh"), dropout, dropout > 0)

    def narrowed(x: torch.Tensor) -> torch.Tensor:
        size = (x.shape[-1],)
        return gelu(linear(functional.layer_norm(x, size, net["ln.weight"], net["ln.bias"]), "W"))

    def pooled(
        inputs: torch.Tensor, there: torch.Tensor, side: str
    ) -> tuple[torch.Tensor, torch.Tensor]:
        features = gelu(linear(inputs, f"{side}1"))
        judged = linear(features, f"{side}2")
        mask = there[..., None]
        count = mask.sum(1).clamp(min=1)
        weights = torch.softmax(judged[..., 1:].masked_fill(mask == 0, -1e4), 1)
        means = (features * mask).sum(1) / count, (judged[..., :1] * mask).sum(1) / count
        worst = (judged[..., :1] * weights).sum(1)
        return torch.cat([*means, worst], -1), judged[..., 0]

    hidden = narrowed(copy.layers)
    other = narrowed(source.layers)
    unit = [functional.normalize(b.layers[..., networks.HALF :], dim=-1) for b in (copy, source)]
    near = unit[0] @ unit[1].transpose(1, 2)
    no_source, no_copy = source.there[:, None, :] == 0, copy.there[:, :, None] == 0
    sharp = near * net["tau"]
    to_source = torch.softmax(sharp.masked_fill(no_source, -1e4), 2) @ other
    to_copy = torch.softmax(sharp.masked_fill(no_copy, -1e4), 1).transpose(1, 2) @ hidden
    nearest = (near.masked_fill(no_source, -1).amax(2), near.masked_fill(no_copy, -1).amax(1))

    def compared(own: torch.Tensor, paired: torch.Tensor, near: torch.Tensor, of: Batch) -> Any:
        parts = [own, paired, own * paired, (own - paired).abs()]
        return torch.cat([*parts, near[..., None] * 5, of.commonness[..., None]], -1)

    first, pieces = pooled(compared(hidden, to_source, nearest[0], copy), copy.there, "t")
    second, _ = pooled(compared(other, to_copy, nearest[1], source), source.there, "s")
    return linear(torch.cat([first, second], -1), "o")[:, 0], pieces


def quality_network(rows: Sequence[Judged], store: Store) -> Parameters:
    """A network that learns people's judgements: high is bad."""

    def loss(net: Parameters, part: Sequence[Judged]) -> torch.Tensor:
        source = batch_of([store[r.source] for r in part])
        said, _ = run(net, batch_of([store[r.text] for r in part]), source, DROPOUT)
        judged = torch.tensor([-max(-3.0, r.judgement) for r in part])
        bad = torch.tensor([float(r.bad) for r in part])
        # The cut of the worst fifth is about 0.8 below the mean.
        worst = functional.binary_cross_entropy_with_logits(2 * (said - 0.8), bad)
        return functional.smooth_l1_loss(said, judged) + 0.5 * worst

    return fitted(new_network(1), rows, QUALITY_EPOCHS, loss)


def error_network(pairs: Sequence[Pair], store: Store) -> Parameters:
    """A network that learns to tell a translation from the same with an error, and where it is."""

    def loss(net: Parameters, part: Sequence[Pair]) -> torch.Tensor:
        texts = [store[p.text] for p in part] + [store[p.wrong] for p in part]
        source = batch_of([store[p.source] for p in part] * 2)
        copy = batch_of(texts)
        said, pieces = run(net, copy, source, DROPOUT)
        right, wrong = said[: len(part)], said[len(part) :]
        weight = torch.tensor([severity(p.kind) for p in part])
        ranked = (functional.softplus(-4 * (wrong - right)) * weight).mean()
        level = functional.softplus(4 * (right - 0.5)).mean()
        labels = torch.zeros_like(pieces)
        for i, (a, b) in enumerate(zip(texts[: len(part)], texts[len(part) :], strict=True)):
            for place in changed(a, b):
                if place < labels.shape[1]:
                    labels[len(part) + i, place] = 1
        where = functional.binary_cross_entropy_with_logits(pieces, labels, reduction="none")
        return ranked + 0.1 * level + (where * copy.there).sum() / copy.there.sum()

    return fitted(new_network(2), pairs, ERROR_EPOCHS, loss)


def changed(right: Vectors, wrong: Vectors) -> Iterator[int]:
    """The pieces of `wrong` that differ from `right`; after an omission, the one that follows."""
    # The commonness of a piece tells it from nearly all others.
    before, after = right.commonness.tolist(), wrong.commonness.tolist()
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for kind, _, _, start, end in blocks:
        if kind != "equal":
            yield from range(start, end if end > start else min(end + 1, len(after)))


def news_network(start: Parameters, rows: Sequence[Row], store: Store) -> Parameters:
    """The network for quality that goes on from `start` with judged news and human translations.

    Those teach it that a free translation may be good.
    """

    def loss(net: Parameters, part: Sequence[Row]) -> torch.Tensor:
        source = batch_of([store[r.source] for r in part])
        said, _ = run(net, batch_of([store[r.text] for r in part]), source, NEWS_DROPOUT)
        judged = torch.tensor([-r.judgement for r in part])
        bad = torch.tensor([float(r.bad) for r in part])
        worst = functional.binary_cross_entropy_with_logits(2 * (said - 0.8), bad, reduction="none")
        near = functional.smooth_l1_loss(said, judged, reduction="none")
        weights = torch.tensor([ORIGIN_WEIGHTS[r.origin] for r in part])
        return ((near + 0.5 * worst) * weights).mean()

    copied = {name: value.clone().requires_grad_() for name, value in start.items()}
    return fitted(copied, rows, NEWS_EPOCHS, loss, NEWS_RATE)


def shipped_networks() -> dict[str, Parameters]:
    """The networks that are in the package now."""
    found: dict[str, Parameters] = {}
    with np.load(Path(networks.__file__).with_name("networks.npz")) as file:
        for key in file.files:
            name, array = key.split("/")
            found.setdefault(name, {})[array] = torch.tensor(file[key].astype(np.float32))
    return found


def fitted(
    net: Parameters,
    rows: Sequence[T],
    epochs: int,
    loss: Callable[[Parameters, Sequence[T]], Any],
    rate: float = RATE,
) -> Parameters:
    """The network after `epochs` rounds over the rows."""
    shuffled = random.Random(0)
    optimizer = torch.optim.AdamW(net.values(), lr=rate, weight_decay=DECAY)
    steps = epochs * math.ceil(len(rows) / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rate, total_steps=steps, pct_start=0.1
    )
    for epoch in range(epochs):
        # Texts of like length together.
        order = sorted(range(len(rows)), key=lambda i: len(rows[i].text) + shuffled.random() * 40)
        parts = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        shuffled.shuffle(parts)
        total = 0.0
        for part in parts:
            value = loss(net, [rows[i] for i in part])
            optimizer.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(net.values(), 1.0)
            optimizer.step()
            schedule.step()
            total += value.item()
        print(f"  round {epoch + 1}: loss {total / len(parts):.3f}", file=sys.stderr, flush=True)
    return {name: value.detach() for name, value in net.items()}


def predicted(
    net: Parameters, copies: Sequence[Vectors], sources: Sequence[Vectors]
) -> list[float]:
    """What a network says of each text."""
    said = [0.0] * len(copies)
    order = sorted(range(len(copies)), key=lambda i: len(copies[i].commonness))
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            source = batch_of([sources[i] for i in part])
            found, _ = run(net, batch_of([copies[i] for i in part]), source)
            for i, value in zip(part, found.tolist(), strict=True):
                said[i] = value
    return said


def save_networks(final: Mapping[str, Parameters]) -> None:
    """Write the networks, in half precision."""
    arrays = {
        f"{n}/{k}": v.numpy().astype(np.float16) for n, net in final.items() for k, v in net.items()
    }
    np.savez_compressed(Path(networks.__file__).with_name("networks.npz"), **arrays)  # type: ignore[arg-type]
