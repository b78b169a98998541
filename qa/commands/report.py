"""`qa report`."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qa.commands.verdict import Verdict
from qa.errors import InputError
from qa.files import write_atomic
from qa.reporters.json import JsonReporter
from qa.reporters.page import PageReporter
from qa.run import Run


def run_report(
    paths: Sequence[str],
    directory: Path,
    *,
    overrides: Mapping[str, Any],
    config: Path | None = None,
    roundtrip: bool = False,
    quiet: bool = False,
) -> int:
    """Check `paths` and write `findings.json` and `index.html` into `directory`.

    Returns the exit code of `qa check` for the same files, or 2 when nothing can be written.
    """
    run = Run(overrides, config, roundtrip, names=True)
    verdict = Verdict(run)
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = "is a file" if directory.is_file() else f"cannot be made: {error.strerror}"
        verdict.fail(f"{directory}: {problem}; name a folder for the report with -o")
        return 2
    text, html = io.StringIO(), io.StringIO()
    findings, page = JsonReporter(text), PageReporter(html)
    own = (directory / "index.html").resolve()
    for checked in run.check(paths):
        # The folder may hold the report of last time.
        if Path(checked.path).resolve() == own:
            continue
        findings.file(checked)
        page.file(checked)
        verdict.add(checked)
    page.problems += run.errors
    findings.close()
    page.close()
    try:
        write_atomic(str(directory / "findings.json"), _bytes(text))
        write_atomic(str(directory / "index.html"), _bytes(html))
    except InputError as error:
        verdict.fail(str(error))
        return 2
    if not quiet:
        print(f"{page.summary}. Report: {directory / 'index.html'}")
    return verdict.close()


def _bytes(text: io.StringIO) -> bytes:
    # A lone surrogate of a broken file has no UTF-8 form.
    return text.getvalue().encode("utf-8", "backslashreplace")
