"""`qa report`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pyarrow as pa
import typer

from qa import __version__
from qa.archive.checking import Job, Outcome
from qa.archive.columns import FIELDS
from qa.archive.local import LocalRun
from qa.archive.results import RUN, Part, Results, batches
from qa.archive.stories import Stories
from qa.cli import options
from qa.cli.output import say, tell
from qa.cli.progress import Progress
from qa.cli.verdict import Verdict
from qa.errors import InputError
from qa.files import write_atomic
from qa.language import UNKNOWN
from qa.linting.inputs import PassedOver, is_report
from qa.linting.setup import Setups
from qa.page import write_page, write_unfinished
from qa.page.data import Made
from qa.page.summary import summarise
from qa.page.wording import plural
from qa.processes.pool import cores
from qa.reporters.happened import Happened
from qa.text.notation import json_text
from qa.text.visible import visible

if TYPE_CHECKING:
    from qa.archive.spark.results import SparkResults
    from qa.feedback.calibration import Calibration
    from qa.page.against import Earlier
    from qa.page.data import PageData


app = options.command()


@app.command()
def report(
    paths: options.Paths,
    directory: Annotated[
        str, typer.Option("--output", "-o", metavar="DIR", help="The folder for the report.")
    ],
    force: options.Force = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the run that was interrupted in DIR.")
    ] = False,
    against: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="An earlier report: show what is new and what is gone."),
    ] = None,
    verdicts: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Verdicts exported from a report: show how right it is."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=NAME",
            help="Which column of a table is the text (text=body), the title, id, date, desk, "
            "source, language, translator, system or original.",
        ),
    ] = None,
    text_format: Annotated[
        str, typer.Option(metavar="NAME", help="The format of the texts in tables: text, html …")
    ] = "text",
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Do not check again what was checked before.")
    ] = True,
    roundtrip: options.Roundtrip = False,
    lang: options.Lang = None,
    date: options.Date = None,
    source: options.Source = None,
    source_lang: options.SourceLang = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    exclude: options.Exclude = None,
    format_in: options.FormatIn = None,
    gitignore: options.Gitignore = None,
    fail_on: options.FailOn = None,
    min_confidence: options.MinConfidence = None,
    baseline: options.Baseline = None,
    engine: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="spark: check on a Spark cluster. Any other, alone or beside it: the translation "
            "engine, auto or one of `qa models list`.",
        ),
    ] = None,
    master: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="With --engine spark: the cluster, spark://HOST:7077, local[2] …"
        ),
    ] = None,
    jobs: options.Jobs = 0,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    quiet: options.Quiet = False,
) -> None:
    """Check stories in bulk, and write a page about them (index.html) and the results.

    Files and folders, and tables (JSON Lines, CSV, Parquet) with a story in each row. Exit codes
    as with check.
    """
    spark, translation = _engines(engine or [])
    if master and not spark:
        raise typer.BadParameter("--master is for --engine spark")
    overrides = options.overrides(
        format_in=options.format_in(format_in),
        lang=options.language_and_region("--lang", lang),
        date=options.day(date),
        source=options.source(source),
        source_lang=options.language("--source-lang", source_lang),
        select=options.codes(select),
        ignore=options.codes(ignore),
        exclude=exclude and tuple(exclude),
        gitignore=gitignore,
        fail_on=options.severity(fail_on),
        min_confidence=min_confidence,
        baseline=baseline,
        engine=options.engine_name(translation),
    )
    wanted = Wanted(
        paths=paths,
        directory=directory,
        columns=options.columns(column or [], FIELDS),
        suffix=_suffix(text_format),
        resume=resume,
        force=force,
        keep=cache,
        against=against,
        verdicts=verdicts or (),
        jobs=jobs,
        quiet=quiet,
        spark=spark,
        master=master,
    )
    setups = Setups(overrides, options.existing(config, isolated), roundtrip)
    raise typer.Exit(run_report(setups, wanted))


def _engines(given: list[str]) -> tuple[bool, str | None]:
    """Whether Spark runs the checks, and the name of the translation engine, of several --engine."""
    others = [name for name in given if name != "spark"]
    if len(others) > 1:
        raise typer.BadParameter(
            f"--engine {' --engine '.join(others)}: name one translation engine, and spark beside it"
        )
    return "spark" in given, next(iter(others), None)


def _suffix(name: str) -> str:
    """The file name ending for the format of --text-format."""
    from qa.readers import readers

    found = {reader.name: reader.suffixes[0] for reader in readers().values()}
    suffix: str = options.choice("--text-format", name, found)
    return suffix


_PAGE = "index.html"
# Fewer stories than this are checked before processes have started.
_MANY = 40
_MOST_ERRORS = 20
_MOST_TABLES = 10


@dataclass(frozen=True)
class Wanted:
    """What a report is to be made of, and how.

    `columns` names columns of tables by what they hold, and `suffix` is the file name ending that
    their texts would have as files. With `resume` the results of a run that was interrupted are
    gone on with; with `keep` what was checked before is not checked again. `against` is the folder
    of an earlier report, `verdicts` are files of what editors said. `jobs` is the number of processes; 0 is
    one a core where there are many stories. With `spark` the machines of a
    Spark cluster check, and `directory` is on any file system that Spark knows; `master` is the URL of
    the cluster, None the one that Spark is set up for.
    """

    paths: Sequence[str]
    directory: str
    columns: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ".txt"
    resume: bool = False
    force: bool = False
    keep: bool = True
    against: Path | None = None
    verdicts: Sequence[Path] = ()
    jobs: int = 0
    quiet: bool = False
    spark: bool = False
    master: str | None = None


def run_report(setups: Setups, wanted: Wanted) -> int:
    """Check what is wanted, and write its results and the page.

    Returns the exit code of `qa check` for the same stories, or 2 when nothing can be written.
    """
    verdict = _Verdict(setups, PassedOver(), wanted.quiet)
    try:
        # What cannot be read is said before hours of work.
        earlier = _earlier(wanted)
        calibration = _calibration(wanted, verdict)
        with _results(wanted) as results:
            started = _now()
            _describe(results, _description(wanted, started))
            with results.writing(_PAGE) as path:
                write_unfinished(path, started, __version__)
            found = _check(setups, wanted, results, verdict)
            made = Made(started, __version__, tuple(wanted.paths))
            page = summarise(
                found, made, earlier=earlier, calibration=calibration, problems=setups.errors
            )
            with results.writing(_PAGE) as path:
                write_page(page, path)
            _describe(results, _description(wanted, started, _now(), page, verdict.columns))
    except InputError as error:
        verdict.fail(str(error))
        return 2
    except KeyboardInterrupt:
        say("stopped; the same call with --resume goes on from here")
        raise
    if not wanted.quiet:
        tell(f"{_summary(page)}. Report: {wanted.directory.rstrip('/')}/{_PAGE}")
        verdict.happened.passed = verdict.passed
        for line in (*_columns(verdict.columns), *verdict.happened.lines()):
            tell(line)
    return verdict.close()


def _make_sure(folder: Path, force: bool) -> None:
    """Raise InputError where a report would replace files that are of no report."""
    if force or is_report(str(folder)):
        return
    taken = [name for name in (_PAGE, RUN) if (folder / name).exists()]
    if (folder / "results").is_dir() and any((folder / "results").iterdir()):
        taken.append("results")
    if taken:
        problem = "is there already, and of no report; name another folder, or use --force"
        raise InputError(str(folder / taken[0]), problem)


@contextmanager
def _results(wanted: Wanted) -> Iterator[Results | SparkResults]:
    if not wanted.spark:
        _make_sure(Path(wanted.directory), wanted.force)
        results = Results(Path(wanted.directory))
        with results.begun():
            yield results
        return
    from qa.archive.spark.results import SparkResults
    from qa.archive.spark.session import spark_session

    with spark_session(wanted.master) as spark:
        on_spark = SparkResults(spark, wanted.directory)
        on_spark.begin()
        yield on_spark


def _check(
    setups: Setups, wanted: Wanted, results: Results | SparkResults, verdict: _Verdict
) -> Iterator[pa.RecordBatch]:
    """Check the stories, and give the results."""
    if isinstance(results, Results):
        _check_here(setups, wanted, results, verdict)
        return batches(results.folder)
    from qa.archive.spark.run import report_on_spark

    found = report_on_spark(
        results, setups, wanted.paths, wanted.columns, wanted.suffix, resume=wanted.resume
    )
    return map(verdict.result, found)


def _check_here(setups: Setups, wanted: Wanted, results: Results, verdict: _Verdict) -> None:
    stories = Stories(
        setups, wanted.paths, wanted.columns, wanted.suffix, verdict.passed, verdict.columns
    )
    here = LocalRun(stories, Job(setups, wanted.keep), results, wanted.jobs or cores())
    with Progress("stories looked at", None, wanted.quiet) as progress:
        total = here.look(progress.advance)
    if not wanted.jobs and total < _MANY:
        here.processes = 1
    with Progress("stories checked", total, wanted.quiet) as progress:
        for done in here.check(wanted.resume, progress.advance):
            verdict.take(done)
    for note in here.notes:
        verdict.note(note)


@dataclass
class _Verdict(Verdict):
    """Gathers the outcome of many stories; of what was wrong with them it prints the first.

    `columns` are the columns of tables by what they were taken for, by the path of the table.
    """

    errors: int = 0
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    happened: Happened = field(default_factory=Happened)
    _unknown: dict[str, int] = field(default_factory=dict)

    def take(self, done: Part | Outcome) -> None:
        """Count a part of the results, or one batch of them."""
        self.failing |= done.failing
        if isinstance(done, Part):
            self.broken |= done.broken
            return
        self.setups.add_errors(done.errors)
        self._count_languages(done.results)
        for error in done.results["error"].drop_null().to_pylist():
            self.errors += 1
            self.broken = True
            if self.errors <= _MOST_ERRORS:
                self.fail(error)
        for notes in done.results["notes"].to_pylist():
            for note in notes:
                self.note(note)

    def _count_languages(self, results: pa.RecordBatch) -> None:
        rows = zip(*(results[name].to_pylist() for name in ("language", "words")), strict=True)
        for language in (language or UNKNOWN for language, words in rows if words):
            unknown = self._not_for(language)
            if unknown:
                self.happened.add_language(language, unknown)

    def _not_for(self, language: str) -> int:
        """How many rules do not know a language."""
        if language not in self._unknown:
            rules = self.setups.of("story.txt").rules
            self._unknown[language] = sum(not rule.knows(language) for rule in rules)
        return self._unknown[language]

    def result(self, outcome: Outcome) -> pa.RecordBatch:
        """Count an outcome on its way."""
        self.take(outcome)
        return outcome.results

    def close(self) -> int:
        if self.errors > _MOST_ERRORS:
            self.fail(f"{self.errors - _MOST_ERRORS} more errors are in the results")
        return super().close()


def _earlier(wanted: Wanted) -> Earlier | None:
    if wanted.against is None:
        return None
    if wanted.against.resolve() == Path(wanted.directory).resolve():
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


def _describe(results: Results | SparkResults, what: dict[str, object]) -> None:
    text = json_text(what, 1) + "\n"
    with results.writing(RUN) as path:
        write_atomic(str(path), text.encode("utf-8", "backslashreplace"), private=True)


def _description(
    wanted: Wanted,
    started: str,
    finished: str | None = None,
    page: PageData | None = None,
    tables: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, object]:
    return {
        "version": 1,
        "qa": __version__,
        "given": [*wanted.paths],
        "columns": dict(wanted.columns),
        "tables": tables or {},
        "started": started,
        "finished": finished,
        "stories": page and page.figures.stories,
        "findings": page and page.figures.findings,
        "unchecked": page and page.figures.unchecked,
    }


def _columns(tables: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Which columns of the tables were taken for what, and which for nothing."""
    alike: dict[str, list[str]] = {}
    for table, columns in tables.items():
        taken = ", ".join(f"{what} from “{name}”" for what, name in columns.items() if name)
        alike.setdefault(visible(taken), []).append(table)
    for taken, those in islice(alike.items(), _MOST_TABLES):
        more = f" and {len(those) - 1} more" if len(those) > 1 else ""
        yield f"{visible(those[0])}{more}: {taken}."


def _summary(page: PageData) -> str:
    figures = page.figures
    found = plural(figures.findings, "finding", "findings")
    said = f"{found} in {plural(figures.stories, 'story', 'stories')}"
    if not figures.unchecked:
        return said
    return f"{said}, of which {figures.unchecked:,} could not be checked, or not by all rules"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
