"""GitLab's code quality report, which a merge request shows.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from qa.document.model import Severity
from qa.reporters.rows import RowReporter, path_of
from qa.text.notation import json_text

_SEVERITIES = {Severity.INFO: "info", Severity.WARNING: "minor", Severity.ERROR: "major"}


class GitLabReporter(RowReporter):
    """Writes a list of objects, one a finding."""

    def close(self) -> None:
        """Write all of them."""
        found = [
            {
                "description": row.message,
                "check_name": f"{row.code} {row.name}" if row.code else "not checked",
                "fingerprint": row.mark,
                "severity": _SEVERITIES[row.severity],
                "location": {
                    "path": path_of(row.path),
                    "lines": {"begin": row.line, "end": row.end_line},
                },
            }
            for row in self.rows
        ]
        self.stream.write(json_text(found, 1) + "\n")


REPORTER = GitLabReporter
