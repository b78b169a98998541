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
        typer.Argument(metavar="[FILE]…", help="Glossary files; left out: the shipped ones."),
    ] = None,
) -> None:
    """Say what is wrong with glossary files, by file and line."""
    from qa.commands.glossary import run_glossary_check

    raise typer.Exit(run_glossary_check(paths or []))


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
    from qa.commands.expand import run_expand

    raise typer.Exit(run_expand(" ".join(name), lang, russian, limit, official))
