"""`qa init`."""

from __future__ import annotations

from pathlib import Path

import typer

from qa.cli import options

app = options.command()


@app.command()
def init() -> None:
    """Write a qa.toml with the default settings into this folder."""
    from qa.commands.init import run_init

    raise typer.Exit(run_init(Path.cwd()))
