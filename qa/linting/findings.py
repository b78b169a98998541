"""What a rule finds: each gets what it asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from qa.document.model import Document, Finding, Segment
from qa.errors import STOPS
from qa.rules.registry import Rule, all_rules

if TYPE_CHECKING:
    from qa.context import Context
    from qa.source import Comparison


def findings_of(rule: Rule, document: Document, context: Context) -> Iterator[Finding]:
    """All findings of a rule in `document`, with its code and severity filled in."""
    if rule.scope != "segment" and not rule.knows(document.lang):
        return
    more: tuple[object, ...] = (context,) if rule.takes_context else ()
    units: Sequence[object] = _units(rule, document)
    if rule.scope == "batch":
        units, more = [context.batch] if context.batch else [], (document, *more)
    elif rule.scope == "comparison":
        comparison = context.comparison(document)
        units = [comparison] if comparison else []
    elif rule.scope == "scores":
        from qa.score.passages import Scores

        units = [Scores(document, context, RuleFindings(context))]
    for unit in units:
        for found in rule.check(unit, *more):
            # What dataclasses.replace does, at a third of its price.
            yield Finding(
                found.span,
                found.message,
                rule.code,
                rule.severity if found.severity is None else found.severity,
                found.confidence,
                found.fix,
                found.related,
                found.data,
            )


def _units(rule: Rule, document: Document) -> Sequence[Document | Segment]:
    """What of the document the rule must look at."""
    segments: Sequence[Segment] = document.segments
    if rule.clues is not None:
        segments = document.segments_with(rule.clues)
        if rule.scope != "segment":
            return (document,) if segments else ()
    if rule.scope != "segment":
        return (document,)
    return [s for s in segments if s.lang in rule.languages] if rule.languages else segments


@dataclass(frozen=True)
class RuleFindings:
    """What the rules find for the score, which is made without them: see `qa.score.facts.Findings`."""

    context: Context

    def of_document(self, document: Document, families: Collection[str]) -> Iterator[Finding]:
        """What the rules of `families` find in a document, of those that are on by default."""
        for rule in _rules_on_text(frozenset(families)):
            try:
                yield from list(findings_of(rule, document, self.context))
            except STOPS:
                raise
            except BaseException:  # the check tells of a rule that fails
                continue

    def of_comparison(
        self, comparison: Comparison, codes: Collection[str] | None, without: Collection[str]
    ) -> Iterator[Finding]:
        """What rules on a source find: those of `codes`, or all of them, but for those of `without`."""
        for rule in _rules_on_sources():
            if rule.code not in without and (codes is None or rule.code in codes):
                more = (self.context,) if rule.takes_context else ()
                yield from (replace(f, code=rule.code) for f in rule.check(comparison, *more))


@cache
def _rules_on_text(families: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(
        r
        for r in all_rules().values()
        if r.family in families and r.enabled and r.scope in ("segment", "document")
    )


@cache
def _rules_on_sources() -> tuple[Rule, ...]:
    return tuple(r for r in all_rules().values() if r.family == "SRC" and r.scope == "comparison")
