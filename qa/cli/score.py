"""`qa score`."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli import options

app = options.command()


@app.command()
def score(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH…]", help="Files and folders; - is standard input."),
    ] = None,
    pairs: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Score the rows of this table instead: TSV, CSV, JSON Lines or Parquet.",
        ),
    ] = None,
    pivot: Annotated[
        str | None, typer.Option(metavar="CODE", help="Make a round trip through this language.")
    ] = None,
    show_round_trip: Annotated[
        bool, typer.Option("--show-round-trip", help="Show what came of each sentence.")
    ] = False,
    worst: Annotated[
        str | None,
        typer.Option(metavar="SHARE", help="Call suspect the worst of all instead: 5%."),
    ] = None,
    max_suspicion: Annotated[
        float | None,
        typer.Option(metavar="P", min=0, max=1, help="Call suspect what is above this."),
    ] = None,
    lang: options.Lang = None,
    source: options.Source = None,
    source_lang: options.SourceLang = None,
    exclude: options.Exclude = None,
    format_in: options.FormatIn = None,
    gitignore: options.Gitignore = None,
    engine: options.Engine = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, json or jsonl.")
    ] = "text",
    output: options.Output = None,
    force: options.Force = False,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    quiet: options.Quiet = False,
) -> None:
    """Say which sentences to read first, and beside a source how likely an editor would reject each.

    Exit codes: 0 nothing suspect, 1 something suspect, 2 a call or an input was wrong.
    """
    from qa.commands.score import FORMATS, run_score

    overrides = options.overrides(
        format_in=options.format_in(format_in),
        lang=options.language_and_region("--lang", lang),
        source=options.source(source),
        source_lang=options.language("--source-lang", source_lang),
        max_suspicion=max_suspicion,
        exclude=exclude and tuple(exclude),
        gitignore=gitignore,
        engine=options.engine_name(engine),
    )
    code = run_score(
        paths or [],
        overrides=overrides,
        config=options.existing(config, isolated),
        pairs=pairs,
        pivot=options.language("--pivot", pivot),
        show_round_trip=show_round_trip,
        worst=worst,
        format_name=options.choice("--format", format_, {n: n for n in FORMATS}),
        output=output,
        force=force,
        quiet=quiet,
    )
    raise typer.Exit(code)
