"""`qa glossary schema`."""

from __future__ import annotations

import json

import typer

from qa.cli import options

app = options.command()


@app.command()
def schema() -> None:
    """Print the JSON schema of a glossary file, for editors."""
    raise typer.Exit(run_glossary_schema())


def run_glossary_schema() -> int:
    """Print the JSON schema of a glossary file; returns the exit code."""
    from qa.glossary.schema import schema

    print(json.dumps(schema(), indent=2))
    return 0
