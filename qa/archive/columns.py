"""Which column of a table is what: named in the call, or found by its name, or by what is in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from qa.errors import InputError
from qa.language.codes import meant_tag

# A column of texts has at least as many code points on average; those of titles and names have less.
_LONG = 200
# A text is no shorter in any language than such a share of its translation: Chinese has a third of the
# letters of English. Names of agencies are shorter beside a story.
_SHORTEST_SHARE = 0.2


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
    original_language: str | None = None

    def items(self) -> Iterator[tuple[str, str]]:
        """What is held, and the column that holds it."""
        for field in fields(self):
            name = getattr(self, field.name)
            if name is not None:
                yield field.name, name


FIELDS = tuple(field.name for field in fields(Columns))
PAIR_FIELDS = ("source", "translation", "id", "source_lang", "target_lang")


def find_columns(
    path: str, names: Collection[str], sample: Sequence[Mapping[str, Any]], given: Mapping[str, str]
) -> Columns:
    """The columns of the table at `path`, which has these names, and rows like those of `sample`.

    `given` are those that the user named, by what they hold. A column of texts that is not called
    like one is taken where it is the only one with long texts. In a table of a text and its translation
    the column `source` has the original, unless what it has is as short as the name of an agency. Raises
    InputError where one that was named is not there, and where none holds texts.
    """
    _check_given(path, names, given)
    found = dict(given)
    left = _by_plain_name(names, given)
    if "original" not in given and "source" not in given and "text" not in given:
        pair = _called(_names_of_pairs(), left, ("source", "translation"))
        if len(pair) == 2 and _are_texts(pair["source"], pair["translation"], sample):
            found["original"], found["text"] = pair["source"], pair["translation"]
            left = {plain: name for plain, name in left.items() if name not in pair.values()}
    found |= _called(_known(), left, [field for field in _known() if field not in found])
    if "text" not in found:
        long = [name for name in left.values() if _mean_length(name, sample) >= _LONG]
        if len(long) != 1:
            why = "several columns may be the text" if long else "no column looks like the text"
            raise InputError(path, f"{why}; {_there_are(names)}: name one with --column text=NAME")
        found["text"] = long[0]
    _check_alone(path, names, found, given, ("text", "original"))
    return Columns(**found)


def find_pair_columns(
    path: str,
    names: Sequence[str],
    given: Mapping[str, str],
    needed: Sequence[str] = ("source", "translation"),
) -> dict[str, str]:
    """The names of the columns of a table of texts and their translations, by what they hold.

    `given` as in `find_columns`; those that hold what is `needed` are there. Columns that are called by the codes of two languages are source and
    translation, in this order. Raises InputError where one that was named is not there, and where one that is
    needed cannot be told.
    """
    _check_given(path, names, given)
    left = _by_plain_name(names, given)
    found = dict(given) | _called(
        _names_of_pairs(), left, [f for f in PAIR_FIELDS if f not in given]
    )
    if not found.keys() & {"source", "translation"}:
        coded = [n for n in names if (tag := meant_tag(n)) and n.lower() == str(tag).lower()]
        coded = [n for n in coded if n not in found.values()]
        if len(coded) == 2:
            found |= dict(zip(("source", "translation"), coded, strict=True))
    for field in needed:
        if field not in found:
            advice = f"name it with --column {field}=NAME"
            raise InputError(
                path, f"no column looks like the {field}; {_there_are(names)}: {advice}"
            )
    _check_alone(path, names, found, given, ("source", "translation"))
    return {field: found[field] for field in PAIR_FIELDS if field in found}


def _by_plain_name(names: Collection[str], given: Mapping[str, str]) -> dict[str, str]:
    """The names that were not given by what they are without capitals and signs: of several the outermost, and
    of these the first.
    """
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda name: name.count(".")):
        if name not in given.values():
            found.setdefault(_plain(name), name)
    return found


def _check_alone(
    path: str,
    names: Collection[str],
    found: Mapping[str, str],
    given: Mapping[str, str],
    fields: Sequence[str],
) -> None:
    """Raise InputError where another column has the name of one that holds texts, and nobody chose."""
    for field in fields:
        name = found.get(field)
        if name is None or field in given:
            continue
        alike = [n for n in names if _plain(n) == _plain(name) and n.count(".") == name.count(".")]
        if len(alike) > 1:
            choices = " or ".join(f"--column '{field}={n}'" for n in alike)
            problem = f"{len(alike)} columns are called like the {field}; choose one with {choices}"
            raise InputError(path, problem)


def _check_given(path: str, names: Collection[str], given: Mapping[str, str]) -> None:
    for field, name in given.items():
        if name not in names:
            raise InputError(path, f"has no column {name!r} for {field}; {_there_are(names)}")


def _called(
    known: Mapping[str, Sequence[str]], left: dict[str, str], fields: Sequence[str]
) -> dict[str, str]:
    """The columns that are called like these fields, by field; none is taken for two of them."""
    found: dict[str, str] = {}
    for field in fields:
        called = next(
            (n for n in known[field] if n in left and left[n] not in found.values()), None
        )
        if called is not None:
            found[field] = left[called]
    return found


def _are_texts(source: str, translation: str, sample: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a column holds what the other one translates, by how long that is."""
    lengths = _mean_length(source, sample), _mean_length(translation, sample)
    return lengths[0] >= _SHORTEST_SHARE * lengths[1]


def _there_are(names: Collection[str]) -> str:
    return f"there are {', '.join(names)}" if names else "there are none"


def _mean_length(name: str, sample: Sequence[Mapping[str, Any]]) -> float:
    texts = [len(row[name]) for row in sample if isinstance(row.get(name), str)]
    return sum(texts) / len(texts) if texts else 0


def _known() -> dict[str, list[str]]:
    return _names()[0]


def _names_of_pairs() -> dict[str, list[str]]:
    return _names()[1]


@cache
def _names() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What columns are called, by what they hold, in tables of stories and of pairs."""
    known = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    pairs = known.pop("pairs")
    stories, of_pairs = (
        {field: [*map(_plain, names)] for field, names in some.items()} for some in (known, pairs)
    )
    return stories, of_pairs


def _plain(name: str) -> str:
    # Of a nested column the last part says what it is, and a number is that of one that is there twice.
    last = re.sub(r" \(\d+\)$", "", name.rpartition(".")[2])
    return re.sub(r"[\W_]", "", re.sub(r"([a-z])([A-Z])", r"\1 \2", last)).lower()
