"""Settings that verdicts speak for: texts to allow, thresholds, severities; the narrowest first.

What the present settings do not report any more is left out, so that the same verdicts propose
nothing more once their proposals are in force.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from qa.config import OFF
from qa.context import Context
from qa.feedback.figures import Interval, wilson
from qa.feedback.precision import precision
from qa.feedback.verdicts import REJECT, Verdict
from qa.model import Severity
from qa.registry import all_rules, select_rules

# A rule that is wrong more than once in ten is ignored by those that it is for.
PRECISION = 0.9
# Passages that are scored are places to look at first: half of them are worth it (docs/scoring.md).
PRECISION_OF_SCORES = 0.5
SCORED = "RTT"
# Its confidence is the suspicion of the passage, for which there is a setting of its own.
SUSPECT, SUSPICION = "RTT102", "max-suspicion"
# Fewer verdicts than this, or from fewer stories, say nothing of a rule; of a text, that is the same
# in all of them, fewer will do. These and the numbers below are chosen, not measured.
FEWEST, FEWEST_STORIES = 10, 3
FEWEST_OF_TEXT, FEWEST_STORIES_OF_TEXT = 3, 2
# A text with fewer letters may be right in one place and wrong in the next.
FEWEST_LETTERS = 4
# Code points; the report page does not show all of a much longer one.
LONGEST_TEXT = 1_000
# Of findings that are right, the share left as they are that makes them hints, or idle.
OFTEN, NEARLY_ALWAYS = 0.5, 0.8
# How far the limit of suspicion goes down at once: nobody has judged what lies below it.
STEP = 0.05


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of one `setting` of the configuration, and why.

    `setting` is `severity`, `confidence`, `allow` or `max-suspicion`; `value` is what it becomes for
    the rule `rule`, and of `allow` one text. `now` is what it is; None is nothing. `verdicts` is how
    many verdicts it rests on.
    """

    setting: str
    rule: str
    value: str | float
    now: str | float | None
    reason: str
    verdicts: int


@dataclass(frozen=True, slots=True)
class Tuning:
    """What verdicts speak for, rule by rule.

    `undecided` are the codes of rules that seem to be wrong too often, with too few verdicts to say
    so.
    """

    proposals: tuple[Proposal, ...]
    undecided: tuple[str, ...]


def tune(verdicts: Iterable[Verdict], context: Context, least: float = PRECISION) -> Tuning:
    """What the verdicts speak for beside the settings of `context`.

    `least` is the precision that a rule must have, from 0 to 1. A rule is held against it with its
    whole interval: what chance may have done proposes nothing.
    """
    found: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        found[verdict.code].append(verdict)
    proposals: list[Proposal] = []
    undecided = []
    is_reported = _reporting(context)
    for code, those in sorted(found.items()):
        wanted = min(least, PRECISION_OF_SCORES) if code.startswith(SCORED) else least
        reported = [v for v in those if is_reported(v)]
        if not reported:
            continue
        proposed = list(_for_rule(code, reported, context, wanted))
        if not proposed and _right(reported) < wanted * len(reported):
            undecided.append(code)
        if code == SUSPECT and not any(p.setting == SUSPICION or p.value == OFF for p in proposed):
            proposed += _lower_limit(those, context, wanted)
        proposals += proposed
    return Tuning(tuple(proposals), tuple(undecided))


def _reporting(context: Context) -> Callable[[Verdict], bool]:
    """Whether a finding is still reported with the settings of `context`."""
    config, rules = context.config, all_rules()
    ignored = {r.code for r in select_rules(config.ignore, ())} if config.ignore else set()

    def is_reported(verdict: Verdict) -> bool:
        code = verdict.code
        off = context.severities.get(code, rules[code].severity) is None or code in ignored
        needed = max(config.min_confidence, context.confidences.get(code, 0.0))
        allowed = (code, _plain(verdict.text)) in context.allowed
        # One right above the limit may be rounded to it.
        cleared = code == SUSPECT and verdict.confidence < config.max_suspicion
        return not (off or allowed or cleared) and verdict.confidence >= needed

    return is_reported


def _for_rule(
    code: str, verdicts: Sequence[Verdict], context: Context, least: float
) -> Iterator[Proposal]:
    """The proposals for a rule, from the verdicts on what it still reports."""
    now = context.severities.get(code, all_rules()[code].severity) or Severity.INFO
    texts, rest = _texts(code, verdicts)
    if _enough(rest) and _interval(rest).high < least:
        divided = _threshold(code, rest, context, least)
        if divided is None:
            # With the rule off, no text of it need be allowed.
            yield _off(code, rest, now, least, bool(texts))
            return
        threshold, limit = divided
        yield threshold
        texts, rest = _texts(code, [v for v in verdicts if v.confidence >= limit])
    yield from texts
    yield from _by_use(code, rest, now)


def _texts(code: str, verdicts: Sequence[Verdict]) -> tuple[list[Proposal], list[Verdict]]:
    """The texts that nobody corrects, again and again; and the verdicts on all others."""
    found: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        found[_plain(verdict.text)].append(verdict)
    texts = {}
    for text, those in sorted(found.items()):
        said = precision(code, text, those)
        if (
            said.verdicts >= FEWEST_OF_TEXT
            and said.stories >= FEWEST_STORIES_OF_TEXT
            and said.accepted == 0
            and sum(map(str.isalpha, text)) >= FEWEST_LETTERS
            and len(text) <= LONGEST_TEXT
        ):
            said_so = [f"a false alarm {_times(said.wrong)}"] if said.wrong else []
            said_so += [f"left as it is {_times(said.rejected)}"] if said.rejected else []
            reason = f"{' and '.join(said_so)}, in {said.stories} stories, and never corrected"
            texts[text] = Proposal("allow", code, text, None, reason, said.verdicts)
    return [*texts.values()], [v for v in verdicts if _plain(v.text) not in texts]


