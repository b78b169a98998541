"""The settings that verdicts on a rule can speak for: texts to allow, thresholds, severities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from qa.config import OFF
from qa.document.model import Severity
from qa.feedback.figures import wilson
from qa.feedback.precision import Precision, precision
from qa.feedback.verdicts import Verdict

# A rule that is wrong more than once in ten is ignored by those that it is for.
PRECISION = 0.9
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


def is_enough(said: Precision) -> bool:
    """Whether there are verdicts enough to say something of a rule."""
    return said.verdicts >= FEWEST and said.stories >= FEWEST_STORIES


def allowed_texts(code: str, verdicts: Sequence[Verdict]) -> tuple[list[Proposal], list[Verdict]]:
    """The texts that nobody corrects, again and again; and the verdicts on all others."""
    found: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        found[verdict.text].append(verdict)
    texts = {}
    for text, those in sorted(found.items()):
        said = precision(code, those)
        if (
            said.verdicts >= FEWEST_OF_TEXT
            and said.stories >= FEWEST_STORIES_OF_TEXT
            and said.accepted == 0
            and sum(map(str.isalpha, text)) >= FEWEST_LETTERS
            and len(text) <= LONGEST_TEXT
        ):
            parts = [f"a false alarm {_times(said.wrong)}"] if said.wrong else []
            parts += [f"left as it is {_times(said.rejected)}"] if said.rejected else []
            reason = f"{' and '.join(parts)}, in {said.stories} stories, and never corrected"
            texts[text] = Proposal("allow", code, text, None, reason, said.verdicts)
    return [*texts.values()], [v for v in verdicts if v.text not in texts]


def turned_off(said: Precision, now: Severity, least: float, others: bool) -> Proposal:
    """The rule off, which is wrong too often; `others` says that some texts were set apart."""
    reason = (
        f"{said.wrong} of {said.verdicts} findings{' of other texts' * others} were false alarms, "
        f"so probably {wilson(said.wrong, said.verdicts).low:.0%} of all or more; "
        f"{1 - least:.0%} would be bearable"
    )
    return Proposal("severity", said.code, OFF, now.label, reason, said.verdicts)


def dividing_confidence(
    code: str, verdicts: Sequence[Verdict], least: float
) -> tuple[float, float] | None:
    """Two neighbouring confidences: from the second on the rule is right, up to the first it is not.

    The lowest such pair, or None where no confidence divides right from wrong, or too few verdicts
    would be left. The parts must differ by more than their intervals: the best of many divisions
    looks better than it is.
    """
    ordered = sorted(verdicts, key=lambda v: v.confidence)
    right, right_below = sum(v.right for v in ordered), 0
    for cut, (last, first) in enumerate(pairwise(ordered), 1):
        right_below += last.right
        kept, right_kept = len(ordered) - cut, right - right_below
        if (
            last.confidence < first.confidence
            and right_kept >= least * kept
            and wilson(right_kept, kept).low > wilson(right_below, cut).high
            and is_enough(precision(code, ordered[cut:]))
        ):
            return last.confidence, first.confidence
    return None


def threshold(
    code: str, verdicts: Sequence[Verdict], divided: tuple[float, float], now: float | None
) -> Proposal:
    """The setting that leaves out findings up to the first confidence, none from the second on."""
    below, limit = divided
    kept = precision(code, [v for v in verdicts if v.confidence >= limit])
    cut = precision(code, [v for v in verdicts if v.confidence <= below])
    figures = (
        f"{kept.right} of {kept.verdicts} were right, of the others {cut.right} of {cut.verdicts}"
    )
    # A passage is suspect above the limit, another finding is reported from it on.
    if code == SUSPECT:
        value = _round(below, limit, with_end=False)
        setting, reason = SUSPICION, f"above {value:g} {figures}"
    else:
        value = _round(below, limit, with_end=True)
        setting, reason = "confidence", f"with a confidence of {value:g} or more {figures}"
    return Proposal(setting, code, value, now, reason, len(verdicts))


def lower_limit(verdicts: Sequence[Verdict], now: float, least: float) -> Iterator[Proposal]:
    """A lower limit of suspicion than `now`, where what lies right above it is mostly right.

    None where what lies below was judged once: then it was raised for a reason.
    """
    near = [v for v in verdicts if v.confidence <= now + STEP]
    said = precision(SUSPECT, near)
    limit = round(max(0.0, now - STEP), 4)
    judged = any(v.confidence < now for v in near)
    if judged or limit == now or not is_enough(said) or said.interval.low <= least:
        return
    reason = (
        f"{said.right} of {said.verdicts} passages right above {now:g} were right; nobody judged "
        "what lies below, so judge again after this step"
    )
    yield Proposal(SUSPICION, SUSPECT, limit, now, reason, said.verdicts)


def fitting_severity(said: Precision, now: Severity) -> Iterator[Proposal]:
    """The severity that fits what the desk does with findings that are right."""
    if said.right < FEWEST or said.stories < FEWEST_STORIES:
        return
    left = wilson(said.rejected, said.right).low
    corrected = wilson(said.accepted, said.verdicts).low
    value = now.label
    reason = f"right, but this desk left {said.rejected} of {said.right} findings as they were"
    if left > NEARLY_ALWAYS:
        value = OFF
    elif left > OFTEN:
        value = Severity.INFO.label
    elif now is Severity.INFO and corrected > PRECISION:
        value = Severity.WARNING.label
        reason = f"{said.accepted} of {said.verdicts} findings were errors, and corrected"
    if value != now.label:
        yield Proposal("severity", said.code, value, now.label, reason, said.right)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


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
