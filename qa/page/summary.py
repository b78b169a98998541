"""The summary of a run for the report page: one pass over its results, in bounded memory."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from qa.archive.schema import METADATA
from qa.feedback.calibration import Calibration
from qa.model import Safety, Severity
from qa.page.against import Comparison, Earlier
from qa.page.data import (
    Family,
    Figures,
    Made,
    PageData,
    Row,
    Rule,
    Severities,
    Story,
    Suspect,
    Table,
)
from qa.page.found import Found
from qa.page.listing import MOST_OF_STORY, SCORED, listed
from qa.page.names import Names
from qa.page.rules import rule_name, rule_summary
from qa.page.tables import Calendar, Sums
from qa.registry import FAMILIES

MOST_LISTED = 50_000
_WORST, _SUSPECTS, _ROWS, _PROBLEMS = 20, 200, 50, 200
# What is not shown of a story, and may be large.
_NOT_LISTED = ("names", "notes")
# The rules that hold a passage against another text.
_SUSPECT_RULES = (SCORED, "SRC")


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
        self.choice = _Choice(most_listed)

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

        unit, rows = self.calendar.buckets()
        for name in METADATA:
            sums = self.calendar if name == "date" else self.tables[name]
            if name != "date":
                rows = sums.most_frequent(_ROWS)
            if rows:
                yield Table(
                    field=name,
                    rows=tuple(row(value, those) for value, those in rows),
                    rest=row("", sums.rest) if sums.rest[0] else None,
                    unknown=row("", sums.unknown) if sums.unknown[0] else None,
                    unit=unit if name == "date" else "",
                    exact=sums.exact,
                )


class _Rank(NamedTuple):
    """Where a story stands among others: the one with more findings, then with more a word, first."""

    findings: int
    rate: float
    before: int


class _Choice:
    """Chooses the stories that are listed: those with most findings, and those of suspect passages."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._seen = 0
        self._notes = 0
        self._worst: list[tuple[_Rank, Story]] = []
        # The best story that there is no room for.
        self._bar: _Rank | None = None
        self._suspects: list[tuple[float, int, int, Story]] = []

    def add(self, found: Found, new: NDArray[np.bool_]) -> None:
        """Take in the stories of a batch; `new` is for each finding whether it is new."""
        counts = found.per_story()
        words = found.batch.column("words").to_numpy()
        least = self._bar.findings if self._bar else 1
        ranks = {
            int(row): _Rank(
                int(counts[row]), float(counts[row] / max(1, words[row])), -self._seen - int(row)
            )
            for row in np.flatnonzero(counts >= least)
        }
        if self._bar:
            ranks = {row: rank for row, rank in ranks.items() if rank > self._bar}
        passages = self._suspect(found)
        stories = _stories(found, sorted(ranks.keys() | {row for row, _, _ in passages}), new)
        for row, rank in ranks.items():
            self._list(rank, stories[row])
        for row, note, confidence in passages:
            entry = (confidence, -self._seen - row, -note, stories[row])
            if len(self._suspects) < _SUSPECTS:
                heapq.heappush(self._suspects, entry)
            else:
                heapq.heappushpop(self._suspects, entry)
        self._seen += found.batch.num_rows

    def close(self) -> tuple[tuple[Story, ...], tuple[int, ...], tuple[Suspect, ...]]:
        """The listed stories, the indexes of the worst of them, and the suspect passages."""
        chosen = {-rank.before: story for rank, story in self._worst}
        chosen.update({-before: story for _, before, _, story in self._suspects})
        places = sorted(chosen)
        index = {place: i for i, place in enumerate(places)}
        worst = heapq.nlargest(_WORST, (rank for rank, _ in self._worst))
        suspects = sorted(self._suspects, key=lambda entry: entry[:3], reverse=True)
        return (
            tuple(chosen[place] for place in places),
            tuple(index[-rank.before] for rank in worst),
            tuple(Suspect(index[-before], -note) for _, before, note, _ in suspects),
        )

    def _list(self, rank: _Rank, story: Story) -> None:
        if self._bar and rank < self._bar:
            return
        heapq.heappush(self._worst, (rank, story))
        self._notes += len(story.notes)
        # One story is always listed.
        while self._notes > self._most and len(self._worst) > 1:
            self._bar, out = heapq.heappop(self._worst)
            self._notes -= len(out.notes)

    def _suspect(self, found: Found) -> list[tuple[int, int, float]]:
        """The row, number and confidence of the findings that may be among the most suspicious."""
        chosen = found.of_rules(*_SUSPECT_RULES)
        if not chosen.any():
            return []
        chosen &= pc.fill_null(pc.list_value_length(found.column("sides")), 0).to_numpy() > 0
        confidence = found.column("confidence").to_numpy(zero_copy_only=False)
        notes = np.arange(len(found)) - found.first[found.rows]
        chosen &= notes < MOST_OF_STORY
        if len(self._suspects) == _SUSPECTS:
            chosen &= confidence > self._suspects[0][0]
        return [
            (int(found.rows[i]), int(notes[i]), float(confidence[i]))
            for i in np.flatnonzero(chosen)
        ]


def _stories(found: Found, rows: Sequence[int], new: NDArray[np.bool_]) -> dict[int, Story]:
    shown = [name for name in found.batch.schema.names if name not in _NOT_LISTED]
    taken = found.batch.select(shown).take(pa.array(rows, pa.int64())).to_pylist()
    counts = found.per_story()
    return {
        row: listed(values, new[found.first[row] :][: counts[row]].tolist())
        for row, values in zip(rows, taken, strict=True)
    }


def _counts(values: pa.Array) -> Counter[Any]:
    return Counter({c["values"]: c["counts"] for c in pc.value_counts(values).to_pylist()})
