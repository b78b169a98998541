"""`qa check --write-baseline`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qa.cli.output import tell
from qa.cli.verdict import Verdict
from qa.errors import InputError
from qa.linting.baseline import Baseline, Known, known, write_baseline
from qa.linting.run import Run


def run_write_baseline(run: Run, paths: Sequence[str], file: Path, quiet: bool) -> int:
    """Check `paths`, keep in `file` what was found, and return the exit code: 0, or 2.

    `run` must have no baseline of its own. Files that cannot be read keep what `file` has of them.
    """
    verdict = Verdict(run.setups, run.passed, quiet)
    naming = Baseline(file)
    stories: list[tuple[str, set[str], list[Known]]] = []
    for checked in run.check(paths):
        verdict.add(checked)
        if checked.document is not None:
            setup = run.setups.of(checked.path)
            name = naming.name_of(setup.context.file_of(checked.path))
            found = [known(checked.document, f, name) for f in checked.findings]
            batch = setup.context.batch
            ran = {r.code for r in setup.rules if r.scope != "batch" or batch}
            stories.append((name, ran, found))
    try:
        count = write_baseline(file, stories)
    except InputError as error:
        verdict.fail(str(error))
        return 2
    if not quiet:
        tell(f"{file} holds {count} known finding{'s' * (count != 1)}.")
    verdict.failing = False
    return verdict.close()
