"""What verdicts say of rules and scores, as text for people and JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from qa.feedback.calibration import Calibration, calibration_entry
from qa.feedback.figures import Interval
from qa.feedback.precision import Precision
from qa.feedback.proposals import Proposal
from qa.feedback.tuning import Tuning
from qa.text.notation import json_text

_KEYS = ("verdicts", "accepted", "rejected", "wrong")
_HEADER = ("rule", "name", *_KEYS, "precision")


@dataclass(frozen=True)
class Tuned:
    """All that `qa tune` shows; `replaced` verdicts gave way to later ones on the same finding."""

    verdicts: int
    stories: int
    replaced: int
    rules: Sequence[Precision]
    families: Sequence[Precision]
    calibrations: Sequence[Calibration]
    tuning: Tuning


def as_json(tuned: Tuned) -> str:
    """One JSON object; the shape is in docs/json.md and stays as it is."""
    table = {
        "version": 1,
        "verdicts": tuned.verdicts,
        "stories": tuned.stories,
        "replaced": tuned.replaced,
        "rules": [_entry(p) for p in tuned.rules],
        "families": [_entry(p) for p in tuned.families],
        "calibration": [calibration_entry(c) for c in tuned.calibrations],
        "proposals": [asdict(p) for p in tuned.tuning.proposals],
        "undecided": tuned.tuning.undecided,
    }
    return json_text(table, 1)


def as_text(tuned: Tuned) -> str:
    """Tables of the rules and families, the calibration, and the proposals with their reasons."""
    return "\n".join(_lines(tuned))


def _entry(precision: Precision) -> dict[str, Any]:
    return {
        **asdict(precision),
        "right": precision.right,
        "verdicts": precision.verdicts,
        "precision": precision.share,
        "interval": precision.interval,
    }


def _lines(tuned: Tuned) -> Iterator[str]:
    yield from _table(tuned.rules, tuned.families if len(tuned.families) > 1 else ())
    earlier = _count(tuned.replaced, "earlier one was", "earlier ones were")
    replaced = f"; {earlier} replaced" if tuned.replaced else ""
    yield f"{_count(tuned.verdicts, 'verdict', 'verdicts')} on {_count(tuned.stories, 'story', 'stories')}{replaced}."
    for calibration in tuned.calibrations:
        yield from ("", _calibration(calibration))
    yield ""
    proposals, undecided = tuned.tuning.proposals, tuned.tuning.undecided
    if proposals:
        yield "Proposed:"
        yield from map(_proposal, proposals)
    else:
        yield "Nothing is proposed."
    if undecided:
        yield f"Too few verdicts to say whether they are wrong too often: {', '.join(undecided)}."


def _table(rules: Sequence[Precision], families: Sequence[Precision]) -> Iterator[str]:
    rows = [_HEADER, *map(_row, rules), *map(_row, families)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        if families and number == len(rules) + 1:
            yield ""
        cells = [
            cell.rjust(width) if key in _KEYS else cell.ljust(width)
            for key, cell, width in zip(_HEADER, row, widths, strict=True)
        ]
        yield "  ".join(cells).rstrip()


def _row(precision: Precision) -> tuple[str, ...]:
    counts = (str(getattr(precision, key)) for key in _KEYS)
    share = f"{precision.share:4.0%} {_between(precision.interval)}"
    return (precision.code, precision.name, *counts, share)


def _calibration(calibration: Calibration) -> str:
    errors = _count(calibration.errors, "error", "errors")
    verdicts = _count(calibration.verdicts, "verdict", "verdicts")
    area = "no AUC, for all verdicts are alike"
    if calibration.auc is not None and calibration.auc_interval is not None:
        area = f"AUC {calibration.auc:.2f} {_between(calibration.auc_interval, percent=False)}"
    rows = [
        f"  {b.low:.1f}–{b.high:.1f}: {b.mean:4.0%} expected, {b.share:4.0%} "
        f"{_between(b.interval)} found in {b.verdicts}"
        for b in calibration.bins
    ]
    head = (
        f"{calibration.measure.capitalize()}: {errors} in {verdicts}; expected calibration error "
        f"{calibration.expected_error:.2f}, Brier score {calibration.brier:.2f}, {area}"
    )
    return "\n".join([head, *rows])


def _proposal(proposal: Proposal) -> str:
    value = f"“{proposal.value}”" if proposal.setting == "allow" else proposal.value
    now = f" (now {proposal.now})" if proposal.now is not None else ""
    return f"  {proposal.rule}  {proposal.setting} {value}{now}\n      {proposal.reason}"


def _between(interval: Interval, percent: bool = True) -> str:
    if percent:
        return f"({interval.low:.0%}–{interval.high:.0%})"
    return f"({interval.low:.2f}–{interval.high:.2f})"


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
