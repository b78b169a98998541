"""A run over many stories on the machines of a Spark cluster."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from qa.archive.checking import Job, Outcome
from qa.archive.schema import RESULT, STORY
from qa.archive.spark.reading import Batches, Format, spark_type
from qa.archive.spark.results import SparkResults
from qa.archive.spark.roots import find_roots
from qa.archive.spark.stories import SparkStories
from qa.config import find_config
from qa.document.model import Severity
from qa.errors import InputError
from qa.linting.setup import Setups
from qa.names.batch import Glance, Sample

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# What a task checks: some half a minute of work, and all that is lost when a machine is.
_TASK_BYTES = 4_000_000
# Smaller runs are cut so that each core has some tasks, but not into tasks of less than a second.
_TASKS_A_CORE, _LEAST_BYTES = 4, 100_000
# A story takes as long as so many bytes of text before its first word is read.
_STORY_BYTES = 300
_KEY = 16
_DIGEST = 32

_SURVEY = pa.schema(
    [
        pa.field("task", pa.int32()),
        pa.field("stories", pa.int64()),
        pa.field("size", pa.int64()),
        pa.field("digests", pa.binary()),
    ]
)
_GLANCE = pa.schema([pa.field("glance", pa.binary()), pa.field("files", pa.int64())])
_key = pa.field("key", pa.binary())
_PLACED = STORY.append(pa.field("task", pa.int32())).append(_key)
KEYED = RESULT.append(_key)


def report_on_spark(
    results: SparkResults,
    setups: Setups,
    given: Sequence[str],
    columns: Mapping[str, str],
    suffix: str = ".txt",
    resume: bool = False,
) -> Iterator[Outcome]:
    """Check the stories of the files, folders and tables given, and yield what was found.

    `columns` and `suffix` as in `qa.archive.stories.Stories`. Raises InputError where results are
    missing in the end.
    """
    on_spark = SparkRun(setups, given, Format(columns, suffix, 0), results)
    looked = on_spark.look()
    on_spark.check(looked, resume)
    setups.add_errors(on_spark.setups.errors)
    count = 0
    for batch in results.batches():
        count += len(batch)
        yield Outcome(batch, b"", b"", on_spark.is_failing(batch), ())
    if count < looked.stories:
        problem = f"holds results of {count:,} of {looked.stories:,} stories"
        raise InputError(results.url, f"{problem}; it must be a folder that all machines share")


class Looked(NamedTuple):
    """What the first look at all stories told: how many, and where each task's bytes begin."""

    stories: int
    starts: dict[int, int]
    size: int


