"""The program runs in every Python that it is for, with and without the texts of its documentation."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.document.model import Finding, Segment
from qa.rules.registry import rule


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], input=stdin, capture_output=True, encoding="utf-8"
    )


def declared(doc: str | None) -> str:
    def check(segment: Segment) -> Iterator[Finding]:
        yield from ()

    check.__doc__ = doc
    return rule("TYP999", "a-rule", since="0.1", bad=["⟦a⟧"], good=["b"])(check).doc


@pytest.mark.parametrize("indent", ["", "    ", "        "])
def test_documentation_may_be_indented_or_not(indent: str) -> None:
    # Python 3.13 takes the indent out when it compiles, and later ones do.
    doc = f"What it finds. This.\n\n{indent}Why it matters. So.\n{indent}"
    assert declared(doc) == "What it finds. This.\n\nWhy it matters. So."


def test_documentation_may_not_be_there() -> None:
    assert declared(None).startswith("Python was started without documentation (-OO)")


@pytest.mark.parametrize("doc", ["", "It finds this.", "What it finds. This, and not why."])
def test_documentation_must_be_whole(doc: str) -> None:
    with pytest.raises(ValueError, match="says what it finds and why it matters"):
        declared(doc)


@pytest.mark.parametrize("flag", ["-O", "-OO"])
def test_python_may_drop_assertions_and_documentation(flag: str) -> None:
    stdin = "He was in Kiev Kiev. He  left.\n"
    plain = run("-m", "qa", "check", "-", stdin=stdin)
    done = run(flag, "-m", "qa", "check", "-", stdin=stdin)
    assert (done.stdout, done.stderr, done.returncode) == (plain.stdout, plain.stderr, 1)
    assert run(flag, "-m", "qa", "clean", "-", stdin=stdin).stderr == ""
    explained = run(flag, "-m", "qa", "explain", "TYP101")
    assert explained.returncode == 0
    assert ("docs/rules.md" in explained.stdout) == (flag == "-OO")
    assert run(flag, "-m", "qa", "--help").returncode == 0


def test_a_package_without_a_wheel_is_not_asked_for() -> None:
    """What a compiler would be needed for has a marker; langdetect takes its place."""
    import tomllib

    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())
    (eldc,) = [d for d in project["project"]["dependencies"] if d.startswith("eldc")]
    assert "python_version < '3.14'" in eldc
