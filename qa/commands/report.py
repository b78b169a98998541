"""`qa report`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qa import __version__
from qa.archive.checking import Job, Outcome
from qa.archive.local import LocalRun
from qa.archive.results import Part, Results, batches
from qa.archive.stories import Stories
from qa.commands.progress import Progress
from qa.commands.verdict import Verdict
from qa.errors import InputError
from qa.page import write_page
from qa.page.data import Made
from qa.page.summary import summarise
from qa.page.wording import plural
from qa.run import Run
from qa.workers import cores

if TYPE_CHECKING:
    from qa.feedback.calibration import Calibration
    from qa.page.against import Earlier
    from qa.page.data import PageData

_PAGE = "index.html"
# Fewer stories than this are checked before processes have started.
_MANY = 40
_MOST_ERRORS = 20


@dataclass(frozen=True)
class Wanted:
    """What a report is to be made of, and how.

    `columns` names columns of tables by what they hold, and `suffix` is the file name ending that
    their texts would have as files. With `resume` the results of a run that was interrupted are
    gone on with; with `keep` what was checked before is not checked again. `against` is the folder
    of an earlier report, `verdicts` are files of what editors said.
    """

    paths: Sequence[str]
    directory: Path
    columns: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ".txt"
    resume: bool = False
    keep: bool = True
    against: Path | None = None
    verdicts: Sequence[Path] = ()
    quiet: bool = False


def run_report(run: Run, wanted: Wanted) -> int:
    """Check what is wanted, and write its results and the page.

    Returns the exit code of `qa check` for the same stories, or 2 when nothing can be written.
    """
    verdict = _Verdict(run)
    results = Results(wanted.directory)
    try:
        # What cannot be read is said before hours of work.
        earlier = _earlier(wanted)
        calibration = _calibration(wanted, verdict)
        results.begin()
        started = _now()
        results.describe(_description(wanted, started))
        _check(run, wanted, results, verdict)
        made = Made(started, __version__, tuple(wanted.paths))
        page = summarise(
            batches(wanted.directory),
            made,
            earlier=earlier,
            calibration=calibration,
            problems=run.errors,
        )
        write_page(page, wanted.directory / _PAGE)
        results.describe(_description(wanted, started, _now(), page))
    except InputError as error:
        verdict.fail(str(error))
        return 2
    except KeyboardInterrupt:
        print("qa: stopped; the same call with --resume goes on from here", file=sys.stderr)
        raise
    if not wanted.quiet:
        print(f"{_summary(page)}. Report: {wanted.directory / _PAGE}")
    return verdict.close()


def _check(run: Run, wanted: Wanted, results: Results, verdict: _Verdict) -> None:
    stories = Stories(run, wanted.paths, wanted.columns, wanted.suffix, wanted.directory)
    here = LocalRun(stories, Job(run, wanted.keep), results, run.jobs or cores())
    with Progress("stories looked at", None, wanted.quiet) as progress:
        total = here.look(progress.advance)
    if not run.jobs and total < _MANY:
        here.processes = 1
    with Progress("stories checked", total, wanted.quiet) as progress:
        for done in here.check(wanted.resume, progress.advance):
            verdict.take(done)


class _Verdict(Verdict):
    """Gathers the outcome of many stories; of what was wrong with them it prints the first."""

    errors = 0

    def take(self, done: Part | Outcome) -> None:
        """Count a part of the results, or one batch of them."""
        self.failing |= done.failing
        if isinstance(done, Part):
            self.broken |= done.broken
            return
        self.run.add_errors(done.errors)
        for error in done.results["error"].drop_null().to_pylist():
            self.errors += 1
            self.broken = True
            if self.errors <= _MOST_ERRORS:
                self.fail(error)
        for notes in done.results["notes"].to_pylist():
            for note in notes:
                self.note(note)

    def close(self) -> int:
        if self.errors > _MOST_ERRORS:
            self.fail(f"{self.errors - _MOST_ERRORS} more errors are in the results")
        return super().close()


def _earlier(wanted: Wanted) -> Earlier | None:
    if wanted.against is None:
        return None
    if wanted.against.resolve() == wanted.directory.resolve():
        problem = "is the folder of this report; name that of an earlier one"
        raise InputError(str(wanted.against), problem)
    from qa.page.against import Earlier

    said = Results(wanted.against).description()
    next(batches(wanted.against))  # says so where there is nothing to read
    made = Made(str(said.get("started", "")), str(said.get("qa", "")), tuple(said.get("given", ())))
    return Earlier(made, partial(batches, wanted.against))


def _calibration(wanted: Wanted, verdict: Verdict) -> tuple[Calibration, ...]:
    if not wanted.verdicts:
        return ()
    from qa.feedback.calibration import calibrations
    from qa.feedback.verdicts import read_feedback

    feedback = read_feedback(wanted.verdicts)
    for error in feedback.problems:
        verdict.fail(str(error))
    return calibrations(feedback.verdicts)


def _description(
    wanted: Wanted, started: str, finished: str | None = None, page: PageData | None = None
) -> dict[str, object]:
    return {
        "version": 1,
        "qa": __version__,
        "given": [*wanted.paths],
        "columns": dict(wanted.columns),
        "started": started,
        "finished": finished,
        "stories": page and page.figures.stories,
        "findings": page and page.figures.findings,
        "unchecked": page and page.figures.unchecked,
    }


def _summary(page: PageData) -> str:
    figures = page.figures
    found = plural(figures.findings, "finding", "findings")
    return f"{found} in {plural(figures.stories, 'story', 'stories')}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
