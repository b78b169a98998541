"""Text for people: the place, what is wrong, and the line with the place marked."""

from __future__ import annotations

import shutil
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from qa.document.model import Document, Finding, Safety, Severity
from qa.linting.check import Checked
from qa.reporters import wants_color
from qa.reporters.happened import Happened, summary
from qa.text.patterns import lazy
from qa.text.visible import visible, visible_character

_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_COLORS = {Severity.INFO: "\x1b[36m", Severity.WARNING: "\x1b[33m", Severity.ERROR: "\x1b[31m"}
_INDENT = 4
_WIDTH_WITHOUT_TERMINAL = 100
_LONGEST_WIDTH = 120
# Related places that are listed; whoever wants to see more of them takes another format.
_MOST_PLACES = 100


class TextReporter:
    """Writes three lines a finding; colour on a terminal only (`NO_COLOR` and `FORCE_COLOR` are heeded)."""

    def __init__(self, stream: TextIO, quiet: bool, happened: Happened) -> None:
        self.stream = stream
        self.happened = happened
        self.quiet = quiet
        terminal = stream.isatty()
        self.color = wants_color(stream)
        columns = shutil.get_terminal_size().columns if terminal else _WIDTH_WITHOUT_TERMINAL
        self.width = max(20, min(columns, _LONGEST_WIDTH) - _INDENT)
        self.findings = 0
        self.safeties: Counter[Safety] = Counter()

    def file(self, checked: Checked) -> None:
        """Write the findings of one file."""
        self.happened.add(checked)
        if checked.document is None:
            return
        for finding in checked.findings:
            self.findings += 1
            if finding.fix:
                self.safeties[finding.fix.safety] += 1
            self._write(checked.document, finding)

    def close(self) -> None:
        """Write the summary."""
        if not self.quiet:
            fixable = self.safeties[Safety.SAFE], self.safeties[Safety.REVIEW]
            for line in summary(self.happened, self.findings, *fixable):
                self.stream.write(f"{line}\n")

    def _write(self, document: Document, finding: Finding) -> None:
        span = document.source_span(finding.span)
        line, column = document.line_col(span.start)
        severity = finding.severity or Severity.WARNING
        place = self._styled(f"{visible(document.path)}:{line}:{column}", _BOLD)
        code = self._styled(finding.code, _COLORS[severity])
        fix = (
            f" {self._styled(f'[{finding.fix.safety.label}: {visible(finding.fix.title)}]', _DIM)}"
            if finding.fix
            else ""
        )
        lines = document.line_col(max(span.start, span.end - 1))[0] - line
        more = f" (and {lines} more line{'s' * (lines != 1)})" if lines else ""
        self.stream.write(f"{place}: {code} {visible(finding.message)}{more}{fix}\n")
        shown, marker = excerpt(
            document.line_text(line), column - 1, column - 1 + span.end - span.start, self.width
        )
        pad = " " * _INDENT
        self.stream.write(f"{pad}{shown}\n{pad}{self._styled(marker, _COLORS[severity])}\n")
        if finding.related:
            places = _other_places(document, finding)
            self.stream.write(f"{pad}{self._styled(places, _DIM)}\n")

    def _styled(self, text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if self.color else text


def _other_places(document: Document, finding: Finding) -> str:
    """The line and column of each related place, as "see also 3:14, 5:20"."""
    starts = [document.source_span(span).start for span in finding.related[:_MOST_PLACES]]
    places = ["{}:{}".format(*document.line_col(start)) for start in starts]
    more = len(finding.related) - len(places)
    return f"see also {', '.join(places)}" + (f" and {more} more" if more else "")


def excerpt(line: str, start: int, end: int, width: int) -> tuple[str, str]:
    """The part of `line` round the code points from `start` to `end`, and a line that marks them.

    Both are at most `width` columns wide; wide characters take two. A mark that is too long for
    that is shown from both its ends, with … for what is left out between them. Characters that a
    terminal would obey or hide are shown as a sign.
    """
    start, end = min(start, len(line)), min(max(end, start + 1), len(line) + 1)
    room = width - 2
    # Marks that stand above letters take no column, but nobody writes many of them.
    mark = _cells(line, start, min(end, start + 4 * width))
    if start + mark.length < end or mark.width > room:
        tail = _cells(line, end - width, end).last((room - 1) // 2)
        mark = mark.first(room - 1 - tail.width).and_then("…").and_then(tail)
    room -= mark.width
    before = _cells(line, max(0, start - width), start).last(room // 2)
    after = _cells(line, end, min(len(line), end + width)).first(room - before.width)
    before = _cells(line, max(0, start - width), start).last(room - after.width)
    left = "…" if before.length < start else ""
    right = "…" if end + after.length < len(line) else ""
    shown = f"{left}{before.text}{mark.text}{after.text}{right}"
    return shown.rstrip(), " " * (len(left) + before.width) + "^" * max(1, mark.width)


def _cells(line: str, start: int, end: int) -> _Cells:
    """A stretch of a line; with an end beyond the line, its line end too, as a place to mark."""
    text = line[max(0, start) : end] + (" " if end > len(line) else "")
    text = text.replace("\u00a0", _cell("\u00a0"))
    if _ONE_COLUMN.fullmatch(text):
        return _PlainCells(text)
    return _Cells([_cell(c) for c in text])


class _Cells:
    """A stretch of a line as a terminal shows it: what stands for each code point."""

    def __init__(self, cells: Sequence[str]) -> None:
        self._cells = cells
        self.length = len(cells)

    @property
    def text(self) -> str:
        return "".join(self._cells)

    @property
    def width(self) -> int:
        return sum(map(_columns, self._cells))

    def first(self, room: int) -> _Cells:
        """As much from the start as `room` columns hold."""
        return type(self)(self._cells[: self._taken(self._cells, room)])

    def last(self, room: int) -> _Cells:
        """As much from the end as `room` columns hold."""
        return type(self)(self._cells[self.length - self._taken(self._cells[::-1], room) :])

    def and_then(self, more: _Cells | str) -> _Cells:
        """These, and `more` behind them."""
        return _Cells([*self._cells, *(more if isinstance(more, str) else more._cells)])

    @staticmethod
    def _taken(cells: Sequence[str], room: int) -> int:
        for count, cell in enumerate(cells):
            room -= _columns(cell)
            if room < 0:
                return count
        return len(cells)


# Letters and signs that a terminal shows as they are, one column each.
_ONE_COLUMN = lazy(r"[ -~\u00a1-\u00ac\u00ae-\u02af\u0400-\u0481‘’“”„«»–—…€␣]*")


class _PlainCells(_Cells):
    """Cells of one column each, as nearly all are: nothing needs to be counted."""

    @property
    def width(self) -> int:
        return self.length

    @staticmethod
    def _taken(cells: Sequence[str], room: int) -> int:
        return min(len(cells), max(0, room))


def _cell(character: str) -> str:
    if character == "\t":
        return " "
    if character not in " \u3000" and unicodedata.category(character) == "Zs":
        return "␣"
    return visible_character(character)


def _columns(cell: str) -> int:
    return sum(map(_columns_of, cell))


def _columns_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


REPORTER = TextReporter
