"""What verdicts speak for beside the settings in force, rule by rule.

What the settings do not report any more is left out, so that the same verdicts propose nothing more
once their proposals are in force.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa.config import OFF
from qa.document.model import Severity
from qa.feedback.precision import precision
from qa.feedback.proposals import (
    PRECISION,
    SUSPECT,
    SUSPICION,
    Proposal,
    allowed_texts,
    dividing_confidence,
    fitting_severity,
    is_enough,
    lower_limit,
    threshold,
    turned_off,
)
from qa.feedback.verdicts import Verdict
from qa.linting.setup import Setup
from qa.rules.registry import all_rules, select_rules

# Passages that are scored are places to look at first: half of them are worth it (docs/scoring.md).
PRECISION_OF_SCORES = 0.5
SCORED = "RTT"


@dataclass(frozen=True, slots=True)
class Tuning:
    """What verdicts speak for, rule by rule.

    `undecided` are the codes of rules that seem to be wrong too often, with too few verdicts to say
    so.
    """

    proposals: tuple[Proposal, ...]
    undecided: tuple[str, ...]


def tune(verdicts: Iterable[Verdict], setup: Setup, least: float = PRECISION) -> Tuning:
    """What the verdicts speak for beside the settings of `setup`.

    `least` is the precision that a rule must have, from 0 to 1. A rule is held against it with its
    whole interval: what chance may have done proposes nothing.
    """
    found: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        found[verdict.code].append(verdict)
    proposals: list[Proposal] = []
    undecided = []
    is_reported = _reporting(setup)
    for code, those in sorted(found.items()):
        wanted = min(least, PRECISION_OF_SCORES) if code.startswith(SCORED) else least
        reported = [v for v in those if is_reported(v)]
        if not reported:
            continue
        proposed = list(_for_rule(code, reported, setup, wanted))
        if not proposed and precision(code, reported).share < wanted:
            undecided.append(code)
        if code == SUSPECT and not any(p.setting == SUSPICION or p.value == OFF for p in proposed):
            proposed += lower_limit(those, setup.context.config.max_suspicion, wanted)
        proposals += proposed
    return Tuning(tuple(proposals), tuple(undecided))


def _reporting(setup: Setup) -> Callable[[Verdict], bool]:
    """Whether a finding is still reported with the settings of `setup`."""
    config, rules = setup.context.config, all_rules()
    ignored = {r.code for r in select_rules(config.ignore, ())} if config.ignore else set()

    def is_reported(verdict: Verdict) -> bool:
        code = verdict.code
        off = setup.severity_of(rules[code]) is None or code in ignored
        needed = max(config.min_confidence, setup.confidences.get(code, 0.0))
        allowed = (code, verdict.text) in setup.allowed
        # One right above the limit may be rounded to it.
        cleared = code == SUSPECT and verdict.confidence < config.max_suspicion
        return not (off or allowed or cleared) and verdict.confidence >= needed

    return is_reported


def _for_rule(
    code: str, verdicts: Sequence[Verdict], setup: Setup, least: float
) -> Iterator[Proposal]:
    """The proposals for a rule, from the verdicts on what it still reports."""
    now = setup.severity_of(all_rules()[code]) or Severity.INFO
    texts, rest = allowed_texts(code, verdicts)
    said = precision(code, rest)
    if is_enough(said) and said.interval.high < least:
        divided = dividing_confidence(code, rest, least)
        if divided is None:
            # With the rule off, no text of it need be allowed.
            yield turned_off(said, now, least, others=bool(texts))
            return
        suspicion, confidence = setup.context.config.max_suspicion, setup.confidences.get(code)
        yield threshold(code, rest, divided, suspicion if code == SUSPECT else confidence)
        texts, rest = allowed_texts(code, [v for v in verdicts if v.confidence >= divided[1]])
    yield from texts
    yield from fitting_severity(precision(code, rest), now)
