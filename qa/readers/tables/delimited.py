"""CSV and tab-separated values, with a header (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO

from qa.document.encoding import decode
from qa.errors import InputError
from qa.readers.tables import Row, Table
from qa.readers.tables._files import opened

HEAD = 1 << 16
_DELIMITERS = ",;\t|"
_TOO_MANY = ""
_BOM = "\ufeff"


def rows(path: str, most: int) -> Iterator[Row]:
    """The rows, by the names of the header; empty ones are passed over.

    The delimiter is the one that the header has most of. A field of more than `most` characters is an
    error, and what follows it cannot be read.
    """
    with opened(path) as file:
        head = file.read(HEAD)
        file.seek(0)
        yield from rows_of(path, file, head, most)


def rows_of(path: str, file: IO[bytes], head: bytes, most: int) -> Iterator[Row]:
    """The same of an open file, whose first HEAD bytes are `head`; it is closed at the end."""
    csv.field_size_limit(most)
    with io.TextIOWrapper(file, _encoding(path, head), errors="replace", newline="") as text:
        header = text.readline().removeprefix(_BOM)
        delimiter = max(_DELIMITERS, key=header.count)
        names = next(csv.reader([header], delimiter=delimiter), [])
        if not header:
            raise InputError(path, "is empty; there is no text to check")
        if not names or len(set(names)) < len(names):
            raise InputError(path, "has no header with a name of its own for each column", 1)
        reader = csv.DictReader(text, names, _TOO_MANY, delimiter=delimiter)
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                yield InputError(path, f"cannot be read on: {error}", reader.line_num + 1)
                return
            if row is None:
                return
            if _TOO_MANY in row:
                count = len(names) + len(row[_TOO_MANY])
                yield InputError(
                    path, f"has {count} fields for {len(names)} columns", reader.line_num + 1
                )
            else:
                yield row


def _encoding(path: str, head: bytes) -> str:
    # The head may end within a letter. In UTF-16 those have two bytes, or four.
    end = len(head) - len(head) % 4 if b"\0" in head else head.rfind(b"\n") + 1
    try:
        return decode(head[: end or len(head)], path).encoding
    except InputError:
        return decode(head[: end - 2], path).encoding


TABLE = Table("csv", (".csv", ".tsv", ".csv.gz", ".tsv.gz"), rows)
