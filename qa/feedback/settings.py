"""Proposals as settings: the tables of a configuration file that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qa.config import Config
from qa.feedback.proposals import Proposal
from qa.glossary.toml import basic_string

_ALLOW = "allow"
# Tables come after all other keys.
_BY_RULE = ("severity", "confidence", _ALLOW)


def proposed_settings(config: Config, proposals: Sequence[Proposal]) -> dict[str, Any]:
    """The settings that change, by key: tables by rule with what `config` has in them already."""
    settings: dict[str, Any] = {p.setting: p.value for p in proposals if p.setting not in _BY_RULE}
    for name in _BY_RULE:
        changes = [p for p in proposals if p.setting == name]
        if not changes:
            continue
        table: dict[str, Any] = settings.setdefault(name, {})
        for word, value in getattr(config, name):
            table[word] = [*table.get(word, ()), *value] if name == _ALLOW else value
        for change in changes:
            if name == _ALLOW:
                table[change.rule] = [*table.get(change.rule, ()), change.value]
            else:
                # Last, where it stands above a name for the same rule.
                table.pop(change.rule, None)
                table[change.rule] = change.value
    return settings


def toml_of(
    settings: Mapping[str, Any], proposals: Sequence[Proposal], shared: bool = False
) -> str:
    """The settings as TOML for a qa.toml, or with `shared` a pyproject.toml, with the reasons."""
    return "".join(f"{line}\n" for line in _lines(settings, proposals, shared))


def _lines(
    settings: Mapping[str, Any], proposals: Sequence[Proposal], shared: bool
) -> Iterator[str]:
    if not settings:
        yield "# The verdicts speak for no other settings."
        return
    yield "# Proposed by qa tune. A table holds what yours of that name has, and takes its place."
    plain = [p for p in proposals if p.setting not in _BY_RULE]
    if plain:
        yield from ["[tool.qa]"] if shared else []
        for proposal in plain:
            yield from (f"# {proposal.reason}", f"{proposal.setting} = {proposal.value!r}")
    reasons = {(p.setting, p.rule, p.value): p.reason for p in proposals}
    for name in _BY_RULE:
        table = settings.get(name, {})
        if table:
            yield from ("", f"[{'tool.qa.' if shared else ''}{name}]")
        for rule, value in table.items():
            if name == _ALLOW:
                yield f"{rule} = ["
                for text in value:
                    reason = reasons.get((name, rule, text), "")
                    yield f"    {basic_string(text)},{'  # ' * bool(reason)}{reason}"
                yield "]"
                continue
            if reason := reasons.get((name, rule, value), ""):
                yield f"# {reason}"
            yield f"{rule} = {basic_string(value) if isinstance(value, str) else repr(value)}"
