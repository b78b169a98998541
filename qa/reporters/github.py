"""Annotations of GitHub: lines that a workflow prints, and that stand beside the change.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from typing import TextIO

from qa.document.model import Severity
from qa.linting.check import Checked
from qa.reporters.happened import Happened
from qa.reporters.rows import path_of, rows_of
from qa.text.visible import visible

_COMMANDS = {Severity.INFO: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}


class GitHubReporter:
    """Writes `::warning file=…,line=…::message`."""

    def __init__(self, stream: TextIO, quiet: bool, happened: Happened) -> None:
        self.stream = stream

    def file(self, checked: Checked) -> None:
        """Write the annotations of one file."""
        for row in rows_of(checked):
            values = {"file": path_of(row.path), "line": row.line, "endLine": row.end_line}
            # Columns count only where there is one line.
            if row.line == row.end_line:
                values |= {"col": row.column, "endColumn": row.end_column}
            values["title"] = f"{row.code} {row.name}" if row.code else "not checked"
            said = ",".join(f"{key}={_value(str(value))}" for key, value in values.items())
            self.stream.write(f"::{_COMMANDS[row.severity]} {said}::{_text(row.message)}\n")

    def close(self) -> None:
        """Nothing comes after the last file."""


def _text(text: str) -> str:
    return visible(text).replace("%", "%25")


def _value(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")


REPORTER = GitHubReporter
