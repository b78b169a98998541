"""SRC116: a placeholder that a program would not fill."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from qa.source import Comparison

# {count}, {{ name }}, ${total}, %s, %(name)s, %1$s, <0>: what templates and message formats have.
_PLACEHOLDER = lazy(
    r"\$?\{\{?\s?[A-Za-z0-9_.]{1,40}\s?\}?\}|%\([A-Za-z0-9_]{1,40}\)[sd]|%(?:\d\$)?[sd@](?!\w)|</?\d{1,2}/?>"
)


@rule(
    "SRC116",
    "changed-placeholder",
    since="0.3",
    bad=[
        Example(
            "⟦{number}⟧ readers have signed the petition.",
            source="Петицію підписали {count} читачів.",
            source_lang="uk",
        ),
        Example(
            "⟦Welcome back to the archive.⟧",
            source="Willkommen zurück im Archiv, %(name)s.",
            source_lang="de",
        ),
    ],
    good=[
        Example(
            "{count} readers have signed, %s says.",
            source="За словами %s, підписали {count} читачів.",
            source_lang="uk",
        ),
    ],
)
def changed_placeholder(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A placeholder such as {count} or %s that the sentence of the source does not have, and
    one of the source that the copy lacks.

    Why it matters. A program fills it by its name: the reader sees the braces, or nothing.
    """
    for pair in comparison.pairs:
        here = list(_PLACEHOLDER.finditer(pair.text))
        there = [m[0] for m in _PLACEHOLDER.finditer(pair.source)]
        lost = [p for p in there if p not in pair.text]
        added = [m for m in here if m[0] not in there]
        for match in added:
            instead = f"; it has “{lost[0]}”" if lost else ""
            yield comparison.copy.finding(
                (pair.span.start + match.start(), pair.span.start + match.end()),
                f"“{match[0]}” is not in the source{instead}",
                data={"source": pair.source},
            )
        if lost and not added:
            yield comparison.copy.finding(
                pair.span, f"“{lost[0]}” of the source is missing", data={"source": pair.source}
            )
