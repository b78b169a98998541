"""The rows of a table of texts and their translations: a pair in each, or a passage to score."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, NamedTuple

from qa.archive.columns import find_pair_columns
from qa.document.encoding import decode
from qa.errors import STOPS, InputError, unchecked
from qa.files import STDIN
from qa.language.codes import language_in
from qa.readers.tables import Row, table_for
from qa.readers.tables._files import TableBytes, opened
from qa.readers.tables._rows import as_text, as_utf8
from qa.readers.tables.delimited import rows_of
from qa.score.pairs import BadRow, ScoredRow

# Rows from which the columns are told, and bytes that no field has more of.
SAMPLE, LARGEST = 500, 10_000_000
_TAB_SEPARATED = (".tsv", ".tab", ".txt")


class Pair(NamedTuple):
    """A row: the two texts, and the codes of their languages, empty where the table has none."""

    source: str
    translation: str
    source_lang: str = ""
    lang: str = ""


def pair_of(row: Mapping[str, Any], columns: Mapping[str, str]) -> Pair:
    """The pair in a row of a table with these columns, the source empty where there is no column for it.

    Raises ValueError for an unknown language, and for bytes in no encoding.
    """
    values = {field: _text(row.get(column)) for field, column in columns.items()}
    langs = [language_in(values.get(side, "")) for side in ("source_lang", "target_lang")]
    return Pair(as_utf8(values.get("source", "")), as_utf8(values["translation"]), *langs)


def _text(value: Any) -> str:
    if not isinstance(value, bytes):
        return as_text(value, "\n\n") or ""
    try:
        return decode(value, "").source
    except InputError as error:
        raise ValueError(error.problem.partition(";")[0]) from None


def passages(path: str, given: Mapping[str, str]) -> Iterator[ScoredRow | BadRow]:
    """The passages in the rows of the table at `path`, or of standard input for `-`.

    `given` names columns by what they hold, as in `find_pair_columns`; a translation is all that a row
    needs. The ending of the name tells the format: where that is none of a table, and for .tsv, fields are
    separated by tabs and quotation marks mean nothing. Without a column of ids, rows are counted from 1.
    Raises InputError for a file that is none of this.
    """
    rows = iter(_rows(path))
    first = [*islice(rows, SAMPLE)]
    good = [row for row in first if not isinstance(row, InputError)]
    names = list(dict.fromkeys(name for row in good for name in row))
    if not first:
        raise InputError(path, "has no rows; there is nothing to score")
    columns = find_pair_columns(path, names, given, ("translation",))
    for number, row in enumerate(chain(first, rows), 1):
        try:
            yield _passage(path, number, row, columns)
        except STOPS:
            raise
        except BaseException as error:  # a row must not cost all the others
            yield BadRow(str(number), unchecked(f"{path}:{number}", error))


def _passage(path: str, number: int, row: Row, columns: Mapping[str, str]) -> ScoredRow | BadRow:
    if isinstance(row, InputError):
        return BadRow(str(number), row)
    name = as_text(row.get(columns.get("id", ""))) or str(number)
    if row.get(columns["translation"]) is None:
        problem = f"row {name} has no {columns['translation']!r}"
        return BadRow(name, InputError(path, problem))
    try:
        pair = pair_of(row, columns)
    except ValueError as error:
        return BadRow(name, InputError(path, f"row {name}: {error}"))
    return ScoredRow(name, pair.translation, pair.source, pair.source_lang, pair.lang)


def _rows(path: str) -> Iterable[Row]:
    table = None if path.lower().endswith(_TAB_SEPARATED) else table_for(path)
    if table is not None and not path.lower().endswith(".tsv.gz"):
        yield from table.rows(path, LARGEST)
    elif path == STDIN:
        yield from rows_of(path, TableBytes(sys.stdin.buffer), LARGEST, is_plain=True)
    else:
        with opened(path) as source:
            yield from rows_of(path, source, LARGEST, is_plain=True)
