"""`qa glossary fmt`: one layout for glossary files, in which nothing but the order changes.

Keys stand in the order of `qa.glossary.keys`, entries by kind and id within their section. A
comment with blank lines around it opens a section; one right above an entry or a key goes with it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from qa.glossary import keys
from qa.glossary.entries import KINDS
from qa.glossary.toml import (
    BLANK,
    COMMENT,
    HEADER,
    Statement,
    basic_string,
    key_of,
    statements,
    value_of,
)

_WIDTH = 100


def formatted(text: str) -> str:
    """A glossary file in the one layout. `text` must be TOML, with plain line ends."""
    file = _File(text)
    blocks = [*file.front, *(list(_table(t)) for t in file.tables)]
    for section in file.sections:
        blocks += section.heads
        blocks += (list(_table(e)) for e in sorted(section.entries, key=_rank))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n" if blocks else ""


@dataclass
class _Pair:
    """A `key = value`, with the comment lines above it."""

    above: list[str]
    path: tuple[str, ...]
    statement: Statement


@dataclass
class _Table:
    """An entry, or another table: its header, what is in it, and the comments around it.

    `lists` are tables of their own in it, such as `[[place.dated]]`. `opened` are the tables in it
    that have a header, `[person.given]`, with the comments above each; they become longer keys.
    """

    above: list[str]
    header: Statement
    pairs: list[_Pair] = field(default_factory=list)
    lists: list[_Table] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    opened: list[tuple[tuple[str, ...], list[str]]] = field(default_factory=list)

    @property
    def is_entry(self) -> bool:
        return self.header.is_list and len(self.header.path) == 1


@dataclass
class _Section:
    """The comments that open a section, each a list of lines, and its entries."""

    heads: list[list[str]] = field(default_factory=list)
    entries: list[_Table] = field(default_factory=list)


class _File:
    """The parts of a file: what stands in front of all tables, tables that are no entries, sections."""

    def __init__(self, text: str) -> None:
        self.front: list[list[str]] = []
        self.tables: list[_Table] = []
        self.sections = [_Section()]
        # Comments that are not placed yet, and whether each stands right below a statement.
        self._waiting: list[tuple[list[str], bool]] = []
        self._after_blank = True
        self._table: _Table | None = None
        self._prefix: tuple[str, ...] = ()
        self._last: dict[tuple[str, ...], _Table] = {}
        for statement in statements(text):
            if self._is_directive(statement):
                self.front.append([statement.comment])
            elif statement.kind == COMMENT:
                if self._after_blank or not self._waiting:
                    self._waiting.append(([], not self._after_blank))
                self._waiting[-1][0].append(statement.comment)
            elif statement.kind == HEADER:
                self._header(statement)
            elif statement.kind != BLANK:
                self._pair(statement)
            self._after_blank = statement.kind == BLANK
        self._place_waiting()
        for table in self._last.values():
            _close(table)

    def _is_directive(self, statement: Statement) -> bool:
        """Whether it tells editors of the schema: it stays at the head of the file."""
        is_first = self._table is None and not (self.front or self._waiting)
        return is_first and statement.kind == COMMENT and statement.comment.startswith("#:")

    def _pair(self, statement: Statement) -> None:
        if self._table is None:
            self._waiting_to_front()
            if self._after_blank or not self.front:
                self.front.append([])
            self.front[-1] += _lines(_Pair([], statement.path, statement))
        else:
            path = (*self._prefix, *statement.path)
            self._table.pairs.append(_Pair(self._all_waiting(), path, statement))

    def _header(self, statement: Statement) -> None:
        owner, prefix = self._owner(statement)
        if owner and not statement.is_list:
            above = [*self._all_waiting(), *filter(None, [statement.comment])]
            owner.opened.append((prefix, above))
            self._table, self._prefix = owner, prefix
            return
        table = _Table([], statement)
        if owner:
            table.above = self._all_waiting()
            owner.lists.append(table)
        else:
            if self._waiting and not self._after_blank:
                table.above = self._waiting.pop()[0]
            if self._is_first() and not table.is_entry:
                self._waiting_to_front()
            self._place_waiting()
            (self.sections[-1].entries if table.is_entry else self.tables).append(table)
        self._table, self._prefix = table, ()
        path = statement.path
        for other in [p for p in self._last if p[: len(path)] == path]:
            _close(self._last.pop(other))
        self._last[path] = table

    def _owner(self, header: Statement) -> tuple[_Table | None, tuple[str, ...]]:
        """The table that a header adds to, and what of the header's key is in it."""
        path = header.path
        for length in range(len(path) - header.is_list, 0, -1):
            if path[:length] in self._last:
                return self._last[path[:length]], path[length:]
        return None, path

    def _is_first(self) -> bool:
        return not self.tables and not any(s.entries for s in self.sections)

    def _all_waiting(self) -> list[str]:
        lines = [line for block, _ in self._waiting for line in block]
        self._waiting = []
        return lines

    def _waiting_to_front(self) -> None:
        for block, touches in self._waiting:
            if touches:
                self.front[-1] += block
            else:
                self.front.append(block)
        self._waiting = []

    def _place_waiting(self) -> None:
        """What stands right below a statement belongs to it; the rest opens a section."""
        if self._waiting and self._waiting[0][1]:
            block, _ = self._waiting.pop(0)
            if self._table:
                (self._table.lists[-1:] or [self._table])[0].below += block
            else:
                self.front[-1] += block
        if self._waiting:
            if self.sections[-1].entries:
                self.sections.append(_Section())
            self.sections[-1].heads += [block for block, _ in self._waiting]
        self._waiting = []


