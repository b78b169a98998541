"""`qa check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from qa.check import Checked
from qa.errors import InputError
from qa.files import write_atomic
from qa.fix import fixed
from qa.model import Safety
from qa.reporters import reporter_for
from qa.run import STDIN, Run, Setup


def run_check(
    paths: Sequence[str],
    *,
    overrides: Mapping[str, Any],
    config: Path | None = None,
    roundtrip: bool = False,
    fix: bool = False,
    unsafe: bool = False,
    diff: bool = False,
    format_name: str = "text",
    output: Path | None = None,
    quiet: bool = False,
) -> int:
    """Check `paths`, print what was found, and return the exit code.

    With `fix` the fixes are applied, and what they leave is printed. With `diff` what they would
    change is printed instead, and no file is written.
    """
    run = Run(overrides, config, roundtrip)
    if fix and not diff and STDIN in paths:
        print("qa: --fix changes files; for standard input use `qa clean -`", file=sys.stderr)
        return 2
    most = Safety.REVIEW if unsafe else Safety.SAFE
    failing = broken = False
    with _stream(output) as stream:
        reporter = reporter_for("diff" if diff else format_name, stream, quiet)
        for checked in run.check(paths):
            setup = run.setup(checked.path)
            if fix or diff:
                checked = _fixed(checked, setup, most, write=not diff)
            for error in checked.errors:
                print(f"qa: {error}", file=sys.stderr)
            reporter.file(checked)
            fail_on = setup.context.config.fail_on
            failing |= any((f.severity or 0) >= fail_on for f in checked.findings)
            broken |= bool(checked.errors)
        reporter.close()
    for problem in run.errors:
        print(f"qa: {problem}", file=sys.stderr)
    return 2 if broken or run.errors else int(failing)


def _fixed(checked: Checked, setup: Setup, most: Safety, write: bool) -> Checked:
    """`checked` after its fixes; `before` keeps the bytes that they changed."""
    if checked.document is None:
        return checked
    try:
        after = fixed(checked, setup.rules, setup.context, most)
        if write and after.document is not None and after.document.raw != checked.document.raw:
            write_atomic(checked.path, after.document.raw)
    except InputError as error:
        return replace(checked, errors=(*checked.errors, str(error)))
    return replace(after, before=checked.document)


@contextmanager
def _stream(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears when all is written."""
    if output is None:
        yield sys.stdout
        return
    import io

    buffer = io.StringIO()
    yield buffer
    write_atomic(str(output), buffer.getvalue().encode("utf-8", "backslashreplace"))
