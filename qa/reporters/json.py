"""JSON for programs; the shape is in docs/json.md and stays as it is."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TextIO

from qa.linting.check import HIDDEN, Checked
from qa.linting.entries import finding_entry
from qa.names.table import Name, SpellingTable
from qa.reporters.happened import Happened
from qa.reporters.statistics import Statistics
from qa.text.notation import json_text

VERSION = 1


class JsonReporter:
    """Writes one JSON object, file by file, so that memory does not grow with the run."""

    def __init__(
        self, stream: TextIO, quiet: bool, happened: Happened, statistics: bool = False
    ) -> None:
        self.stream = stream
        self.happened = happened
        self.statistics = Statistics() if statistics else None
        self.names = SpellingTable()
        self.files = self.findings = self.errors = 0
        stream.write(f'{{"version": {VERSION},\n "files": [')

    def file(self, checked: Checked) -> None:
        """Write the entry of one file."""
        self.stream.write(",\n  " if self.files else "\n  ")
        self.stream.write(json_text(file_entry(checked)))
        if self.statistics:
            self.statistics.add(checked)
        self.names.add(checked.path, checked.names, checked.findings)
        self.happened.add(checked)
        self.files += 1
        self.findings += len(checked.findings)
        self.errors += bool(checked.errors)

    def close(self) -> None:
        """Write the summary."""
        summary: dict[str, Any] = {
            "files": self.files,
            "findings": self.findings,
            "errors": self.errors,
        }
        summary |= self.happened.entry()
        self.stream.write("],\n ")
        names = [*map(name_entry, self.names.names)]
        if names:
            self.stream.write(f'"names": {json_text(names)},\n ')
        if self.statistics:
            self.stream.write(f'"statistics": {json_text(self.statistics.rows())},\n ')
        self.stream.write(f'"summary": {json_text(summary)}}}\n')


def file_entry(checked: Checked) -> dict[str, Any]:
    """What was found in one file. Offsets are code points of the decoded file."""
    document = checked.document
    return {
        "path": checked.path,
        "language": document.lang if document else None,
        "error": "; ".join(checked.errors) or None,
        "notes": list(checked.notes),
        "fixed": checked.fixes,
        "hidden": {key: checked.hidden.get(key, 0) for key in HIDDEN},
        "rules_not_run": checked.other_rules,
        "findings": [finding_entry(document, f) for f in checked.findings] if document else [],
    }


def name_entry(name: Name) -> dict[str, Any]:
    """A name and how the files spell it."""
    return {
        "entry": name.entry or None,
        "name": name.name,
        "spellings": [asdict(s) for s in name.spellings],
    }


REPORTER = JsonReporter
