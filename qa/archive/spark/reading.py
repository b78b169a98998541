"""How Spark reads bytes, and what makes stories of them on the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from qa.archive.spark.roots import Roots

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, DataFrameReader, SparkSession
    from pyspark.sql.types import StructType

Batches = Iterator[pa.RecordBatch]
# With the fields of the schema STORY.
Story = dict[str, Any]


class Format(NamedTuple):
    """How the texts of tables are found and read, as in `qa.archive.stories.Stories`.

    `most` is how many bytes a story may have.
    """

    columns: Mapping[str, str]
    suffix: str
    most: int


class Source(NamedTuple):
    """Bytes as Spark reads them, and what makes stories of them on a worker."""

    frame: DataFrame
    stories: Callable[[Batches], Iterator[Story]]


@dataclass(frozen=True)
class Reading:
    """What reading needs to know."""

    spark: SparkSession
    roots: Roots
    form: Format

    def reader(self, name: str) -> DataFrameReader:
        """Spark's reader of a format, which takes names as they are: a bracket is no pattern."""
        options = {"recursiveFileLookup": "true", "__globPaths__": "false"}
        return self.spark.read.format(name).options(**options)


def spark_type(schema: pa.Schema) -> StructType:
    """The same schema for Spark."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)
