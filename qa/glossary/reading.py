"""Reading glossary files: TOML, checked entry by entry.

A file is a list of tables, one an entry, named by kind: `[[person]]`, `[[place]]`,
`[[organisation]]`, `[[title]]`, `[[calque]]`. `docs/glossary.md` describes the keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qa.errors import InputError
from qa.glossary.entries import KINDS, STYLES, Entry, Spelling
from qa.text.patterns import lazy


class Reading(NamedTuple):
    """What a file holds: the entries, the line of each by its id, and what could not be used."""

    entries: list[Entry]
    lines: dict[str, int | None]
    errors: list[InputError]


def read_entries(path: Path) -> Reading:
    """The entries of a TOML file, and what is wrong with those that cannot be used.

    Raises InputError when the file cannot be read or is not TOML.
    """
    import tomllib

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise InputError(str(path), "is not UTF-8; save it in that encoding") from None
    text = text.replace("\r\n", "\n")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem, line = _syntax_problem(str(error), text)
        raise InputError(str(path), problem, line) from None
    return _Checker(str(path), text).entries(tables)


def _syntax_problem(message: str, text: str) -> tuple[str, int]:
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", message)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    problem = message[: place.start()] if place else message
    return (
        f'is not valid TOML: {problem[:1].lower()}{problem[1:]}; write keys as key = "value"',
        line,
    )


_HEADER = lazy(r"^\s*\[\[\s*([\w-]+)\s*\]\]", re.M)
_FORM_KEYS: dict[str, type] = {"preferred": str, "accepted": list, "forbidden": list, "style": dict}
_COMMON: dict[str, type] = {"id": str, "original": dict, "unless": list, "source": str, "note": str}
_PLAIN: dict[str, type] = {**_COMMON, **_FORM_KEYS}
_KEYS: dict[str, dict[str, type]] = {
    "person": {**_COMMON, "given": dict, "surname": dict, "alone": bool},
    "place": _PLAIN,
    "organisation": _PLAIN,
    "title": {**_PLAIN, "before": list, "after": list},
    "calque": {**_COMMON, "preferred": str, "forbidden": list, "meaning": str},
}
_NEEDED = {
    "person": ("id", "surname"),
    "place": ("id", "preferred"),
    "organisation": ("id", "preferred"),
    "title": ("id", "preferred", "forbidden"),
    "calque": ("id", "forbidden", "meaning"),
}
_SHAPES: dict[type, str] = {
    str: 'a text: {key} = "…"',
    list: 'a list of texts: {key} = ["…", "…"]',
    dict: 'a table: {key}.KEY = "…"',
    bool: "{key} = true or {key} = false",
}


class _EntryError(Exception):
    """What is wrong with an entry, and the key it is about."""

    def __init__(self, problem: str, key: str = "") -> None:
        super().__init__(problem)
        self.key = key


class _Checker:
    """Turns the tables of one file into entries; keeps what is wrong with file and line."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.errors: list[InputError] = []
        self.headers: dict[str, list[re.Match[str]]] = {}
        self.all_headers = list(_HEADER.finditer(text))
        for m in self.all_headers:
            self.headers.setdefault(m[1], []).append(m)

    def entries(self, tables: Mapping[str, Any]) -> Reading:
        lang = tables.get("lang", "en")
        if not isinstance(lang, str):
            self.errors.append(InputError(self.path, 'lang must be a code: lang = "en"'))
            lang = "en"
        found: dict[str, Entry] = {}
        lines: dict[str, int | None] = {}
        for kind, rows in tables.items():
            if kind == "lang":
                continue
            if kind not in KINDS or not isinstance(rows, list):
                problem = f"[[{kind}]] is no kind of entry; write one of " + ", ".join(
                    f"[[{k}]]" for k in KINDS
                )
                self.errors.append(InputError(self.path, problem, self._line(kind, 0)))
                continue
            for index, row in enumerate(rows):
                try:
                    entry = _entry(kind, row, lang)
                    if entry.id in found:
                        raise _EntryError(
                            f'the id "{entry.id}" is used twice; ids must differ', "id"
                        )
                    found[entry.id] = entry
                    lines[entry.id] = self._line(kind, index)
                except _EntryError as error:
                    line = self._line(kind, index, error.key)
                    self.errors.append(InputError(self.path, str(error), line))
        return Reading(list(found.values()), lines, self.errors)

    def _line(self, kind: str, index: int, key: str = "") -> int | None:
        """The line of an entry's header, or of a key in it, from 1."""
        headers = self.headers.get(kind, [])
        if index >= len(headers):
            at = re.search(rf"^\s*\[*\s*{re.escape(kind)}\b", self.text, re.M)
            return self.text.count("\n", 0, at.end()) + 1 if at else None
        start = headers[index].start(1)
        following = [m.start() for m in self.all_headers if m.start() > start]
        end = following[0] if following else len(self.text)
        at = re.compile(rf"^\s*{re.escape(key)}(?=\s*[=.])", re.M).search(self.text, start, end)
        return self.text.count("\n", 0, at.end() if key and at else start) + 1


