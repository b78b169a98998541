"""`qa explain`."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli import options
from qa.cli.output import say
from qa.language import language_name
from qa.rules.registry import Example, Rule, select_rules

app = options.command()


@app.command()
def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A rule's code or name.")],
) -> None:
    """Say what a rule finds, why it matters, and show examples."""
    raise typer.Exit(run_explain(code))


def run_explain(code: str) -> int:
    """Print a rule's documentation and examples; returns the exit code."""
    try:
        chosen = select_rules((code,), ())
    except ValueError as error:
        say(error)
        return 2
    print("\n\n".join(explanation(r) for r in chosen))
    return 0


def explanation(rule: Rule) -> str:
    """The page of a rule, in Markdown: what, why, fix safety, examples."""
    state = "on" if rule.enabled else "off"
    bad = "\n".join(_shown(e) for e in rule.bad)
    good = "\n".join(_shown(e) for e in rule.good)
    return (
        f"# {rule.code} {rule.name}\n\n"
        f"{rule.doc}\n\n"
        f"Severity {rule.severity.label}, {state} by default, since {rule.since}{_languages(rule)}.\n\n"
        f"## Found\n\n{bad}\n\n"
        f"## Not found\n\n{good}"
    )


def _languages(rule: Rule) -> str:
    """For which texts the rule is, where not for all."""
    if not rule.languages:
        return ""
    return f"; for texts in {' and '.join(map(language_name, rule.languages))}"


def _shown(example: Example) -> str:
    def indented(text: str) -> str:
        return "\n".join(f"    {line}" for line in text.splitlines())

    shown = indented(example.text)
    if example.beside:
        shown += "\n\n  beside:\n\n" + indented("\n".join(example.beside))
    if example.source:
        shown = f"{indented(example.source)}\n\n  translated as:\n\n{shown}"
    if example.fixed is not None and example.fixed != example.text:
        shown += f"\n\n  fixed:\n\n{indented(example.fixed)}"
    return shown + "\n"
