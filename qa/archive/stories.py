"""The stories of files, folders and tables, one after the other, in batches of a size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from pathlib import PurePath
from typing import Any

import pyarrow as pa

from qa.archive.columns import find_columns
from qa.archive.schema import METADATA, STORY
from qa.document.encoding import decode
from qa.errors import STOPS, InputError, NotProseError, unchecked
from qa.files import STDIN
from qa.language.codes import meant_tag
from qa.linting.inputs import PassedOver, walk
from qa.linting.reading import Input
from qa.linting.setup import Setups
from qa.readers.tables import Row, Table, suffixes, table_for
from qa.readers.tables._rows import as_text, as_utf8

# A batch is what a process checks at once: some 0.2 s of work.
_STORIES, _BYTES = 20, 256_000
_HEAD = 4_000
# Rows of a table from which its columns are told.
SAMPLE = 200
# What has paragraphs, which a table may hold as a list.
_TEXT_FIELDS = ("title", *METADATA, "original", "original_language", "error")
_TEXTS, _PARAGRAPHS = ("text", "original"), "\n\n"


@dataclass
class Stories:
    """The stories of the files, folders and tables `given`, with the settings of `setups`.

    `columns` names columns of tables by what they hold (see `qa.archive.columns`), `suffix` is the
    file name ending whose format the texts of tables have. `passed` is told what was passed over, and
    `taken` which columns of tables were taken for what, by the path of the table. `no_prose` says of files that
    were looked at what they are beside prose (`Job.look`).
    """

    setups: Setups
    given: Sequence[str]
    columns: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ".txt"
    passed: PassedOver = field(default_factory=PassedOver)
    taken: dict[str, dict[str, str]] = field(default_factory=dict)
    no_prose: dict[str, str] = field(default_factory=dict)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All stories, as batches of the schema STORY; the same ones each time."""
        return batches_of(self.stories())

    def stories(self) -> Iterator[dict[str, Any]]:
        """Each story, or what is wrong with it, with the fields of STORY."""
        # Stories are gone through twice, and what is passed over is counted once.
        self.passed.forget()
        for item in walk(self.given, self.setups.passing, suffixes(), self.passed):
            if isinstance(item, InputError):
                yield failed_story(item.path, error=str(item))
            elif item != STDIN and (table := table_for(item)):
                yield from self._of_table(item, table)
            elif story := self._of_file(item):
                yield story

    def _of_file(self, path: str) -> dict[str, Any] | None:
        """The story, or what is wrong with it; None where a folder has something that is no prose."""
        item = Input(path, self.setups.of(path))
        try:
            raw = self._stdin if path == STDIN else item.read()
            self.passed.kinds.update(["empty"] if _is_blank(raw) else [])
            if what := self.no_prose.get(as_utf8(path)):
                if path not in self.given:
                    self.passed.kinds[what] += 1
                    return None
                raise NotProseError(path, what)
            return story_of_file(path, item.suffix, raw)
        except InputError as error:
            return failed_story(path, suffix=item.suffix, error=str(error))
        except STOPS:
            raise
        except BaseException as error:  # one story must not cost all the others
            return failed_story(path, suffix=item.suffix, error=str(unchecked(path, error)))

    @cached_property
    def _stdin(self) -> bytes:
        # It can be read once only.
        return Input(STDIN, self.setups.of(STDIN)).read()

    def _of_table(self, path: str, table: Table) -> Iterator[dict[str, Any]]:
        most = self.setups.of(path).context.config.max_file_size
        rows = table.rows(path, most)
        yield from stories_of_rows(path, rows, self.columns, self.suffix, most, self.taken)


def _is_blank(raw: bytes) -> bool:
    """Whether there is nothing but white space in a file, as far as that is told without reading it."""
    return len(raw) < _HEAD and not raw.decode("utf-8", "replace").strip().strip("\ufeff")


def batches_of(stories: Iterable[Mapping[str, Any]]) -> Iterator[pa.RecordBatch]:
    """Stories with the fields of STORY in batches of that schema, each some work for a process."""
    rows: list[Mapping[str, Any]] = []
    size = 0
    for story in stories:
        raw = len(story["raw"] or "")
        if rows and (len(rows) == _STORIES or size + raw > _BYTES):
            yield batch_of(rows)
            rows, size = [], 0
        rows.append(story)
        size += raw
    if rows:
        yield batch_of(rows)


def batch_of(stories: Iterable[Mapping[str, Any]]) -> pa.RecordBatch:
    """A batch of the schema STORY."""
    return pa.RecordBatch.from_pylist([*stories], schema=STORY)


