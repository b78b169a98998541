"""`qa clean`."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli import options

app = options.command()


@app.command()
def clean(
    path: Annotated[
        str, typer.Argument(metavar="[PATH]", help="A file; - is standard input.")
    ] = "-",
    lang: options.Lang = None,
    date: options.Date = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Apply the fixes that want a review, too.")
    ] = False,
    max_deletion: options.MaxDeletion = None,
    stdin_filename: options.StdinFilename = None,
    format_in: options.FormatIn = None,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
) -> None:
    """Write the text with the fixes of the cleaning stage applied to standard output."""
    from qa.commands.clean import run_clean

    overrides = options.overrides(
        format_in=options.format_in(format_in),
        lang=options.language_and_region("--lang", lang),
        date=options.day(date),
        select=options.codes(select),
        ignore=options.codes(ignore),
        max_deletion=max_deletion,
    )
    raise typer.Exit(
        run_clean(path, overrides, options.existing(config, isolated), unsafe_fixes, stdin_filename)
    )
