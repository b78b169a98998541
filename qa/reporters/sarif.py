"""SARIF 2.1.0, the format of OASIS for what tools find: code scanning and editors read it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from typing import Any

from qa import __version__
from qa.document.model import Severity
from qa.linting.kinds import kind_of
from qa.reporters.rows import PlacedEdit, Row, RowReporter, uri_of
from qa.rules.registry import FAMILIES, all_rules
from qa.text.notation import json_text

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.INFO: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}


class SarifReporter(RowReporter):
    """Writes one run, with the rules that found something."""

    def close(self) -> None:
        """Write all of them."""
        codes = sorted({row.code for row in self.rows if row.code})
        unchecked = [row for row in self.rows if not row.code]
        run = {
            "tool": {
                "driver": {
                    "name": "qa",
                    "semanticVersion": __version__,
                    "rules": [_rule(code) for code in codes],
                }
            },
            "columnKind": "unicodeCodePoints",
            "invocations": [
                {
                    "executionSuccessful": not unchecked,
                    "toolExecutionNotifications": [
                        {
                            "level": "error",
                            "message": {"text": row.message},
                            "locations": [_location(row.path)],
                        }
                        for row in unchecked
                    ],
                }
            ],
            "results": [_result(row, codes) for row in self.rows if row.code],
        }
        said = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
        self.stream.write(json_text(said, 1) + "\n")


def _rule(code: str) -> dict[str, Any]:
    rule = all_rules()[code]
    kind = kind_of(rule)
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.doc},
        "help": {"text": rule.doc, "markdown": rule.doc},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [FAMILIES[rule.family]], "mqm": kind.mqm, "its": kind.its},
    }


def _result(row: Row, codes: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": row.code,
        "ruleIndex": codes.index(row.code),
        "level": _LEVELS[row.severity],
        "message": {"text": row.message},
        "locations": [_location(row.path, row)],
        "partialFingerprints": {"qa/v1": row.mark},
        "rank": 100 * row.confidence,
    }
    if row.edits:
        changes = [
            {"deletedRegion": _region(edit), "insertedContent": {"text": edit.text}}
            for edit in row.edits
        ]
        change = {"artifactLocation": {"uri": uri_of(row.path)}, "replacements": changes}
        found["fixes"] = [{"description": {"text": row.title}, "artifactChanges": [change]}]
    return found


def _location(path: str, row: Row | None = None) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": uri_of(path)}}
    if row:
        place["region"] = _region(row) | {"snippet": {"text": row.text}}
    return {"physicalLocation": place}


def _region(place: Row | PlacedEdit) -> dict[str, Any]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": place.start,
        "charLength": place.end - place.start,
    }


REPORTER = SarifReporter
