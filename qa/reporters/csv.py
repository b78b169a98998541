"""A table of findings for spreadsheets, in which no cell is taken for a formula."""

from __future__ import annotations

import csv
from typing import TextIO

from qa.linting.check import Checked
from qa.reporters.happened import Happened
from qa.reporters.rows import rows_of
from qa.text.formulas import guarded
from qa.text.visible import visible

_HEAD = (
    "path",
    "line",
    "column",
    "code",
    "name",
    "severity",
    "confidence",
    "message",
    "text",
    "fix",
)


class CsvReporter:
    """Writes a row a finding."""

    def __init__(self, stream: TextIO, quiet: bool, happened: Happened) -> None:
        self._rows = csv.writer(stream, lineterminator="\n")
        self._rows.writerow(_HEAD)

    def file(self, checked: Checked) -> None:
        """Write the rows of one file."""
        for row in rows_of(checked):
            code = row.code or "not checked"
            texts = (row.path, code, row.name, row.severity.label, row.message, row.text, row.title)
            path, code, name, severity, message, text, title = map(_cell, texts)
            self._rows.writerow(
                (
                    path,
                    row.line,
                    row.column,
                    code,
                    name,
                    severity,
                    row.confidence,
                    message,
                    text,
                    title,
                )
            )

    def close(self) -> None:
        """Nothing comes after the last file."""


def _cell(text: str) -> str:
    return guarded(visible(text))


REPORTER = CsvReporter
