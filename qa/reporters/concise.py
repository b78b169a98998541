"""One line a finding, as compilers write it: editors and `grep` know it."""

from __future__ import annotations

from typing import TextIO

from qa.linting.check import Checked
from qa.reporters.happened import Happened
from qa.reporters.rows import rows_of
from qa.text.visible import visible


class ConciseReporter:
    """Writes `path:line:column: CODE message`."""

    def __init__(self, stream: TextIO, quiet: bool, happened: Happened) -> None:
        self.stream = stream

    def file(self, checked: Checked) -> None:
        """Write the findings of one file; what is wrong with it stands on standard error."""
        for row in rows_of(checked):
            if row.code:
                place = f"{visible(row.path)}:{row.line}:{row.column}"
                self.stream.write(f"{place}: {row.code} {visible(row.message)}\n")

    def close(self) -> None:
        """Nothing comes after the last file."""


REPORTER = ConciseReporter
