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
    from qa.commands.report import Wanted, run_report
    from qa.linting.run import Run

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
        columns=_columns(column or []),
        suffix=_suffix(text_format),
        resume=resume,
        force=force,
        keep=cache,
        against=against,
        verdicts=verdicts or (),
        quiet=quiet,
        spark=spark,
        master=master,
    )
    run = Run(overrides, options.existing(config, isolated), roundtrip, jobs=jobs, names=True)
    raise typer.Exit(run_report(run, wanted))


def _engines(given: list[str]) -> tuple[bool, str | None]:
    """Whether Spark runs the checks, and the name of the translation engine, of several --engine."""
    others = [name for name in given if name != "spark"]
    if len(others) > 1:
        raise typer.BadParameter(
            f"--engine {' --engine '.join(others)}: name one translation engine, and spark beside it"
        )
    return "spark" in given, next(iter(others), None)


def _columns(given: list[str]) -> dict[str, str]:
    """The columns of --column, by what they hold."""
    from qa.archive.columns import FIELDS

    columns = {}
    for item in given:
        field, sign, name = item.partition("=")
        if not (sign and name) or field not in FIELDS:
            raise typer.BadParameter(
                f"--column {item}: write FIELD=NAME, where FIELD is one of {', '.join(FIELDS)}"
            )
        columns[field] = name
    return columns


def _suffix(name: str) -> str:
    """The file name ending for the format of --text-format."""
    from qa.readers import readers

    found = {reader.name: reader.suffixes[0] for reader in readers().values()}
    suffix: str = options.choice("--text-format", name, found)
    return suffix
