"""Tables of translations, one passage a row: tab-separated with a header, or as `qa report` reads them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from qa.engines import RoundTripRoute
from qa.errors import STOPS, InputError, fault
from qa.language.codes import language_in, tag_of
from qa.language.main import main_language
from qa.score.facts import Findings, row_facts
from qa.score.passages import Score, Scorer, missing_engine, own_route
from qa.score.signals import Passage

if TYPE_CHECKING:
    from qa.context import Context

# Rows that are scored together: enough for an engine's batches, few enough to keep in memory.
_CHUNK = 256
_COLUMNS = ("id", "translation", "source", "source_lang", "target_lang")
# No row of a table in another format has more bytes.
_LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A passage; `source` and the languages are empty where the file does not say them."""

    id: str
    translation: str
    source: str = ""
    source_lang: str = ""
    target_lang: str = ""


def read_rows(path: str) -> Iterator[Row]:
    """The rows of the file at `path`, or of standard input for `-`.

    Columns are found by the names in the header; `translation` must be there, unknown ones are
    passed over. A name that ends in .csv, .jsonl or .parquet tells its format; all others are
    tab-separated, and quotation marks mean nothing in them. Without a column `id`, rows are counted from
    1. Raises InputError, with the line, for a file that cannot be read in this way.
    """
    if path != "-" and not path.lower().endswith((".tsv", ".tab", ".txt")):
        from qa.readers.tables import table_for

        table = table_for(path)
        if table is not None:
            yield from _rows_of_table(path, table.rows(path, _LARGEST))
            return
    lines = _lines(path)
    header = next(lines, (1, [""]))[1]
    columns = {name.strip(): i for i, name in enumerate(header)}
    if "translation" not in columns:
        raise InputError(
            path,
            "the header has no column “translation”; write the names of the columns into the first "
            "line, separated by tabs: id, source_lang, target_lang, source, translation",
            1,
        )
    for count, (number, values) in enumerate(lines, 1):
        if len(values) != len(header):
            raise InputError(
                path,
                f"{len(values)} columns where the header has {len(header)}; "
                "write a space for every tab and line end inside a text",
                number,
            )
        row = {name: values[i] for name, i in columns.items()}
        yield Row(
            id=row.get("id", str(count)),
            translation=row["translation"],
            source=row.get("source", ""),
            source_lang=_language(path, number, row.get("source_lang", "")),
            target_lang=_language(path, number, row.get("target_lang", "")),
        )


def _rows_of_table(path: str, rows: Iterable[Mapping[str, Any] | InputError]) -> Iterator[Row]:
    for count, row in enumerate(rows, 1):
        if isinstance(row, InputError):
            raise row
        if "translation" not in row:
            raise InputError(path, "has no column “translation”", count)
        said = {name: "" if row.get(name) is None else str(row[name]) for name in _COLUMNS}
        yield Row(
            id=said["id"] or str(count),
            translation=said["translation"],
            source=said["source"],
            source_lang=_language(path, count, said["source_lang"]),
            target_lang=_language(path, count, said["target_lang"]),
        )


def _language(path: str, number: int, written: str) -> str:
    """The language code that a row gives; empty where it gives none."""
    try:
        return language_in(written)
    except ValueError as error:
        raise InputError(path, str(error), number) from None


def _lines(path: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not empty, split at tabs, with their numbers."""
    try:
        with sys.stdin.buffer if path == "-" else Path(path).open("rb") as file:
            yield from _split(path, file)
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from None


def _split(path: str, file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    for number, raw in enumerate(file, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise InputError(path, "not UTF-8; convert the file to UTF-8", number) from None
        if line:
            yield number, line.split("\t")


@dataclass
class PairScorer:
    """Scores rows in the order of the file.

    With `trips`, a round trip through `pivot`, or else through its own source language, is made of
    each row. `problems` and `notes` gather, for standard error, why rows could not have one.
    """

    context: Context
    findings: Findings
    pivot: str | None = None
    trips: bool = False
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _scorer: Scorer = field(default_factory=Scorer)
    _routes: dict[tuple[str, str], RoundTripRoute | None] = field(default_factory=dict)
    _lang: str = ""  # of the rows that do not say theirs

    def scores(self, path: str) -> Iterator[tuple[Row, Score]]:
        """Each row of the file with its score. Raises InputError for a bad file."""
        rows = read_rows(path)
        while chunk := list(islice(rows, _CHUNK)):
            yield from self._scored(chunk, path)

    def _scored(self, rows: list[Row], path: str) -> Iterator[tuple[Row, Score]]:
        """The rows with their scores; one that cannot be scored costs none of the others theirs."""
        try:
            scores = self._chunk(rows, path)
        except (InputError, *STOPS):
            raise
        except BaseException as error:
            if len(rows) == 1:
                problem = f"row {rows[0].id} could not be scored ({fault(error)})"
                self.problems.append(f"{path}: {problem}; please report this text")
            else:
                for row in rows:
                    yield from self._scored([row], path)
            return
        yield from zip(rows, scores, strict=True)

    def _chunk(self, rows: list[Row], path: str) -> list[Score]:
        if not self._lang and not all(row.target_lang for row in rows):
            self._lang = self._guess(rows)
        by_route: dict[tuple[str, str], list[int]] = {}
        for i, row in enumerate(rows):
            by_route.setdefault(self._langs(row), []).append(i)
        scores: dict[int, Score] = {}
        for langs, indices in by_route.items():
            way = self._route(langs) if self.trips else None
            passages = [
                Passage(rows[i].translation, langs[0], rows[i].source, langs[1]) for i in indices
            ]
            facts = [row_facts(p, self.context, self.findings) for p in passages]
            scores.update(zip(indices, self._scorer.score(passages, facts, way), strict=True))
        return [scores[i] for i in range(len(rows))]

    def _langs(self, row: Row) -> tuple[str, str]:
        source = row.source_lang or self.context.config.source_lang or ""
        return row.target_lang or self._lang, source

    def _guess(self, rows: list[Row]) -> str:
        if self.context.config.lang:
            return tag_of(self.context.config.lang).language
        text = "\n".join(r.translation for r in rows if not r.target_lang)
        return main_language(text, self.context.detector)

    def _route(self, langs: tuple[str, str]) -> RoundTripRoute | None:
        if langs not in self._routes:
            target, source = langs
            try:
                self._routes[langs] = own_route(self.context, target, source, self.pivot)
            except InputError as error:
                self._routes[langs] = None
                if str(error) not in self.problems:
                    self.problems.append(f"rows in {target!r} have no round trip: {error}")
            if self._routes[langs] is None and source and self.pivot is None:
                self.notes.append(missing_engine(target, source))
        return self._routes[langs]
