"""Reading glossary files: TOML, checked entry by entry.

A file is a list of tables, one an entry, named by kind: `[[person]]`, `[[place]]` and so on.
`qa.glossary.keys` holds the keys, `docs/glossary.md` describes them.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qa.errors import InputError
from qa.files import LARGE, read_text
from qa.glossary import keys
from qa.glossary.entries import CONTEXTS, KINDS, NAMES, REASONS, STYLES, Dated, Entry, Spelling
from qa.text.notation import toml_tables
from qa.text.patterns import lazy


class Reading(NamedTuple):
    """What files hold: the entries by id, where each stands, house styles, and what is unusable.

    `profiles` are the house styles that the files define, each with the one that it builds on.
    """

    entries: dict[str, Entry]
    places: dict[str, Place]
    profiles: dict[str, str]
    errors: list[InputError]


class Place(NamedTuple):
    """Where an entry stands: in a file, as the so-manieth of its kind, from 0."""

    file: _File
    kind: str
    number: int

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.file.path

    def line_of(self, form: str = "") -> int | None:
        """The line, from 1, on which the entry has a text; of its header if it has it nowhere."""
        return self.file.line(
            self.kind, self.number, rf"([\"']){re.escape(form)}\1" if form else ""
        )


def read_entries(path: Path) -> Reading:
    """The entries of a TOML file, and what is wrong with those that cannot be used.

    Raises InputError when the file cannot be read or is not TOML.
    """
    return _read([_File(path)])


def read_files(paths: Iterable[Path]) -> Reading:
    """The entries of several files as one: a later one replaces an earlier one of the same id.

    A house style that one file defines may be used in all. Files that cannot be read are among the
    errors.
    """
    files: list[_File] = []
    errors: list[InputError] = []
    for path in paths:
        try:
            files.append(_File(path))
        except InputError as error:
            errors.append(error)
    reading = _read(files)
    return reading._replace(errors=errors + reading.errors)


def _read(files: Sequence[_File]) -> Reading:
    reading = Reading({}, {}, {}, [])
    for file in files:
        file.read_profiles(reading.profiles)
    known = (*STYLES, *reading.profiles)
    for file in files:
        file.check_profiles(reading.profiles)
        file.read_entries(reading, known)
        reading.errors.extend(file.errors)
    return reading


def with_profile(entries: Iterable[Entry], style: str, profiles: Mapping[str, str]) -> list[Entry]:
    """The entries with what a house style of one's own writes, as the ones that it builds on do."""
    if style not in profiles:
        return list(entries)
    chain = _bases(style, profiles)

    def filled(spelling: Spelling) -> Spelling:
        wanted = next((spelling.style[s] for s in chain if s in spelling.style), None)
        if wanted is None:
            return spelling
        return spelling._replace(style={**spelling.style, style: wanted})

    return [
        e._replace(name=filled(e.name), given=e.given and filled(e.given))
        if e.name.style or (e.given and e.given.style)
        else e
        for e in entries
    ]


def _bases(style: str, profiles: Mapping[str, str]) -> list[str]:
    """A house style, the one that it builds on, and so on."""
    chain = [style]
    while chain[-1] in profiles and profiles[chain[-1]] not in chain:
        chain.append(profiles[chain[-1]])
    return chain


_HEADER = lazy(r"^\s*\[\[\s*([\w-]+)\s*\]\]", re.M)


class _EntryError(Exception):
    """What is wrong with an entry, and the key it is about."""

    def __init__(self, problem: str, key: str = "") -> None:
        super().__init__(problem)
        self.key = key


