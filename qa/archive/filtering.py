"""A run over the pairs of one table: all rows judged, part by part, and then those written that are kept.

What was judged is in a folder beside the output until that is there, so that a run that was killed is gone on
with. The table is read twice, some rows at a time.
"""

from __future__ import annotations

import heapq
import json
import shutil
from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from qa.archive.columns import find_pair_columns
from qa.archive.pairs import Judged, PairJob, digest_of, lost
from qa.archive.passages import LARGEST, SAMPLE, Pair, pair_of
from qa.errors import InputError, LostProcessError
from qa.files import only_run, replacing, write_atomic
from qa.processes.pool import in_order
from qa.readers.tables import Row, Table, Write, suffixes, table_for

# A part is what a kill costs at most, and a task what a process takes at once; with vectors a row takes some
# thirty times as long.
_PART, _TASK = 5_000, 250
_PART_BY_VECTORS, _TASK_BY_VECTORS = 500, 50
_ADDED = ("findings", "reasons", "score")
_OTHERWISE = "qa_"
_WHY = "dropped"
# The digest that stands before what is in a part, in hexadecimal digits, and a line end.
_SUM = 33

# Told how many rows more are done.
Watch = Callable[[int], None]


@dataclass(frozen=True)
class PairTable:
    """The table at `path`, which of its columns hold what, and the names of all that its first rows have."""

    path: str
    columns: Mapping[str, str]
    names: Sequence[str]
    first: Sequence[Pair]

    @classmethod
    def opened(cls, path: str, given: Mapping[str, str]) -> PairTable:
        """The table at `path`, with the columns that were named. Raises InputError where it is none of pairs."""
        rows = _format(path).rows(path, LARGEST)
        sample = [row for row in islice(rows, SAMPLE) if not isinstance(row, InputError)]
        if not sample:
            raise InputError(path, "has no rows; there is nothing to filter")
        names = list(dict.fromkeys(name for row in sample for name in row))
        columns = find_pair_columns(path, names, given)
        first = [p for row in sample if isinstance(p := _pair(row, columns, ""), Pair)]
        return cls(path, columns, names, first)

    def rows(self) -> Iterator[tuple[Row, Pair | InputError]]:
        """The rows, each with its pair or what is wrong with it."""
        for number, row in enumerate(_format(self.path).rows(self.path, LARGEST), 1):
            if isinstance(row, InputError):
                yield row, row
            else:
                yield row, _pair(row, self.columns, f"{self.path}:{number}")

    def pairs(self) -> Iterator[Pair]:
        """The pairs of the rows that have one."""
        return (pair for _, pair in self.rows() if isinstance(pair, Pair))

    @property
    def added(self) -> dict[str, str]:
        """What the columns are called that are added: with `qa_` before it where the table has one of that name."""
        taken = any(name in self.names for name in _ADDED)
        return {name: _OTHERWISE + name if taken else name for name in _ADDED}


@dataclass(frozen=True)
class Choice:
    """Which rows are dropped: those with a finding of the codes `drop`, those without one of `keep`, those
    with a score above `most`, and the share `worst` of all, by their scores.
    """

    drop: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    most: float | None = None
    worst: float | None = None

    def reasons(self, judged: Judged, is_worst: bool) -> list[str]:
        """Why a row is dropped; nothing where it is kept."""
        reasons = [code for code in judged.findings if code in self.drop]
        if self.keep and self.keep.isdisjoint(judged.findings):
            reasons.append("none of the findings to keep")
        if self.most is not None and (judged.score or 0) > self.most:
            reasons.append(f"score above {self.most:g}")
        if self.worst is not None and is_worst:
            reasons.append(f"among the worst {100 * self.worst:g}%")
        return reasons


@dataclass
class Filtered:
    """What came of it: how many rows were kept and dropped, in how many something was found, by code, how
    many were dropped for what, and what was wrong with rows.
    """

    kept: int = 0
    dropped: int = 0
    found: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


class _Task(NamedTuple):
    """Rows of the part of this number and digest; with the `last` of them it is whole."""

    part: int
    digest: str
    last: bool
    rows: list[Pair]


