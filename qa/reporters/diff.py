"""What the fixes would change, as a unified diff."""

from __future__ import annotations

import difflib
from typing import TextIO

from qa.check import Checked


class DiffReporter:
    """Writes a unified diff of each file that its fixes would change."""

    def __init__(self, stream: TextIO, quiet: bool = False) -> None:
        self.stream = stream

    def file(self, checked: Checked) -> None:
        """Write the diff of one file."""
        if checked.before is None or checked.document is None:
            return
        old = checked.before.source.splitlines(keepends=True)
        new = checked.document.source.splitlines(keepends=True)
        for line in difflib.unified_diff(old, new, checked.path, checked.path):
            self.stream.write(
                line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            )

    def close(self) -> None:
        """Nothing comes after the last file."""


REPORTER = DiffReporter
