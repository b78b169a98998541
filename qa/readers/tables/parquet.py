"""Apache Parquet."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow.parquet as pq

from qa.errors import STOPS, InputError, fault
from qa.readers.tables import Row, Table
from qa.readers.tables._rows import flat

_ROWS = 64
_BUFFER = 1 << 20


def rows(path: str, most: int) -> Iterator[Row]:
    """The rows, some at a time, whatever the size of the row groups."""
    try:
        # Threads would be lost in processes that are forked later.
        with pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False) as file:
            for batch in file.iter_batches(_ROWS, use_threads=False):
                yield from map(flat, batch.to_pylist())
    except (InputError, *STOPS):
        raise
    except BaseException as error:  # pyarrow raises of any kind, and the file may be anybody's
        raise InputError(path, f"cannot be read as Parquet: {fault(error)}") from None


TABLE = Table("parquet", (".parquet", ".pq"), rows)
