"""What the fixes would change, as a unified diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TextIO

from qa.document.model import Document
from qa.linting.check import Checked
from qa.reporters.happened import Happened
from qa.text.patterns import lazy
from qa.text.visible import visible_line


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
            for line in difflib.unified_diff(
                _lines(checked.before), _lines(checked.document), name, name
            ):
                text, end, _ = line.partition("\n")
                text = visible_line(text) if self.stream.isatty() else text
                self.stream.write(f"{text}\n" if end else f"{text}\n{_NO_END}")
            return
        self.stream.flush()
        old, new = _byte_lines(checked.before), _byte_lines(checked.document)
        for raw in _bytes_diff(old, new, name.encode("utf-8", "surrogateescape")):
            buffer.write(raw if raw.endswith(b"\n") else raw + b"\n" + _NO_END.encode())

    def close(self) -> None:
        """Nothing comes after the last file."""


_NO_END = "\\ No newline at end of file\n"
# What `patch` and git write in quotes, and all that a terminal would obey or hide.
_SPECIAL = lazy('[\x00-\x1f"\\\\\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]')


def quoted(path: str) -> str:
    """A path as it stands at the head of a diff: in quotes with escapes, as git does it, where it must be;
    where it has a space, a tab ends it.
    """
    if not _SPECIAL.search(path):
        return f"{path}\t" if " " in path else path
    raw = path.encode("utf-8", "surrogateescape")
    plain = {ord("\\"): "\\\\", ord('"'): '\\"'}
    return (
        '"' + "".join(plain.get(b, chr(b) if 0x20 <= b < 0x7F else f"\\{b:03o}") for b in raw) + '"'
    )


def _bytes_diff(old: list[bytes], new: list[bytes], name: bytes) -> Iterator[bytes]:
    return difflib.diff_bytes(difflib.unified_diff, old, new, name, name)


def _lines(document: Document) -> list[str]:
    """The lines with their ends, as `patch` counts them."""
    lines = document.source.split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *filter(None, lines[-1:])]


def _byte_lines(document: Document) -> list[bytes]:
    lines = document.raw.split(b"\n")
    return [*(line + b"\n" for line in lines[:-1]), *filter(None, lines[-1:])]


REPORTER = DiffReporter
