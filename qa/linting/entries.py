"""Findings and rules as JSON has them, wherever it does; the shapes stay as they are."""

from __future__ import annotations

from typing import Any

from qa.document.model import Document, Edit, Finding, Fix, Span
from qa.linting.kinds import kind_of
from qa.rules.registry import FAMILIES, Rule, all_rules


def finding_entry(document: Document, finding: Finding) -> dict[str, Any]:
    """One finding, with its place and its fix as the file has them."""
    return {
        "code": finding.code,
        "name": all_rules()[finding.code].name,
        "severity": finding.severity.label if finding.severity else None,
        "confidence": round(finding.confidence, 3),
        "message": finding.message,
        **_place(document, finding.span),
        "fix": finding.fix and _fix(document, finding.fix),
        "related": [_place(document, span) for span in finding.related],
        "data": dict(finding.data),
    }


def rule_entry(rule: Rule) -> dict[str, Any]:
    """One rule, with its documentation."""
    return {
        "code": rule.code,
        "name": rule.name,
        "family": FAMILIES[rule.family],
        "mqm": kind_of(rule).mqm,
        "its": kind_of(rule).its,
        "severity": rule.severity.label,
        "enabled": rule.enabled,
        "since": rule.since,
        "languages": sorted(rule.languages),
        "doc": rule.doc,
    }


def edits_in_file(document: Document, fix: Fix) -> list[Edit] | None:
    """The edits of the decoded file that a fix makes; None where its code page has no form for them."""
    try:
        return [e for edit in fix.edits for e in document.source_edits(edit)]
    except UnicodeEncodeError:
        return None


def _fix(document: Document, fix: Fix) -> dict[str, Any] | None:
    edits = edits_in_file(document, fix)
    if edits is None:
        return None
    shown = [edit._asdict() for edit in edits]
    return {"safety": fix.safety.label, "title": fix.title, "edits": shown}


def _place(document: Document, span: Span) -> dict[str, Any]:
    at = document.source_span(span)
    return {
        "text": document.text[span.start : span.end],
        "start": _position(document, at.start),
        "end": _position(document, at.end),
    }


def _position(document: Document, offset: int) -> dict[str, int]:
    line, column = document.line_col(offset)
    return {"line": line, "column": column, "offset": offset}