@dataclass
class FilterRun:
    """The filter of `table` by `processes` processes; `folder` is where the parts are, and `notes` are what is
    worth knowing of those that were there.
    """

    table: PairTable
    job: PairJob
    folder: Path
    processes: int = 1
    notes: list[str] = field(default_factory=list)

    @contextmanager
    def begun(self, resume: bool) -> Iterator[None]:
        """Make the folder of the parts, and keep other runs out of it; those that are there count only
        with `resume`. Raises InputError where that cannot be done, or another run is at work there.
        """
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise InputError(str(self.folder), f"cannot be made: {error.strerror}") from None
        with only_run(self.folder):
            for path in () if resume else self.folder.glob("part-*"):
                path.unlink()
            yield

    def judge(self, watch: Watch) -> None:
        """Judge all rows but those of the parts that are there. Raises InputError where parts cannot be
        written.
        """
        part: list[Judged] = []
        for task, judged in self._spread(self._tasks(watch)):
            part += judged
            watch(len(judged))
            if task.last:
                self._write(task.part, task.digest, part)
                part = []

    def write(self, output: Path, dropped: Path | None, choice: Choice, watch: Watch) -> Filtered:
        """Write the rows that are kept to `output`, and the others to `dropped`, each whole or not at all;
        then take the parts away. Raises InputError.
        """
        result = Filtered()
        names = [*self.table.names, *self.table.added.values()]
        worst = self._worst(choice.worst) if choice.worst is not None else frozenset[int]()
        judgements = self._judgements()
        with ExitStack() as stack:
            write = stack.enter_context(_written(output, names, self.table.path))
            write_dropped: Write | None = None
            if dropped is not None:
                write_dropped = stack.enter_context(
                    _written(dropped, [*names, _WHY], self.table.path)
                )
            number = 0
            for row, pair in self.table.rows():
                watch(1)
                if isinstance(pair, InputError) or isinstance(row, InputError):
                    result.errors.append(str(pair))
                    continue
                judged = next(judgements, None)
                if judged is None:
                    raise InputError(
                        self.table.path, "was changed while it was filtered; run it again"
                    )
                if judged.error:
                    result.errors.append(f"{self.table.path}: row {number + 1} {judged.error}")
                result.found.update(judged.findings)
                why = choice.reasons(judged, number in worst)
                number += 1
                result.reasons.update(why)
                result.kept += not why
                result.dropped += bool(why)
                if not why:
                    write({**row, **self._columns(judged, output)})
                elif write_dropped is not None and dropped is not None:
                    reasons = _listed(why, dropped, "; ")
                    write_dropped({**row, **self._columns(judged, dropped), _WHY: reasons})
        shutil.rmtree(self.folder, ignore_errors=True)
        return result

    def _tasks(self, watch: Watch) -> Iterator[_Task]:
        """The rows of the parts that are not there."""
        size, most = (_PART_BY_VECTORS, _TASK_BY_VECTORS) if self.job.by_vectors else (_PART, _TASK)
        key = self.job.key()
        pairs = self.table.pairs()
        number = 0
        while part := list(islice(pairs, size)):
            digest = digest_of(part, key)
            if self._digest(number) == digest:
                watch(len(part))
            else:
                for at in range(0, len(part), most):
                    yield _Task(number, digest, at + most >= len(part), part[at : at + most])
            number += 1

    def _spread(self, tasks: Iterator[_Task]) -> Iterator[tuple[_Task, list[Judged]]]:
        if self.processes == 1:
            yield from ((task, self.job.judge(task.rows)) for task in tasks)
            return
        waiting: deque[_Task] = deque()

        def noted() -> Iterator[list[Pair]]:
            for task in tasks:
                waiting.append(task)
                yield task.rows

        mine = (self.job.fresh(),)
        for judged in in_order(_judge, noted(), self.processes, _start, mine, 1, _rescue):
            yield waiting.popleft(), judged

    def _write(self, number: int, digest: str, part: Sequence[Judged]) -> None:
        said = json.dumps([digest, part], ensure_ascii=False).encode("utf-8", "backslashreplace")
        write_atomic(str(self._part(number)), _sum(said) + said, private=True)

    def _read(self, number: int) -> tuple[str, list[Judged]]:
        """The digest and the judgements of a part. Raises InputError where it is not what was written."""
        path = self._part(number)
        try:
            raw = path.read_bytes()
            said = raw[_SUM:]
            if raw[:_SUM] != _sum(said):
                raise ValueError
            digest, rows = json.loads(said)
            return digest, [Judged(tuple(f), tuple(r), s, e) for f, r, s, e in rows]
        except (OSError, ValueError, TypeError):
            raise InputError(str(path), "is not there, or broken; run it again") from None

    def _digest(self, number: int) -> str:
        try:
            return self._read(number)[0]
        except InputError:
            if self._part(number).exists():
                problem = "was changed or cut since; its rows are judged again"
                self.notes.append(f"{self._part(number)} {problem}")
            return ""

    def _judgements(self) -> Iterator[Judged]:
        number = 0
        while self._part(number).is_file():
            yield from self._read(number)[1]
            number += 1

    def _worst(self, share: float) -> frozenset[int]:
        """The numbers of the rows that are the worst share of all, at least one; the first of equals."""
        scores = array("d", (j.score or 0.0 for j in self._judgements()))
        count = max(1, int(share * len(scores)))
        return frozenset(heapq.nlargest(count, range(len(scores)), key=lambda i: (scores[i], -i)))

    def _part(self, number: int) -> Path:
        return self.folder / f"part-{number:05}.json"

    def _columns(self, judged: Judged, path: Path) -> dict[str, Any]:
        values = (
            _listed(judged.findings, path, ", "),
            _listed(judged.reasons, path, "; "),
            judged.score,
        )
        return dict(zip(self.table.added.values(), values, strict=True))


