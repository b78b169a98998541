"""JSON Lines: an object in each line (jsonlines.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from qa.document.encoding import decode
from qa.errors import InputError
from qa.readers.tables import Row, Table, Write
from qa.readers.tables._files import TableBytes, opened, written
from qa.readers.tables._rows import as_text, flat

_BOM = b"\xef\xbb\xbf"


def rows(path: str, most: int) -> Iterator[Row]:
    """The objects, one after the other; empty lines are passed over.

    A line of more than twice `most` bytes, which leaves room for escapes and metadata, is an error, and so
    is the last one of a file that was cut off.
    """
    with opened(path) as source:
        number = 0
        while line := source.readline(2 * most):
            number += 1
            if not line.endswith(b"\n"):
                if len(line) == 2 * most:
                    _skip_line(source)
                elif source.problem:
                    break
            if line.strip():
                yield row_of_line(path, line, number, most)
        if source.problem:
            problem = f"{source.problem}; the rows before its line {number} were read"
            yield InputError(path, problem, number)


def row_of_line(path: str, line: bytes, number: int, most: int) -> Row:
    """The object in the line of this number, from 1."""
    if len(line.rstrip(b"\n")) >= 2 * most:
        return InputError(path, f"has a line of more than {2 * most:,} bytes", number)
    try:
        text = _text(path, line.removeprefix(_BOM) if number == 1 else line)
        found = json.loads(text, object_pairs_hook=_object)
        if not isinstance(found, dict):
            return InputError(path, "is not a JSON object; write one object a line", number)
        return flat(found)
    except InputError as error:
        problem = error.problem.partition(" at offset ")[0].partition(";")[0]
        return InputError(path, f"{problem}; save the table as UTF-8", number)
    except RecursionError:
        return InputError(path, "has objects or lists too deep within each other", number)
    except ValueError as error:
        problem = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        return InputError(path, f"is not JSON: {problem}; write one object a line", number)


def _text(path: str, line: bytes) -> str:
    """The text of a line: UTF-8, as JSON is, or what the line by itself tells. Raises InputError."""
    try:
        return line.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return decode(line, path).source


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these names and values, as the module json makes it; no name is there twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = max(found, key=names.count)
        raise ValueError(f"it has {names.count(twice)} values called “{twice}”")
    return found


def _skip_line(source: TableBytes) -> None:
    while (rest := source.readline(1 << 20)) and not rest.endswith(b"\n"):
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
