"""JUnit's XML: a test a file, which fails where something was found in it."""

from __future__ import annotations

from xml.sax.saxutils import escape

from qa.reporters.checkstyle import attributes
from qa.reporters.rows import Row, RowReporter, path_of
from qa.text.visible import visible


class JunitReporter(RowReporter):
    """Writes one suite with a case for each file."""

    def close(self) -> None:
        """Write all of them."""
        by_path: dict[str, list[Row]] = {path: [] for path in self.paths}
        for row in self.rows:
            by_path[row.path].append(row)
        errors = sum(any(not row.code for row in rows) for rows in by_path.values())
        failures = sum(bool(rows) for rows in by_path.values()) - errors
        counts = attributes(name="qa", tests=len(by_path), failures=failures, errors=errors)
        self.stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        self.stream.write(f"<testsuites {counts}>\n  <testsuite {counts}>\n")
        for path, rows in by_path.items():
            case = attributes(name=path_of(path), classname="qa.check", file=path_of(path))
            if not rows:
                self.stream.write(f"    <testcase {case}/>\n")
                continue
            kind = "error" if any(not row.code for row in rows) else "failure"
            count = f"{len(rows)} finding{'s' * (len(rows) != 1)}"
            lines = "\n".join(
                f"{row.line}:{row.column}: {row.code} {visible(row.message)}" for row in rows
            )
            self.stream.write(f"    <testcase {case}>\n      <{kind} {attributes(message=count)}>")
            self.stream.write(f"{escape(lines)}</{kind}>\n    </testcase>\n")
        self.stream.write("  </testsuite>\n</testsuites>\n")


REPORTER = JunitReporter
