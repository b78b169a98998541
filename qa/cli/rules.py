"""`qa rules`."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli import options
from qa.rules.registry import FAMILIES, all_rules
from qa.text.notation import json_text

app = options.command()


@app.command()
def rules(
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
) -> None:
    """List all rules."""
    run_rules(as_json=options.choice("--format", format_, {"text": False, "json": True}))


def run_rules(as_json: bool) -> None:
    """Print every rule: code, name, severity, whether it is on, and what it finds."""
    rules = all_rules().values()
    if as_json:
        table = [
            {
                "code": r.code,
                "name": r.name,
                "family": FAMILIES[r.family],
                "severity": r.severity.label,
                "enabled": r.enabled,
                "since": r.since,
                "languages": sorted(r.languages),
                "doc": r.doc,
            }
            for r in rules
        ]
        print(json_text(table, 1))
        return
    width = max((len(r.name) for r in rules), default=0)
    for r in rules:
        state = "" if r.enabled else " (off by default)"
        print(f"{r.code}  {r.name:{width}}  {r.summary}{state}")
