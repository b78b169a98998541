"""`qa check`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.cli import options
from qa.cli.output import open_output
from qa.cli.verdict import Verdict
from qa.document.model import Safety
from qa.errors import InputError
from qa.files import STDIN
from qa.linting.run import Fixing, Run
from qa.linting.setup import Setups
from qa.reporters import FORMATS, reporter_for

if TYPE_CHECKING:
    from qa.linting.changes import Changes

app = options.command()


@app.command()
def check(
    paths: options.PathsOrHere = None,
    fix: Annotated[bool, typer.Option("--fix", help="Apply the safe fixes in place.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Apply the fixes that want a review, too.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what the fixes would change; change nothing.")
    ] = False,
    max_deletion: options.MaxDeletion = None,
    roundtrip: options.Roundtrip = False,
    lang: options.Lang = None,
    date: options.Date = None,
    source: options.Source = None,
    source_lang: options.SourceLang = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    exclude: options.Exclude = None,
    gitignore: options.Gitignore = None,
    fail_on: options.FailOn = None,
    min_confidence: options.MinConfidence = None,
    changed_since: Annotated[
        str | None,
        typer.Option(
            metavar="REV", help="Report only what stands on lines that differ from this git commit."
        ),
    ] = None,
    staged: Annotated[
        bool,
        typer.Option(
            "--staged", help="Report only what stands on lines that the next commit changes."
        ),
    ] = False,
    baseline: options.Baseline = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Make what is found now known: keep it in this file."),
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each rule.")
    ] = False,
    engine: options.Engine = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}.")
    ] = "text",
    output: options.Output = None,
    output_file: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FORMAT=FILE", help="Write another format into a file, too; may be repeated."
        ),
    ] = None,
    force: options.Force = False,
    stdin_filename: options.StdinFilename = None,
    format_in: options.FormatIn = None,
    jobs: options.Jobs = 0,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    quiet: options.Quiet = False,
) -> None:
    """Find what a human must look at before publishing.

    Exit codes: 0 nothing found, 1 findings (with --diff: a difference), 2 a call or an input was wrong.
    """
    paths = paths or [os.curdir]
    if write_baseline and (fix or unsafe_fixes or diff):
        raise typer.BadParameter("--write-baseline changes no story; fix them first")
    if changed_since is not None or staged:
        if changed_since is not None and staged:
            raise typer.BadParameter("give --changed-since or --staged, one of them")
        if write_baseline or fix or unsafe_fixes or diff:
            problem = "--changed-since and --staged report; fixes and baselines are for whole files"
            raise typer.BadParameter(problem)
        if STDIN in paths:
            raise typer.BadParameter(
                "git knows no changes of standard input; name files or folders"
            )
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
        max_deletion=max_deletion,
        baseline=baseline,
        engine=options.engine_name(engine),
    )
    code = run_check(
        paths,
        overrides=overrides,
        config=options.existing(config, isolated),
        roundtrip=roundtrip,
        fix=fix or unsafe_fixes,
        unsafe=unsafe_fixes,
        diff=diff,
        format_name=options.choice("--format", format_, {n: n for n in FORMATS}),
        output=output,
        more=_more_outputs(output_file or []),
        force=force,
        stdin_name=stdin_filename,
        jobs=jobs,
        quiet=quiet,
        statistics=statistics,
        baseline=write_baseline,
        changes=_changes(paths, changed_since, staged),
    )
    raise typer.Exit(code)


def _more_outputs(given: Sequence[str]) -> dict[Path, str]:
    """The files of --output-file, with the format of each."""
    found: dict[Path, str] = {}
    for value in given:
        name, equals, path = value.partition("=")
        if not equals or not path:
            raise typer.BadParameter(f"--output-file {value}: write FORMAT=FILE, as sarif=qa.sarif")
        found[Path(path)] = options.choice("--output-file", name, {n: n for n in FORMATS})
    return found


def _changes(paths: Sequence[str], revision: str | None, staged: bool) -> Changes | None:
    """What git says was changed, if only that counts. Raises InputError."""
    if revision is None and not staged:
        return None
    from qa.linting.changes import changes_since, changes_staged

    return changes_staged(paths) if revision is None else changes_since(revision, paths)


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
    more: Mapping[Path, str] = {},
    force: bool = False,
    stdin_name: str | None = None,
    jobs: int = 0,
    quiet: bool = False,
    statistics: bool = False,
    baseline: Path | None = None,
    changes: Changes | None = None,
) -> int:
    """Check `paths`, print what was found, and return the exit code.

    With `fix` the fixes are applied, and what they leave is printed. With `diff` what they would
    change is printed instead, and no file is written. With `statistics`, counts are printed. What
    is found is written to `baseline`, if one is given, and not printed. `more` are files to write, too,
    each with its format. With `changes`, only what stands on changed lines counts.
    """
    if baseline is not None:
        from qa.cli.baseline import run_write_baseline

        run = Run(Setups({**overrides, "baseline": ""}, config, roundtrip, stdin_name), jobs)
        return run_write_baseline(run, paths, baseline, quiet)
    names = "json" in (format_name, *more.values()) or statistics
    fixing = (
        Fixing(Safety.REVIEW if unsafe else Safety.SAFE, write=not diff) if fix or diff else None
    )
    run = Run(Setups(overrides, config, roundtrip, stdin_name), jobs, names, fixing, changes)
    verdict = Verdict(run.setups, run.passed, quiet)
    if fix and not diff and STDIN in paths:
        verdict.fail("--fix changes files; for standard input use `qa clean -`")
        return 2
    differs = False
    try:
        with ExitStack() as opened:
            reporters = []
            for path, name in [(output, "diff" if diff else format_name), *more.items()]:
                stream = opened.enter_context(open_output(path, paths, force))
                reporters.append(reporter_for(name, stream, quiet, statistics, run.passed))
            for checked in run.check(paths):
                for reporter in reporters:
                    reporter.file(checked)
                verdict.add(checked)
                differs |= checked.fixes > 0
            for reporter in reporters:
                reporter.close()
    except InputError as error:  # --output cannot be written
        verdict.fail(str(error))
    # With --diff the exit code says whether there is one, as that of diff does.
    verdict.failing = differs if diff else verdict.failing
    return verdict.close()
