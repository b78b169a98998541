"""`qa check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.cli import options

app = options.command()


@app.command()
def check(
    paths: options.Paths,
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
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
    output: options.Output = None,
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
    from qa.commands.check import run_check

    if write_baseline and (fix or unsafe_fixes or diff):
        raise typer.BadParameter("--write-baseline changes no story; fix them first")
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
        format_name=options.choice("--format", format_, {n: n for n in ("text", "json")}),
        output=output,
        force=force,
        stdin_name=stdin_filename,
        jobs=jobs,
        quiet=quiet,
        statistics=statistics,
        baseline=write_baseline,
    )
    raise typer.Exit(code)