def _close(table: _Table) -> None:
    """Make keys of the tables with headers of their own in a table that is read to its end."""
    for path, above in sorted(table.opened, key=lambda opened: -len(opened[0])):
        inner: list[_Pair | _Table] = [p for p in table.pairs if p.path[: len(path)] == path]
        depth = len(table.header.path)
        inner += [t for t in table.lists if t.header.path[depth : depth + len(path)] == path]
        if inner:
            inner[0].above = [*above, *inner[0].above]
        else:
            empty = Statement("pair", path, "{}")
            table.pairs.append(_Pair(above, path, empty))
    table.opened = []


def _rank(entry: _Table) -> tuple[int, str]:
    """Where an entry stands among others: by kind, then by id. Of no known kind: as it is."""
    kind = entry.header.path[0]
    if kind not in KINDS:
        return len(KINDS), ""
    ids = (value_of(p.statement.value) for p in entry.pairs if p.path == ("id",))
    return KINDS.index(kind), str(next(ids, ""))


def _table(table: _Table) -> Iterator[str]:
    """The lines of a table, in the order of the keys if it is an entry."""
    yield from table.above
    name = key_of(table.header.path)
    yield _with_comment(
        f"[[{name}]]" if table.header.is_list else f"[{name}]", table.header.comment
    )
    known = keys.KEYS.get(table.header.path[0], ()) if table.is_entry else ()
    for pair in sorted(table.pairs, key=lambda p: _order(p.path, known)):
        yield from _lines(pair)
    for below in table.lists:
        yield ""
        yield from _table(below)
    yield from table.below


def _order(path: tuple[str, ...], known: Iterable[keys.Key]) -> tuple[int, ...]:
    """Where a key stands among those of its entry; one that is not known comes last."""
    names = [k.name for k in known]
    spellings = [k.name for k in known if k.shape == keys.SPELLING]
    if path[0] not in names:
        return (len(names),)
    if path[0] in spellings and len(path) > 1:
        forms = [k.name for k in keys.FORMS]
        return names.index(path[0]), forms.index(path[1]) if path[1] in forms else len(forms)
    return (names.index(path[0]),)


def _lines(pair: _Pair) -> Iterator[str]:
    yield from pair.above
    start = f"{key_of(pair.path)} = "
    value = _written(pair.statement, len(start))
    yield _with_comment(start + value, pair.statement.comment)


def _with_comment(line: str, comment: str) -> str:
    return f"{line}  {comment}" if comment else line


def _written(pair: Statement, indent: int) -> str:
    """A value in the one layout; as it stands where it has comments, or text of several lines."""
    if pair.is_commented or pair.value.startswith(('"""', "'''")):
        return pair.value
    value = value_of(pair.value)
    written = written_value(value)
    if written is None:
        return pair.value
    if isinstance(value, list) and indent + len(written) > _WIDTH:
        return "\n".join(("[", *(f"    {written_value(v)}," for v in value), "]"))
    return written


def written_value(value: Any) -> str | None:
    """A value as glossaries have them, on one line; None for numbers and times, which they have not."""
    if isinstance(value, str):
        return basic_string(value)
    if isinstance(value, bool):
        return str(value).lower()
    if type(value) is datetime.date:
        return value.isoformat()
    if isinstance(value, list):
        items = [written_value(v) for v in value]
        return None if None in items else f"[{', '.join(filter(None, items))}]"
    if isinstance(value, dict):
        pairs = [(k, written_value(v)) for k, v in value.items()]
        if any(v is None for _, v in pairs):
            return None
        return "{ " + ", ".join(f"{key_of((k,))} = {v}" for k, v in pairs) + " }" if pairs else "{}"
    return None
