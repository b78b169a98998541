"""Logistic regressions from signals to the probability that an editor would reject a translation."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch.nn import functional

from qa.feedback.figures import auc
from qa.score.suspicion import Logistic
from training.news import FOLDS, Row

# What is held against human translations from the same language.
RELATIVE = (
    "meaning", "meaning_precision", "meaning_recall", "source_gaps", "copy_gaps", "quality",
    "quality_news", "errors", "length_ratio",
)  # fmt: skip
SURFACE = (
    "length_misfit", "question_changed", "quotes_changed", "no_end_mark", "no_capital", "odd_spacing",
    "foreign_letters", "unknown_words", "copied_words", "repeated_words", "numbers_missing",
    "numbers_added",
)  # fmt: skip
VECTORS = (
    "meaning", "meaning_precision", "meaning_recall", "source_gaps", "copy_gaps", "name_gap", "quality",
    "quality_news", "errors", "worst_word", "words",
)  # fmt: skip
CASES = {"source+vectors": SURFACE + VECTORS, "source": SURFACE}
# Signals that speak for good; of the words more or fewer may be bad; all others speak for bad.
_FALLING = frozenset({"meaning", "meaning_precision", "meaning_recall", "source_gaps", "copy_gaps"})
_FREE = frozenset({"words"})
# How much each set counts beside judged news, and how much large coefficients cost.
OTHER_JUDGED, HUMAN, DAMAGED, PAIRED, RIDGE = 3.0, 0.5, 0.15, 1.0, 2e-3
SHARP = 4.0
# How much an error put in counts; a number is certain by itself, and one word may be harmless.
_KINDS = {"name": 1.0, "negation": 1.0, "number": 0.0, "word": 0.25, "other": 0.3}
_SURE_KINDS = {"name": 1.0, "negation": 1.0, "number": 0.0, "word": 0.0, "other": 0.3}


@dataclass(eq=False)
class Example:
    """A row with its signals, as the regressions take them, and the most that a fact says of it."""

    row: Row
    signals: dict[str, float]
    fact: float = 0.0


def usual(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """What the relative signals are in human translations, by language; `*` is the mean."""
    good = [e for e in examples if e.row.kind == "good"]
    found = {}
    for lang in sorted({e.row.lang for e in good}):
        of = [e.signals for e in good if e.row.lang == lang]
        found[lang] = {n: sum(s[n] for s in of) / len(of) for n in RELATIVE}
    found["*"] = {n: sum(v[n] for v in found.values()) / len(found) for n in RELATIVE}
    return found


def matrix(examples: Sequence[Example], names: Sequence[str]) -> torch.Tensor:
    """The signals of the examples, a row each."""
    return torch.tensor([[e.signals[n] for n in names] for e in examples], dtype=torch.float64)


def fit(names: Sequence[str], examples: Sequence[Example]) -> Logistic:
    """The regression under which bad ones are likely, and the wrong one of a pair the likelier one.

    Its probabilities hold for judged news.
    """
    news = [e for e in examples if e.row.origin == "mqm"]
    other = [e for e in examples if e.row.origin == "mlqe"]
    human = [e for e in examples if e.row.kind == "good"]
    damaged = [e for e in examples if e.row.kind not in ("", "good")]
    rights = {(e.row.lang, e.row.number): e for e in human}
    x = {
        "news": matrix(news, names), "other": matrix(other, names), "human": matrix(human, names),
        "damaged": matrix(damaged, names),
        "right": matrix([rights[e.row.lang, e.row.number] for e in damaged], names),
    }  # fmt: skip
    mean = x["news"].mean(0)
    # A count is 0 nearly always: by its own spread, its coefficient would be hardly held back.
    scale = torch.cat([x["news"], x["human"], x["damaged"]]).std(0).clamp(min=0.05)
    x = {name: (values - mean) / scale for name, values in x.items()}
    bad = {k: torch.tensor([float(e.row.bad) for e in es], dtype=torch.float64)
           for k, es in (("news", news), ("other", other), ("human", human))}  # fmt: skip
    kinds = [
        torch.tensor([of[e.row.kind] for e in damaged], dtype=torch.float64)
        for of in (_SURE_KINDS, _KINDS)
    ]
    sign = torch.tensor([-1.0 if n in _FALLING else 1.0 for n in names], dtype=torch.float64)
    free_names = torch.tensor([n in _FREE for n in names])
    free = torch.zeros(len(names) + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([free], max_iter=300, line_search_fn="strong_wolfe")

    def slopes() -> torch.Tensor:
        return torch.where(free_names, free[1:], sign * functional.softplus(free[1:] - 2))

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        s = slopes()
        total = RIDGE * (s**2).sum()
        for name, weight in (("news", 1.0), ("other", OTHER_JUDGED), ("human", HUMAN)):
            logits = x[name] @ s + free[0]
            total = total + weight * functional.binary_cross_entropy_with_logits(logits, bad[name])
        said = x["damaged"] @ s
        sure = functional.softplus(-(said + free[0])) * kinds[0]
        order = functional.softplus(-SHARP * (said - x["right"] @ s)) * kinds[1]
        total = total + DAMAGED * sure.sum() / kinds[0].sum()
        total = total + PAIRED * order.sum() / kinds[1].sum()
        total.backward()
        return total

    optimizer.step(step)
    slope, start = calibration((x["news"] @ slopes() + free[0]).detach(), bad["news"])
    raw = (slopes() / scale).detach() * slope
    intercept = float(free[0].detach()) * slope + start - float((raw * mean).sum())
    return Logistic(intercept, dict(zip(names, raw.tolist(), strict=True)))


def calibration(logits: torch.Tensor, bad: torch.Tensor) -> tuple[float, float]:
    """Slope and intercept by which the logits give probabilities that hold."""
    free = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([free], max_iter=100, line_search_fn="strong_wolfe")

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(logits * free[0] + free[1], bad)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(step)
    return float(free[0]), float(free[1])


class Accuracy(NamedTuple):
    """How well the regression does on sources that it has not seen.

    `fifths` are the mean probability and the share that is bad of each fifth of judged news by rank; `interval`
    has 90 of 100 areas when source sentences are drawn anew. `order` is by kind of error how often the wrong
    one is ranked worse, `called` how often it is suspect.
    """

    area: float
    interval: tuple[float, float]
    fifths: list[tuple[float, float]]
    order: dict[str, float]
    called: dict[str, float]
    other: float


def left_out(names: Sequence[str], examples: Sequence[Example], limit: float) -> Accuracy:
    """The accuracy on each fold by a regression that was fitted to the others."""
    said: dict[int, float] = {}
    for fold in range(FOLDS):
        model = fit(names, [e for e in examples if e.row.fold != fold])
        for e in examples:
            if e.row.fold == fold:
                said[id(e)] = model.probability(e.signals)
    news = [e for e in examples if e.row.origin == "mqm"]
    bad = [e.row.bad for e in news]
    area = auc([said[id(e)] for e in news], bad)
    ranked = sorted(news, key=lambda e: said[id(e)])
    fifths = []
    for i in range(5):
        part = ranked[i * len(ranked) // 5 : (i + 1) * len(ranked) // 5]
        fifths.append(
            (sum(said[id(e)] for e in part) / len(part), sum(e.row.bad for e in part) / len(part))
        )
    rights = {(e.row.lang, e.row.number): e for e in examples if e.row.kind == "good"}
    order: dict[str, list[float]] = {}
    called: dict[str, list[float]] = {}

    def whole(e: Example) -> float:
        return max(said[id(e)], e.fact)

    for e in examples:
        if e.row.kind:
            called.setdefault(e.row.kind, []).append(whole(e) > limit)
        if e.row.kind not in ("", "good"):
            a, b = whole(e), whole(rights[e.row.lang, e.row.number])
            order.setdefault(e.row.kind, []).append((a > b) + (a == b) / 2)
    areas = []
    for lang in sorted({e.row.lang for e in examples if e.row.origin == "mlqe"}):
        of = [e for e in examples if e.row.origin == "mlqe" and e.row.lang == lang]
        areas.append(auc([said[id(e)] for e in of], [e.row.bad for e in of]))
    return Accuracy(
        area, _interval(news, said), fifths, _means(order), _means(called), sum(areas) / len(areas)
    )


def _means(found: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {kind: sum(values) / len(values) for kind, values in found.items()}


def _interval(news: Sequence[Example], said: Mapping[int, float]) -> tuple[float, float]:
    by_source: dict[str, list[Example]] = {}
    for e in news:
        by_source.setdefault(e.row.source, []).append(e)
    rng, names, areas = random.Random(0), list(by_source), []
    for _ in range(200):
        drawn = [e for name in rng.choices(names, k=len(names)) for e in by_source[name]]
        areas.append(auc([said[id(e)] for e in drawn], [e.row.bad for e in drawn]))
    areas.sort()
    return areas[10], areas[189]


def written(
    cases: Mapping[str, Logistic], relative_to: Mapping[str, Mapping[str, float]], head: str
) -> str:
    """The text of model.toml."""
    parts = [head]
    for name, model in cases.items():
        parts.append(f'\n[cases."{name}"]\n')
        parts += ["calibrated = false\n"] if not model.calibrated else []
        parts.append(f'intercept = {model.intercept:.4f}\n[cases."{name}".weights]\n')
        parts += [f"{n} = {w:.4f}\n" for n, w in model.weights.items()]
    for lang, values in relative_to.items():
        shown = ", ".join(f"{n} = {v:.4f}" for n, v in values.items())
        parts.append(f'\n[usual."{lang}"]\n' + shown.replace(", ", "\n") + "\n")
    return "".join(parts)
