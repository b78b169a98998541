"""Reviewdog's format, which it puts into reviews of any host, with fixes to accept.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

from typing import Any, TextIO

from qa.document.model import Document, Severity
from qa.linting.check import Checked
from qa.reporters.happened import Happened
from qa.reporters.rows import PlacedEdit, Row, path_of, rows_of
from qa.text.notation import json_text

_SEVERITIES = {Severity.INFO: "INFO", Severity.WARNING: "WARNING", Severity.ERROR: "ERROR"}


class RdjsonReporter:
    """Writes one object with all findings. Its columns count bytes of UTF-8, unlike those of `qa`."""

    def __init__(self, stream: TextIO, quiet: bool, happened: Happened) -> None:
        self.stream = stream
        self._found: list[dict[str, Any]] = []

    def file(self, checked: Checked) -> None:
        """Take in one file."""
        for row in rows_of(checked):
            location: dict[str, Any] = {"path": path_of(row.path)}
            suggestions = []
            if checked.document and row.code:
                location["range"] = _range(checked.document, row)
                suggestions = [
                    {"range": _range(checked.document, e), "text": e.text} for e in row.edits
                ]
            self._found.append(
                {
                    "message": row.message,
                    "location": location,
                    "severity": _SEVERITIES[row.severity],
                    "code": {"value": row.code or "not-checked"},
                    "suggestions": suggestions,
                }
            )

    def close(self) -> None:
        """Write all of them."""
        said = {"source": {"name": "qa"}, "diagnostics": self._found}
        self.stream.write(json_text(said, 1) + "\n")


def _range(document: Document, place: Row | PlacedEdit) -> dict[str, dict[str, int]]:
    return {
        "start": _position(document, place.line, place.column),
        "end": _position(document, place.end_line, place.end_column),
    }


def _position(document: Document, line: int, column: int) -> dict[str, int]:
    before = document.line_text(line)[: column - 1]
    return {"line": line, "column": 1 + len(before.encode("utf-8", "surrogatepass"))}


REPORTER = RdjsonReporter
