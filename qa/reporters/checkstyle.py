"""Checkstyle's XML, which most systems for continuous integration read."""

from __future__ import annotations

from itertools import groupby
from xml.sax.saxutils import quoteattr

from qa.document.model import Severity
from qa.reporters.rows import RowReporter, path_of
from qa.text.visible import visible

_SEVERITIES = {Severity.INFO: "info", Severity.WARNING: "warning", Severity.ERROR: "error"}


def attributes(**values: object) -> str:
    """Attributes of XML, in which all that it does not allow is shown as a sign."""
    return " ".join(f"{key}={quoteattr(visible(str(value)))}" for key, value in values.items())


class CheckstyleReporter(RowReporter):
    """Writes an element a file with findings, and in it one a finding."""

    def close(self) -> None:
        """Write all of them."""
        self.stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n')
        for path, rows in groupby(self.rows, key=lambda row: row.path):
            self.stream.write(f"  <file {attributes(name=path_of(path))}>\n")
            for row in rows:
                said = attributes(
                    line=row.line,
                    column=row.column,
                    severity=_SEVERITIES[row.severity],
                    message=row.message,
                    source=f"qa.{row.code or 'not-checked'}",
                )
                self.stream.write(f"    <error {said}/>\n")
            self.stream.write("  </file>\n")
        self.stream.write("</checkstyle>\n")


REPORTER = CheckstyleReporter
