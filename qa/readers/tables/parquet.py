"""Apache Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from qa.errors import STOPS, InputError, fault
from qa.readers.tables import Row, Table, Write
from qa.readers.tables._rows import as_text, flat, numbered

_SUFFIXES = (".parquet", ".pq")
_ROWS, _WRITTEN = 64, 5_000
_BUFFER = 1 << 20


def rows(path: str, most: int) -> Iterator[Row]:
    """The rows, some at a time, whatever the size of the row groups. One that is damaged is an error, and the
    next one is read.
    """
    try:
        # Threads would be lost in processes that are forked later.
        with pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False) as file:
            for group in range(file.num_row_groups):
                try:
                    for batch in file.iter_batches(_ROWS, [group], use_threads=False):
                        yield from rows_of(path, batch)
                except STOPS:
                    raise
                except BaseException as error:
                    problem = f"has a row group that cannot be read: {fault(error)}"
                    yield InputError(path, f"{problem} (number {group + 1})")
    except (InputError, *STOPS):
        raise
    except BaseException as error:  # pyarrow raises of any kind, and the file may be anybody's
        raise InputError(path, f"cannot be read as Parquet: {fault(error)}") from None


def rows_of(path: str, batch: pa.RecordBatch) -> Iterator[Row]:
    """The rows of a batch of the table at `path`. A value that Python has none for is text, or bytes."""
    names = numbered(batch.schema.names)
    try:
        found = batch.rename_columns(names).to_pylist()
    except STOPS:
        raise
    except BaseException:
        found = [_row_of(path, batch, names, number) for number in range(len(batch))]
    for row in found:
        try:
            yield row if isinstance(row, InputError) else flat(row)
        except RecursionError:
            yield InputError(path, "has objects too deep within each other")


def _row_of(
    path: str, batch: pa.RecordBatch, names: Sequence[str], number: int
) -> dict[str, Any] | InputError:
    try:
        values = (column[number] for column in batch.columns)
        return {name: _value(v) for name, v in zip(names, values, strict=True)}
    except STOPS:
        raise
    except BaseException as error:
        return InputError(path, f"has a row that cannot be read: {fault(error)}")


def _value(scalar: pa.Scalar[Any]) -> Any:
    """The value of a scalar: bytes where a text is no UTF-8, and text for a day that no calendar of Python has."""
    try:
        return scalar.as_py()
    except STOPS:
        raise
    except BaseException:
        kind = scalar.type
        if pa.types.is_struct(kind):
            return {name: _value(value) for name, value in scalar.items()}
        if pa.types.is_nested(kind):
            return [_value(value) for value in scalar.values]
        if pa.types.is_dictionary(kind):
            return _value(scalar.value)
        if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
            unit = "D" if kind == pa.date32() else getattr(kind, "unit", "ms")
            return str(np.array(scalar.value, f"datetime64[{unit}]"))
        if hasattr(scalar, "as_buffer"):
            return scalar.as_buffer().to_pybytes()
        return scalar.cast(pa.string()).as_py()


@contextmanager
def writer(path: str, names: Sequence[str], like: str) -> Iterator[Write]:
    """Writes rows to `path`: columns of the Parquet file `like` in their types, others as texts, numbers
    and lists of texts as the first rows have them.
    """
    types = _types(like)
    waiting: list[dict[str, Any]] = []
    file: pq.ParquetWriter | None = None

    def flush() -> pq.ParquetWriter:
        fields = [(n, types.get(n) or _type_of([row[n] for row in waiting])) for n in names]
        schema = file.schema if file else pa.schema(fields)
        table = pa.Table.from_pylist([_fitting(row, schema) for row in waiting], schema)
        to = file or pq.ParquetWriter(path, schema, compression="zstd")
        to.write_table(table)
        waiting.clear()
        return to

    def write(row: Mapping[str, Any]) -> None:
        nonlocal file
        waiting.append({name: row.get(name) for name in names})
        if len(waiting) >= _WRITTEN:
            file = flush()

    try:
        yield write
        if waiting or file is None:
            file = flush()
    except OSError as error:
        raise InputError(path, f"cannot be written: {error.strerror or error}") from None
    finally:
        if file is not None:
            file.close()


def _types(path: str) -> dict[str, pa.DataType]:
    """The types of the columns of a Parquet file, those within others by their whole names."""
    if not path.lower().endswith(_SUFFIXES):
        return {}
    schema = pq.read_schema(path)
    found = [(field.name, field.type) for field in schema]
    types = {}
    while found:
        name, of = found.pop()
        if pa.types.is_struct(of):
            found += [
                (f"{name}.{of.field(i).name}", of.field(i).type) for i in range(of.num_fields)
            ]
        else:
            types[name] = of
    return types


def _type_of(values: Sequence[Any]) -> pa.DataType:
    some = [v for v in values if v is not None]
    if some and all(isinstance(v, float) for v in some):
        return pa.float64()
    return pa.list_(pa.string()) if some and all(isinstance(v, list) for v in some) else pa.string()


def _fitting(row: Mapping[str, Any], schema: pa.Schema) -> dict[str, Any]:
    """A row in which a column of texts has nothing but texts."""
    texts = {f.name for f in schema if pa.types.is_string(f.type)}
    return {name: as_text(value) if name in texts else value for name, value in row.items()}


TABLE = Table("parquet", _SUFFIXES, rows, writer)
