"""The two set-up commands, as far as they go without installing anything."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMANDS = ("scripts/demo", "scripts/test", ".ci/run")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_python_that_is_new_enough_is_one_clear_line(tmp_path: Path, command: str) -> None:
    project = tmp_path / "a new machine"
    for folder in ("scripts", ".ci"):
        shutil.copytree(ROOT / folder, project / folder)
    old = tmp_path / "python2"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = subprocess.run(
        [project / command],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHON": str(old)},
    )
    assert done.returncode == 2
    assert done.stderr == f"PYTHON={old} does not run, or is older than Python 3.11\n"
    assert not (project / ".venv").exists()


def test_ci_runs_the_test_script_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set "))]
    assert commands == ['exec "$(dirname -- "${BASH_SOURCE[0]}")/../scripts/test"']


def test_findings_in_copy_are_counted_by_rule(tmp_path: Path) -> None:
    corpus = tmp_path / "stories.txt"
    story = "The minister said that the talks would go on until a deal was reached in the capital."
    corpus.write_text(
        f"{story}\nHe said that the the talks would go on in the capital.\n\n{story}\n"
    )
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "measure-clean-copy", corpus, "--list", "TYP"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    place, size, *rules, total = done.stdout.splitlines()
    assert place.startswith("TYP103 He said that ⟦the the⟧ talks")
    assert size.startswith("3 documents, 46 words")
    assert [r.split()[:3] for r in rules] == [["TYP103", "doubled-word", "1"]]
    assert total.split()[:2] == ["all", "1"]