def story_of_file(path: str, suffix: str, raw: bytes) -> dict[str, Any]:
    """The story that a file is, with the fields of STORY."""
    return _story(path, suffix=suffix, raw=raw)


def stories_of_rows(
    path: str,
    rows: Iterator[Row],
    given: Mapping[str, str],
    suffix: str,
    most: int,
    taken: dict[str, dict[str, str]] | None = None,
) -> Iterator[dict[str, Any]]:
    """The stories in the rows of the table at `path`, whose texts have at most `most` bytes each.

    `given` and `suffix` as in `Stories`. What is wrong with the table is a story too. `taken` is told
    which columns were taken for what, by the path of the table.
    """
    number = 0
    try:
        first: list[Row] = []
        for row in rows:
            if not isinstance(row, InputError):
                first = [row, *islice(rows, SAMPLE - 1)]
                break
            number += 1
            yield story_of_row(path, number, row, {}, suffix, most)
        if not first and number:
            return
        if not first:
            raise InputError(path, "has no rows; there is no text to check")
        columns = columns_of_rows(path, first, given)
        if taken is not None:
            taken[path] = columns
        for row in chain(first, rows):
            number += 1
            yield _story_or_fault(path, number, row, columns, suffix, most)
    except InputError as error:
        yield failed_story(f"{path}:{number + 1}" if number else path, path, error=str(error))


def columns_of_rows(path: str, first: Iterable[Row], given: Mapping[str, str]) -> dict[str, str]:
    """The names of the columns by what they hold, told by the first SAMPLE rows. Raises InputError."""
    good = [row for row in first if not isinstance(row, InputError)]
    names = list(dict.fromkeys(name for row in good for name in row))
    return dict(find_columns(path, names, good, given).items()) if good else {}


def _story_or_fault(path: str, number: int, *given: Any) -> dict[str, Any]:
    """`story_of_row`, or what is wrong with one that nobody expected: a row must not cost all the others."""
    try:
        return story_of_row(path, number, *given)
    except STOPS:
        raise
    except BaseException as error:
        place = f"{path}:{number}"
        return failed_story(place, path, number, error=str(unchecked(place, error)))


def story_of_row(
    path: str, number: int, row: Row, columns: Mapping[str, str], suffix: str, most: int
) -> dict[str, Any]:
    """The story in one row of a table, or what is wrong with it, with the fields of STORY."""
    place = f"{path}:{number}"
    if isinstance(row, InputError):
        return failed_story(place, path, number, error=str(row))
    values = {
        field: as_text(row.get(name), _PARAGRAPHS if field in _TEXTS else ", ")
        for field, name in columns.items()
    }
    for side in ("language", "original_language"):
        if language := meant_tag(values.get(side) or ""):
            values[side] = language.language
    text, name = values.pop("text", None), values.pop("id", None) or place
    given, original = (row.get(columns.get(side, "")) for side in ("text", "original"))
    if isinstance(original, bytes):
        try:
            values["original"] = decode(original, f"{place}, its original").source
        except InputError as error:
            values.pop("original")
            return failed_story(name, path, number, **values, error=str(error))
    if not text or not text.strip():
        problem = f"has no text in the column {columns.get('text')!r}"
        return failed_story(name, path, number, **values, error=f"{place}: {problem}")
    # Half a surrogate pair has no UTF-8 form; bytes are decoded as those of a file are.
    raw = given if isinstance(given, bytes) else text.encode("utf-8", "replace")
    if len(raw) > most:
        problem = f"has {len(raw):,} bytes, more than max-file-size ({most:,})"
        return failed_story(name, path, number, **values, error=f"{place}: {problem}")
    return _story(name, path, number, **values, suffix=suffix, raw=raw)


def failed_story(story: str, path: str = "", row: int = 0, **known: str | None) -> dict[str, Any]:
    """A story that could not be read, for the reason `error`."""
    return _story(story, path, row, **known)


def _story(story: str, path: str = "", row: int = 0, **known: str | bytes | None) -> dict[str, Any]:
    """A story with the fields that are known of it; its own name is its path where none is given."""
    path = path or story
    metadata = {name: _clean(known.get(name)) for name in _TEXT_FIELDS}
    suffix = known.get("suffix") or PurePath(path).suffix
    return {
        "story": _clean(story),
        "path": _clean(path),
        "row": row,
        "suffix": suffix,
        "raw": known.get("raw"),
        **metadata,
    }


def _clean(value: Any) -> Any:
    return as_utf8(value) if isinstance(value, str) else value
