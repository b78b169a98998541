"""The results of a run on Spark, in the folder of a report on any file system."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from qa.archive.results import batches_in
from qa.archive.rows import line_of
from qa.archive.schema import RESULT
from qa.archive.spark.reading import Batches
from qa.archive.spark.storage import Storage
from qa.errors import InputError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_PARTS = "results"
_ASIDE = "results.new"
_LINES = "results.lines"


class SparkResults:
    """The results in the folder at `url`, as `qa.archive.results` lays them out.

    A task puts its Parquet file in place when it is finished, so that what a run leaves behind that
    is killed is whole; beside the columns of RESULT it has `key`, which tells whether a story has to
    be checked again.
    """

    def __init__(self, spark: SparkSession, url: str) -> None:
        self.spark = spark
        self._place = Storage(spark, url)
        self.url = self._place.url

    def begin(self) -> None:
        """Take out what a run that was killed left half-written. Raises InputError."""
        if self._place.is_file():
            raise InputError(self.url, "is a file; name a folder for the report with -o")
        if not self._place.exists(_PARTS) and self._place.exists(_ASIDE):
            self._place.rename(_ASIDE, _PARTS)
        for name in (f"{_PARTS}/_temporary", _ASIDE, _LINES):
            self._place.remove(name)

    def drop(self) -> None:
        """Take out all results."""
        self._place.remove(_PARTS)

    def keys(self) -> DataFrame:
        """The keys of the stories whose results are there."""
        there = self._frame() if self._place.names(_PARTS, ".parquet") else None
        if there is not None and "key" in there.columns:
            return there.select("key")
        # There are none, or those of a run on one machine.
        self.drop()
        return self.spark.createDataFrame([], "key binary")

    def keep(self, keys: DataFrame) -> None:
        """Take out the results with other keys than these."""
        self._frame().join(keys, "key", "left_semi").write.parquet(self._url(_ASIDE))
        self._place.remove(_PARTS)
        self._place.rename(_ASIDE, _PARTS)

    def write(self, checked: DataFrame) -> None:
        """Write results as Parquet while they come, and then all as JSON Lines."""
        (checked.write.mode("append").option("compression", "zstd").parquet(self._url(_PARTS)))
        for name in self._place.names(_PARTS, ".jsonl"):
            self._place.remove(name)
        lines = self._frame().select(*RESULT.names).mapInArrow(_lines, "value string")
        lines.write.mode("overwrite").text(self._url(_LINES))
        for name in self._place.names(_LINES, ".txt"):
            new = name.removeprefix(f"{_LINES}/").removesuffix(".txt")
            self._place.rename(name, f"{_PARTS}/{new}.jsonl")
        self._place.remove(_LINES)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The results, one file after the other, some stories at a time."""
        for name in self._place.names(_PARTS, ".parquet"):
            with self._place.fetched(name) as path:
                yield from batches_in(path)

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """A file on this machine that becomes the file `name` of the folder."""
        with tempfile.TemporaryDirectory(prefix="qa-spark-") as folder:
            path = Path(folder, name)
            yield path
            self._place.put(path, name)

    def _frame(self) -> DataFrame:
        only = self.spark.read.option("pathGlobFilter", "*.parquet")
        return only.parquet(self._url(_PARTS))

    def _url(self, name: str) -> str:
        return f"{self.url}/{name}"


def _lines(batches: Batches) -> Batches:
    for batch in batches:
        rows = batch.to_pylist()
        for row in rows:
            for finding in row["findings"]:
                finding["data"] = json.loads(finding["data"])
        yield pa.RecordBatch.from_pydict({"value": [line_of(row).rstrip("\n") for row in rows]})
