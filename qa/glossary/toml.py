"""The statements of a TOML file as they are written, with their comments.

tomllib gives values without places or comments, and tomlkit merges keys such as `given.preferred`
and `given.forbidden`, with what stands between them: neither lets a statement be moved whole.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

from qa.text.patterns import lazy

BLANK, COMMENT, HEADER, PAIR = "blank", "comment", "header", "pair"


class Statement(NamedTuple):
    """A blank line, a comment line, a header or a `key = value`.

    `path` holds the parts of its key, `value` the value as it is written. `comment` stands at its
    end, or is the whole of it. `is_list` is true of a header in double brackets. `is_commented` says
    that comments stand inside the value.
    """

    kind: str
    path: tuple[str, ...] = ()
    value: str = ""
    comment: str = ""
    is_list: bool = False
    is_commented: bool = False


def statements(text: str) -> Iterator[Statement]:
    """The statements of a text that is TOML, with plain line ends, in order."""
    at = 0
    while at < len(text):
        start = _INDENT.match(text, at).end()  # type: ignore[union-attr]
        if start == len(text) or text[start] == "\n":
            yield Statement(BLANK)
            at = start + 1
            continue
        value, comment, is_commented, at = _logical_line(text, start)
        if not value:
            yield Statement(COMMENT, comment=comment)
        elif value[0] == "[":
            is_list = value.startswith("[[")
            path = _path(value[2:-2] if is_list else value[1:-1])
            yield Statement(HEADER, path, comment=comment, is_list=is_list)
        else:
            key = _KEY.match(value)[0]  # type: ignore[index]
            written = value[len(key) :].strip()
            path = _path(key[:-1])
            yield Statement(PAIR, path, written, comment, is_commented=is_commented)


def value_of(written: str) -> Any:
    """The value that is written so."""
    return tomllib.loads(f"x = {written}")["x"]


def key_of(path: tuple[str, ...]) -> str:
    """A key as it is written."""
    return ".".join(p if _BARE.fullmatch(p) else basic_string(p) for p in path)


def basic_string(text: str) -> str:
    """A text as it is written on one line, in double quotes."""
    return '"' + _ESCAPED.sub(_escape, text) + '"'


_INDENT = lazy(r"[ \t]*")
_BARE = lazy(r"[A-Za-z0-9_-]+")
_STRING = r"\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'"
_KEY = lazy(rf"(?:{_STRING}|[^=\"'])+=")
_TOKEN = lazy(
    r"(?P<string>\"\"\"(?:\\.|[^\\])*?\"\"\"\"{0,2}|'''.*?''''{0,2}|" + _STRING + r")"
    r"|(?P<comment>#[^\n]*)|(?P<end>\n)|(?P<open>[\[{])|(?P<close>[\]}])|[^\"'#\n\[\]{}]+",
    re.S,
)
_ESCAPED = lazy(r"[\"\\\x00-\x1f\x7f]")
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def _logical_line(text: str, start: int) -> tuple[str, str, bool, int]:
    """What stands up to the line end that is in no brackets or string.

    Without the comment at its end; that comment; whether there are others; and where the next line
    starts.
    """
    depth = 0
    is_commented = False
    end = len(text)
    comment = ""
    after = end
    for m in _TOKEN.finditer(text, start):
        depth += (m.lastgroup == "open") - (m.lastgroup == "close")
        if m.lastgroup == "comment":
            if depth:
                is_commented = True
            else:
                end, comment = m.start(), m[0]
        elif m.lastgroup == "end" and not depth:
            end, after = min(end, m.start()), m.end()
            break
    return text[start:end].strip(" \t"), comment.rstrip(), is_commented, after


def _path(key: str) -> tuple[str, ...]:
    """The parts of a key as it is written."""
    parts = []
    value = tomllib.loads(f"{key} = 0")
    while isinstance(value, dict):
        ((part, value),) = value.items()
        parts.append(part)
    return tuple(parts)


def _escape(m: re.Match[str]) -> str:
    return _SHORT.get(m[0], f"\\u{ord(m[0]):04x}")
