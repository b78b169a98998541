"""Which column of a table is what: named in the call, or found by its name, or by what is in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from qa.errors import InputError

# A column of texts has at least as many code points on average; those of titles and names have less.
_LONG = 200


@dataclass(frozen=True)
class Columns:
    """The names of a table's columns, by what they hold; None where it has no such column."""

    text: str
    id: str | None = None
    title: str | None = None
    original: str | None = None
    date: str | None = None
    desk: str | None = None
    source: str | None = None
    language: str | None = None
    translator: str | None = None
    system: str | None = None

    def items(self) -> Iterator[tuple[str, str]]:
        """What is held, and the column that holds it."""
        for field in fields(self):
            name = getattr(self, field.name)
            if name is not None:
                yield field.name, name


FIELDS = tuple(field.name for field in fields(Columns))


def find_columns(
    path: str, names: Collection[str], sample: Sequence[Mapping[str, Any]], given: Mapping[str, str]
) -> Columns:
    """The columns of the table at `path`, which has these names, and rows like those of `sample`.

    `given` are those that the user named, by what they hold. A column of texts that is not called
    like one is taken where it is the only one with long texts. Raises InputError where one that was
    named is not there, and where none holds texts.
    """
    for field, name in given.items():
        if name not in names:
            raise InputError(path, f"has no column {name!r} for {field}; {_there_are(names)}")
    found = dict(given)
    left = {_plain(name): name for name in names if name not in given.values()}
    for field, known in _known().items():
        called = next((n for n in known if n in left), None)
        if field not in found and called is not None:
            found[field] = left.pop(called)
    if "text" not in found:
        long = [name for name in left.values() if _mean_length(name, sample) >= _LONG]
        if len(long) != 1:
            why = "several columns may be the text" if long else "no column looks like the text"
            raise InputError(path, f"{why}; {_there_are(names)}: name one with --column text=NAME")
        found["text"] = long[0]
    return Columns(**found)


def as_text(value: Any, between: str = ", ") -> str | None:
    """A value of a table as text; `between` stands between those of a list, days are in ISO 8601."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, list | tuple):
        return between.join(filter(None, (as_text(v, between) for v in value)))
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value != value:  # what pandas writes for a missing text
        return None
    return str(value)


def _there_are(names: Collection[str]) -> str:
    return f"there are {', '.join(names)}" if names else "there are none"


def _mean_length(name: str, sample: Sequence[Mapping[str, Any]]) -> float:
    texts = [len(row[name]) for row in sample if isinstance(row.get(name), str)]
    return sum(texts) / len(texts) if texts else 0


@cache
def _known() -> dict[str, list[str]]:
    path = Path(__file__).with_suffix(".toml")
    known = tomllib.loads(path.read_text("utf-8"))
    return {field: [*map(_plain, names)] for field, names in known.items()}


def _plain(name: str) -> str:
    # Of a nested column the last part says what it is.
    return re.sub(
        r"[\W_]", "", re.sub(r"([a-z])([A-Z])", r"\1 \2", name.rpartition(".")[2])
    ).lower()
