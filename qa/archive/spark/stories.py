"""Stories from files, folders and tables on any file system that Spark knows.

Spark reads the bytes, split among the workers, and what reads tables on one machine makes stories of
them there: the same stories come out, under the same names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial, reduce
from pathlib import PurePath
from typing import TYPE_CHECKING

import pyarrow as pa

from qa.archive.spark.reading import Batches, Format, Reading, Source, Story, spark_type
from qa.archive.spark.roots import Roots
from qa.archive.spark.storage import file_url
from qa.archive.spark.tables import TABLES, nothing_in_table
from qa.archive.stories import batches_of, failed_story, story_of_file
from qa.document.encoding import HEAD, is_binary
from qa.files import too_large
from qa.linting.inputs import nothing_in
from qa.readers import readers
from qa.readers.tables import suffixes, table_for

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession


class SparkStories:
    """The stories of the files, folders and tables of `roots`."""

    def __init__(self, spark: SparkSession, roots: Roots, form: Format) -> None:
        self._reading = Reading(spark, roots, form)
        found = [*self._find()] if roots.urls else []
        self._sources = [item for item in found if isinstance(item, Source)]
        failed = [failed_story(e.path, error=str(e)) for e in roots.errors]
        failed += [item for item in found if not isinstance(item, Source)]
        if failed:
            packed = [(batch.serialize().to_pybytes(),) for batch in batches_of(failed)]
            frame = spark.createDataFrame(packed, "packed binary")
            self._sources.append(Source(frame, _unpacked))

    def map(self, work: Callable[[Batches], Batches], schema: pa.Schema) -> DataFrame:
        """What `work` makes of the stories of each task, which come in batches of the schema STORY.

        A task has the same stories each time.
        """
        from pyspark.sql import DataFrame

        kind = spark_type(schema)
        made: list[DataFrame] = [
            source.frame.mapInArrow(partial(_work, source.stories, work), kind)
            for source in self._sources
        ]
        return reduce(DataFrame.unionAll, made)

    def _find(self) -> Iterator[Source | Story]:
        from pyspark.sql import functions as sf

        roots = self._reading.roots
        files = self._reading.reader("binaryFile").load(roots.urls)
        is_table = _ends(sf.col("path"), suffixes())
        tables: dict[str, list[str]] = {}
        for (url,) in sorted(files.where(is_table).select("path").collect()):
            name, table = roots.name(url), table_for(url)
            if name is None or table is None:
                continue
            tables.setdefault(table.name, []).append(url)
        yield from self._empty_files(files)
        is_story = _ends(sf.col("path"), readers()) | sf.col("path").isin([*roots.files])
        stories = files.where(~is_table & is_story)
        yield from self._empty_folders(stories, tables)
        yield from self._files(stories)
        for kind, urls in tables.items():
            yield from TABLES[kind](self._reading, urls)

    def _empty_files(self, files: DataFrame) -> Iterator[Story]:
        """What is to be said of files without a byte, which Spark lists and passes over."""
        roots = self._reading.roots
        listed = files._jdf.inputFiles()
        if len(listed) == files.count():
            return
        filled = {url for (url,) in files.select("path").collect()}
        for url in {file_url(self._reading.spark, uri) for uri in listed} - filled:
            name, table = roots.name(url), table_for(url)
            suffix = PurePath(url).suffix
            if name is not None and table is not None:
                yield from nothing_in_table(name, table.name, self._reading.form)
            elif name is not None and (url in roots.files or suffix.lower() in readers()):
                yield story_of_file(name, PurePath(name).suffix, b"")

    def _empty_folders(
        self, stories: DataFrame, tables: Mapping[str, Sequence[str]]
    ) -> Iterator[Story]:
        from pyspark.sql import functions as sf

        with_table = {self._reading.roots.folder(url) for urls in tables.values() for url in urls}
        folders = {
            url: given
            for url, given in self._reading.roots.folders.items()
            if given not in with_table
        }
        if not folders:
            return
        counts = stories.agg(
            *(sf.count_if(sf.col("path").startswith(f"{url}/")) for url in folders)
        ).collect()[0]
        for given, count in zip(folders.values(), counts, strict=True):
            if not count:
                yield failed_story(given, error=str(nothing_in(given, suffixes())))

    def _files(self, files: DataFrame) -> Iterator[Source]:
        from pyspark.sql import functions as sf

        # What is too large is not read.
        most = self._reading.form.most
        fit = files.where(sf.col("length") <= most).select("path", "length", "content")
        large = files.where(sf.col("length") > most).select(
            "path", "length", sf.lit(None).cast("binary").alias("content")
        )
        yield Source(fit.unionAll(large), partial(_stories_of_files, self._reading.roots, most))


def _work(
    stories: Callable[[Batches], Iterator[Story]],
    work: Callable[[Batches], Batches],
    batches: Batches,
) -> Batches:
    return work(batches_of(stories(batches)))


def _unpacked(batches: Batches) -> Iterator[Story]:
    from qa.archive.schema import STORY

    for batch in batches:
        for packed in batch["packed"].to_pylist():
            yield from pa.ipc.read_record_batch(pa.py_buffer(packed), STORY).to_pylist()


def _stories_of_files(roots: Roots, most: int, batches: Batches) -> Iterator[Story]:
    for batch in batches:
        for file in batch.to_pylist():
            url, size, raw = file["path"], file["length"], file["content"]
            name = roots.name(url)
            if name is None:
                continue
            suffix = PurePath(name).suffix
            if raw is None:
                error = too_large(name, size, most)
                yield failed_story(name, suffix=suffix, error=str(error))
            elif url in roots.files or not is_binary(raw[:HEAD]):
                yield story_of_file(name, suffix, raw)


def _ends(column: Column, endings: Collection[str]) -> Column:
    from pyspark.sql import functions as sf

    return sf.lower(column).rlike(f"(?:{'|'.join(map(re.escape, endings))})$")