def _entry(kind: str, row: object, lang: str) -> Entry:
    if not isinstance(row, dict):
        raise _EntryError(f"an entry is a table: write [[{kind}]] and its keys below")
    for part in ("given", "surname"):
        if kind == "person" and isinstance(row.get(part), str):
            row = {**row, part: {"preferred": row[part]}}
    _check_keys(row, _KEYS[kind], f"[[{kind}]]")
    for key in _NEEDED[kind]:
        if key not in row:
            raise _EntryError(
                f"[[{kind}]] {row.get('id', '')} lacks {key}; write {_shape(key, kind)}"
            )
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]):
        raise _EntryError(f'the id "{row["id"]}" must be lower-case words with hyphens', "id")
    given = None
    if kind == "person":
        name = _spelling(row["surname"], "surname")
        if "given" in row:
            given = _spelling(row["given"], "given")
        elif not row.get("alone", True):
            raise _EntryError("alone = false needs a given name to go with the surname", "alone")
    else:
        name = _spelling({k: row[k] for k in _FORM_KEYS if k in row}, "", bare=kind == "calque")
    return Entry(
        id=row["id"],
        kind=kind,
        name=name,
        given=given,
        alone=row.get("alone", True),
        original=_texts(row.get("original", {}), "original"),
        unless=tuple(row.get("unless", ())),
        before=tuple(row.get("before", ())),
        after=tuple(row.get("after", ())),
        meaning=row.get("meaning", ""),
        source=row.get("source", ""),
        lang=lang,
    )


def _shape(key: str, kind: str) -> str:
    wanted = str if key in ("surname", "given") else _KEYS[kind][key]
    return _SHAPES[wanted].format(key=key)


def _check_keys(row: Mapping[str, Any], keys: Mapping[str, type], where: str) -> None:
    for key, value in row.items():
        if key not in keys:
            raise _EntryError(f"{where} has no key {key!r}{_near(key, keys)}", key)
        fits = isinstance(value, keys[key])
        if fits and keys[key] is list:
            fits = all(isinstance(v, str) and v.strip() for v in value)
        if fits and keys[key] is str and key != "preferred":
            fits = bool(value.strip())
        if not fits:
            raise _EntryError(f"{key} must be {_SHAPES[keys[key]].format(key=key)}", key)


def _spelling(row: Mapping[str, Any], key: str, bare: bool = False) -> Spelling:
    _check_keys(row, _FORM_KEYS, key or "the entry")
    preferred = row.get("preferred", "")
    if not preferred.strip() and not bare:
        raise _EntryError(f'{key or "preferred"} must be a text: {key or "preferred"} = "…"', key)
    style = _texts(row.get("style", {}), "style")
    for name in style:
        if name not in STYLES:
            raise _EntryError(f"style.{name} is no profile{_near(name, STYLES)}", key or "style")
    spelling = Spelling(
        preferred, tuple(row.get("accepted", ())), tuple(row.get("forbidden", ())), style
    )
    for form in spelling.forbidden:
        for wanted, forms in (("preferred", (preferred,)), ("accepted", spelling.accepted)):
            if form in forms:
                raise _EntryError(
                    f'"{form}" is both forbidden and {wanted}; take it out of one',
                    key or "forbidden",
                )
    return spelling


def _texts(row: Mapping[str, Any], key: str) -> dict[str, str]:
    for name, value in row.items():
        if not isinstance(value, str) or not value.strip():
            raise _EntryError(f'{key}.{name} must be a text: {key}.{name} = "…"', key)
    return dict(row)


def _near(word: str, known: Sequence[str] | Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, known, 1, 0.5)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
