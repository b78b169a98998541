"""A table, one row an entry, with commas or tabs: for spreadsheets. It holds all of an entry.

The columns are `kind` and the keys of a glossary file (`surname.forbidden`, `original.uk`). Several
values in a cell stand between `|`; a dated form is `FORM @ FROM..UNTIL`. A cell that a spreadsheet would take
for a formula has an apostrophe before it, which is left out again when it is read.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from qa.errors import InputError
from qa.glossary import keys
from qa.glossary.entries import KINDS
from qa.glossary.exchange.book import Book, Ids, Losses, Options, Row, only_file, text_of
from qa.glossary.exchange.concept import PROFILES
from qa.text.formulas import guarded, unguarded

_LISTS = (keys.TEXTS, keys.IN_CONTEXTS)
_TABLES = (keys.BY_LANGUAGE, keys.BY_STYLE)


def write(book: Book, options: Options, losses: Losses, delimiter: str) -> dict[str, bytes]:
    """A table with a header."""
    losses.add(PROFILES, len(book.profiles))
    cells = [{"kind": row.kind, **dict(_cells(row.data, _known(row.kind)))} for row in book.rows]
    used = {column for row in cells for column in row}
    columns = ["kind", "id", *sorted({"preferred", *used} - {"kind", "id"}, key=_order)]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows({c: guarded(cell) for c, cell in row.items()} for row in cells)
    return {"": out.getvalue().encode("utf-8", "surrogatepass")}


def _known(kind: str) -> dict[str, keys.Key]:
    return {key.name: key for key in keys.KEYS[kind]}


def _order(column: str) -> tuple[int, int, str]:
    """Where a column stands: the name first, then the other keys in their order."""
    forms = [key.name for key in keys.FORMS]
    others = (key.name for kind in keys.KEYS for key in keys.KEYS[kind])
    names = list(dict.fromkeys(("given", "surname", *forms, *others)))
    name, _, inner = column.partition(".")
    return names.index(name), forms.index(inner) if inner in forms else len(forms), inner


def _cells(data: Mapping[str, Any], known: Mapping[str, keys.Key]) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        shape = known[name].shape
        if shape == keys.SPELLING:
            inner = _cells(value, {key.name: key for key in keys.FORMS})
            yield from ((f"{name}.{column}", cell) for column, cell in inner)
        elif shape in _TABLES:
            yield from ((f"{name}.{inner}", text) for inner, text in value.items())
        elif shape in _LISTS:
            yield name, _joined(value)
        elif shape == keys.DATED:
            yield name, _joined(_dated_cell(d) for d in value)
        elif shape == keys.FLAG:
            yield name, str(value).lower()
        else:
            yield name, value


def _joined(texts: Any) -> str:
    return " | ".join(re.sub(r"[\\|]", r"\\\g<0>", text) for text in texts)


def _dated_cell(dated: Mapping[str, Any]) -> str:
    days = (dated[key].isoformat() if key in dated else "" for key in ("from", "until"))
    return f"{dated['form']} @ {'..'.join(days)}"


def read(files: dict[str, bytes], options: Options, losses: Losses, delimiter: str) -> Book:
    """The entries of a table. Raises InputError for a column or cell that cannot be used."""
    text = text_of(only_file(files), options.path)
    head = text.partition("\n")[0]
    if delimiter == "," and head.count(";") > head.count(","):
        delimiter = ";"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [column.strip() for column in next(reader, [])]
        rows = [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        raise InputError(options.path, f"is no table: {error}", reader.line_num) from None
    rows = [(line, [unguarded(cell) for cell in cells]) for line, cells in rows]
    for column in header:
        _check_column(column, options.path)
    if not {"preferred", "surname", "surname.preferred"} & set(header):
        problem = (
            "has no column preferred; name the columns in the first line, such as id,preferred"
        )
        raise InputError(options.path, problem, 1)
    ids = Ids()
    return Book(
        options.lang,
        [_row(dict(zip(header, cells, strict=False)), ids, options, line) for line, cells in rows],
    )


def _check_column(column: str, path: str) -> None:
    name, _, inner = column.partition(".")
    shapes = {key.shape for kind in keys.KEYS for key in keys.KEYS[kind] if key.name == name}
    forms = {key.name for key in keys.FORMS}
    fits = column == "kind" or any(
        bool(inner)
        if shape in _TABLES
        else not inner or inner.partition(".")[0] in forms
        if shape == keys.SPELLING
        else not inner
        for shape in shapes
    )
    if not fits:
        known = dict.fromkeys(key.name for kind in keys.KEYS for key in keys.KEYS[kind])
        problem = f'the column "{column}" is no key of an entry; known are {", ".join(known)}'
        raise InputError(path, f"{problem}; a DeepL glossary is read with --format deepl", 1)


def _row(cells: Mapping[str, str], ids: Ids, options: Options, line: int) -> Row:
    kind = cells.get("kind", "").strip() or ("person" if _first(cells, "surname") else options.kind)
    if kind not in KINDS:
        problem = f'the kind "{kind}" is none of {", ".join(KINDS)}'
        raise InputError(options.path, problem, line)
    data: dict[str, Any] = {}
    for key in keys.KEYS[kind]:
        value = _value(key, cells, options.path, line)
        if value not in (None, "", [], {}):
            data[key.name] = value
    preferred = data.get("preferred") or data.get("surname", {}).get("preferred", "")
    given = data.get("given", {}).get("preferred", "")
    data = {**data, "id": ids.of(data.get("id", ""), f"{given} {preferred}", "entry")}
    return Row(kind, {"id": data.pop("id"), **data})


def _first(cells: Mapping[str, str], name: str) -> str:
    return cells.get(name, "").strip() or cells.get(f"{name}.preferred", "").strip()


def _value(key: keys.Key, cells: Mapping[str, str], path: str, line: int, part: str = "") -> Any:
    column = part + key.name
    cell = cells.get(column, "").strip()
    if key.shape == keys.SPELLING:
        spelling = {
            form.name: value
            for form in keys.FORMS
            if (value := _value(form, cells, path, line, f"{key.name}."))
        }
        return spelling if "preferred" in spelling or not cell else {"preferred": cell, **spelling}
    if key.shape in _TABLES:
        start = f"{column}."
        return {c[len(start) :]: t for c, t in cells.items() if c.startswith(start) and t.strip()}
    if key.shape in _LISTS:
        return _split(cell)
    if key.shape == keys.DATED:
        return [_dated(text, path, line) for text in _split(cell)]
    if key.shape == keys.FLAG:
        if cell.lower() not in ("", "true", "false"):
            raise InputError(path, f'{column} is "{cell}"; write true or false', line)
        return cell.lower() == "true" if cell else None
    return cell


def _split(cell: str) -> list[str]:
    parts = re.findall(r"(?:\\.|[^|\\]|\\$)+", cell, re.S)
    return [re.sub(r"\\(.)", r"\1", part.strip(), flags=re.S) for part in parts if part.strip()]


def _dated(text: str, path: str, line: int) -> dict[str, Any]:
    form, at, days = text.rpartition(" @ ")
    start, dots, end = days.partition("..")
    try:
        found = {
            key: datetime.date.fromisoformat(day)
            for key, day in (("from", start), ("until", end))
            if day
        }
    except ValueError:
        found = {}
    if not (at and dots and found):
        problem = f'"{text}" is no dated form; write it as Dnipropetrovsk @ ..2016-05-18'
        raise InputError(path, problem, line)
    return {"form": form, **found}
