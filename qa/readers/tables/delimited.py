"""CSV and tab-separated values, with a header (RFC 4180).

Tab-separated values of parallel texts have no quoting: a quotation mark in them is one, and no field holds a
tab or a line end.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple

from qa.document.encoding import decode, encoding_of_part, is_binary, wide_encoding
from qa.errors import InputError
from qa.readers.tables import Row, Table, Write
from qa.readers.tables._files import HEAD, TableBytes, opened, written
from qa.readers.tables._rows import as_text, numbered

_TAB = "\t"
_DELIMITERS = f",;{_TAB}|"
# A text of bytes: one code point each, so that lines and fields are found before they are decoded.
_BYTES = "latin-1"
_BOMS = ("\ufeff", codecs.BOM_UTF8.decode(_BYTES))
# What stands for bytes that are none of UTF-16 or UTF-32; no text has it.
_BROKEN = "\udcff"
_MARKED = "qa.tables.broken"
# A skipped line is passed in pieces of so many code points.
_PIECE = 1 << 20
# One byte of so many may be a NUL by accident.
_FEW = 100
# Lines within a quoted field that look like rows of the table: so many, and such a share of them.
_SEVERAL, _NEARLY_ALL, _MOST = 10, 0.9, 0.5
# What ends within a quoted field, if anything: the file, or what a row may have.
_End = Literal["", "file", "room"]


def rows(path: str, most: int) -> Iterator[Row]:
    """The rows, by the names of the header; empty ones are passed over.

    The delimiter is the one that the header has most of, and quotation marks are those of the text where
    `_is_quoted` says so. A row that is none is an error: one of more than twice `most` bytes, one with a stray
    quotation mark, and one in no encoding; of a file that was cut off the last is.
    """
    with opened(path) as source:
        yield from rows_of(path, source, most)


def rows_of(path: str, source: TableBytes, most: int, is_plain: bool = False) -> Iterator[Row]:
    """The same of an open file, which is closed at the end. With `is_plain` its fields are separated by tabs,
    quotation marks mean nothing, and a row has all its fields.
    """
    head = source.head()
    if not head:
        raise InputError(path, source.problem or "is empty; there is no text to check")
    encoding = _encoding(path, head)
    is_wide = encoding.startswith(("utf-16", "utf-32"))
    with io.TextIOWrapper(source, encoding if is_wide else _BYTES, _MARKED, newline="") as text:
        lines = _Lines(text, source, 2 * most)
        decoder = _Decoder(path, "" if is_wide else encoding)
        header = (lines.take() or _Line(1, "")).text
        for bom in _BOMS:
            header = header and header.removeprefix(bom)
        if not header or not header.strip():
            problem = "has no names of columns in its first line, or one of too many bytes"
            raise InputError(path, problem, 1)
        delimiter = _TAB if is_plain else max(_DELIMITERS, key=header.count)
        quoted = not is_plain and _is_quoted(head, encoding, delimiter)
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
        csv.field_size_limit(max(csv.field_size_limit(), 2 * most))
        names = next(csv.reader([header], delimiter=delimiter, quoting=quoting), [])
        names = numbered(decoder.fields(names, 1))
        yield from _Reader(path, lines, decoder, names, delimiter, quoted, is_plain).rows()
        if source.problem:
            problem = f"{source.problem}; the rows before its line {lines.number} were read"
            yield InputError(path, problem, lines.number)


class _Line(NamedTuple):
    """A line with its end and its number, from 1; `text` is None where it is too long."""

    number: int
    text: str | None


class _Lines:
    """The lines of a file; those that were taken may be given back. One that is cut off is none."""

    def __init__(self, text: io.TextIOWrapper, source: TableBytes, most: int) -> None:
        self.most = most
        self.number = 0
        self._text = text
        self._source = source
        self._again: deque[_Line] = deque()

    def take(self) -> _Line | None:
        """The next line, if there is one."""
        if self._again:
            return self._again.popleft()
        text = self._text.readline(self.most)
        if not text:
            return None
        self.number += 1
        if text.endswith(("\n", "\r")):
            return _Line(self.number, text)
        if len(text) < self.most:
            return None if self._source.problem else _Line(self.number, text)
        while (rest := self._text.readline(_PIECE)) and not rest.endswith(("\n", "\r")):
            pass
        return _Line(self.number, None)

    @property
    def is_cut(self) -> bool:
        """Whether the end of the file is missing, as far as it was read."""
        return bool(self._source.problem)

    def give_back(self, lines: Sequence[_Line]) -> None:
        """Take these lines next, again."""
        self._again.extendleft(reversed(lines))


class _Decoder:
    """Makes text of the fields of rows: of bytes in `encoding`, or in that of a row; empty for text."""

    def __init__(self, path: str, encoding: str) -> None:
        self._path = path
        self._encoding = encoding

    def fields(self, fields: list[str], number: int) -> list[str]:
        """The fields of the row that begins in this line, decoded. Raises InputError."""
        whole = "\n".join(fields)
        if whole.isascii():
            return fields
        if not self._encoding:
            if _BROKEN in whole:
                raise InputError(self._path, "has bytes that are none of its encoding", number)
            return fields
        try:
            raw = whole.encode(_BYTES).replace(b"\0", b"")
            encoding = encoding_of_part(raw, self._encoding, self._path)
            return [field.encode(_BYTES).decode(encoding) for field in fields]
        except InputError as error:
            problem = error.problem.partition(" at offset ")[0].partition(";")[0]
            advice = "save the table in one encoding, UTF-8"
            raise InputError(self._path, f"{problem}; {advice}", number) from None
        except UnicodeDecodeError:
            raise InputError(self._path, "has a field in no encoding", number) from None


class _Reader:
    """Makes rows of lines.

    A quotation mark that opens a field and is closed nowhere, or in another row, takes in all rows up to there.
    So where a field of several lines ends at something else than its quotation mark, or its lines look like rows,
    only the first line is a bad row, and the others are read as rows of their own.
    """

    def __init__(
        self,
        path: str,
        lines: _Lines,
        decoder: _Decoder,
        names: list[str],
        delimiter: str,
        quoted: bool,
        is_plain: bool,
    ) -> None:
        self._path = path
        self._lines = lines
        self._decoder = decoder
        self._names = names
        self._delimiter = delimiter
        self._quoted = quoted
        self._needs_all = is_plain
        # Until a row is whole after a bad one: what follows may be the rest of that.
        self._is_after_bad = False

    def rows(self) -> Iterator[Row]:
        """The rows after the header."""
        while (line := self._lines.take()) is not None:
            number, text = line
            if text is None:
                problem = f"has a line of more than {self._lines.most:,} bytes"
                yield InputError(self._path, problem, number)
            elif text.strip("\r\n"):
                row = self._row(line, text)
                if row is not None:
                    yield row

    def _row(self, line: _Line, text: str) -> Row | None:
        """The row that begins with this line; None where that is the rest of a bad one."""
        taken = [line]
        if self._quoted and '"' in text:
            fields, end = self._quoted_fields(text, taken)
            if fields is None and len(taken) == 1:
                fields = _tolerant(text.rstrip("\r\n"), self._delimiter)
            if fields is None or self._has_swallowed(fields, taken):
                return self._bad(taken, fields is None, end)
        else:
            fields = text.rstrip("\r\n").split(self._delimiter)
        if self._is_after_bad:
            if len(fields) == 1 < len(self._names):
                return None
            if sum((taken_line.text or "").count('"') for taken_line in taken) % 2:
                return InputError(self._path, "is no row by its quotation marks", line.number)
        count, expected = len(fields), len(self._names)
        if count > expected or (self._needs_all and count < expected):
            problem = f"has {count} field{'s' * (count != 1)} for {expected} columns"
            return InputError(self._path, problem, line.number)
        self._is_after_bad = False
        try:
            decoded = self._decoder.fields(fields, line.number)
        except InputError as error:
            return error
        return dict(zip(self._names, decoded, strict=False))

    def _quoted_fields(self, text: str, taken: list[_Line]) -> tuple[list[str] | None, _End]:
        """The fields of the row that begins with `text`, if it is one, and what ended within it. The lines that
        it takes are added to `taken`.
        """
        end: _End = ""

        def lines() -> Iterator[str]:
            nonlocal end
            yield text
            size = len(text)
            while (line := self._lines.take()) is not None:
                taken.append(line)
                size += len(line.text or "")
                if line.text is None or size > self._lines.most:
                    end = "room"
                    return
                yield line.text
            end = "file"

        try:
            return next(csv.reader(lines(), delimiter=self._delimiter, strict=True)), end
        except (csv.Error, StopIteration):
            return None, end

    def _has_swallowed(self, fields: Sequence[str], taken: Sequence[_Line]) -> bool:
        """Whether the lines within a row look like rows: like the first one, or many of them."""
        if len(taken) == 1:
            return False
        within = [line.text for line in taken[1:] if line.text and line.text.strip()]
        alike = sum(map(self._is_row, within))
        if len(within) >= _SEVERAL and alike > _NEARLY_ALL * len(within):
            return True
        if not within or alike < len(within):
            return False
        first = _shape(fields[0])
        return "0" in first and all(
            _shape(text.partition(self._delimiter)[0].strip('"')) == first for text in within
        )

    def _is_row(self, text: str) -> bool:
        return text.count(self._delimiter) == len(self._names) - 1 > 0

    def _bad(self, taken: Sequence[_Line], is_torn: bool, end: _End) -> Row | None:
        """What is wrong with the row that begins with the first of the lines; of the others those are read again
        that are not its own. None where it is what a file that was cut off ends with.
        """
        own: Sequence[_Line] = ()
        if is_torn:
            # A line at which it broke is none of its own.
            within = taken[1:] if end else taken[1:-1]
            filled = [line.text for line in within if line.text and line.text.strip()]
            if sum(map(self._is_row, filled)) <= _MOST * len(filled):
                own = within
        self._lines.give_back(taken[1 + len(own) :])
        self._is_after_bad = True
        if own and end == "file" and self._lines.is_cut:
            return None
        last = own[-1].number if own else 0
        if own and end == "room":
            last = self._pass_over() or last
            problem = f"has more than {self._lines.most:,} bytes"
        elif len(taken) > 1 or end:
            problem = "has a quotation mark that opens a field and none that closes it"
        else:
            problem = "has a quotation mark that is not doubled"
        if last:
            problem += f"; what stands up to line {last} is passed over"
        return InputError(self._path, problem, taken[0].number)

    def _pass_over(self) -> int:
        """Take the lines up to the one with the next quotation mark that closes; the number of that."""
        while (line := self._lines.take()) is not None:
            if line.text and line.text.count('"') % 2:
                return line.number
        return self._lines.number


def _tolerant(text: str, delimiter: str) -> list[str] | None:
    """The fields of a row in one line, with quotation marks of the text that are not doubled."""
    fields, at = [], 0
    ends = re.compile(f'("+)[ \\t]*(?={re.escape(delimiter)}|$)')
    while True:
        if text.startswith('"', at):
            # Two quotation marks are one of the text.
            found = next((m for m in ends.finditer(text, at + 1) if len(m[1]) % 2), None)
            if not found:
                return None
            fields.append(text[at + 1 : found.end(1) - 1].replace('""', '"'))
            at = found.end()
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            fields.append(text[at:end])
            at = end
        if at == len(text):
            return fields
        at += len(delimiter)


def _shape(field: str) -> str:
    """A field with 0 for digits, a and A for letters: the numbers of rows are alike."""
    shape = re.sub(r"\d+", "0", field.strip())
    return re.sub(r"[^\W\d_]+", lambda m: "A" if m[0][0].isupper() else "a", shape)


def _mark(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return _BROKEN, error.end


codecs.register_error(_MARKED, _mark)


def _encoding(path: str, head: bytes) -> str:
    """The encoding of a table that begins with `head`. Raises InputError where that is no text."""
    # It may end within a letter of two bytes, or four.
    if wide := wide_encoding(head[: len(head) - len(head) % 4]):
        return wide
    if head.count(b"\0") <= max(1, len(head) // _FEW):
        head = head.replace(b"\0", b"")
    whole = head[: head.rfind(b"\n") + 1 or len(head)]
    try:
        return decode(whole, path).encoding
    except InputError:
        if is_binary(whole):
            raise
        return "utf-8"  # each row is looked at by itself


def _is_quoted(head: bytes, encoding: str, delimiter: str) -> bool:
    """Whether quotation marks in a table quote: not between tabs, where some are left open or alone."""
    if delimiter != _TAB:
        return True
    lines = head.decode(encoding, "replace").splitlines()[: -1 if len(head) >= HEAD else None]
    fields = [field for line in lines for field in line.split(_TAB) if '"' in field]
    if not fields:
        return False
    return all(f[0] == f[-1] == '"' and len(f) > 1 and _is_doubled(f[1:-1]) for f in fields) or (
        len({line.count(_TAB) for line in lines if line}) > 1
    )


def _is_doubled(text: str) -> bool:
    """Whether quotation marks stand in twos."""
    return '"' not in text.replace('""', "")


@contextmanager
def writer(path: str, names: Sequence[str], like: str) -> Iterator[Write]:
    """Writes rows to `path` in UTF-8, with a header; between tabs without quoting where `like` has none."""
    delimiter = _TAB if ".tsv" in path.lower()[-7:] else ","
    plain = delimiter == _TAB and _is_plain(like)
    with written(path) as file, io.TextIOWrapper(file, "utf-8", "backslashreplace", "") as text:
        if plain:
            # Where the text came from no field could hold a tab or a line end.
            text.write(_TAB.join(names) + "\n")

            def write(row: Mapping[str, Any]) -> None:
                text.write(_TAB.join(_one_line(as_text(row.get(n)) or "") for n in names) + "\n")

            yield write
            return
        rows = csv.writer(text, delimiter=delimiter, lineterminator="\n")
        rows.writerow(names)
        yield lambda row: rows.writerow([as_text(row.get(n)) for n in names])


def _is_plain(path: str) -> bool:
    """Whether the table at `path` has tabs and no quoting."""
    if ".tsv" not in path.lower()[-7:]:
        return False
    with opened(path) as source:
        head = source.head()
    encoding = _encoding(path, head)
    header = head.decode(encoding, "replace").partition("\n")[0]
    return header.count(_TAB) > 0 and not _is_quoted(head, encoding, _TAB)


def _one_line(text: str) -> str:
    return " ".join(text.split("\t")) if text.isprintable() else " ".join(text.split())


TABLE = Table("csv", (".csv", ".tsv", ".csv.gz", ".tsv.gz"), rows, writer)
