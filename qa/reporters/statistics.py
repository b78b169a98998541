"""How many findings each rule has, for `--statistics`: a table, or rows for JSON."""

from __future__ import annotations

from collections import Counter
from typing import Any, TextIO

from qa.document.model import Safety
from qa.linting.check import Checked
from qa.names.table import Name, SpellingTable
from qa.reporters.happened import Happened, files, summary
from qa.rules.registry import all_rules
from qa.text.visible import visible


class Statistics:
    """Counts findings by rule, file by file."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._files: Counter[str] = Counter()
        self._fixes: Counter[tuple[str, Safety]] = Counter()
        self._severities: dict[str, str] = {}

    def add(self, checked: Checked) -> None:
        """Count the findings of one file."""
        self.counts.update(f.code for f in checked.findings)
        self._files.update({f.code for f in checked.findings})
        for finding in checked.findings:
            if finding.fix:
                self._fixes[finding.code, finding.fix.safety] += 1
            if finding.severity:
                self._severities[finding.code] = finding.severity.label

    def rows(self) -> list[dict[str, Any]]:
        """A row for each rule that found something, the most frequent first."""
        return [
            {
                "code": code,
                "name": all_rules()[code].name,
                "severity": self._severities.get(code),
                "findings": count,
                "files": self._files[code],
                **{s.label: self._fixes[code, s] for s in (Safety.SAFE, Safety.REVIEW)},
            }
            for code, count in sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        ]


class StatisticsReporter:
    """Writes a table of the rules in place of their findings."""

    def __init__(self, stream: TextIO, quiet: bool, happened: Happened) -> None:
        self.happened = happened
        self.stream = stream
        self.quiet = quiet
        self.statistics = Statistics()
        self.names = SpellingTable()

    def file(self, checked: Checked) -> None:
        """Count the findings of one file."""
        self.happened.add(checked)
        self.statistics.add(checked)
        self.names.add(checked.path, checked.names, checked.findings)

    def close(self) -> None:
        """Write the table, the names that are not spelled in one way, and the sums."""
        rows = self.statistics.rows()
        keys = ("findings", "files", "safe", "review", "severity", "code", "name")
        if rows:
            table = [keys, *(tuple(str(row[k]) for k in keys) for row in rows)]
            widths = [max(map(len, column)) for column in zip(*table, strict=True)]
            for line in table:
                cells = [
                    cell.rjust(width) if key in keys[:4] else cell.ljust(width)
                    for key, cell, width in zip(keys, line, widths, strict=True)
                ]
                self.stream.write("  ".join(cells).rstrip() + "\n")
        for name in self.names.mixed:
            self.stream.write(f"{visible(name.name)}: {_spellings(name)}\n")
        if not self.quiet:
            for said in summary(self.happened, self.statistics.counts.total()):
                self.stream.write(f"{said}\n")


def _spellings(name: Name) -> str:
    return ", ".join(
        f"{visible(s.text)} {s.times} in {files(s.files)}{' (wrong)' * (s.wrong and bool(name.entry))}"
        for s in name.spellings
    )


REPORTER = StatisticsReporter
