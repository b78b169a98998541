"""The network of qa/score/tagger.py, with gradients: how it is trained and measured."""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from qa.score.tagger import hazard
from training.marked import Read

NARROW, STATES, FEATURES = 192, 96, 64
RATE, DECAY, DROPOUT, BATCH = 2e-3, 0.02, 0.2, 32
ORIGINS = ("consensus", "injected", "mqm", "mlqe")
WEIGHTS = {"mlqe": 0.5}
# Of 1,000 words of machine translations so many are shown as perhaps wrong.
SHOWN = 40


class Network(nn.Module):
    """As qa runs it, with an offset and a scale an origin of labels, which are not shipped.

    Post-editors mark 28% of all words, the others 4 to 10%: without an offset each, what a text is about
    would decide.
    """

    def __init__(self, width: int, traits: int) -> None:
        super().__init__()
        self.ln = nn.LayerNorm(width)
        self.inp = nn.Linear(width + traits, NARROW)
        self.gru = nn.GRU(NARROW, STATES, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * STATES + NARROW, FEATURES)
        self.fin = nn.Linear(FEATURES, 1)
        self.drop = nn.Dropout(DROPOUT)
        self.offset = nn.Parameter(torch.zeros(len(ORIGINS)))
        self.scale = nn.Parameter(torch.zeros(len(ORIGINS)))

    def forward(
        self, vectors: torch.Tensor, traits: torch.Tensor, lengths: torch.Tensor
    ) -> torch.Tensor:
        """The log-odds of each word, before offset and scale."""
        joined = torch.cat([self.ln(vectors), traits], -1)
        x = self.drop(functional.gelu(self.inp(joined), approximate="tanh"))
        packed = nn.utils.rnn.pack_padded_sequence(
            x, lengths, batch_first=True, enforce_sorted=False
        )
        read, _ = nn.utils.rnn.pad_packed_sequence(self.gru(packed)[0], batch_first=True)
        both = torch.cat([self.drop(read), x], -1)
        said: torch.Tensor = self.fin(functional.gelu(self.out(both), approximate="tanh"))
        return said.squeeze(-1)

    def of_origin(self, said: torch.Tensor, origins: torch.Tensor) -> torch.Tensor:
        """The log-odds as the labels of each sentence's origin have them."""
        return said * self.scale[origins].exp()[:, None] + self.offset[origins][:, None]


def batch(part: Sequence[Read]) -> tuple[torch.Tensor, ...]:
    """Vectors, traits, labels and which words there are, padded to the longest."""
    shape = len(part), max(len(r.labels) for r in part)
    vectors = np.zeros((*shape, part[0].vectors.shape[1]), np.float32)
    traits = np.zeros((*shape, part[0].traits.shape[1]), np.float32)
    labels, there = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for i, r in enumerate(part):
        size = len(r.labels)
        vectors[i, :size], traits[i, :size] = r.vectors, r.traits
        labels[i, :size], there[i, :size] = r.labels, 1
    return tuple(map(torch.from_numpy, (vectors, traits, labels, there)))


def trained(
    rows: Sequence[Read], held: Mapping[str, Sequence[Read]], epochs: int, seed: int
) -> Network:
    """A network after so many rounds; after each, how well it finds wrong words is printed."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    net = Network(rows[0].vectors.shape[1], rows[0].traits.shape[1])
    for i, origin in enumerate(ORIGINS):
        of = [r.labels for r in rows if r.origin == origin]
        share = float(np.concatenate(of).mean()) if of else 0.1
        net.offset.data[i] = math.log(share / (1 - share))
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps, step = epochs * math.ceil(len(rows) / BATCH), 0
    for epoch in range(epochs):
        order = sorted(range(len(rows)), key=lambda i: len(rows[i].labels) + rng.random() * 8)
        parts = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        rng.shuffle(parts)
        for numbers in parts:
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1, (step + 1) / 100) * (1 - step / steps)
            step += 1
            part = [rows[i] for i in numbers]
            vectors, traits, labels, there = batch(part)
            origins = torch.tensor([ORIGINS.index(r.origin) for r in part])
            weights = torch.tensor([WEIGHTS.get(r.origin, 1.0) for r in part])[:, None]
            lengths = torch.tensor([len(r.labels) for r in part])
            said = net.of_origin(net(vectors, traits, lengths), origins)
            each = functional.binary_cross_entropy_with_logits(said, labels, reduction="none")
            loss = (each * there * weights).sum() / there.sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
        areas = {name: round(word_area(net, some), 3) for name, some in held.items()}
        print(
            f"round {epoch + 1}: area under the curve of words {areas}", file=sys.stderr, flush=True
        )
    return net


def said_by(net: Network, rows: Sequence[Read]) -> list[np.ndarray]:
    """The log-odds of the words of each sentence, on the scale of the consensus."""
    net.eval()
    found: list[np.ndarray] = []
    with torch.no_grad():
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            vectors, traits, _, _ = batch(part)
            lengths = torch.tensor([len(r.labels) for r in part])
            said = net.of_origin(net(vectors, traits, lengths), torch.zeros(len(part)).long())
            found += [v[: len(r.labels)].numpy() for v, r in zip(said, part, strict=True)]
    net.train()
    return found


def word_area(net: Network, rows: Sequence[Read]) -> float:
    """How often a wrong word gets higher odds than a right one."""
    from qa.feedback.figures import auc

    said = np.concatenate(said_by(net, rows))
    wrong = np.concatenate([r.labels for r in rows]) > 0.3
    return auc(said.tolist(), wrong.tolist())


def save(net: Network, held: Sequence[Read], path: Path) -> None:
    """Write the network in half precision, with what is usual in held-out machine translations."""
    said = said_by(net, held)
    hazards = [hazard(odds) for odds in said]
    state = {k: v.detach() for k, v in net.state_dict().items()}
    scale, offset = state.pop("scale")[0].exp(), state.pop("offset")[0]
    state["fin.weight"] = state["fin.weight"] * scale
    state["fin.bias"] = state["fin.bias"] * scale + offset
    arrays = {k: v.numpy().astype(np.float16) for k, v in state.items()}
    arrays["usual"] = np.array([np.mean(hazards), np.std(hazards)], np.float32)
    arrays["shown"] = np.quantile(np.concatenate(said), [1 - SHOWN / 1000]).astype(np.float32)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
