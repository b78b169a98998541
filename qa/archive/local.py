"""A run over many stories on this machine: a first look at all, then the check, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

import pyarrow as pa

from qa.archive.checking import Job, Look, Outcome, joined
from qa.archive.results import PART_BYTES, PART_STORIES, Part, Results, digest_of
from qa.archive.stories import Stories, batch_of
from qa.errors import LostProcessError
from qa.names.batch import Sample
from qa.processes.pool import in_order

T = TypeVar("T")
R = TypeVar("R")

# Stories to look at, and how far the sample reaches.
_LookTask = tuple[pa.RecordBatch, bytes | None]
# Told how many stories more are done.
Watch = Callable[[int], None]


@dataclass
class LocalRun:
    """The check of `stories` by `processes` processes, with its results in a folder. `notes` are what is worth
    knowing of those that were there.
    """

    stories: Stories
    job: Job
    results: Results
    processes: int = 1
    notes: list[str] = field(default_factory=list)

    def look(self, watch: Watch) -> int:
        """Let batch rules know what is in all stories, and find files that are no prose; returns how many
        stories there are.
        """
        sample, count = Sample(), 0

        def tasks() -> Iterator[_LookTask]:
            for batch in self.stories.batches():
                # Whoever looks has to know how far the sample reaches by then.
                yield batch, sample.limit

        for stories, look in self._spread(_look, tasks(), _rescued_look):
            sample.add_all(look.glances)
            self.stories.no_prose.update(look.no_prose)
            count += stories
            watch(stories)
        self.job.setups.batch.learn(sample)
        return count - len(self.stories.no_prose.keys() - set(self.stories.given))

    def check(self, resume: bool, watch: Watch) -> Iterator[Part | Outcome]:
        """Check the stories and write the results: the parts that are there already, where a run is
        to be resumed, and then what comes of each batch.

        Raises InputError where results cannot be written.
        """
        batches = self.stories.batches()
        kept: list[Part] = []
        if resume:
            kept, batches = self._kept(batches, watch)
            yield from kept
        number, part = len(kept), list[Outcome]()
        self.results.drop(number)
        for outcome in self._spread(_check, batches, self._rescue):
            part.append(outcome)
            watch(len(outcome.results))
            yield outcome
            if _is_full(part):
                self.results.write(number, part)
                number, part = number + 1, []
        if part:
            self.results.write(number, part)

    def _kept(
        self, batches: Iterator[pa.RecordBatch], watch: Watch
    ) -> tuple[list[Part], Iterator[pa.RecordBatch]]:
        """The parts that hold what a check would find in these stories, and the stories after them."""
        kept: list[Part] = []
        parts, changed = self.results.parts()
        if changed:
            place = self.results.place / changed
            self.notes.append(f"{place} was changed or cut since; it is made again")
        for part in parts:
            read: list[pa.RecordBatch] = []
            stories = 0
            while stories < part.stories and (batch := next(batches, None)) is not None:
                read.append(batch)
                stories += len(batch)
            if stories != part.stories or part.keys != digest_of(map(self.job.keys_of, read)):
                return kept, chain(read, batches)
            kept.append(part)
            watch(stories)
        return kept, batches

    def _spread(
        self,
        work: Callable[[Sequence[T]], R],
        items: Iterable[T],
        rescue: Callable[[Sequence[T], Callable[[Sequence[T]], R]], R] | None = None,
    ) -> Iterator[R]:
        if self.processes == 1:
            _start(self.job)
            return (work([item]) for item in items)
        self.job.setups.load_rules("story.txt")
        mine = (self.job.fresh(),)
        return in_order(work, items, self.processes, _start, mine, 1, rescue)

    def _rescue(
        self,
        batches: Sequence[pa.RecordBatch],
        alone: Callable[[Sequence[pa.RecordBatch]], Outcome],
    ) -> Outcome:
        """The outcome of stories of which one may take down its process: each in one of its own."""
        outcomes = []
        for story in _single(batches):
            try:
                outcomes.append(alone([story]))
            except LostProcessError:
                outcomes.append(self.job.lost(story))
        return joined(outcomes)


# The job of a process that works for another one.
_own_job: Job


def _start(job: Job) -> None:
    global _own_job
    _own_job = job


def _look(tasks: Sequence[_LookTask]) -> tuple[int, Look]:
    together = Look([], {})
    for stories, limit in tasks:
        together.add(_own_job.look(stories, limit))
    return sum(len(stories) for stories, _ in tasks), together


def _rescued_look(
    tasks: Sequence[_LookTask], alone: Callable[[Sequence[_LookTask]], tuple[int, Look]]
) -> tuple[int, Look]:
    """A look at stories of which one takes down its process: it is left to the check, which records it."""
    stories, together = 0, Look([], {})
    for batch, limit in tasks:
        for story in _single([batch]):
            stories += 1
            try:
                _, look = alone([(story, limit)])
            except LostProcessError:
                continue
            together.add(look)
    return stories, together


def _check(batches: Sequence[pa.RecordBatch]) -> Outcome:
    return joined([_own_job.check(stories) for stories in batches])


def _single(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        # A slice would be sent with all of its batch.
        yield from (batch_of([story]) for story in batch.to_pylist())


def _is_full(part: Sequence[Outcome]) -> bool:
    stories, size = sum(len(o.results) for o in part), sum(len(o.lines) for o in part)
    return stories >= PART_STORIES or size >= PART_BYTES
