"""`qa tune`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.cli import options

app = options.command()


@app.command()
def tune(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="VERDICTS…", help="Files of verdicts from the report page, or folders of them."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write the proposed settings here, as TOML."
        ),
    ] = None,
    force: options.Force = False,
    precision: Annotated[
        float,
        typer.Option(
            metavar="P", min=0, max=1, help="The share of a rule's findings that must be right."
        ),
    ] = 0.9,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
    config: options.ConfigFile = None,
) -> None:
    """Show how often each rule was right, by verdicts on findings, and propose settings.

    Verdicts are given on the page that `qa report` writes. Nothing is changed. Exit codes: 0 shown,
    2 a call or an input was wrong.
    """
    from qa.commands.tune import run_tune

    chosen = options.choice("--format", format_, {"text": False, "json": True})
    raise typer.Exit(run_tune(paths, precision, output, force, chosen, options.existing(config)))
