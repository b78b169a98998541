"""JSON (RFC 8259) with the place of each string: the standard library reads values, but says no places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from qa.document.offsets import OffsetMap, Piece, PieceKind
from qa.readers.core.layout import Escape
from qa.readers.core.reading import MalformedError
from qa.text.patterns import lazy

# No format nests so deep, unless it is to do harm.
MAX_DEPTH = 200


class String(NamedTuple):
    """A string of the file, as it is written between its quotes: source[start:end]."""

    source: str
    start: int
    end: int

    @property
    def written(self) -> str:
        """The string with its escapes."""
        return self.source[self.start : self.end]

    def text(self) -> str:
        """What it says. Raises MalformedError where it has half of a character."""
        return "".join(text for text, _, _ in self._parts())

    def way(self, write: Escape) -> OffsetMap:
        """The way from its text to the file; `write` writes new text."""
        pieces, length = [], 0
        for text, start, end in self._parts():
            kind = PieceKind.COPY if end - start == len(text) else PieceKind.ENTITY
            pieces.append(Piece(length, len(text), start, end - start, kind, write))
            length += len(text)
        return OffsetMap(pieces)

    def _parts(self) -> Iterator[tuple[str, int, int]]:
        at = self.start
        for m in _ESCAPED.finditer(self.source, self.start, self.end):
            if at < m.start():
                yield self.source[at : m.start()], at, m.start()
            if m["half"]:
                raise _wrong(self.source, m.start(), f"half of a character ({m[0]})")
            written = m[0]
            text = chr(int(written[2:], 16)) if len(written) == 6 else json.loads(f'"{written}"')
            yield text, *m.span()
            at = m.end()
        if at < self.end:
            yield self.source[at : self.end], at, self.end


# Two halves make one character beyond U+FFFF; one of them alone is none.
_ESCAPED = lazy(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    r"|\\u[0-9a-fA-F]{4}|\\[^u]"
)


class Members(NamedTuple):
    """An object: its members in the order of the file; a name may come twice."""

    members: tuple[tuple[str, object], ...]


def parse(source: str) -> object:
    """The value that the file `source` holds: Members, a list, a String, or None for what is no text.

    Raises MalformedError where it is not JSON, or nested too deep.
    """
    at, value = _value(source, 0, 0)
    at = _space(source, at)
    if at < len(source):
        raise _wrong(source, at, "more text after its end")
    return value


_TOKEN = lazy(
    r"[ \t\r\n]*+(?:(?P<mark>[\[\]{}:,])"
    r"|\"(?P<string>(?:[^\"\\\x00-\x1f]++|\\(?:[\"\\/bfnrt]|u[0-9a-fA-F]{4}))*+)\""
    r"|(?P<other>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?|true|false|null))"
)
_SPACES = lazy(r"[ \t\r\n]*+")


def _space(source: str, at: int) -> int:
    m = _SPACES.match(source, at)
    return m.end() if m else at


def _wrong(source: str, at: int, what: str) -> MalformedError:
    return MalformedError(f"not well-formed JSON: {what}", source.count("\n", 0, at) + 1)


def _value(source: str, at: int, depth: int) -> tuple[int, object]:
    """The value at `at`, and where it ends."""
    m = _TOKEN.match(source, at)
    if m is None or (m["mark"] or "") in ("]", "}", ":", ","):
        at = _space(source, at)
        raise _wrong(
            source, at, "a value is missing, or is none" if at < len(source) else "it ends early"
        )
    if m["string"] is not None:
        return m.end(), String(source, *m.span("string"))
    if m["other"] is not None:
        return m.end(), None
    if depth == MAX_DEPTH:
        raise _wrong(source, at, f"it is nested more than {MAX_DEPTH} deep")
    return (_array if m["mark"] == "[" else _object)(source, m.end(), depth + 1)


def _array(source: str, at: int, depth: int) -> tuple[int, object]:
    values: list[object] = []
    while not (_is_mark(source, at, "]") and not values):
        at, value = _value(source, at, depth)
        values.append(value)
        at, ended = _next(source, at, "]")
        if ended:
            return at, values
    return _space(source, at) + 1, values


def _object(source: str, at: int, depth: int) -> tuple[int, object]:
    members: list[tuple[str, object]] = []
    while not (_is_mark(source, at, "}") and not members):
        name = _TOKEN.match(source, at)
        if name is None or name["string"] is None:
            raise _wrong(source, _space(source, at), "a name in quotes is missing")
        if not _is_mark(source, name.end(), ":"):
            raise _wrong(source, name.end(), "a colon is missing")
        at, value = _value(source, _space(source, name.end()) + 1, depth)
        members.append((name["string"], value))
        at, ended = _next(source, at, "}")
        if ended:
            return at, Members(tuple(members))
    return _space(source, at) + 1, Members(())


def _is_mark(source: str, at: int, mark: str) -> bool:
    return source.startswith(mark, _space(source, at))


def _next(source: str, at: int, end: str) -> tuple[int, bool]:
    """Where the next value stands, and whether there is none."""
    at = _space(source, at)
    if source.startswith(end, at):
        return at + 1, True
    if not source.startswith(",", at):
        raise _wrong(source, at, f"a comma or {end} is missing")
    return at + 1, False


# --- Writing


def escape(text: str) -> str:
    """New text as JSON writes it in a string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def escape_ascii(text: str) -> str:
    """The same, for a file that writes all other characters with their numbers."""
    return json.dumps(text)[1:-1]


def escape_for(source: str) -> Escape:
    """How new text is written in the strings of the file `source`: as the others are."""
    return escape_ascii if source.isascii() and "\\u" in source else escape