def _off(
    code: str, verdicts: Sequence[Verdict], now: Severity, least: float, others: bool
) -> Proposal:
    wrong, cases = len(verdicts) - _right(verdicts), len(verdicts)
    reason = (
        f"{wrong} of {cases} findings{' of other texts' * others} were false alarms, so probably "
        f"{wilson(wrong, cases).low:.0%} of all or more; {1 - least:.0%} would be bearable"
    )
    return Proposal("severity", code, OFF, now.label, reason, cases)


def _threshold(
    code: str, verdicts: Sequence[Verdict], context: Context, least: float
) -> tuple[Proposal, float] | None:
    """The lowest confidence from which on the rule is right: the proposal, and that confidence.

    None where no confidence divides right from wrong, or too few verdicts would be left. The parts
    must differ by more than their intervals: the best of many divisions looks better than it is.
    """
    ordered = sorted(verdicts, key=lambda v: v.confidence)
    right, cases = _right(ordered), len(ordered)
    right_below = 0
    for cut, (last, first) in enumerate(pairwise(ordered), 1):
        right_below += last.right
        below, limit = last.confidence, first.confidence
        kept, right_kept = cases - cut, right - right_below
        if (
            below == limit
            or right_kept < least * kept
            or wilson(right_kept, kept).low <= wilson(right_below, cut).high
            or not _enough(ordered[cut:])
        ):
            continue
        return _raised(code, below, limit, context, (right_kept, kept, right_below, cut)), limit
    return None


def _raised(
    code: str, below: float, limit: float, context: Context, counts: tuple[int, int, int, int]
) -> Proposal:
    """The setting that leaves out findings as sure as `below`, and none as sure as `limit`."""
    right_kept, kept, right_cut, cut = counts
    figures = f"{right_kept} of {kept} were right, of the others {right_cut} of {cut}"
    if code == SUSPECT:
        # A passage is suspect above the limit, another finding is reported from it on.
        value = _round(below, limit, with_end=False)
        reason = f"above {value:g} {figures}"
        return Proposal(SUSPICION, code, value, context.config.max_suspicion, reason, kept + cut)
    value = _round(below, limit, with_end=True)
    reason = f"with a confidence of {value:g} or more {figures}"
    return Proposal("confidence", code, value, context.confidences.get(code), reason, kept + cut)


def _lower_limit(verdicts: Sequence[Verdict], context: Context, least: float) -> Iterator[Proposal]:
    """A lower limit of suspicion, where what lies right above the present one is mostly right.

    None where what lies below was judged once: then it was raised for a reason.
    """
    now = context.config.max_suspicion
    near = [v for v in verdicts if v.confidence <= now + STEP]
    limit = round(max(0.0, now - STEP), 4)
    judged = any(v.confidence < now for v in near)
    if judged or limit == now or not _enough(near) or _interval(near).low <= least:
        return
    reason = (
        f"{_right(near)} of {len(near)} passages right above {now:g} were right; nobody judged what "
        "lies below, so judge again after this step"
    )
    yield Proposal(SUSPICION, SUSPECT, limit, now, reason, len(near))


def _by_use(code: str, verdicts: Sequence[Verdict], now: Severity) -> Iterator[Proposal]:
    """The severity that fits what the desk does with findings that are right."""
    right = [v for v in verdicts if v.right]
    if not _enough(right):
        return
    left = sum(v.verdict == REJECT for v in right)
    often = wilson(left, len(right)).low
    corrected = wilson(len(right) - left, len(verdicts)).low
    value = now.label
    reason = f"right, but this desk left {left} of {len(right)} findings as they were"
    if often > NEARLY_ALWAYS:
        value = OFF
    elif often > OFTEN:
        value = Severity.INFO.label
    elif now is Severity.INFO and corrected > PRECISION:
        value = Severity.WARNING.label
        reason = f"{len(right) - left} of {len(verdicts)} findings were errors, and corrected"
    if value != now.label:
        yield Proposal("severity", code, value, now.label, reason, len(right))


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _enough(verdicts: Sequence[Verdict]) -> bool:
    stories = {v.story for v in verdicts}
    return len(verdicts) >= FEWEST and len(stories) >= FEWEST_STORIES


def _right(verdicts: Sequence[Verdict]) -> int:
    return sum(v.right for v in verdicts)


def _interval(verdicts: Sequence[Verdict]) -> Interval:
    return wilson(_right(verdicts), len(verdicts))


def _round(low: float, high: float, with_end: bool) -> float:
    """The shortest decimal between `low` and `high`, the highest of them; `high` only `with_end`."""
    for digits in range(1, 18):
        unit = Decimal(1).scaleb(-digits)
        value = Decimal(repr(high)).quantize(unit, ROUND_FLOOR)
        if value == Decimal(repr(high)) and not with_end:
            value -= unit
        if value > Decimal(repr(low)):
            return float(value)
    return high if with_end else low


def _plain(text: str) -> str:
    """A text with single spaces, as the setting `allow` compares it."""
    return " ".join(text.split())
