"""How often a rule is right, by the verdicts of editors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qa.feedback.figures import Interval, wilson
from qa.feedback.verdicts import ACCEPT, REJECT, WRONG, Verdict
from qa.rules.registry import FAMILIES, all_rules


@dataclass(frozen=True, slots=True)
class Precision:
    """What editors said of the findings of the rule `code`, or of a family, in `stories` stories.

    `accepted` are errors that were corrected, `rejected` those that the desk leaves as they are,
    `wrong` false alarms.
    """

    code: str
    name: str
    accepted: int
    rejected: int
    wrong: int
    stories: int

    @property
    def right(self) -> int:
        """How many findings there was a reason for."""
        return self.accepted + self.rejected

    @property
    def verdicts(self) -> int:
        """How many findings were judged."""
        return self.right + self.wrong

    @property
    def share(self) -> float:
        """The precision: the share of findings that were right, from 0 to 1."""
        return self.right / self.verdicts

    @property
    def interval(self) -> Interval:
        """Where the precision probably lies, as far as findings are like those that were judged."""
        return wilson(self.right, self.verdicts)


def by_rule(verdicts: Iterable[Verdict]) -> tuple[Precision, ...]:
    """The precision of each rule that has verdicts, in the order of the codes."""
    rules = all_rules()
    return _by(verdicts, lambda v: v.code, lambda code: rules[code].name)


def by_family(verdicts: Iterable[Verdict]) -> tuple[Precision, ...]:
    """The precision of each family that has verdicts, in the order of the codes."""
    return _by(verdicts, lambda v: v.code[:3], FAMILIES.__getitem__)


def _by(
    verdicts: Iterable[Verdict], code: Callable[[Verdict], str], name: Callable[[str], str]
) -> tuple[Precision, ...]:
    found: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        found[code(verdict)].append(verdict)
    return tuple(precision(key, found[key], name(key)) for key in sorted(found))


def precision(code: str, verdicts: Sequence[Verdict], name: str = "") -> Precision:
    """What these verdicts come to; without any there is no share."""
    counts = Counter(v.verdict for v in verdicts)
    stories = len({v.story for v in verdicts})
    return Precision(code, name, counts[ACCEPT], counts[REJECT], counts[WRONG], stories)
