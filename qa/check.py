"""The check of one document: all rules, in one direction, to sorted findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.errors import InputError
from qa.model import Document, Finding, Span

if TYPE_CHECKING:
    from qa.context import Context
    from qa.registry import Rule


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check says of one input: its findings, or the reason why there are none.

    `document` is None when the input could not be read. `errors` are lines for standard error;
    rules that failed stand there too, with the findings of the others kept. After fixing,
    `before` is the document as it was.
    """

    path: str
    document: Document | None
    findings: tuple[Finding, ...]
    errors: tuple[str, ...] = ()
    before: Document | None = None


def check(document: Document, rules: Sequence[Rule], context: Context) -> Checked:
    """All findings of `rules` in `document`, sorted by place, then code."""
    findings: list[Finding] = []
    errors: list[str] = []
    for rule in rules:
        try:
            findings.extend(rule.run(document, context))
        except InputError as error:
            errors.append(str(error))
        except Exception as error:  # one faulty rule must not cost the editor all the others
            errors.append(
                f"{document.path}: rule {rule.code} failed ({type(error).__name__}: {error}); "
                f"please report this text, and go on with --ignore {rule.code}"
            )
    findings.sort(key=lambda f: f.place)
    return Checked(document.path, document, tuple(_said_once(findings)), tuple(errors))


# What need not be said of text that is to be taken out anyway: a foreign line in a block of links,
# a typo in a foreign line.
_COVERED_BY = {"LNG": "BLR", "TYP": "LNG"}


def _said_once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings without those that another one over the same text makes idle."""
    covers: dict[str, list[Span]] = {family: [] for family in _COVERED_BY.values()}
    for finding in findings:
        covers.get(finding.code[:3], []).append(finding.span)
    for finding in findings:
        covering = covers.get(_COVERED_BY.get(finding.code[:3], ""), ())
        start, end = finding.span
        if not any(c.start <= start and end <= c.end for c in covering):
            yield finding
