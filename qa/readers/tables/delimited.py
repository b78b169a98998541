"""CSV and tab-separated values, with a header (RFC 4180).

Tab-separated values of parallel texts have no quoting: a quotation mark in them is one, and no field holds a
tab or a line end.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any, Literal

from qa.document.encoding import decode
from qa.errors import InputError
from qa.readers.tables import Row, Table, Write
from qa.readers.tables._files import opened, written
from qa.readers.tables._rows import as_text

HEAD = 1 << 16
_TAB = "\t"
_DELIMITERS = f",;{_TAB}|"
_TOO_MANY = ""
_BOM = "\ufeff"


def rows(path: str, most: int) -> Iterator[Row]:
    """The rows, by the names of the header; empty ones are passed over.

    The delimiter is the one that the header has most of, and quotation marks are those of the text where
    `_is_quoted` says so. A field of more than `most` characters is an error, and what follows it cannot be
    read.
    """
    with opened(path) as file:
        head = file.read(HEAD)
        file.seek(0)
        yield from rows_of(path, file, head, most)


def rows_of(path: str, file: IO[bytes], head: bytes, most: int) -> Iterator[Row]:
    """The same of an open file, whose first HEAD bytes are `head`; it is closed at the end."""
    csv.field_size_limit(most)
    encoding = _encoding(path, head)
    with io.TextIOWrapper(file, encoding, errors="replace", newline="") as text:
        header = text.readline().removeprefix(_BOM)
        delimiter = max(_DELIMITERS, key=header.count)
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
        if not _is_quoted(head, encoding, delimiter):
            quoting = csv.QUOTE_NONE
        names = next(csv.reader([header], delimiter=delimiter, quoting=quoting), [])
        if not header:
            raise InputError(path, "is empty; there is no text to check")
        if not names or len(set(names)) < len(names):
            raise InputError(path, "has no header with a name of its own for each column", 1)
        reader = csv.DictReader(text, names, _TOO_MANY, delimiter=delimiter, quoting=quoting)
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


def _is_quoted(head: bytes, encoding: str, delimiter: str) -> bool:
    """Whether quotation marks in a table quote: not between tabs, where some are left open or alone."""
    if delimiter != _TAB:
        return True
    lines = head.decode(encoding, "replace").splitlines()[: -1 if len(head) >= HEAD else None]
    fields = [field for line in lines for field in line.split(_TAB) if '"' in field]
    if not fields:
        return False
    return all(f[0] == f[-1] == '"' and len(f) > 1 and _is_doubled(f[1:-1]) for f in fields) or (
        len({line.count(_TAB) for line in lines if line}) > 1
    )


def _is_doubled(text: str) -> bool:
    """Whether quotation marks stand in twos."""
    return '"' not in text.replace('""', "")


@contextmanager
def writer(path: str, names: Sequence[str], like: str) -> Iterator[Write]:
    """Writes rows to `path` in UTF-8, with a header; between tabs without quoting where `like` has none."""
    delimiter = _TAB if ".tsv" in path.lower()[-7:] else ","
    plain = delimiter == _TAB and _is_plain(like)
    with written(path) as file, io.TextIOWrapper(file, "utf-8", "backslashreplace", "") as text:
        if plain:
            # Where the text came from no field could hold a tab or a line end.
            text.write(_TAB.join(names) + "\n")

            def write(row: Mapping[str, Any]) -> None:
                text.write(_TAB.join(_one_line(as_text(row.get(n)) or "") for n in names) + "\n")

            yield write
            return
        rows = csv.writer(text, delimiter=delimiter, lineterminator="\n")
        rows.writerow(names)
        yield lambda row: rows.writerow([as_text(row.get(n)) for n in names])


def _is_plain(path: str) -> bool:
    """Whether the table at `path` has tabs and no quoting."""
    if ".tsv" not in path.lower()[-7:]:
        return False
    with opened(path) as file:
        head = file.read(HEAD)
    encoding = _encoding(path, head)
    header = head.decode(encoding, "replace").partition("\n")[0]
    return header.count(_TAB) > 0 and not _is_quoted(head, encoding, _TAB)


def _one_line(text: str) -> str:
    return " ".join(text.split("\t")) if text.isprintable() else " ".join(text.split())


TABLE = Table("csv", (".csv", ".tsv", ".csv.gz", ".tsv.gz"), rows, writer)
