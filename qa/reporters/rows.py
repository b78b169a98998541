"""Findings as flat rows: what formats for other programs are made of."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO
from urllib.parse import quote

from qa.document.model import Document, Edit, Safety, Severity
from qa.files import STDIN
from qa.linting.baseline import identity, known
from qa.linting.check import Checked
from qa.linting.entries import edits_in_file
from qa.reporters.happened import Happened
from qa.rules.registry import all_rules


class Row(NamedTuple):
    """A finding, or with an empty `code` an input that was not checked, or not by all rules.

    Lines and columns count from 1, columns and `start` and `end` in code points of the decoded file; the
    end is the place behind the last one. `edits` are those of the fix in the same offsets, with their lines
    and columns. `mark` stays the same when other parts of the text change: it tells findings apart.
    """

    path: str
    code: str
    name: str
    severity: Severity
    message: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    start: int = 0
    end: int = 0
    text: str = ""
    confidence: float = 1.0
    mark: str = ""
    safety: Safety | None = None
    title: str = ""
    edits: tuple[PlacedEdit, ...] = ()


class PlacedEdit(NamedTuple):
    """A change of the file: what `text` takes the place of."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def rows_of(checked: Checked) -> Iterator[Row]:
    """The rows of one file, what is wrong with it first."""
    for error in checked.errors:
        yield Row(checked.path, "", "", Severity.ERROR, error, mark=_digest(checked.path, error))
    document = checked.document
    if document is None:
        return
    seen: Counter[tuple[str, str]] = Counter()
    for f in checked.findings:
        span = document.source_span(f.span)
        line, column = document.line_col(span.start)
        end_line, end_column = document.line_col(span.end)
        what = identity(known(document, f, checked.path))
        seen[what] += 1
        edits = (edits_in_file(document, f.fix) if f.fix else None) or []
        yield Row(
            checked.path,
            f.code,
            all_rules()[f.code].name,
            f.severity or Severity.WARNING,
            f.message,
            line,
            column,
            end_line,
            end_column,
            span.start,
            span.end,
            document.text[f.span.start : f.span.end],
            round(f.confidence, 3),
            _digest(checked.path, *what, str(seen[what])),
            f.fix.safety if f.fix and edits else None,
            f.fix.title if f.fix and edits else "",
            tuple(_placed(document, edit) for edit in edits),
        )


def _placed(document: Document, edit: Edit) -> PlacedEdit:
    start, end, text = edit
    return PlacedEdit(start, end, *document.line_col(start), *document.line_col(end), text)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


class RowReporter:
    """Gathers the rows of all files, for formats that are written as a whole."""

    def __init__(self, stream: TextIO, quiet: bool, happened: Happened) -> None:
        self.stream = stream
        self.rows: list[Row] = []
        self.paths: list[str] = []

    def file(self, checked: Checked) -> None:
        """Take in one file."""
        self.paths.append(checked.path)
        self.rows.extend(rows_of(checked))

    def close(self) -> None:
        """Write all of them."""
        raise NotImplementedError


def path_of(path: str) -> str:
    """A path as programs for repositories want it: from the current folder, with slashes."""
    if path == STDIN:
        return "stdin"
    here = os.path.relpath(path) if os.path.isabs(path) else os.path.normpath(path)
    return here.replace(os.sep, "/")


def uri_of(path: str) -> str:
    """The same as a URI, of what is outside the current folder an absolute one."""
    here = path_of(path)
    if here.startswith(os.pardir):
        return Path(path).resolve().as_uri()
    return quote(here, errors="surrogateescape")
