"""Formats of tables with a story, or a text and its translation, in each row.

A format is one file in this folder; it is found by itself through its module-level `TABLE`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any, NamedTuple

from qa.errors import InputError

# A row by its name and value, or what is wrong with it.
Row = Mapping[str, Any] | InputError
# Takes one row after the other.
Write = Callable[[Mapping[str, Any]], None]


class Table(NamedTuple):
    """A format: its name, the file name endings it is for, and how its rows are read and written.

    `rows` takes a path and the bytes that a story may have, reads no more at once than some rows
    need, and raises InputError where the file as a whole is none of the format. `writer` takes a path, the
    names of the columns, and the path of the table that the rows come from, whose ways (quotation marks,
    types) it keeps where that is of the same format; what it gives is to be used as a context manager.
    Lists of texts have a comma between them where the format has no lists.
    """

    name: str
    suffixes: tuple[str, ...]
    rows: Callable[[str, int], Iterator[Row]]
    writer: Callable[[str, Sequence[str], str], AbstractContextManager[Write]]


def table_for(path: str) -> Table | None:
    """The format of the table at `path`, by its ending; None for a story."""
    name = path.lower()
    return next((t for suffix, t in _tables().items() if name.endswith(suffix)), None)


def suffixes() -> tuple[str, ...]:
    """The file name endings of tables."""
    return tuple(_tables())


@cache
def _tables() -> dict[str, Table]:
    modules = [importlib.import_module(f"{__name__}.{m.name}") for m in _modules()]
    return {suffix: m.TABLE for m in modules for suffix in m.TABLE.suffixes}


def _modules() -> Iterator[pkgutil.ModuleInfo]:
    return (m for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
