"""Feedback: verdicts as they are exported, what they say of rules and scores, and `qa tune`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.feedback.calibration import calibration, calibrations
from qa.feedback.figures import auc, auc_interval, wilson
from qa.feedback.verdicts import read_feedback


def line(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A verdict as the page writes it."""
    entry = {
        "version": 1,
        "story": f"story-{number}.txt",
        "id": f"id-{number}",
        "code": "TYP103",
        "text": "was was",
        "severity": "warning",
        "confidence": 1.0,
        "suspicion": None,
        "verdict": "accept",
        "at": "2026-11-22T08:00:00Z",
    }
    return {**entry, **changes}


def written(path: Path, entries: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in entries), "utf-8")
    return path


# --- Figures

# Hits, cases, and the interval to four digits: by hand from Wilson's formula, and the first three
# as they are in Newcombe 1998, Two-sided confidence intervals for the single proportion, table I.
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
    (20, 20, 0.8389, 1.0),
    (0, 0, 0.0, 1.0),
]


@pytest.mark.parametrize(("hits", "cases", "low", "high"), WILSON)
def test_the_interval_of_a_share(hits: int, cases: int, low: float, high: float) -> None:
    assert wilson(hits, cases) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_narrows_with_more_cases(counts: tuple[int, int]) -> None:
    hits, cases = counts
    low, high = wilson(hits, cases)
    assert 0 <= low <= hits / cases <= high <= 1
    assert high > low
    # What is missed is the mirror image of what is hit.
    assert wilson(cases - hits, cases) == pytest.approx((1 - high, 1 - low))
    more = wilson(hits * 4, cases * 4)
    assert more.high - more.low < high - low


def test_the_area_under_the_curve() -> None:
    assert auc([0.9, 0.8, 0.1], [True, True, False]) == 1
    assert auc([0.1, 0.8, 0.1], [True, False, False]) == 0.25
    assert math.isnan(auc([0.5], [True]))


cases_of_both = st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=2).filter(
    lambda pairs: len({bad for _, bad in pairs}) == 2
)


@given(cases_of_both)
def test_an_area_counts_pairs(pairs: list[tuple[int, bool]]) -> None:
    scores, bad = [s for s, _ in pairs], [b for _, b in pairs]
    area = auc(scores, bad)
    wins = [(a > b) + (a == b) / 2 for a, x in pairs for b, y in pairs if x and not y]
    assert area == pytest.approx(sum(wins) / len(wins))
    assert auc([-s for s in scores], bad) == pytest.approx(1 - area)
    assert auc([s * 3 + 1 for s in scores], bad) == area
    low, high = auc_interval(area, bad.count(False), bad.count(True))
    assert 0 <= low <= area <= high <= 1
    more = auc_interval(area, bad.count(False) * 9, bad.count(True) * 9)
    assert more.high - more.low < high - low


# --- Calibration


def test_a_calibration_by_hand() -> None:
    found = calibration("suspicion", [(0.32, True), (0.38, False), (0.9, True), (1.0, True)])
    assert [(b.low, b.high, b.verdicts, b.errors) for b in found.bins] == [
        (0.3, 0.4, 2, 1),
        (0.9, 1.0, 2, 2),
    ]
    assert [b.share for b in found.bins] == [0.5, 1.0]
    assert [b.mean for b in found.bins] == pytest.approx([0.35, 0.95])
    assert found.expected_error == pytest.approx((2 * 0.15 + 2 * 0.05) / 4)
    assert found.brier == pytest.approx((0.68**2 + 0.38**2 + 0.1**2) / 4)
    assert found.auc == pytest.approx(2 / 3)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_a_calibration_adds_up(predictions: list[tuple[float, bool]]) -> None:
    found = calibration("confidence", predictions)
    assert sum(b.verdicts for b in found.bins) == found.verdicts == len(predictions)
    assert sum(b.errors for b in found.bins) == found.errors
    assert all(b.low - 1e-9 <= b.mean <= b.high + 1e-9 for b in found.bins)
    assert 0 <= found.expected_error <= 1
    # No bin is further off than its predictions are: Jensen's inequality.
    assert found.expected_error**2 <= found.brier + 1e-9
    assert (found.auc is None) == (found.errors in (0, found.verdicts)) == (not found.auc_interval)


def test_passages_are_held_against_their_score_and_the_rest_against_its_confidence(
    tmp_path: Path,
) -> None:
    scored = {"text": "A bad passage.", "suspicion": 0.42, "confidence": 0.42, "story": "a"}
    path = written(
        tmp_path / "v.jsonl",
        [
            line(1, code="RTT102", **scored),
            line(2, code="RTT101", **scored, verdict="wrong", at="2026-11-22T09:00:00Z"),
            line(3),
        ],
    )
    score, rules = calibrations(read_feedback([path]).verdicts)
    # Two rules found one passage; the later verdict on it counts.
    assert (score.measure, score.verdicts, score.errors) == ("suspicion", 1, 0)
    assert (rules.measure, rules.verdicts, rules.errors) == ("confidence", 1, 1)
    assert calibrations([]) == ()
