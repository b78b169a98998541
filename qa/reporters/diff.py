"""What the fixes would change, as a unified diff."""

from __future__ import annotations

import difflib
from typing import AnyStr, TextIO

from qa.linting.check import Checked
from qa.reporters.happened import Happened
from qa.text.visible import visible, visible_line


class DiffReporter:
    """Writes a unified diff of each file that its fixes would change.

    On a terminal it is for people. Elsewhere it is for `patch --binary`: it holds the bytes of the
    files, in whatever encoding they are and with whatever line ends.
    """

    def __init__(self, stream: TextIO, quiet: bool, happened: Happened) -> None:
        self.stream = stream

    def file(self, checked: Checked) -> None:
        """Write the diff of one file."""
        if checked.before is None or checked.document is None:
            return
        buffer = getattr(self.stream, "buffer", None)
        name = quoted(checked.path)
        if self.stream.isatty() or buffer is None:
            old, new = (_lines(d.source, "\n") for d in (checked.before, checked.document))
            for line in difflib.unified_diff(old, new, name, name):
                text, end, _ = line.partition("\n")
                text = visible_line(text) if self.stream.isatty() else text
                self.stream.write(f"{text}\n" if end else f"{text}\n{_NO_END}")
            return
        self.stream.flush()
        before, after = (_lines(d.raw, b"\n") for d in (checked.before, checked.document))
        head = name.encode("utf-8", "surrogateescape")
        for raw in difflib.diff_bytes(difflib.unified_diff, before, after, head, head):
            buffer.write(raw if raw.endswith(b"\n") else raw + b"\n" + _NO_END.encode())

    def close(self) -> None:
        """Nothing comes after the last file."""


_NO_END = "\\ No newline at end of file\n"
# What is written in quotes beside all that a terminal would obey or hide.
_SPECIAL = frozenset('"\\\xa0\u202f')


def quoted(path: str) -> str:
    """A path as it stands at the head of a diff: in quotes with escapes, as git does it, where it must be;
    where it has a space, a tab ends it.
    """
    if visible(path) == path and _SPECIAL.isdisjoint(path):
        return f"{path}\t" if " " in path else path
    raw = path.encode("utf-8", "surrogateescape")
    plain = {ord("\\"): "\\\\", ord('"'): '\\"'}
    return (
        '"' + "".join(plain.get(b, chr(b) if 0x20 <= b < 0x7F else f"\\{b:03o}") for b in raw) + '"'
    )


def _lines(text: AnyStr, end: AnyStr) -> list[AnyStr]:
    """The lines with their ends, as `patch` counts them."""
    lines = [line + end for line in text.split(end)]
    # What stands behind the last line end has none.
    lines[-1] = lines[-1][: -len(end)]
    return lines if lines[-1] else lines[:-1]


REPORTER = DiffReporter
