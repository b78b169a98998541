"""Which stories the page lists: those with most findings, and those of suspect passages."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from qa.page.data import Story, Suspect
from qa.page.found import Found
from qa.page.listing import MOST_OF_STORY, SCORED, listed

_WORST, _SUSPECTS = 20, 200
# What is not shown of a story, and may be large.
_NOT_LISTED = ("names", "notes")
# The rules that hold a passage against another text.
_SUSPECT_RULES = (SCORED, "SRC")


class Choice:
    """Chooses the stories that are listed: those with most findings, and those of suspect passages."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._seen = 0
        self._notes = 0
        self._worst: list[tuple[_Rank, Story]] = []
        # The best story that there is no room for.
        self._bar: _Rank | None = None
        self._suspects: list[tuple[_Doubt, Story]] = []

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
            doubt = _Doubt(confidence, -self._seen - row, -note)
            keep = heapq.heappush if len(self._suspects) < _SUSPECTS else heapq.heappushpop
            keep(self._suspects, (doubt, stories[row]))
        self._seen += found.batch.num_rows

    def close(self) -> tuple[tuple[Story, ...], tuple[int, ...], tuple[Suspect, ...]]:
        """The listed stories, the indexes of the worst of them, and the suspect passages."""
        chosen = {-rank.before: story for rank, story in self._worst}
        chosen |= {-doubt.before: story for doubt, story in self._suspects}
        places = sorted(chosen)
        index = {place: i for i, place in enumerate(places)}
        worst = heapq.nlargest(_WORST, (rank for rank, _ in self._worst))
        suspects = sorted((doubt for doubt, _ in self._suspects), reverse=True)
        return (
            tuple(chosen[place] for place in places),
            tuple(index[-rank.before] for rank in worst),
            tuple(Suspect(index[-doubt.before], -doubt.earlier) for doubt in suspects),
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
            chosen &= confidence > self._suspects[0][0].confidence
        return [
            (int(found.rows[i]), int(notes[i]), float(confidence[i]))
            for i in np.flatnonzero(chosen)
        ]


class _Rank(NamedTuple):
    """Where a story stands among others: higher with more findings, or as many in fewer words.

    `before` is its place in the input, negative, so that of equals the first is higher.
    """

    findings: int
    rate: float
    before: int


class _Doubt(NamedTuple):
    """Where a passage stands among others: higher when it is more suspicious.

    `before` and `earlier` are the places of its story in the input and of its note in the story,
    both negative.
    """

    confidence: float
    before: int
    earlier: int


def _stories(found: Found, rows: Sequence[int], new: NDArray[np.bool_]) -> dict[int, Story]:
    shown = [name for name in found.batch.schema.names if name not in _NOT_LISTED]
    taken = found.batch.select(shown).take(pa.array(rows, pa.int64())).to_pylist()
    counts = found.per_story()
    return {
        row: listed(values, new[found.first[row] :][: counts[row]].tolist())
        for row, values in zip(rows, taken, strict=True)
    }
