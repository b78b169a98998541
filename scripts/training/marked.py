"""Sentences whose words are marked as right or wrong, from tables and with errors put in, and vectors."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from training.damage import Damage, joined
from training.data import table

# Fewer words are a label, more are several sentences.
FEWEST, MOST = 6, 55
# One document in so many is kept for measuring, and of MQM's sentences one in four.
HELD_OUT, HELD_OUT_MQM = 12, 4
# This share of the clean sentences stays as it is; the others get so many errors.
LEFT_CLEAN, ERRORS = 0.38, (1, 1, 2, 2, 3)


_T = TypeVar("_T")


class Marked(NamedTuple):
    """A sentence with how wrong each of its runs of letters is, from 0 to 1, and where it is from."""

    text: str
    spans: tuple[tuple[int, int], ...]
    wrong: tuple[float, ...]
    origin: str

    def labels(self, words: Sequence[tuple[int, int]]) -> np.ndarray:
        """The most that is wrong within each of the `words`, which are wider than the spans."""
        found = np.zeros(len(words), np.float32)
        at = 0
        for (start, _), wrong in zip(self.spans, self.wrong, strict=True):
            while at < len(words) - 1 and words[at][1] <= start:
                at += 1
            found[at] = max(found[at], wrong)
        return found


class Sets(NamedTuple):
    """Sentences to learn from, and by name those to measure with."""

    learn: list[Marked]
    held: dict[str, list[Marked]]


def read_sets(
    folder: Path, consensus: int, injected: int, mlqe: int, seed: int, number: int = 0
) -> Sets:
    """All sets of the folder: so many sentences of the consensus, and so many with errors put in.

    The round of that `number` gets other sentences of both than the one before, and what is left out stays so.
    """
    rng = random.Random(seed)
    learn: list[Marked] = []
    held: dict[str, list[Marked]] = {}
    rows = table(folder / "consensus.tsv")
    kept = _held_out([r["document"] for r in rows], rng)
    marked = [(_marked(r, "consensus"), r["document"] in kept) for r in rows]
    marked = [(m, out) for m, out in marked if FEWEST <= len(m.text.split()) <= MOST]
    rng.shuffle(marked)
    learn += _turn([m for m, out in marked if not out], number * consensus)[:consensus]
    held["consensus"] = [m for m, out in marked if out][:1000]
    clean = [r for r in table(folder / "clean.tsv") if FEWEST <= len(r["text"].split()) <= MOST]
    kept = _held_out([r["document"] for r in clean], rng)
    rng.shuffle(clean)
    damage = Damage()
    whole = [r["text"] for r in clean if r["document"] not in kept]
    whole = _turn(whole * (1 + injected // len(whole)), number * injected)[:injected]
    held["injected"] = _injected([r["text"] for r in clean if r["document"] in kept], damage, rng)
    learn += _injected(whole, damage, random.Random(f"{seed} {number}"))
    for name in ("mqm", "mlqe"):
        rows = [r for r in table(folder / f"{name}.tsv") if len(r["text"].split()) <= MOST]
        found = [_marked(r, name) for r in rows]
        rng.shuffle(found)
        if name == "mqm":
            size = len(found) // HELD_OUT_MQM
            held[name], found = found[:size], found[size:]
        # Encyclopaedia sentences are unlike news: few of them, so that they do not decide.
        learn += found[:mlqe] if name == "mlqe" else found
    return Sets(learn, held)


def _turn(rows: list[_T], by: int) -> list[_T]:
    start = by % len(rows)
    return rows[start:] + rows[:start]


def _held_out(documents: Sequence[str], rng: random.Random) -> set[str]:
    names = sorted(set(documents))
    rng.shuffle(names)
    return set(names[: len(names) // HELD_OUT])


def _marked(row: dict[str, str], origin: str) -> Marked:
    spans = [tuple(map(int, s.split("-"))) for s in row["words"].split()]
    wrong = tuple(map(float, row["wrong"].split()))
    return Marked(row["text"], tuple((a, b) for a, b in spans), wrong, origin)


def _injected(texts: Sequence[str], damage: Damage, rng: random.Random) -> list[Marked]:
    found = []
    for text in texts:
        words = [(word, 0.0) for word in text.split()]
        if rng.random() >= LEFT_CLEAN:
            changed = damage.sentence(text, rng, rng.choice(ERRORS))
            if changed is None:
                continue
            words = changed
        written, wrong = joined(words)
        spans, at = [], 0
        for word in written.split():
            spans.append((at, at + len(word)))
            at += len(word) + 1
        found.append(Marked(written, tuple(spans), tuple(wrong), "injected"))
    return found
