"""`qa explain`."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli import options

app = options.command()


@app.command()
def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A rule's code or name.")],
) -> None:
    """Say what a rule finds, why it matters, and show examples."""
    from qa.commands.rules import run_explain

    raise typer.Exit(run_explain(code))