class _File:
    """One file: turns its tables into entries, and keeps what is wrong with file and line.

    Raises InputError when it cannot be read or is not TOML.
    """

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.text = toml_text(path)
        self.tables = parsed(self.path, self.text)
        self.errors: list[InputError] = []
        self.own_profiles: list[str] = []
        self.headers: dict[str, list[re.Match[str]]] = {}
        self.all_headers = list(_HEADER.finditer(self.text))
        for m in self.all_headers:
            self.headers.setdefault(m[1], []).append(m)

    def read_profiles(self, known: dict[str, str]) -> None:
        """Add the house styles that the file defines to those of the files before it."""
        table = self.tables.get("profiles", {})
        if not isinstance(table, dict):
            self._wrong(
                'profiles must be a table: [profiles], and below it desk = "ap"', "profiles"
            )
            return
        for name, base in table.items():
            if name in STYLES:
                self._wrong(f"{name} is known already; give your own profile another name", name)
            elif not re.fullmatch(keys.PROFILE, name):
                self._wrong(f'the profile "{name}" must be lower-case words with hyphens', name)
            elif not isinstance(base, str):
                self._wrong(f'{name} must name the profile it builds on: {name} = "ap"', name)
            elif known.get(name, base) != base:
                self._wrong(f"{name} builds on {known[name]} in another file, here on {base}", name)
            else:
                known[name] = base
                self.own_profiles.append(name)

    def check_profiles(self, known: Mapping[str, str]) -> None:
        """Note the house styles of the file that build on none that is known, or on themselves."""
        for name in self.own_profiles:
            if known[name] not in (*STYLES, *known):
                near = _near(known[name], (*STYLES, *known))
                self._wrong(f"{name} builds on {known[name]!r}, which is no profile{near}", name)
            elif name in _bases(known[name], known):
                self._wrong(f"{name} builds on itself; write one of {', '.join(STYLES)}", name)

    def read_entries(self, reading: Reading, profiles: Sequence[str]) -> None:
        """Add the entries of the file to what was read."""
        lang = self.tables.get("lang", "en")
        if not isinstance(lang, str):
            self._wrong('lang must be a code: lang = "en"', "lang")
            lang = "en"
        own: set[str] = set()
        for kind, rows in self.tables.items():
            if kind in ("lang", "profiles"):
                continue
            if kind not in KINDS or not isinstance(rows, list):
                known = ", ".join(f"[[{k}]]" for k in KINDS)
                problem = f"[[{kind}]] is no kind of entry; write one of {known}"
                if kind in KINDS:
                    problem = f"{kind} is no list of entries; write [[{kind}]] above each"
                self.errors.append(InputError(self.path, problem, self.line(kind, 0)))
                continue
            for index, row in enumerate(rows):
                try:
                    entry = _entry(kind, row, lang, profiles)
                    if entry.id in own:
                        raise _EntryError(
                            f'the id "{entry.id}" is used twice; ids must differ', "id"
                        )
                except _EntryError as error:
                    key = rf"^\s*{re.escape(error.key)}(?=\s*[=.])" if error.key else ""
                    line = self.line(kind, index, key)
                    self.errors.append(InputError(self.path, str(error), line))
                    continue
                own.add(entry.id)
                reading.entries[entry.id] = entry
                reading.places[entry.id] = Place(self, kind, index)

    def _wrong(self, problem: str, key: str) -> None:
        """Note what is wrong with a key in front of the entries."""
        at = re.search(rf"^\s*\[?\s*(?:profiles\s*\.\s*)?{re.escape(key)}\b", self.text, re.M)
        line = self.text.count("\n", 0, at.end()) + 1 if at else None
        self.errors.append(InputError(self.path, problem, line))

    def line(self, kind: str, index: int, pattern: str = "") -> int | None:
        """The line, from 1, of an entry's header, or of what a pattern finds in the entry."""
        headers = self.headers.get(kind, [])
        if index >= len(headers):
            at = re.search(rf"^\s*\[*\s*{re.escape(kind)}\b", self.text, re.M)
            return self.text.count("\n", 0, at.end()) + 1 if at else None
        start = headers[index].start(1)
        following = bisect_right(self.all_headers, start, key=re.Match.start)
        end = self.all_headers[following].start() if following < len(self.all_headers) else None
        at = re.compile(pattern, re.M).search(self.text[:end], start) if pattern else None
        return self.text.count("\n", 0, at.end() if at else start) + 1


def toml_text(path: Path) -> str:
    """The text of a file, with plain line ends. Raises InputError when it cannot be read."""
    return read_text(str(path), LARGE).replace("\r\n", "\n")


def foreign_tables(tables: Mapping[str, Any]) -> list[str]:
    """What no glossary has, of the tables of a file."""
    return [key for key in tables if key not in ("lang", "profiles", *KINDS)]


def parsed(path: str, text: str) -> dict[str, Any]:
    """The tables of a text. Raises InputError when it is not TOML."""
    return toml_tables(path, text, 'write keys as key = "value"')


def _entry(kind: str, row: object, lang: str, profiles: Sequence[str]) -> Entry:
    if not isinstance(row, dict):
        raise _EntryError(f"an entry is a table: write [[{kind}]] and its keys below")
    known = {k.name: k for k in keys.KEYS[kind]}
    _check_keys(row, known, f"[[{kind}]]", profiles)
    for key in keys.NEEDED[kind]:
        if key not in row:
            shape = _shape(known[key])
            raise _EntryError(f"[[{kind}]] {row.get('id', '')} lacks {key}; write {shape}")
    if not re.fullmatch(keys.ID, row["id"]):
        raise _EntryError(f'the id "{row["id"]}" must be lower-case words with hyphens', "id")
    given = None
    if kind == "person":
        name = _spelling(row["surname"], "surname")
        if "given" in row:
            given = _spelling(row["given"], "given")
        elif not row.get("alone", True):
            raise _EntryError("alone = false needs a given name to go with the surname", "alone")
    else:
        name = _spelling(row, "", bare=kind == "calque")
    return Entry(
        id=row["id"],
        kind=kind,
        name=name,
        given=given,
        alone=row.get("alone", True),
        original=dict(row.get("original", {})),
        unless=tuple(row.get("unless", ())),
        not_in=tuple(row.get("not-in", _not_in(kind))),
        before=tuple(row.get("before", ())),
        after=tuple(row.get("after", ())),
        meaning=row.get("meaning", ""),
        source=row.get("source", ""),
        generate=row.get("generate", True),
        because=row.get("because", ""),
        near=row.get("near", True),
        country=row.get("country", ""),
        known_as=tuple(row.get("known-as", ())),
        lang=lang,
    )


