"""`qa glossary fmt`: nothing is lost, and a second time changes nothing."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.glossary import shipped_files
from qa.glossary.formatting import formatted

CASES = tomllib.loads((Path(__file__).parent / "data" / "glossary_fmt.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: str(case["name"]))
def test_layout(case: dict[str, str]) -> None:
    assert formatted(case["before"]) == case["after"]
    assert formatted(case["after"]) == case["after"]


@pytest.mark.parametrize("path", shipped_files(), ids=lambda p: str(p.name))
def test_shipped_glossaries_are_in_the_layout(path: Path) -> None:
    text = path.read_text("utf-8")
    assert formatted(text) == text


# What a file holds, whatever its layout


def values(text: str) -> dict[str, Any]:
    """The values of a file; the order of the entries and keys does not count."""
    tables = tomllib.loads(text)
    return {
        key: sorted(json.dumps(v, sort_keys=True, default=str) for v in value)
        if isinstance(value, list)
        else value
        for key, value in tables.items()
    }


def comments(text: str) -> list[str]:
    """The comments that `_files` writes: no text of its has their mark."""
    return sorted(re.findall(r"# §\d+", text))


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r§", exclude_categories=["Cs"]), max_size=8
)
_NAMES = st.sampled_from(["id", "preferred", "forbidden", "style", "original", "note", "x", "a b"])


@st.composite
def _values(draw: st.DrawFn) -> str:
    """A value as it may be written."""
    texts = draw(st.lists(_TEXTS, max_size=3))
    quoted = [json.dumps(t, ensure_ascii=False).replace("\x7f", "\\u007f") for t in texts]
    layouts: list[Callable[[], str]] = [
        lambda: quoted[0] if quoted else "''",
        lambda: f"[{' , '.join(quoted)}]",
        lambda: "[\n" + "".join(f"  {q},\n" for q in quoted) + "]",
        lambda: "[ # §1\n" + "".join(f"{q}, # §2\n\n" for q in quoted) + "]",
        lambda: '"""\na "" \\\n  # no comment\n"""',
        lambda: "''''a # ] = '''''",
        lambda: "{a = 1, 'b' = [true,false]}",
        lambda: "[ {form= 'x', until =2016-05-18} ]",
        lambda: "1979-05-27T07:32:00Z",
        lambda: "0x_dead_beef".replace("x_", "x"),
        lambda: "-1.5e3",
    ]
    return draw(st.sampled_from(layouts))()


_GAPS = st.lists(st.sampled_from(["", "  ", "# §3", "\t# §4 ", "# §5 = [["]), max_size=3)
_ENDS = st.sampled_from(["", " ", " # §6", "\t#§ ]"])


@st.composite
def _tables(draw: st.DrawFn, header: str, depth: int = 0) -> list[str]:
    lines = [*draw(_GAPS), f"{header}{draw(_ENDS)}"] if header else []
    nested = []
    for name in draw(st.lists(_NAMES, unique=True, max_size=4)):
        key = json.dumps(name) if " " in name else name
        layout = draw(st.sampled_from(["plain", "plain", "dotted", "table", "list"]))
        lines += draw(_GAPS)
        if layout == "plain" or depth > 1:
            lines.append(f"{key}={draw(_values())}{draw(_ENDS)}")
        elif layout == "dotted":
            lines.append(f" {key} . uk = {draw(_values())}{draw(_ENDS)}")
            lines += draw(_GAPS)
            lines.append(f"{key}.'r u' = {draw(_values())}")
        elif header:
            inner = f"{header.strip('[] ')}.{key}"
            inner = f"[{inner}]" if layout == "table" else f"[[ {inner} ]]"
            for _ in range(1 if layout == "table" else draw(st.integers(1, 2))):
                nested += draw(_tables(inner, depth + 1))
    return lines + nested


@st.composite
def _files(draw: st.DrawFn) -> str:
    lines = [*draw(st.sampled_from([(), ("#: # §7",)])), *draw(_tables(""))]
    kinds = st.sampled_from(["[[place]]", "[[ person ]]", "[[title]]", "[[odd]]"])
    for kind in draw(st.lists(kinds, max_size=4)):
        lines += draw(_tables(kind))
    if draw(st.booleans()):
        lines += draw(_tables("[profiles]"))
    lines += draw(_GAPS)
    return "\n".join(lines) + draw(st.sampled_from(["", "\n"]))


@given(_files())
def test_nothing_is_lost_and_a_second_time_changes_nothing(text: str) -> None:
    after = formatted(text)
    assert values(after) == values(text)
    assert comments(after) == comments(text)
    assert formatted(after) == after
