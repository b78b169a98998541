"""Where a command writes to: `--output`, or standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from qa.errors import InputError
from qa.files import STDIN, write_atomic
from qa.text.patterns import lazy
from qa.text.visible import visible, visible_line


def say(text: object) -> None:
    """Print a line for people on standard error; what a terminal would obey in it is only shown."""
    # Where it cannot be said (a full disk, a terminal that is gone), the exit code still tells.
    with suppress(OSError):
        print(f"qa: {visible(str(text))}", file=sys.stderr, flush=True)


def tell(text: object) -> None:
    """The same on standard output."""
    print(visible(str(text)))


def write(text: str) -> None:
    """Write the text of a file to standard output: as it is, but on a terminal, which would obey it."""
    if sys.stdout.isatty():
        text = "".join(
            f"{visible_line(line.rstrip(_ENDS))}\n" for line in text.splitlines(keepends=True)
        )
    sys.stdout.write(text)


_ENDS = "\r\n"
# How what qa writes into files begins: JSON, lines of JSON, a diff, text, tables, proposed settings.
_OURS = lazy(
    r'\{"version": 1,\s+"|\{(?:"id"|"path"): .*"suspicion": |--- .*\n\+\+\+ '
    r"|.+:\d+:\d+: (?:[A-Z]{3}\d{3} |[█░])|.+: (?:[█░]+ suspicion |read these first\n)"
    r'|\{\s*"\$schema": "https://docs\.oasis|\{\s*"source": \{\s*"name": "qa"|\[\s*\{\s*"description": '
    r'|<\?xml version="1\.0" encoding="UTF-8"\?>\s+<(?:checkstyle version="4\.3"|testsuites name="qa")'
    r"|::(?:notice|warning|error) file=|path,line,column,code,|\[\]\s*$"
    r"|(?:Nothing |\d+ findings? in |\d+ passages?, |Fixed )|\s*findings  files  |# Proposed by qa |# The verdicts "
)
_HEAD = 4_000


def make_sure(output: Path | None, inputs: Iterable[str] = (), force: bool = False) -> None:
    """Raise InputError where writing to `output` would destroy what qa did not write, or an input.

    With `force` only inputs are safe. What is no file, such as a pipe, may always be written to.
    """
    if output is None or not output.is_file():
        return
    if any(given != STDIN and _is_same(output, given) for given in inputs):
        raise InputError(str(output), "is one of the files to read; name another one with -o")
    if not force and not _is_ours(output):
        problem = "is there already, and no output of qa; name another file, or use --force"
        raise InputError(str(output), problem)


def _is_same(path: Path, other: str) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _is_ours(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(_HEAD)
    except OSError:
        return True  # that it cannot be written is said when it is tried
    return not head.strip() or bool(_OURS.match(head))


@contextmanager
def open_output(
    output: Path | None, inputs: Iterable[str] = (), force: bool = False
) -> Iterator[TextIO]:
    """Standard output, or a file that appears when all is written.

    Raises InputError where that would destroy something: `make_sure` says when.
    """
    make_sure(output, inputs, force)
    if output is None:
        yield sys.stdout
        return
    import io

    written = io.BytesIO()
    stream = io.TextIOWrapper(written, "utf-8", "backslashreplace", newline="\n")
    yield stream
    stream.flush()
    write_atomic(str(output), written.getvalue())
