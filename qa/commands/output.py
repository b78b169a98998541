"""Where a command writes to: `--output`, or standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from qa.files import write_atomic
from qa.text.visible import visible


def say(text: object) -> None:
    """Print a line for people on standard error; what a terminal would obey in it is only shown."""
    print(f"qa: {visible(str(text))}", file=sys.stderr)


@contextmanager
def open_output(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears when all is written."""
    if output is None:
        yield sys.stdout
        return
    import io

    buffer = io.StringIO()
    yield buffer
    write_atomic(str(output), buffer.getvalue().encode("utf-8", "backslashreplace"))
