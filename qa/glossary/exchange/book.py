"""What is exchanged: the tables of glossary files, entry by entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from qa.errors import InputError
from qa.glossary import keys
from qa.glossary.entries import STYLES
from qa.glossary.formatting import formatted, written_value
from qa.glossary.reading import parsed, read_files, toml_text
from qa.glossary.toml import key_of


class Row(NamedTuple):
    """An entry: its kind, and its keys as `qa.glossary.keys` has them; a part of a person's name is
    always a table.
    """

    kind: str
    data: dict[str, Any]


class Book(NamedTuple):
    """Entries for copy in one language, and the house styles of their own that they use."""

    lang: str
    rows: list[Row]
    profiles: Mapping[str, str] = {}


class Options(NamedTuple):
    """What the caller says about a foreign file, and what the file says not by itself.

    `path` names it in messages, and its ending may tell something. `kind` is that of entries that
    do not say; `source_lang` is the language of the original forms in a format for one only.
    """

    path: str
    lang: str = "en"
    source_lang: str = ""
    kind: str = "term"


class Losses:
    """What a format cannot hold, counted by kind."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def add(self, what: str, count: int = 1) -> None:
        """Note that something is left out."""
        if count:
            self._counts[what] = self._counts.get(what, 0) + count

    def lines(self) -> list[str]:
        """One line for each kind, in the order in which they were met."""
        return [f"{what}: {count}" for what, count in self._counts.items()]

    def __contains__(self, what: object) -> bool:
        return what in self._counts


def read_book(paths: Iterable[Path]) -> tuple[Book, list[InputError]]:
    """The entries of glossary files, and what is wrong with those that are left out.

    An entry of a later file replaces one of the same id. Raises InputError when the files are for
    copy in different languages.
    """
    paths = list(paths)
    reading = read_files(paths)
    rows: dict[str, Row] = {}
    langs: dict[str, Path] = {}
    for path in paths:
        try:
            tables = parsed(str(path), toml_text(path))
        except InputError:
            continue
        langs.setdefault(tables.get("lang", "en"), path)
        for kind in keys.KEYS:
            for data in tables.get(kind, ()):
                if isinstance(data, dict) and data.get("id") in reading.entries:
                    rows[data["id"]] = Row(kind, _whole(data))
    if len(langs) > 1:
        (one, first), (other, second) = list(langs.items())[:2]
        raise InputError(
            str(second), f"is for copy in {other}, {first} for {one}; export them one by one"
        )
    book = Book(next(iter(langs), "en"), list(rows.values()), reading.profiles)
    return book, reading.errors


def _whole(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: {"preferred": value}
        if key in ("given", "surname") and isinstance(value, str)
        else value
        for key, value in data.items()
    }


def toml_of(book: Book) -> str:
    """The text of a glossary file, in the layout of `qa glossary fmt`."""
    lines = [] if book.lang == "en" else [f"lang = {written_value(book.lang)}"]
    own = {style for row in book.rows for style in _styles(row)} - set(STYLES)
    profiles = {style: book.profiles.get(style, STYLES[0]) for style in sorted(own)}
    for style, base in _with_bases(profiles, book.profiles).items():
        lines += [] if "[profiles]" in lines else ["", "[profiles]"]
        lines.append(f"{key_of((style,))} = {written_value(base)}")
    for row in book.rows:
        lines += ["", *lines_of(row)]
    return formatted("\n".join(lines) + "\n")


def lines_of(row: Row) -> Iterator[str]:
    """The lines of one entry."""
    yield f"[[{row.kind}]]"
    for key, value in row.data.items():
        if isinstance(value, dict):
            for inner, of_inner in value.items():
                yield f"{key_of((key, inner))} = {written_value(of_inner)}"
        else:
            yield f"{key_of((key,))} = {written_value(value)}"


def _styles(row: Row) -> list[str]:
    spellings = [row.data, *(row.data[key] for key in ("given", "surname") if key in row.data)]
    return [style for spelling in spellings for style in spelling.get("style", ())]


def _with_bases(profiles: dict[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """The profiles, and those that they build on."""
    found = dict(profiles)
    waiting = list(found.values())
    while waiting:
        base = waiting.pop()
        if base in known and base not in found:
            found[base] = known[base]
            waiting.append(known[base])
    return found


class Ids:
    """Gives entries ids that differ, made from what another program calls them."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def of(self, *texts: str) -> str:
        """An id made from the first of some texts that has letters or digits in it."""
        from qa.romanise.variants import folded

        slugs = (re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-") for text in texts)
        slug = next(filter(None, slugs), "entry")
        number, free = 2, slug
        while free in self._used:
            free, number = f"{slug}-{number}", number + 1
        self._used.add(free)
        return free


def only_file(files: Mapping[str, bytes]) -> bytes:
    """The bytes of a format that is a single file."""
    (data,) = files.values()
    return data


def text_of(data: bytes, path: str) -> str:
    """The text of a file, with plain line ends. Raises InputError when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InputError(path, "is not UTF-8; save it in that encoding") from None
