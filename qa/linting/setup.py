"""What governs the check of some files: their settings, and the rules that these choose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from qa.config import OFF
from qa.context import Context
from qa.document.model import Severity
from qa.linting.baseline import Baseline, read_baseline
from qa.rules.registry import Rule, select_rules

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Setup:
    """The context and the rules for all files that one configuration file governs.

    `chosen` are the rules, instead of those that the settings select; with `roundtrip`, those of the
    round trip are added.
    """

    context: Context
    chosen: Sequence[Rule] | None = None
    roundtrip: bool = False

    @cached_property
    def rules(self) -> Sequence[Rule]:
        """The rules to run, without those that the settings turn off."""
        return [r for r in self._selected if self.severity_of(r) is not None]

    @cached_property
    def _selected(self) -> Sequence[Rule]:
        if self.chosen is not None:
            return self.chosen
        config = self.context.config
        rules = select_rules(config.select, config.ignore)
        if self.roundtrip:
            more = select_rules(("RTT",), config.ignore)
            rules += [r for r in more if r not in rules]
        return rules

    @cached_property
    def needs_names(self) -> bool:
        """Whether a rule is about names."""
        return any(rule.family == "GLO" for rule in self.rules)

    @cached_property
    def needs_batch(self) -> bool:
        """Whether a rule asks for the other files."""
        return any(rule.scope == "batch" for rule in self.rules)

    def severity_of(self, rule: Rule) -> Severity | None:
        """How much a finding of the rule matters with these settings; None where it is off."""
        return self.severities.get(rule.code, rule.severity)

    @cached_property
    def severities(self) -> dict[str, Severity | None]:
        """The configured severities by the code of the rule; None is off."""
        return {
            code: None if value == OFF else Severity[value.upper()]
            for code, value in _by_code(self.context.config.severity)
        }

    @cached_property
    def confidences(self) -> dict[str, float]:
        """The least confidence of a rule's findings by its code, where one is configured."""
        return dict(_by_code(self.context.config.confidence))

    @cached_property
    def allowed(self) -> frozenset[tuple[str, str]]:
        """Codes and texts, with single spaces, that are not to be reported."""
        pairs = _by_code(self.context.config.allow)
        return frozenset((code, " ".join(text.split())) for code, texts in pairs for text in texts)

    @cached_property
    def baseline(self) -> Baseline | None:
        """The known findings of the configured baseline. Raises InputError."""
        path = self.context.config.baseline
        return read_baseline(Path(path)) if path else None


def rule_problem(word: str) -> str:
    """What is wrong with the code of a rule, the beginning of one, or a name; empty where nothing is."""
    try:
        select_rules((word,), ())
    except ValueError as error:
        return str(error)
    return ""


def _by_code(table: Sequence[tuple[str, T]]) -> Iterator[tuple[str, T]]:
    """The values of a table by code, those that stand above others last.

    What names a rule alone stands above what names several, and a later setting above others.
    """
    chosen = [(select_rules((word,), ()), value) for word, value in table]
    chosen.sort(key=lambda item: -len(item[0]))
    return ((rule.code, value) for rules, value in chosen for rule in rules)
