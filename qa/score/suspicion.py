"""From signals to one probability: a logistic model whose coefficients are in `model.toml`."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qa.score.roundtrip import RoundTrip


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over named signals.

    `prior` is the probability where nothing is known: the share of bad passages it was trained on.
    """

    name: str
    prior: float
    intercept: float
    weights: Mapping[str, float]

    def probability(self, signals: Mapping[str, float]) -> float:
        """The probability that an editor would reject the passage; the prior without signals."""
        if not signals:
            return self.prior
        total = self.intercept + sum(w * signals[name] for name, w in self.weights.items())
        return 1 / (1 + math.exp(-total))


def signals_of(trip: RoundTrip) -> dict[str, float]:
    """The signals of a round trip; none when the text has no words."""
    if not trip.words:
        return {}
    return {
        "round_trip_wer": trip.wer,
        "round_trip_cer": trip.cer,
        "round_trip_loss": trip.loss,
    }


@cache
def shipped_model() -> Model:
    """The model that comes with qa; `scripts/train-score` makes it."""
    table = tomllib.loads(Path(__file__).with_name("model.toml").read_text("utf-8"))
    return read_model(table)


def read_model(table: Mapping[str, Any]) -> Model:
    """A model from the table that `scripts/train-score` writes."""
    weights = {str(k): float(v) for k, v in table["weights"].items()}
    return Model(str(table["name"]), float(table["prior"]), float(table["intercept"]), weights)
