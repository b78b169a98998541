"""`qa glossary check` and `qa glossary fmt` as they are called, on real files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import Qa

CHECKS = tomllib.loads((Path(__file__).parent / "data" / "glossary_check.toml").read_text("utf-8"))
MESSY = "[[place]]\npreferred='Lviv' # ours\nid = 'lviv'\n"
TIDY = '[[place]]\nid = "lviv"\npreferred = "Lviv"  # ours\n'


@pytest.mark.parametrize("case", CHECKS["case"], ids=lambda case: str(case["name"]))
def test_check_says_what_is_wrong_and_where(case: dict[str, Any], qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "qa.toml").write_text("shipped-glossaries = false\n")
    (tmp_path / "other.toml").write_text(CHECKS["other"], "utf-8")
    (tmp_path / "file.toml").write_text(case["file"], "utf-8")
    done = qa("glossary", "check", "other.toml", "file.toml")
    said = done.stderr if case["code"] == 2 else done.stdout
    lines = [line.removeprefix("qa: ").removeprefix("file.toml:") for line in said.splitlines()]
    assert lines == case["says"]
    assert done.returncode == case["code"]


def test_check_holds_a_file_against_the_shipped_ones(qa: Qa, tmp_path: Path) -> None:
    place = '[[place]]\nid = "a-town"\npreferred = "Atown"\nforbidden = ["Kyiv"]\n'
    (tmp_path / "file.toml").write_text(place)
    done = qa("glossary", "check", "file.toml")
    assert (
        done.stdout == 'file.toml:4: a-town forbids "Kyiv", which kyiv writes; take it out of one\n'
    )
    (tmp_path / "qa.toml").write_text("shipped-glossaries = false\n")
    assert qa("glossary", "check", "file.toml").returncode == 0


def test_check_without_files_is_for_the_configured_ones(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "qa.toml").write_text('shipped-glossaries = false\nglossaries = ["own.toml"]\n')
    (tmp_path / "own.toml").write_text(TIDY)
    assert qa("glossary", "check").stdout == "1 entry, nothing wrong with it\n"


def test_shipped_glossaries_pass(qa: Qa) -> None:
    done = qa("glossary", "check")
    assert done.returncode == 0
    assert all(": note: " in line for line in done.stdout.splitlines()[:-1])


def test_fmt_writes_the_files_that_are_not_in_the_layout(qa: Qa, tmp_path: Path) -> None:
    messy, tidy = tmp_path / "messy.toml", tmp_path / "tidy.toml"
    messy.write_text(MESSY)
    tidy.write_text(TIDY)
    done = qa("glossary", "fmt", "messy.toml", "tidy.toml")
    assert (done.returncode, done.stdout) == (0, "messy.toml: formatted\n")
    assert messy.read_text() == tidy.read_text() == TIDY
    assert qa("glossary", "fmt", "--check", "messy.toml").returncode == 0


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_fmt_tells_and_writes_nothing(option: str, qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "messy.toml").write_text(MESSY)
    done = qa("glossary", "fmt", option, "messy.toml")
    assert done.returncode == 1
    assert ('+id = "lviv"\n' in done.stdout) == (option == "--diff")
    assert "messy.toml" in done.stdout
    assert (tmp_path / "messy.toml").read_text() == MESSY


def test_fmt_keeps_line_ends(qa: Qa, tmp_path: Path) -> None:
    file = tmp_path / "messy.toml"
    file.write_bytes(MESSY.replace("\n", "\r\n").encode())
    assert qa("glossary", "fmt", "messy.toml").returncode == 0
    assert file.read_bytes() == TIDY.replace("\n", "\r\n").encode()


def test_fmt_without_files_is_for_the_configured_ones(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "qa.toml").write_text('glossaries = ["own.toml"]\n')
    (tmp_path / "own.toml").write_text(MESSY)
    assert qa("glossary", "fmt").stdout.endswith("own.toml: formatted\n")
    (tmp_path / "qa.toml").write_text("")
    done = qa("glossary", "fmt")
    assert (done.returncode, done.stderr) == (
        2,
        "qa: configuration: names no glossaries; name the files\n",
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "file.toml: no such file"), (b"[[place\n", "file.toml:1: not valid TOML")],
)
def test_fmt_leaves_what_it_cannot_use(
    content: bytes | None, says: str, qa: Qa, tmp_path: Path
) -> None:
    file = tmp_path / "file.toml"
    if content is not None:
        file.write_bytes(content)
    (tmp_path / "messy.toml").write_text(MESSY)
    done = qa("glossary", "fmt", "file.toml", "messy.toml")
    assert (done.returncode, done.stdout) == (2, "messy.toml: formatted\n")
    assert done.stderr.startswith(f"qa: {says}")
    assert content is None or file.read_bytes() == content
