"""Logistic regressions from signals to one probability, a case of what is known each."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch.nn import functional

from qa.feedback.figures import auc
from qa.score.signals import lengths, marks, meaning, numbers, round_trip, words
from training.data import severity
from training.examples import Example

# How much the order within DEMETR's pairs counts beside the probabilities, how far apart the two
# should be (4 is a log-odds of a quarter), and how much large coefficients cost.
PAIRED, SHARP, RIDGE = 0.1, 4.0, 1e-3
# The pairs say little of what learned to judge whole translations, and the fit gives it too little.
# Twice as much ranks the languages left out better (AUC .774 for .771, by the copy alone .691 for
# .685), at the cost of half a hundredth of the critical errors.
TRUST, JUDGED = 2.0, ("quality", "quality_alone")
ROUND_TRIP = tuple(s.name for s in round_trip.SIGNALS)
NETWORKS = ("quality", "errors")
NETWORKS_ALONE = ("quality_alone", "errors_alone")
MEANING = tuple(s.name for s in meaning.SIGNALS)
# Signals that speak for neither good nor bad by themselves, and those that speak for good.
# These are measured between source and translation only.
COMPARED = ("length_misfit", "question_changed", "quotes_changed", "copied_words")
# Rather what a text is about than how good it is: with them, languages left out are ranked worse.
TRAITS = ("words", "length_ratio", "no_end_mark")
EITHER_WAY = frozenset({"round_trip_chrf", "round_trip_meaning", *MEANING})


class Case(NamedTuple):
    """What is known of a passage, and the signals that there are then."""

    name: str
    signals: tuple[str, ...]
    source: bool

    def signal(self, example: Example, name: str) -> float:
        """A signal of an example as it is in this case."""
        found = example.signals if self.source else example.alone
        return found[name] if name in found else example.alone.get(name, 0.0)


def cases() -> list[Case]:
    """All cases; one with a round trip follows the same without."""
    surface = [s.name for module in (lengths, marks, words) for s in module.SIGNALS]
    surface = [n for n in surface if n not in TRAITS]
    alone = tuple(n for n in surface if n not in COMPARED)
    sourced = (*surface, "no_end_mark", *(s.name for s in numbers.SIGNALS))
    found = []
    for name, signals, source in (
        ("text", alone, False),
        ("vectors", (*alone, *NETWORKS_ALONE), False),
        ("source", sourced, True),
        ("source+vectors", (*sourced, *MEANING, *NETWORKS, *NETWORKS_ALONE), True),
    ):
        trip = ROUND_TRIP if "vectors" in name else ROUND_TRIP[:-1]
        found.append(Case(name, signals, source))
        found.append(Case(f"{name}+trip", (*signals, *trip), source))
    return found


@dataclass
class Fitted:
    """A logistic model for a case."""

    case: Case
    intercept: float
    weights: dict[str, float]

    def logit(self, example: Example) -> float:
        """The log-odds of being bad."""
        return self.intercept + sum(
            w * self.case.signal(example, n) for n, w in self.weights.items()
        )

    def probability(self, example: Example) -> float:
        """The probability of being bad."""
        return 1 / (1 + math.exp(-self.logit(example)))


def fit(case: Case, examples: Sequence[Example], without: Collection[str] = ()) -> Fitted:
    """The model under which bad ones are likely, and the wrong one of a pair the likelier one."""
    names = [n for n in case.signals if n not in without]
    where = {id(e): i for i, e in enumerate(examples)}
    x = torch.tensor([[case.signal(e, n) for n in names] for e in examples], dtype=torch.float64)
    judged = [i for i, e in enumerate(examples) if isinstance(e.group, str)]
    bad = torch.tensor([float(examples[i].bad) for i in judged], dtype=torch.float64)
    mean = x[judged].mean(0)
    # A count is 0 nearly always: by its own spread, its coefficient would be hardly held back.
    scale = x[judged].std(0).clamp(min=0.2)
    x = (x - mean) / scale
    pairs = [(where[id(e)], where[id(e.right)]) for e in examples if e.right]
    apart = x[[w for w, _ in pairs]] - x[[r for _, r in pairs]]
    matters = torch.tensor([severity(e.kind) for e in examples if e.right], dtype=torch.float64)
    rising = torch.tensor([n not in EITHER_WAY for n in names])
    free = torch.zeros(len(names) + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([free], max_iter=300, line_search_fn="strong_wolfe")

    def slopes() -> torch.Tensor:
        return torch.where(rising, functional.softplus(free[1:] - 2), free[1:])

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        logit = x[judged] @ slopes() + free[0]
        total = functional.binary_cross_entropy_with_logits(logit, bad)
        order = functional.softplus(-SHARP * (apart @ slopes()))
        total = total + PAIRED * (order * matters).sum() / matters.sum()
        total = total + RIDGE * (slopes() ** 2).sum()
        total.backward()
        return total

    optimizer.step(step)
    raw = (slopes() / scale).detach()
    raw = raw * torch.tensor([TRUST if n in JUDGED else 1.0 for n in names], dtype=torch.float64)
    intercept = float(free[0].detach() - (raw * mean).sum())
    return calibrated(
        Fitted(case, intercept, dict(zip(names, raw.tolist(), strict=True))), examples
    )


def extended(base: Fitted, case: Case, examples: Sequence[Example]) -> Fitted:
    """The model of a case with a round trip: that without, weighed anew beside the round trip."""
    trip = [n for n in case.signals if n in ROUND_TRIP]
    gone = [e for e in examples if "round_trip_wer" in e.alone]
    x = torch.tensor(
        [[base.logit(e), *(case.signal(e, n) for n in trip)] for e in gone], dtype=torch.float64
    )
    start, first, *rest = line(x, torch.tensor([float(e.bad) for e in gone], dtype=torch.float64))
    weights = {n: first * w for n, w in base.weights.items()} | dict(zip(trip, rest, strict=True))
    return Fitted(case, start + first * base.intercept, weights)


def calibrated(model: Fitted, examples: Sequence[Example]) -> Fitted:
    """The model with the slope and the intercept by which its probabilities hold in MLQE-PE."""
    judged = [e for e in examples if isinstance(e.group, str)]
    x = torch.tensor([[model.logit(e)] for e in judged], dtype=torch.float64)
    start, slope = line(x, torch.tensor([float(e.bad) for e in judged], dtype=torch.float64))
    weights = {n: slope * w for n, w in model.weights.items()}
    return Fitted(model.case, start + slope * model.intercept, weights)


def line(x: torch.Tensor, bad: torch.Tensor) -> list[float]:
    """Intercept and slopes of a plain logistic regression."""
    mean, scale = x.mean(0), x.std(0).clamp(min=1e-6)
    free = torch.zeros(x.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([free], max_iter=200, line_search_fn="strong_wolfe")

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        logit = (x - mean) / scale @ free[1:] + free[0]
        total = functional.binary_cross_entropy_with_logits(logit, bad)
        total = total + RIDGE * (free[1:] ** 2).sum()
        total.backward()
        return total

    optimizer.step(step)
    slopes = (free[1:] / scale).detach()
    return [float(free[0].detach() - (slopes * mean).sum()), *slopes.tolist()]


class Accuracy(NamedTuple):
    """How well a model ranks what it has not seen."""

    area: dict[str, float]  # under the ROC curve, by language
    order: dict[str, float]  # how often the wrong one of a pair is ranked worse, by kind
    alarms: float  # the share of DEMETR's right translations that are suspect

    @property
    def mean_area(self) -> float:
        """The mean over the languages."""
        return sum(self.area.values()) / len(self.area)

    @property
    def critical(self) -> float:
        """The mean over the critical kinds of errors."""
        found = [v for k, v in self.order.items() if k.startswith("critical")]
        return sum(found) / len(found)


def left_out(case: Case, examples: Sequence[Example], without: Collection[str] = ()) -> Accuracy:
    """The accuracy on each language and each half by a model that was fitted to the others."""
    area: dict[str, float] = {}
    order: dict[str, list[float]] = {}
    alarms: list[bool] = []
    for group in dict.fromkeys(e.group for e in examples):
        model = fit(case, [e for e in examples if e.group != group], without)
        tested = [e for e in examples if e.group == group]
        said = {id(e): model.logit(e) for e in tested}
        if isinstance(group, str):
            area[group] = auc([said[id(e)] for e in tested], [e.bad for e in tested])
            continue
        for e in tested:
            if e.right:
                a, b = said[id(e)], said[id(e.right)]
                order.setdefault(e.kind, []).append((a > b) + (a == b) / 2)
            else:
                alarms.append(said[id(e)] > 0)
    ranked = {kind: sum(found) / len(found) for kind, found in sorted(order.items())}
    return Accuracy(area, ranked, sum(alarms) / len(alarms))


def written(models: Mapping[str, Fitted], head: str, prior: float) -> str:
    """The text of model.toml."""
    parts = [head, f"prior = {prior:.4f}\n"]
    for name, model in models.items():
        parts.append(f'\n[cases."{name}"]\nintercept = {model.intercept:.4f}\n')
        parts.append(f'[cases."{name}".weights]\n')
        parts += [f"{n} = {w:.4f}\n" for n, w in model.weights.items()]
    return "".join(parts)
