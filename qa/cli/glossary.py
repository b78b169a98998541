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
