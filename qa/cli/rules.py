"""`qa rules`."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli import options

app = options.command()


@app.command()
def rules(
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
) -> None:
    """List all rules."""
    from qa.commands.rules import run_rules

    run_rules(as_json=options.choice("--format", format_, {"text": False, "json": True}))
