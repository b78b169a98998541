"""The JSON schema of a glossary file says what reading says."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import Qa
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from qa.glossary import keys, shipped_files
from qa.glossary.entries import KINDS
from qa.glossary.reading import read_entries
from qa.glossary.schema import schema
from qa.glossary.toml import basic_string

DOCS = Path(__file__).parent.parent / "docs"
SCHEMA = Draft7Validator(schema())


def problems(tables: dict[str, Any]) -> list[str]:
    """What the schema has against the values of a TOML file; editors hold days to be texts."""
    return [e.message for e in SCHEMA.iter_errors(json.loads(json.dumps(tables, default=str)))]


def test_schema_is_a_schema() -> None:
    Draft7Validator.check_schema(schema())
    assert {*schema()["properties"]} == {*KINDS, "lang", "profiles"}


def test_schema_in_the_docs_is_what_the_command_prints(qa: Qa) -> None:
    assert qa("glossary", "schema").stdout == (DOCS / "glossary.schema.json").read_text("utf-8")


def test_the_docs_explain_every_key() -> None:
    page = (DOCS / "glossary.md").read_text("utf-8")
    page = page[page.index("## An entry") : page.index("## Derived forms")]
    told = re.findall(r"`([\w-]+)(?:\.[A-Z]+)?`", "".join(re.findall(r"^\| (`.*?) \|", page, re.M)))
    assert told == list(dict.fromkeys(told))
    assert {*told} == {key.name for known in keys.KEYS.values() for key in known}


@pytest.mark.parametrize("path", shipped_files(), ids=lambda p: str(p.name))
def test_shipped_glossaries_fit(path: Path) -> None:
    assert problems(tomllib.loads(path.read_text("utf-8"))) == []


# A value of each shape, and others. What more reading asks for (a known profile, an id that no other
# entry has) is left out.
_VALUES: dict[str, tuple[Any, ...]] = {
    keys.TEXT: ("x", "Київ"),
    keys.TEXTS: ([], ["x", "y"]),
    keys.FLAG: (True, False),
    keys.BY_LANGUAGE: ({}, {"uk": "Київ"}),
    keys.BY_STYLE: ({}, {"bbc": "y"}),
    keys.DATED: ([], [{"form": "y", "until": datetime.date(2016, 5, 18)}]),
    keys.IN_CONTEXTS: ([], ["work", "quotation"]),
    keys.REASON: ("exonym",),
    keys.SPELLING: ("x", {"preferred": "x"}, {"preferred": "x", "forbidden": ["z"]}),
}
_WRONG: tuple[Any, ...] = (
    *("", " ", 5, 1.5, ["", "x"], [5], {"uk": 5}, {"uk": " "}, ["street"], {"prefered": "x"}),
    *({"preferred": "x", "style": "bbc"}, {"accepted": ["x"]}, [{"form": "x"}], [{"until": "x"}]),
    *([{"form": "x", "from": 2016}], [{"form": "", "from": datetime.date(2016, 5, 18)}]),
    *({"preferred": "x", "dated": [{"form": "y", "since": datetime.date(2016, 5, 18)}]},),
)


@st.composite
def _entries(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = draw(st.sampled_from(KINDS))
    entry: dict[str, Any] = {}
    for key in keys.KEYS[kind]:
        if key.name in keys.NEEDED[kind] or draw(st.booleans()):
            good = _VALUES[key.shape] if key.name != "id" else ("x", "a-town-2")
            entry[key.name] = draw(st.sampled_from(good))
    changed = draw(st.sampled_from(["nothing", "value", "key", "lacking"]))
    name = draw(st.sampled_from(sorted(entry)))
    if changed == "value":
        others = [v for values in _VALUES.values() for v in values]
        entry[name] = draw(st.sampled_from([*_WRONG, *others]))
    elif changed == "key":
        entry[f"{name}s"] = entry.pop(name)
    elif changed == "lacking":
        del entry[name]
    return kind, entry


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return basic_string(value) if isinstance(value, str) else str(value).lower()


# What reading asks for beyond the shape of a file.
_BEYOND = ("is both forbidden and", "needs a given name", "is no profile")


@given(case=_entries())
def test_schema_and_reading_agree(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[str, dict[str, Any]]
) -> None:
    kind, entry = case
    text = f"[[{kind}]]\n" + "".join(f"{k} = {_toml(v)}\n" for k, v in entry.items())
    file = tmp_path_factory.getbasetemp() / "glossary.toml"
    file.write_text(text, "utf-8")
    errors = [e for e in read_entries(file).errors if not any(b in str(e) for b in _BEYOND)]
    assert bool(errors) == bool(problems(tomllib.loads(text))), text
