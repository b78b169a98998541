"""What the page says of a rule."""

from __future__ import annotations

import re

from qa.rules.registry import all_rules


def rule_name(code: str) -> str:
    """The name of a rule; empty for one that this version does not have."""
    rule = all_rules().get(code)
    return rule.name if rule else ""


def rule_summary(code: str) -> str:
    """The first sentence of a rule's documentation, without markup; empty likewise."""
    rule = all_rules().get(code)
    # It is Markdown, with words in italics or as code.
    return re.sub(r"[*`]", "", rule.summary) if rule else ""
