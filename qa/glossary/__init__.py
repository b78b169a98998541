"""Glossaries: one spelling a name, from TOML files, compiled once and kept in the cache folder."""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa import __version__
from qa.document.computed import of_document
from qa.errors import InputError
from qa.files import cache_dir
from qa.glossary.store import Table, read_table, write_table
from qa.glossary.terms import CAPITAL, ENTRY, ID, NEAR, PLACE_WORD, WORD, Term

if TYPE_CHECKING:
    from qa.config import Config
    from qa.document.model import Document, Segment
    from qa.glossary.entries import Entry
    from qa.glossary.match import Match, Matcher

__all__ = ["Glossary", "load_glossary", "shipped_files"]

_FORMAT = 7
_FOLDER = Path(__file__).parent


@of_document
def _matches(document: Document, glossary: Glossary) -> tuple[tuple[Match, ...], ...]:
    return glossary.matches_of(document)


class Glossary:
    """The entries of all files as one, ready to be looked for.

    `table` is the compiled glossary, whose rows are read when a story has them. `date` is the ISO
    date of the stories that give none themselves. `errors` says which files and entries could not
    be used; the others are in force.
    """

    def __init__(self, table: Table, errors: Sequence[InputError] = (), date: str = "") -> None:
        self.errors = tuple(errors)
        self.date = date or time.strftime("%Y-%m-%d")
        self._table = table
        self._entries: dict[int, Entry] = {}
        self._like: dict[str, list[str]] = {}

    def __len__(self) -> int:
        size: int = self._table.head["entries"]
        return size

    def entry(self, number: int) -> Entry:
        """The entry of a number, from 0."""
        from qa.glossary.entries import from_row

        if number not in self._entries:
            row = self._table.get(f"{ENTRY}{number}") or ""
            self._entries[number] = from_row(json.loads(row))
        return self._entries[number]

    @property
    def entries(self) -> Iterator[Entry]:
        """All entries, in the order of the files."""
        return (self.entry(i) for i in range(len(self)))

    def matches(self, segment: Segment) -> tuple[Match, ...]:
        """The terms in a segment, in order, those that are right included. Made once a document."""
        return _matches(segment.document, self)[segment.number]

    def matches_of(self, document: Document) -> tuple[tuple[Match, ...], ...]:
        """The terms in each segment of a document."""
        from qa.glossary.match import Story

        story = Story(document.date or self.date, set(), set())
        found = []
        for segment in document.segments:
            lang = segment.lang.partition("-")[0].lower()
            found.append(self.matcher.matches(segment.text, lang, story))
        if any(m.wrong for matches in found for m in matches):
            from qa.glossary.identity import identified

            return tuple(identified(document, found, story.shared, self._ordinary))
        return tuple(tuple(matches) for matches in found)

    @cached_property
    def matcher(self) -> Matcher:
        """What finds the terms in a paragraph, whatever the rest of the story says of them."""
        from qa.glossary.match import Matcher

        def number(name: str) -> int | None:
            found = self._table.get(ID + name)
            return None if found is None else int(found)

        return Matcher(self._table, self.entry, number, self._ordinary)

    def _ordinary(self, word: str) -> bool:
        """Whether a word with a capital is anything but a given name."""
        from qa.text.english import stands_before_a_surname

        return PLACE_WORD + word.lower() in self._table or stands_before_a_surname(word)

    def entries_named(self, name: str) -> set[str]:
        """The ids of the entries that a name in English, by itself, is a right form of."""
        from qa.glossary.match import Story

        return {
            match.entry.id
            for match in self.matcher.matches(name, "en", Story(self.date, set(), set()))
            if not match.wrong
        }

    def people(self, surname: str) -> list[Entry]:
        """The people with a surname, of one word, in any spelling."""
        from qa.glossary.forms import folded

        rows = json.loads(self._table.get(f"{CAPITAL}en {folded(surname)}") or "[]")
        terms = (Term(*row[2:]) for row in rows)
        return [self.entry(t.entry) for t in terms if t.kind == "person" and t.form == surname]

    def knows(self, word: str) -> bool:
        """Whether a word, in lower case, is one of any form of a name or a term: it is never a typo."""
        return WORD + word in self._table

    def names_like(self, word: str) -> list[str]:
        """The names with the first and the last letter of a word, which a typo is held against.

        Well-known places, and of the glossary places and distinctive surnames, word by word.
        """
        ends = (word[0] + word[-1]).lower()
        found = self._like.get(ends)
        if found is None:
            own = (self._table.get(NEAR + ends) or "").split()
            found = self._like[ends] = sorted({*own, *_well_known().get(ends, ())})
        return found


@cache
def _well_known() -> dict[str, list[str]]:
    """The well-known places by their first and last letter."""
    from qa.text.english import place_names

    found: dict[str, list[str]] = {}
    for word in place_names():
        found.setdefault((word[0] + word[-1]).lower(), []).append(word)
    return found


def load_glossary(config: Config) -> Glossary:
    """The glossary of a configuration: shipped files, then the configured ones.

    An entry of a later file replaces one of the same id. What cannot be used is in `errors`.
    """
    files = [*(shipped_files() if config.shipped_glossaries else ()), *map(Path, config.glossaries)]
    signature = _signature(files)
    cache = cache_dir() / f"glossary-{zlib.crc32(repr((*files, config.style)).encode()):08x}.cdb"
    table = read_table(cache)
    if table is not None and table.head.get("signature") == signature:
        return Glossary(table, date=config.date)
    data, errors = compile_files(files, config.style, signature)
    if not errors:
        write_table(cache, data)
    return Glossary(Table(data), errors, config.date)


def compile_files(
    files: Sequence[Path], style: str, signature: Sequence[Any] = ()
) -> tuple[bytes, list[InputError]]:
    """The table of these files, and what could not be used of them."""
    from qa.glossary.compiling import compile_entries
    from qa.glossary.entries import STYLES
    from qa.glossary.generated import with_generated
    from qa.glossary.reading import read_files, with_profile

    reading = read_files(files)
    errors = reading.errors
    known = (*STYLES, *reading.profiles)
    if style not in known:
        problem = f"style {style!r} is unknown; write one of {', '.join(known)}"
        errors.insert(0, InputError("configuration", problem))
    entries = with_generated(with_profile(reading.entries.values(), style, reading.profiles))
    return compile_entries(entries, style, signature), errors


def shipped_files() -> list[Path]:
    """The glossary files that come with the program: in the package, or beside it in a checkout."""
    for folder in (_FOLDER.parent / "glossaries", _FOLDER.parent.parent / "glossaries"):
        if (folder / "places.toml").is_file():
            return sorted(folder.glob("*.toml"))
    return []


def _signature(files: Sequence[Path]) -> list[Any]:
    """What a compiled glossary depends on: this program, its compiler, and the files as they are."""
    signature: list[Any] = [_FORMAT, __version__]
    romanise = _FOLDER.parent / "romanise"
    own = (_FOLDER.glob("*.py"), romanise.glob("*.py"), romanise.glob("data/*"))
    for file in (*(f for found in own for f in sorted(found)), *files):
        try:
            state = os.stat(file)
            signature.append([str(file), state.st_mtime_ns, state.st_size])
        except OSError:
            signature.append([str(file), 0, 0])
    return signature