class SparkRun:
    """The check of the stories of `given`, with its results in a folder.

    Glossary, rules and models are loaded once in each Python process of a worker. The stories are
    shared out by bytes of text, not by rows or files: all texts are laid end to end, and each task
    has the stories that begin within its stretch of some megabytes. So a task with a giant story has
    hardly any other, and no task holds up the rest, however the input is cut into files.
    """

    def __init__(
        self,
        setups: Setups,
        given: Sequence[str],
        form: Format,
        results: SparkResults,
    ) -> None:
        self.setups = _portable(setups, given)
        config = self.setups.of(given[0]).context.config
        form = form._replace(most=config.max_file_size)
        self._spark = spark = results.spark
        roots = find_roots(spark, given, config.exclude, results.url)
        self._results = results
        self._stories = SparkStories(spark, roots, form)

    def look(self) -> Looked:
        """Let batch rules know what is in all stories."""
        setup = self.setups.of("")
        _ = setup.context.glossary if setup.needs_names else None
        self.setups.add_errors(self.setups.glossary_errors())
        most = Sample().most if setup.needs_batch else 0
        rows = self._stories.map(partial(_survey, most), _SURVEY).collect()
        starts, size, stories = {}, 0, 0
        for row in sorted(rows, key=lambda r: r["task"]):
            starts[row["task"]] = size
            size += row["size"]
            stories += row["stories"]
        if setup.needs_batch:
            self._sample(most, b"".join(bytes(row["digests"]) for row in rows))
        return Looked(stories, starts, size)

    def _sample(self, most: int, digests: bytes) -> None:
        sample = Sample()
        smallest = nsmallest(most, set(_pieces(digests, _DIGEST)))
        limit = smallest[-1] if len(smallest) == most else None
        work = partial(_glances, self._packed(), limit)
        for row in self._stories.map(work, _GLANCE).collect():
            sample.add_all(pickle.loads(row["glance"]))
            sample.files += row["files"]
        self.setups.batch.learn(sample)

    def check(self, looked: Looked, resume: bool) -> None:
        """Check the stories and write the results, without those that are there already where a run
        is to be resumed.
        """
        from pyspark.sql import functions as sf

        cores = self._spark.sparkContext.defaultParallelism
        least = max(_LEAST_BYTES, looked.size // (cores * _TASKS_A_CORE))
        size = min(_TASK_BYTES, least)
        work = partial(_placed, self._packed() if resume else None, looked.starts, size)
        placed = self._stories.map(work, _PLACED)
        if resume:
            placed = placed.join(self._still_right(placed), "key", "left_anti")
        else:
            self._results.drop()
        tasks = looked.size // size + 1
        shared = placed.repartitionById(tasks, sf.col("task")).select(*STORY.names)
        known = tuple(self.setups.errors)
        checked = shared.mapInArrow(partial(_checked, self._packed(), known), spark_type(KEYED))
        self._results.write(checked)

    def is_failing(self, results: pa.RecordBatch) -> bool:
        """Whether there is a finding that `fail-on` is about."""
        severities = results["findings"].flatten().field("severity").unique().to_pylist()
        fail_on = self.setups.of("").context.config.fail_on
        return any(Severity[severity.upper()] >= fail_on for severity in severities)

    def _still_right(self, placed: DataFrame) -> DataFrame:
        """The keys of the results that are there and that a check of these stories would find."""
        there = self._results.keys()
        wanted = placed.select("key")
        if there.join(wanted, "key", "left_anti").limit(1).count():
            self._results.keep(wanted)
            there = self._results.keys()
        return there

    def _packed(self) -> bytes:
        return pickle.dumps(Job(self.setups.portable(), keep=False))


def check_stories(stories: DataFrame, setups: Setups | None = None) -> DataFrame:
    """The results (schema RESULT) of a frame of stories, with the columns of STORY that it has.

    `story` and `text` must be there, `suffix` is the file name ending for the format of the texts. The
    stories are checked where they are; `stories.repartition(n)` first shares them out.
    """
    from pyspark.sql import functions as sf

    if missing := {"story", "text"} - set(stories.columns):
        raise InputError("the stories", f"have no column {' and no '.join(sorted(missing))}")
    given = {
        "path": sf.col("story"),
        "row": sf.lit(0),
        "suffix": sf.lit(".txt"),
        "raw": sf.col("text").cast("binary"),
    }
    columns = [
        (sf.col(f.name) if f.name in stories.columns else given.get(f.name, sf.lit(None)))
        .cast(kind.dataType)
        .alias(f.name)
        for f, kind in zip(STORY, spark_type(STORY).fields, strict=True)
    ]
    job = pickle.dumps(Job(_portable(setups or Setups(), ["."]), keep=False))
    return stories.select(*columns).mapInArrow(partial(_results_of, job), spark_type(RESULT))


def _portable(setups: Setups, given: Sequence[str]) -> Setups:
    """The same setups with the settings themselves, whose file is not there on other machines.

    It is one file for all stories: the nearest one above the first path.
    """
    first = Path(given[0])
    found = setups.config or find_config(first.absolute())
    config = setups.read_config(found)
    found = found or Path("qa.toml")
    # Both count from the current folder, which is another one there.
    place = found if first.is_absolute() else Path(os.path.relpath(found))
    return setups.with_config(place, config)


@lru_cache(maxsize=1)
def _job(packed: bytes) -> Job:
    """The job of this process, the same one for all its tasks."""
    job: Job = pickle.loads(packed)
    return job


def _survey(most: int, batches: Batches) -> Batches:
    """How much there is in this task, and the smallest digests of its stories."""
    from hashlib import sha256

    from pyspark import TaskContext

    stories = size = 0
    digests: set[bytes] = set()
    for batch in batches:
        texts = [raw for raw in batch["raw"].to_pylist() if raw is not None]
        stories += len(batch)
        size += sum(map(len, texts)) + _STORY_BYTES * len(batch)
        if most:
            digests = set(nsmallest(most, digests.union(sha256(raw).digest() for raw in texts)))
    context = TaskContext.get()
    row = {
        "task": context.partitionId() if context else 0,
        "stories": stories,
        "size": size,
        "digests": b"".join(digests),
    }
    yield pa.RecordBatch.from_pylist([row], schema=_SURVEY)


def _glances(packed: bytes, limit: bytes | None, batches: Batches) -> Batches:
    """The first look at the stories for the sample, and how many others there are."""
    job = _job(packed)
    for batch in batches:
        looked = job.look(batch, limit).glances
        inside = [Glance(*g) for g in looked if limit is None or g.digest <= limit]
        row = {"glance": pickle.dumps(inside), "files": len(looked) - len(inside)}
        yield pa.RecordBatch.from_pylist([row], schema=_GLANCE)


def _placed(packed: bytes | None, starts: dict[int, int], size: int, batches: Batches) -> Batches:
    """The stories with the task that is to check them, and with their keys where there is a job."""
    from pyspark import TaskContext

    context = TaskContext.get()
    place = starts[context.partitionId() if context else 0]
    for batch in batches:
        tasks = []
        for raw in batch["raw"].to_pylist():
            tasks.append(place // size)
            place += len(raw or b"") + _STORY_BYTES
        keys = [*_pieces(_job(packed).keys_of(batch), _KEY)] if packed else [None] * len(batch)
        arrays = [*batch.columns, pa.array(tasks, pa.int32()), pa.array(keys, pa.binary())]
        yield pa.RecordBatch.from_arrays(arrays, schema=_PLACED)


def _checked(packed: bytes, known: Sequence[str], batches: Batches) -> Batches:
    """The results of the stories with their keys."""
    job = _job(packed)
    for batch in batches:
        outcome = job.check(_as_story(batch))
        for error in outcome.errors:
            if error not in known:
                raise RuntimeError(f"{error} (on a worker: settings name files that all need)")
        keys = pa.array(_pieces(outcome.keys, _KEY), pa.binary())
        yield pa.RecordBatch.from_arrays([*outcome.results.columns, keys], schema=KEYED)


def _results_of(packed: bytes, batches: Batches) -> Batches:
    return (job_batch.results for job_batch in map(_job(packed).check, map(_as_story, batches)))


def _as_story(batch: pa.RecordBatch) -> pa.RecordBatch:
    # Spark says of every column that it may be null.
    return batch.cast(STORY)


def _pieces(joined: bytes, size: int) -> Iterator[bytes]:
    return (joined[i : i + size] for i in range(0, len(joined), size))
