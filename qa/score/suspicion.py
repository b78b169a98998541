"""From signals to one probability: logistic models whose coefficients are in `model.toml`."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

MODEL = Path(__file__).with_name("model.toml")


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over named signals.

    Where it is `calibrated` its values are probabilities, else they only order.
    """

    intercept: float
    weights: Mapping[str, float]
    calibrated: bool = True

    def probability(self, signals: Mapping[str, float]) -> float:
        """The probability that an editor would reject the passage. All its signals must be there."""
        total = self.intercept + sum(w * signals[name] for name, w in self.weights.items())
        return 1 / (1 + math.exp(-total)) if total > 0 else math.exp(total) / (1 + math.exp(total))

    def share(self, name: str, signals: Mapping[str, float]) -> float:
        """What a signal adds to the log-odds, against a value of 0."""
        return self.weights.get(name, 0.0) * signals.get(name, 0.0)


@dataclass(frozen=True, slots=True)
class Model:
    """A regression for each case of what is known of a passage, the one that knows most first.

    `usual` has by source language what some signals are in human translations from it: languages that
    the vectors know less well are less like their translations. `*` is the mean of the languages.
    """

    name: str
    cases: Mapping[str, Logistic]
    usual: Mapping[str, Mapping[str, float]]

    def relative(self, signals: Mapping[str, float], source_lang: str) -> dict[str, float]:
        """The signals as the regressions take them: some as the difference from what is usual."""
        usual = self.usual.get(source_lang) or self.usual.get("*", {})
        return {name: value - usual.get(name, 0.0) for name, value in signals.items()}

    def case_for(self, signals: Mapping[str, float]) -> tuple[str, Logistic] | None:
        """The first case all of whose signals are there; None where there are too few for any."""
        return next(
            ((n, c) for n, c in self.cases.items() if c.weights.keys() <= signals.keys()), None
        )


@cache
def shipped_model() -> Model:
    """The model that comes with qa; `scripts/train-score` makes it."""
    return read_model(tomllib.loads(MODEL.read_text("utf-8")))


def read_model(table: Mapping[str, Any]) -> Model:
    """A model from the table that `scripts/train-score` writes."""
    cases = {
        str(name): Logistic(
            float(case["intercept"]),
            {str(k): float(v) for k, v in case["weights"].items()},
            bool(case.get("calibrated", True)),
        )
        for name, case in table["cases"].items()
    }
    usual = {
        str(lang): {str(k): float(v) for k, v in values.items()}
        for lang, values in table.get("usual", {}).items()
    }
    return Model(str(table["name"]), cases, usual)