def _not_in(kind: str) -> tuple[str, ...]:
    """Where names of a kind stay as they were printed, if the entry does not say."""
    return ("work", "address") if kind in NAMES else ()


_SHAPES = {
    keys.TEXT: 'a text: {key} = "…"',
    keys.TEXTS: 'a list of texts: {key} = ["…", "…"]',
    keys.BY_LANGUAGE: 'a table of texts: {key}.uk = "…"',
    keys.BY_STYLE: 'a table of texts: {key}.bbc = "…"',
    keys.SPELLING: 'a text: {key} = "…", or a table: {key}.preferred = "…"',
    keys.FLAG: "{key} = true or {key} = false",
    keys.DATED: 'a list of tables: {key} = [{{ form = "…", until = 2016-05-18 }}]',
    keys.REASON: "one of " + ", ".join(f'"{r}"' for r in REASONS) + ': {key} = "exonym"',
    keys.IN_CONTEXTS: "a list of " + ", ".join(f'"{c}"' for c in CONTEXTS) + ': {key} = ["work"]',
}


def _shape(key: keys.Key) -> str:
    return _SHAPES[key.shape].format(key=key.name)


def _check_keys(
    row: Mapping[str, Any], known: Mapping[str, keys.Key], where: str, profiles: Sequence[str]
) -> None:
    for name, value in row.items():
        key = known.get(name)
        if key is None:
            raise _EntryError(f"{where} has no key {name!r}{_near(name, known)}", name)
        if key.shape == keys.SPELLING:
            if isinstance(value, dict):
                try:
                    _check_keys(value, {k.name: k for k in keys.FORMS}, name, profiles)
                except _EntryError as error:
                    raise _EntryError(f"{name}: {error}", name) from None
            elif not _is_text(value):
                raise _EntryError(f"{name} must be {_shape(key)}", name)
        elif not _fits(key, value):
            raise _EntryError(f"{name} must be {_shape(key)}", name)
        elif key.shape == keys.BY_STYLE:
            for style in value:
                if style not in profiles:
                    raise _EntryError(f"{name}.{style} is no profile{_near(style, profiles)}", name)


def _fits(key: keys.Key, value: Any) -> bool:
    match key.shape:
        case keys.TEXT:
            return _is_text(value)
        case keys.TEXTS:
            return isinstance(value, list) and all(map(_is_text, value))
        case keys.BY_LANGUAGE | keys.BY_STYLE:
            return isinstance(value, dict) and all(map(_is_text, value.values()))
        case keys.IN_CONTEXTS:
            return isinstance(value, list) and all(v in CONTEXTS for v in value)
        case keys.REASON:
            return value in REASONS
        case keys.DATED:
            return isinstance(value, list) and all(map(_is_dated, value))
        case _:
            return isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_dated(value: object) -> bool:
    if not isinstance(value, dict) or not _is_text(value.get("form")):
        return False
    days = {k: v for k, v in value.items() if k != "form"}
    return bool(days) and all(
        k in ("from", "until") and type(v) is datetime.date for k, v in days.items()
    )


def _spelling(row: Mapping[str, Any] | str, key: str, bare: bool = False) -> Spelling:
    if isinstance(row, str):
        return Spelling(row)
    preferred = row.get("preferred", "")
    if not preferred and not bare:
        raise _EntryError(f'{key} must have a preferred form: {key}.preferred = "…"', key)
    spelling = Spelling(
        preferred,
        tuple(row.get("accepted", ())),
        tuple(row.get("forbidden", ())),
        dict(row.get("style", {})),
        tuple(_dated(d) for d in row.get("dated", ())),
    )
    for form in spelling.forbidden:
        for wanted, forms in (("preferred", (preferred,)), ("accepted", spelling.accepted)):
            if form in forms:
                raise _EntryError(
                    f'"{form}" is both forbidden and {wanted}; take it out of one',
                    key or "forbidden",
                )
    for dated in spelling.dated:
        if dated.end and dated.end < dated.start:
            raise _EntryError(
                f'"{dated.form}" ends on {dated.end}, before it begins on {dated.start}',
                key or "dated",
            )
    return spelling


def _dated(row: Mapping[str, Any]) -> Dated:
    days = (row[k].isoformat() if k in row else "" for k in ("from", "until"))
    return Dated(row["form"], *days)


def _near(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    known = list(known)
    near = get_close_matches(word, known, 1, 0.5)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
