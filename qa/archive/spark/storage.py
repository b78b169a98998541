"""The folder of a report on any file system that Spark knows, by way of Hadoop's file system API."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class Storage:
    """Files below the folder at `url`, such as `s3a://bucket/report`, `hdfs:///report` or `report`."""

    def __init__(self, spark: SparkSession, url: str) -> None:
        self._path: Any = spark._jvm.org.apache.hadoop.fs.Path  # type: ignore[union-attr]
        conf = spark._jsc.sc().hadoopConfiguration()
        self._fs = self._path(url).getFileSystem(conf)
        self.url: str = self._fs.makeQualified(self._path(url)).toString()

    def exists(self, name: str = "") -> bool:
        """Whether there is a file or folder of this name, or the folder itself."""
        return bool(self._fs.exists(self._at(name)))

    def is_file(self, name: str = "") -> bool:
        """Whether it is a file."""
        return self.exists(name) and bool(self._fs.getFileStatus(self._at(name)).isFile())

    def names(self, folder: str, suffix: str) -> list[str]:
        """The files in a folder below whose name ends so, sorted, as `folder/name`."""
        if not self.exists(folder):
            return []
        found = (status.getPath().getName() for status in self._fs.listStatus(self._at(folder)))
        return sorted(f"{folder}/{name}" for name in found if name.endswith(suffix))

    def remove(self, name: str) -> None:
        """Take out a file, or a folder with all that is in it."""
        self._fs.delete(self._at(name), True)

    def rename(self, name: str, new: str) -> None:
        """Give a file another name."""
        self._fs.rename(self._at(name), self._at(new))

    def put(self, file: Path, name: str) -> None:
        """Copy a file of this machine to `name`: nobody finds half of it there."""
        half = f".{name}.tmp"
        self._fs.copyFromLocalFile(False, True, self._path(file.as_uri()), self._at(half))
        self._fs.delete(self._at(name), False)
        self.rename(half, name)

    @contextmanager
    def fetched(self, name: str) -> Iterator[Path]:
        """A copy of a file on this machine."""
        with tempfile.TemporaryDirectory(prefix="qa-spark-") as folder:
            copy = Path(folder, name.rpartition("/")[2])
            self._fs.copyToLocalFile(False, self._at(name), self._path(copy.as_uri()), True)
            yield copy

    def _at(self, name: str) -> Any:
        return self._path(f"{self.url}/{name}" if name else self.url)


def file_url(spark: SparkSession, uri: str) -> str:
    """The URL of a file as `Storage` and Spark's binaryFile write it, of a URI with escapes."""
    jvm: Any = spark._jvm
    url: str = jvm.org.apache.hadoop.fs.Path(jvm.java.net.URI(uri)).toString()
    return url
