"""`qa rules`."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli import options
from qa.linting.entries import rule_entry
from qa.rules.registry import all_rules
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
        print(json_text([*map(rule_entry, rules)], 1))
        return
    width = max((len(r.name) for r in rules), default=0)
    for r in rules:
        state = "" if r.enabled else " (off by default)"
        print(f"{r.code}  {r.name:{width}}  {r.summary}{state}")