def _sum(said: bytes) -> bytes:
    return blake2b(said, digest_size=16).hexdigest().encode() + b"\n"


def is_filtered(path: Path) -> bool:
    """Whether the table at `path` has the columns that a filter adds, so that it may be replaced by one."""
    table = table_for(str(path))
    try:
        row = next(table.rows(str(path), LARGEST), None) if table else None
    except InputError:
        return False
    if not isinstance(row, Mapping):
        return False
    return any(all(before + name in row for name in _ADDED) for before in ("", _OTHERWISE))


def _format(path: str) -> Table:
    table = table_for(path)
    if table is None:
        raise InputError(path, f"is no table by its name; filter takes {', '.join(suffixes())}")
    return table


def _pair(row: Mapping[str, Any], columns: Mapping[str, str], place: str) -> Pair | InputError:
    try:
        return pair_of(row, columns)
    except ValueError as error:
        return InputError(place, str(error))


def _listed(texts: Iterable[str], path: Path, between: str) -> list[str] | str:
    """Texts as a list, or as one text where the format has no lists."""
    return between.join(texts) if _format(str(path)).name == "csv" else list(texts)


@contextmanager
def _written(path: Path, names: Sequence[str], like: str) -> Iterator[Write]:
    """Writes rows to a table that appears at `path` when all of them are written."""
    table = _format(str(path))
    suffix = next(s for s in suffixes() if path.name.lower().endswith(s))
    with replacing(str(path), suffix) as new, table.writer(new, names, like) as write:
        yield write


# The job of a process that works for another one.
_own_job: PairJob


def _start(job: PairJob) -> None:
    global _own_job
    _own_job = job


def _judge(tasks: Sequence[list[Pair]]) -> list[Judged]:
    return [judged for rows in tasks for judged in _own_job.judge(rows)]


def _rescue(
    tasks: Sequence[list[Pair]], alone: Callable[[Sequence[list[Pair]]], list[Judged]]
) -> list[Judged]:
    """The judgements of rows of which one may take down its process: each in one of its own."""
    judged = []
    for row in chain.from_iterable(tasks):
        try:
            judged += alone([[row]])
        except LostProcessError:
            judged += lost([row])
    return judged
