"""JSON Lines: an object in each line (jsonlines.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any

from qa.errors import InputError
from qa.readers.tables import Row, Table, Write
from qa.readers.tables._files import opened, written
from qa.readers.tables._rows import as_text, flat

_BOM = b"\xef\xbb\xbf"


def rows(path: str, most: int) -> Iterator[Row]:
    """The objects, one after the other; empty lines are passed over.

    A line of more than twice `most` bytes, which leaves room for escapes and metadata, is an error.
    """
    with opened(path) as file:
        number = 0
        while line := file.readline(2 * most):
            number += 1
            if len(line) == 2 * most and not line.endswith(b"\n"):
                _skip_line(file)
            if line.strip():
                yield row_of_line(path, line, number, most)


def row_of_line(path: str, line: bytes, number: int, most: int) -> Row:
    """The object in the line of this number, from 1."""
    if len(line.rstrip(b"\n")) >= 2 * most:
        return InputError(path, f"has a line of more than {2 * most:,} bytes", number)
    try:
        found = json.loads(line.removeprefix(_BOM) if number == 1 else line)
    except (ValueError, RecursionError) as error:
        problem = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        return InputError(path, f"is not JSON: {problem}; write one object a line", number)
    if not isinstance(found, dict):
        return InputError(path, "is not a JSON object; write one object a line", number)
    return flat(found)


def _skip_line(file: IO[bytes]) -> None:
    while (rest := file.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass


@contextmanager
def writer(path: str, names: Sequence[str], like: str) -> Iterator[Write]:
    """Writes an object a row to `path`, with what the row has; `like` changes nothing."""
    with written(path) as file:

        def write(row: Mapping[str, Any]) -> None:
            said = {name: row[name] for name in names if name in row}
            line = json.dumps(said, ensure_ascii=False, default=as_text)
            file.write(line.encode("utf-8", "backslashreplace") + b"\n")

        yield write


TABLE = Table("jsonl", (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"), rows, writer)
