"""`qa glossary`."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli import options

app = options.command(help="Work with glossaries.")


@app.callback()
def _glossary() -> None: ...


@app.command()
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]…", help="Glossary files; left out: the configured and the shipped ones."
        ),
    ] = None,
    config: options.ConfigFile = None,
) -> None:
    """Say what is wrong with glossary files, by file and line.

    Files are held against the shipped ones, unless the configuration leaves those out. Exit codes:
    0 nothing, 1 entries that cannot be right beside others, 2 what cannot be used.
    """
    from qa.commands.glossary_check import run_glossary_check

    raise typer.Exit(run_glossary_check(paths or [], options.existing(config)))


@app.command()
def fmt(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]…", help="Glossary files; left out: the configured ones."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Name the files that are not in the layout; write none.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what would change; write no file.")
    ] = False,
    config: options.ConfigFile = None,
) -> None:
    """Bring glossary files into one layout: keys in order, entries by id within their section.

    Exit codes: 0 all are in it, or are now; 1 some are not; 2 a file cannot be used.
    """
    from qa.commands.glossary_fmt import run_glossary_fmt

    raise typer.Exit(run_glossary_fmt(paths or [], options.existing(config), check, diff))


@app.command()
def schema() -> None:
    """Print the JSON schema of a glossary file, for editors."""
    from qa.commands.glossary_schema import run_glossary_schema

    raise typer.Exit(run_glossary_schema())


@app.command()
def expand(
    name: Annotated[
        list[str], typer.Argument(metavar="NAME", help="A name in its original letters.")
    ],
    lang: Annotated[str, typer.Option(metavar="CODE", help="Its language, such as uk or ka.")],
    russian: Annotated[
        str, typer.Option(metavar="NAME", help="Its Russian form, where that is known.")
    ] = "",
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="The N likeliest spellings.")
    ] = None,
    official: Annotated[
        bool, typer.Option("--official", help="Only the official romanisation.")
    ] = False,
) -> None:
    """Print the spellings that the press writes for a name, likeliest first, one a line."""
    from qa.commands.glossary_expand import run_expand

    raise typer.Exit(run_expand(" ".join(name), lang, russian, limit, official))
