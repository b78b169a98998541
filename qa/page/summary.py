"""The summary of a run for the report page: one pass over its results, in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from qa.archive.schema import METADATA
from qa.document.model import Safety, Severity
from qa.feedback.calibration import Calibration
from qa.page.against import Comparison, Earlier
from qa.page.choice import Choice
from qa.page.data import (
    Family,
    Figures,
    Made,
    PageData,
    Row,
    Rule,
    Severities,
    Table,
)
from qa.page.found import Found
from qa.page.names import Names
from qa.page.rules import rule_name, rule_summary
from qa.page.tables import Calendar, Sums
from qa.rules.registry import FAMILIES

MOST_LISTED = 50_000
_ROWS, _PROBLEMS = 50, 200


def summarise(
    results: Iterable[pa.RecordBatch],
    made: Made,
    *,
    earlier: Earlier | None = None,
    calibration: Sequence[Calibration] = (),
    problems: Iterable[str] = (),
    most_listed: int = MOST_LISTED,
) -> PageData:
    """What the page says of `results`, batches of the schema RESULT in the order of the input.

    `problems` are lines about what could not be used beside the stories. At most about
    `most_listed` findings are listed: those of the stories that have most, and suspect passages.
    """
    summary = _Summary(made, Comparison(earlier) if earlier else None, most_listed)
    summary.problems += problems
    for batch in results:
        summary.add(batch)
    return summary.close(tuple(calibration))


class _Summary:
    def __init__(self, made: Made, comparison: Comparison | None, most_listed: int) -> None:
        self.made, self.comparison = made, comparison
        self.problems: list[str] = []
        self.more_problems = 0
        self.families = list(FAMILIES)
        # Stories, words, findings, and the findings of each family.
        width = 3 + len(self.families)
        self.totals = np.zeros(width, np.int64)
        self.touched = self.unchecked = self.safe = 0
        self.severities: Counter[str] = Counter()
        self.family_stories = np.zeros(len(self.families), np.int64)
        self.rules: Counter[str] = Counter()
        self.rule_stories: Counter[str] = Counter()
        self.tables = {name: Sums(width) for name in METADATA if name != "date"}
        self.calendar = Calendar(width)
        self.names = Names()
        self.choice = Choice(most_listed)

    def add(self, batch: pa.RecordBatch) -> None:
        """Take in the next stories."""
        found = Found(batch)
        measures = self._measures(found)
        self.totals += measures.sum(axis=0)
        self.touched += int(np.count_nonzero(measures[:, 2]))
        self.family_stories += np.count_nonzero(measures[:, 3:], axis=0)
        for name, sums in self.tables.items():
            sums.add(batch.column(name), measures)
        self.calendar.add(batch.column("date"), measures)
        self._count_rules(found)
        self.severities.update(_counts(found.column("severity")))
        self.safe += _counts(found.column("fix", "safety"))[Safety.SAFE.label]
        self._note_errors(batch)
        self.names.add(found)
        new = self.comparison.look(found) if self.comparison else np.zeros(len(found), bool)
        self.choice.add(found, new)

    def close(self, calibration: tuple[Calibration, ...]) -> PageData:
        """What the page says when all stories are in."""
        stories, worst, suspects = self.choice.close()
        index = {story.story: i for i, story in enumerate(stories)}
        names, more_names = self.names.close(index)
        order = sorted(range(len(self.families)), key=lambda f: (-self.totals[3 + f], f))
        order = [f for f in order if self.totals[3 + f]]
        count, words, findings = map(int, self.totals[:3])
        return PageData(
            made=self.made,
            figures=Figures(
                stories=count,
                words=words,
                findings=findings,
                touched=self.touched,
                unchecked=self.unchecked,
                safe=self.safe,
                severities=Severities(**{s.label: self.severities[s.label] for s in Severity}),
            ),
            families=tuple(self._family(f) for f in order),
            tables=tuple(self._tables(order)),
            stories=stories,
            left_out=findings - sum(len(s.notes) for s in stories),
            worst=worst,
            suspects=suspects,
            names=names,
            more_names=more_names,
            calibration=calibration,
            against=self.comparison.close() if self.comparison else None,
            problems=tuple(self.problems[:_PROBLEMS]),
            more_problems=self.more_problems + max(0, len(self.problems) - _PROBLEMS),
        )

    def _measures(self, found: Found) -> NDArray[np.int64]:
        """For each story of a batch what is summed up."""
        codes, indices = found.codes
        rows, width = found.batch.num_rows, len(self.families)
        family = np.array([self.families.index(code[:3]) for code in codes], np.int64)[indices]
        by_family = np.bincount(found.rows * width + family, minlength=rows * width)
        return np.column_stack(
            [
                np.ones(rows, np.int64),
                found.batch.column("words").to_numpy(),
                found.per_story(),
                by_family.reshape(rows, width),
            ]
        )

    def _count_rules(self, found: Found) -> None:
        codes, indices = found.codes
        findings = np.bincount(indices, minlength=len(codes))
        pairs = np.unique(found.rows * max(1, len(codes)) + indices)
        stories = np.bincount(pairs % max(1, len(codes)), minlength=len(codes))
        for code, count, touched in zip(codes, findings, stories, strict=True):
            self.rules[code] += int(count)
            self.rule_stories[code] += int(touched)

    def _note_errors(self, batch: pa.RecordBatch) -> None:
        errors = batch.column("error").drop_null()
        self.unchecked += len(errors)
        room = max(0, _PROBLEMS - len(self.problems))
        self.problems += errors.slice(0, room).to_pylist()
        self.more_problems += max(0, len(errors) - room)

    def _family(self, number: int) -> Family:
        code = self.families[number]
        rules = [c for c in self.rules if c.startswith(code)]
        return Family(
            code=code,
            name=FAMILIES[code],
            findings=int(self.totals[3 + number]),
            stories=int(self.family_stories[number]),
            rules=tuple(
                Rule(c, rule_name(c), rule_summary(c), self.rules[c], self.rule_stories[c])
                for c in sorted(rules, key=lambda c: (-self.rules[c], c))
            ),
        )

    def _tables(self, order: Sequence[int]) -> Iterable[Table]:
        """A table for each field of which something is known."""

        def row(value: str, sums: NDArray[np.int64]) -> Row:
            stories, words, findings, *families = sums.tolist()
            return Row(value, stories, words, findings, tuple(families[f] for f in order))

        unit, days = self.calendar.buckets()
        tables: dict[str, tuple[Sums, list[tuple[str, NDArray[np.int64]]]]] = {
            "date": (self.calendar, days),
            **{name: (sums, sums.most_frequent(_ROWS)) for name, sums in self.tables.items()},
        }
        for name, (sums, rows) in tables.items():
            if rows:
                yield Table(
                    field=name,
                    rows=tuple(row(value, those) for value, those in rows),
                    rest=row("", sums.rest) if sums.rest[0] else None,
                    unknown=row("", sums.unknown) if sums.unknown[0] else None,
                    unit=unit if name == "date" else "",
                    exact=sums.exact,
                )


def _counts(values: pa.Array) -> Counter[Any]:
    return Counter({c["values"]: c["counts"] for c in pc.value_counts(values).to_pylist()})
