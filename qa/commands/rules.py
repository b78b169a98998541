"""`qa rules` and `qa explain`."""

from __future__ import annotations

from qa.cli.output import say
from qa.rules.registry import FAMILIES, Example, Rule, all_rules, select_rules


def run_rules(as_json: bool) -> None:
    """Print every rule: code, name, severity, whether it is on, and what it finds."""
    rules = all_rules().values()
    if as_json:
        import json

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
        print(json.dumps(table, ensure_ascii=False, indent=1))
        return
    width = max((len(r.name) for r in rules), default=0)
    for r in rules:
        state = "" if r.enabled else " (off by default)"
        print(f"{r.code}  {r.name:{width}}  {r.summary}{state}")


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
    from qa.language import language_name

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
