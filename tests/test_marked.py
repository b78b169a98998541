"""What is found of the marked articles, and what is not said of them, stays so."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent

# Shares of the marked defects, and false alarms per 1,000 words, with a little room below what
# `scripts/measure-marked` printed when they were set.
FLOORS = {
    "seen": (0.70, 1.0),
    "aside": (0.67, 1.0),
    "original": (0.93, 1.0),
    "late": (0.66, 1.0),
    "wire": (0.90, 1.0),
}


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "scripts/measure-marked", "--json"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    return {figures["folder"]: figures for figures in objects}


def test_every_folder_has_its_floor(figures: dict[str, dict[str, Any]]) -> None:
    assert figures.keys() == FLOORS.keys()


@pytest.mark.parametrize("folder", FLOORS)
def test_defects_are_found(figures: dict[str, dict[str, Any]], folder: str) -> None:
    measured = figures[folder]
    assert measured["found"] / measured["defects"] >= FLOORS[folder][0]


@pytest.mark.parametrize("folder", FLOORS)
def test_false_alarms_are_few(figures: dict[str, dict[str, Any]], folder: str) -> None:
    measured = figures[folder]
    assert 1000 * measured["false_alarms"] / measured["words"] <= FLOORS[folder][1]


def test_the_marked_wire_articles_are_those_of_fixtures_wire(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from measuring.marked import unmarked

    for article in (ROOT / "fixtures" / "wire").glob("*.txt"):
        marked = (ROOT / "fixtures" / "marked" / "wire" / article.name).read_bytes().decode()
        assert unmarked(marked)[0].encode() == article.read_bytes()


@pytest.mark.parametrize("folder", ["seen", "aside"])
def test_page_residue_is_found(figures: dict[str, dict[str, Any]], folder: str) -> None:
    found, marked = figures[folder]["by_category"]["boilerplate"]
    assert found / marked >= 0.85


def test_an_empty_folder_is_one_clear_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "scripts/measure-marked", tmp_path],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    assert done.returncode == 2
    assert done.stderr == f"{tmp_path}: no .txt file there; give a folder of marked texts\n"
