"""Tables as Spark reads them: each format gives sources of stories, and stories that failed at once.

JSON Lines are split at will. Of a CSV file a line may be half a row, so that one task reads it whole,
a piece at a time. The rows of Parquet are those of Spark's own reader.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyarrow as pa

from qa.archive.spark.reading import Batches, Format, Reading, Source, Story, spark_type
from qa.archive.spark.roots import Roots
from qa.archive.stories import (
    SAMPLE,
    columns_of_rows,
    failed_story,
    stories_of_rows,
    story_of_row,
)
from qa.errors import InputError
from qa.readers.tables import Row
from qa.readers.tables._files import TableBytes
from qa.readers.tables.delimited import rows_of
from qa.readers.tables.json_lines import row_of_line
from qa.readers.tables.parquet import rows_of as rows_of_batch

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# A part of a file that one task reads: where it begins, how many lines and rows it has, and, of the
# first one, the columns by what they hold, or what is wrong with them.
_BLOCK = pa.schema(
    [
        pa.field("path", pa.string()),
        pa.field("block", pa.int64()),
        pa.field("lines", pa.int64()),
        pa.field("rows", pa.int64()),
        pa.field("columns", pa.map_(pa.string(), pa.string())),
        pa.field("error", pa.string()),
    ]
)
# How many lines and rows of a file stand before each of its blocks.
_Before = Mapping[tuple[str, int], tuple[int, int]]


def json_lines(reading: Reading, urls: Sequence[str]) -> Iterator[Source | Story]:
    """JSON Lines. Lines and rows are counted first, so that each row has its number."""
    lines = _lines(reading, urls)
    look = partial(_blocks, reading.roots, reading.form)
    blocks = lines.mapInArrow(look, spark_type(_BLOCK)).collect()
    before: dict[tuple[str, int], tuple[int, int]] = {}
    counted: dict[str, tuple[int, int]] = {}
    columns: dict[str, Mapping[str, str]] = {}
    for path, block, in_lines, in_rows, found, error in sorted(blocks, key=lambda b: b[:2]):
        above = before[path, block] = counted.get(path, (0, 0))
        counted[path] = above[0] + in_lines, above[1] + in_rows
        if error is not None:
            yield failed_story(_name(reading.roots, path), error=error)
        elif found is not None:
            columns[path] = found
    for path, (_, rows) in counted.items():
        if not rows:
            yield from nothing_in_table(_name(reading.roots, path), "jsonl", reading.form)
    work = partial(_stories_of_lines, reading.roots, reading.form, columns, before)
    yield Source(lines, work)


def delimited(reading: Reading, urls: Sequence[str]) -> Iterator[Source | Story]:
    """CSV and tab-separated values."""
    from pyspark.sql import functions as sf

    lines = _lines(reading, urls).withColumn("number", sf.monotonically_increasing_id())
    whole = lines.repartition(len(urls), "path").sortWithinPartitions("path", "block", "number")
    work = partial(_stories_of_files, reading.roots, reading.form)
    yield Source(whole.select("path", "line"), work)


def parquet(reading: Reading, urls: Sequence[str]) -> Iterator[Source | Story]:
    """Parquet; the files of one folder that was given have the columns of all of them."""
    from pyspark.sql import functions as sf

    names = {url: _name(reading.roots, url) for url in urls}
    together: dict[str, list[str]] = {}
    for url in urls:
        together.setdefault(reading.roots.folder(url) or names[url], []).append(url)
    for given, within in together.items():
        frame = reading.reader("parquet").option("mergeSchema", "true").load(within)
        path = sf.col("_metadata.file_path").alias("path")
        filled = {unquote(row["path"]) for row in frame.select(path).distinct().collect()}
        for url in within:
            if url not in filled:
                yield from nothing_in_table(names[url], "parquet", reading.form)
        sample = frame.limit(SAMPLE).toArrow().combine_chunks().to_batches()
        first = [row for batch in sample for row in rows_of_batch(given, batch)]
        if not first:
            continue
        try:
            columns = columns_of_rows(given, first, reading.form.columns)
        except InputError as error:
            for url in within:
                if url in filled:
                    text = str(error).replace(error.path, names[url], 1)
                    yield failed_story(names[url], error=text)
            continue
        needed = [name for name in frame.columns if name in _outermost(columns.values(), frame)]
        rows = frame.select(
            path,
            sf.col("_metadata.row_index").alias("index"),
            sf.struct(*(sf.col(f"`{name}`") for name in needed)).alias("values"),
        )
        yield Source(rows, partial(_stories_of_rows, reading.roots, reading.form, columns))


# By the names of the formats in `qa.readers.tables`.
TABLES = {"jsonl": json_lines, "csv": delimited, "parquet": parquet}


def nothing_in_table(name: str, kind: str, form: Format) -> Iterator[Story]:
    """What is to be said of a table without a row."""
    rows = rows_of(name, TableBytes(io.BytesIO()), form.most) if kind == "csv" else iter(())
    return stories_of_rows(name, rows, form.columns, form.suffix, form.most)


def _lines(reading: Reading, urls: Sequence[str]) -> DataFrame:
    """The bytes of lines with their `path` and `block`, which is where the part of the file begins
    that one task reads.
    """
    from pyspark.sql import functions as sf

    return (
        reading.reader("text")
        .option("lineSep", "\n")
        .load([*urls])
        .select(
            sf.col("_metadata.file_path").alias("path"),
            sf.col("_metadata.file_block_start").alias("block"),
            sf.col("value").cast("binary").alias("line"),
        )
    )


def _blocks(roots: Roots, form: Format, batches: Batches) -> Batches:
    rows = _rows(batches, "path", "block", "line")
    for (path, block), group in groupby(rows, key=lambda r: r[:2]):
        name = _name(roots, path)
        first: list[Row] = []
        lines = filled = 0
        for _, _, line in group:
            lines += 1
            filled += bool(line.strip())
            if block == 0 and len(first) < SAMPLE and line.strip():
                first.append(row_of_line(name, line, lines, form.most))
        columns, error = None, None
        try:
            columns = columns_of_rows(name, first, form.columns) if first else None
        except InputError as problem:
            error = str(problem)
        found = dict(zip(_BLOCK.names, (path, block, lines, filled, columns, error), strict=True))
        yield pa.RecordBatch.from_pylist([found], schema=_BLOCK)


def _stories_of_lines(
    roots: Roots,
    form: Format,
    columns: Mapping[str, Mapping[str, str]],
    before: _Before,
    batches: Batches,
) -> Iterator[Story]:
    rows = _rows(batches, "path", "block", "line")
    for (path, block), group in groupby(rows, key=lambda r: r[:2]):
        name = _name(roots, path)
        lines, number = before[path, block]
        for _, _, line in group:
            lines += 1
            if line.strip() and path in columns:
                number += 1
                row = row_of_line(name, line, lines, form.most)
                yield story_of_row(name, number, row, columns[path], form.suffix, form.most)


def _stories_of_files(roots: Roots, form: Format, batches: Batches) -> Iterator[Story]:
    for path, group in groupby(_rows(batches, "path", "line"), key=lambda r: r[0]):
        name = _name(roots, path)
        source = TableBytes(_Joined(line + b"\n" for _, line in group))
        rows = rows_of(name, source, form.most)
        yield from stories_of_rows(name, rows, form.columns, form.suffix, form.most)


def _stories_of_rows(
    roots: Roots, form: Format, columns: Mapping[str, str], batches: Batches
) -> Iterator[Story]:
    for batch in batches:
        places = zip(batch["path"].to_pylist(), batch["index"].to_pylist(), strict=True)
        values = pa.RecordBatch.from_struct_array(batch["values"])
        for (path, index), row in zip(places, rows_of_batch("", values), strict=True):
            name = _name(roots, path)
            yield story_of_row(name, index + 1, row, columns, form.suffix, form.most)


def _rows(batches: Batches, *names: str) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        yield from zip(*(batch[name].to_pylist() for name in names), strict=True)


def _name(roots: Roots, path: str) -> str:
    url = unquote(path)
    return roots.name(url) or url


def _outermost(columns: Iterable[str], frame: DataFrame) -> set[str]:
    """The columns of a frame that hold these, of which `body.text` may be in an object `body`."""
    return {n for c in columns for n in frame.columns if c == n or c.startswith(f"{n}.")}


class _Joined(io.RawIOBase):
    """A file of pieces that come one after the other."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
