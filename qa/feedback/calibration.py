"""Whether what was said to be probable came true: calibration against the verdicts of editors."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from qa.feedback.figures import Interval, auc, auc_interval, wilson
from qa.feedback.verdicts import Verdict

SUSPICION, CONFIDENCE = "suspicion", "confidence"
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The verdicts on findings whose probability lies from `low` up to `high`.

    `mean` is their mean probability; `errors` of the verdicts say that there was an error,
    corrected or left as it is.
    """

    low: float
    high: float
    mean: float
    verdicts: int
    errors: int

    @property
    def share(self) -> float:
        """The share of the verdicts that say so, from 0 to 1."""
        return self.errors / self.verdicts

    @property
    def interval(self) -> Interval:
        """Where that share probably lies."""
        return wilson(self.errors, self.verdicts)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a predicted probability fares against verdicts; `bins` are those that have verdicts.

    `measure` is what predicts it: the `suspicion` of passages that were scored, or the `confidence`
    of all other findings.

    `expected_error` is the expected calibration error: the mean distance of what a bin predicts from what
    came true, weighted by verdicts (Naeini, Cooper and Hauskrecht 2015, AAAI 29; Guo et al. 2017,
    arXiv 1706.04599). Few verdicts make it look larger than it is. `brier` is the mean square of
    the distance of each prediction from what came true, 0 or 1 (Brier 1950, Monthly Weather Review
    78:1); 0.25 is what a constant 50% has. `auc` is how often an error had a higher
    probability than a false alarm, with `auc_interval`; both are None where there is only one kind.
    """

    measure: str
    verdicts: int
    errors: int
    bins: tuple[Bin, ...]
    expected_error: float
    brier: float
    auc: float | None
    auc_interval: Interval | None


def calibrations(verdicts: Iterable[Verdict]) -> tuple[Calibration, ...]:
    """The calibration of the score and of the rules' confidence, those for which there are verdicts.

    A scored passage counts once, by the latest verdict on it, however many rules found it.
    """
    scored: dict[tuple[str, str], Verdict] = {}
    stated: list[tuple[float, bool]] = []
    for verdict in verdicts:
        if verdict.suspicion is None:
            stated.append((verdict.confidence, verdict.right))
            continue
        passage = verdict.story, verdict.text
        if passage not in scored or scored[passage].at <= verdict.at:
            scored[passage] = verdict
    scores = [(v.suspicion, v.right) for v in scored.values() if v.suspicion is not None]
    made = ((SUSPICION, scores), (CONFIDENCE, stated))
    return tuple(calibration(measure, those) for measure, those in made if those)


def calibration(measure: str, predictions: Sequence[tuple[float, bool]]) -> Calibration:
    """The calibration of probabilities of which each came true or did not; one at least."""
    bins = tuple(_binned(predictions))
    cases = len(predictions)
    errors = sum(true for _, true in predictions)
    area = auc([p for p, _ in predictions], [true for _, true in predictions])
    known = not math.isnan(area)
    return Calibration(
        measure=measure,
        verdicts=cases,
        errors=errors,
        bins=bins,
        expected_error=sum(b.verdicts * abs(b.mean - b.share) for b in bins) / cases,
        brier=sum((p - true) ** 2 for p, true in predictions) / cases,
        auc=area if known else None,
        auc_interval=auc_interval(area, cases - errors, errors) if known else None,
    )


def calibration_entry(calibration: Calibration) -> dict[str, Any]:
    """The calibration for JSON, with the share of each bin and its interval."""
    bins = [asdict(b) | {"share": b.share, "interval": b.interval} for b in calibration.bins]
    return asdict(calibration) | {"bins": bins}


def _binned(predictions: Sequence[tuple[float, bool]]) -> Iterator[Bin]:
    """The predictions in bins of equal width, those that have any, from the lowest on."""
    found: dict[int, list[tuple[float, bool]]] = {}
    for probability, true in predictions:
        # 1 belongs to the highest bin.
        found.setdefault(min(int(probability * BINS), BINS - 1), []).append((probability, true))
    for number, those in sorted(found.items()):
        yield Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            mean=math.fsum(p for p, _ in those) / len(those),
            verdicts=len(those),
            errors=sum(true for _, true in those),
        )
