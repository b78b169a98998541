"""`qa check`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qa.cli.output import open_output
from qa.cli.verdict import Verdict
from qa.document.model import Safety
from qa.errors import InputError
from qa.linting.run import STDIN, Fixing, Run
from qa.reporters import reporter_for


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
    force: bool = False,
    stdin_name: str | None = None,
    jobs: int = 0,
    quiet: bool = False,
    statistics: bool = False,
    baseline: Path | None = None,
) -> int:
    """Check `paths`, print what was found, and return the exit code.

    With `fix` the fixes are applied, and what they leave is printed. With `diff` what they would
    change is printed instead, and no file is written. With `statistics`, counts are printed. What
    is found is written to `baseline`, if one is given, and not printed.
    """
    if baseline is not None:
        from qa.cli.baseline import run_write_baseline

        run = Run({**overrides, "baseline": ""}, config, roundtrip, stdin_name, jobs)
        return run_write_baseline(run, paths, baseline, quiet)
    names = format_name == "json" or statistics
    fixing = (
        Fixing(Safety.REVIEW if unsafe else Safety.SAFE, write=not diff) if fix or diff else None
    )
    run = Run(overrides, config, roundtrip, stdin_name, jobs, names, fixing)
    verdict = Verdict(run, quiet)
    if fix and not diff and STDIN in paths:
        verdict.fail("--fix changes files; for standard input use `qa clean -`")
        return 2
    changes = False
    try:
        with open_output(output, paths, force) as stream:
            reporter = reporter_for(
                "diff" if diff else format_name, stream, quiet, statistics, run.passed
            )
            for checked in run.check(paths):
                reporter.file(checked)
                verdict.add(checked)
                changes |= checked.fixes > 0
            reporter.close()
    except InputError as error:  # --output cannot be written
        verdict.fail(str(error))
    # With --diff the exit code says whether there is one, as that of diff does.
    verdict.failing = changes if diff else verdict.failing
    return verdict.close()
