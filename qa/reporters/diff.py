"""What the fixes would change, as a unified diff."""

from __future__ import annotations

import difflib
from typing import TextIO

from qa.linting.check import Checked
from qa.reporters.happened import Happened
from qa.text.visible import visible, visible_line


class DiffReporter:
    """Writes a unified diff of each file that its fixes would change."""

    def __init__(self, stream: TextIO, quiet: bool, happened: Happened) -> None:
        self.stream = stream

    def file(self, checked: Checked) -> None:
        """Write the diff of one file."""
        if checked.before is None or checked.document is None:
            return
        old, new = _lines(checked.before.source), _lines(checked.document.source)
        path = visible(checked.path)
        for line in difflib.unified_diff(old, new, path, path):
            text, end, _ = line.partition("\n")
            text = self._shown(text)
            self.stream.write(f"{text}\n" if end else f"{text}\n\\ No newline at end of file\n")

    def _shown(self, line: str) -> str:
        """The line as it is, but on a terminal, which would obey or hide some of it."""
        if not self.stream.isatty():
            return line
        return visible_line(line)

    def close(self) -> None:
        """Nothing comes after the last file."""


def _lines(text: str) -> list[str]:
    """The lines with their ends, as `patch` counts them."""
    lines = text.split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *filter(None, lines[-1:])]


REPORTER = DiffReporter
