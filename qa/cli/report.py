"""`qa report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.cli import options

app = options.command()


@app.command()
def report(
    paths: options.Paths,
    directory: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder for the report.")
    ],
    roundtrip: options.Roundtrip = False,
    lang: options.Lang = None,
    date: options.Date = None,
    source: options.Source = None,
    source_lang: options.SourceLang = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    exclude: options.Exclude = None,
    fail_on: options.FailOn = None,
    min_confidence: options.MinConfidence = None,
    baseline: options.Baseline = None,
    engine: options.Engine = None,
    config: options.ConfigFile = None,
    quiet: options.Quiet = False,
) -> None:
    """Check, and write a page about it (index.html) and the findings (findings.json).

    Exit codes as with check.
    """
    from qa.commands.report import run_report

    overrides = options.overrides(
        lang=lang,
        date=options.day(date),
        source=options.source(source),
        source_lang=source_lang,
        select=options.codes(select),
        ignore=options.codes(ignore),
        exclude=exclude and tuple(exclude),
        fail_on=options.severity(fail_on),
        min_confidence=min_confidence,
        baseline=baseline,
        engine=options.engine_name(engine),
    )
    code = run_report(
        paths,
        directory,
        overrides=overrides,
        config=options.existing(config),
        roundtrip=roundtrip,
        quiet=quiet,
    )
    raise typer.Exit(code)
