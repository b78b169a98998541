"""A report's folder belongs to one run, and an earlier page is not taken for that of a later run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.errors import InputError

Qa = Callable[..., subprocess.CompletedProcess[str]]

# The real command; it waits as soon as it has checked its first stories.
WAITS = """
import time
import qa.archive.results, qa.archive.filtering
def waiting(real):
    def write(*arguments):
        real(*arguments)
        open("begun", "w").close()
        time.sleep(120)
    return write
qa.archive.results.Results.write = waiting(qa.archive.results.Results.write)
qa.archive.filtering.FilterRun._write = waiting(qa.archive.filtering.FilterRun._write)
from qa.cli import main
main()
"""
CALLS = {
    "report": ("report", "a.txt", "-o", "out"),
    "filter": ("filter", "a.tsv", "-o", "out.tsv", "--no-vectors"),
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("He was in Kiev.\n")
    (tmp_path / "a.tsv").write_text("source\ttarget\nВін був у Києві.\tHe was in Kiev.\n")
    return tmp_path


def begun(desk: Path, call: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """The command with what it writes first done."""
    running = subprocess.Popen(
        [sys.executable, "-c", WAITS, *call],
        cwd=desk,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 120
    while not (desk / "begun").exists():
        assert time.monotonic() < until
        assert running.poll() is None
        time.sleep(0.05)
    return running


@pytest.mark.parametrize("command", CALLS)
def test_two_runs_do_not_share_a_folder(qa: Qa, desk: Path, command: str) -> None:
    call = CALLS[command]
    running = begun(desk, call)
    try:
        done = qa(*call)
        assert (done.returncode, done.stdout) == (2, "")
        assert "another run writes into this folder now" in done.stderr
        assert done.stderr.count("\n") == 1
        assert running.poll() is None
    finally:
        running.kill()
        running.wait()
    # The lock of a run that was killed is gone with it.
    assert qa(*call, "--resume").returncode != 2


@pytest.mark.skipif(os.name != "posix", reason="ends a process with a signal")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_no_page_of_an_earlier_one(
    qa: Qa, desk: Path, number: int
) -> None:
    qa(*CALLS["report"])
    page = desk / "out" / "index.html"
    assert "This report is not finished" not in page.read_text()
    (desk / "a.txt").write_text("He was in Odessa.\n")
    running = begun(desk, CALLS["report"])
    assert "This report is not finished" in page.read_text()
    running.send_signal(number)
    running.wait(60)
    assert "This report is not finished" in page.read_text()
    assert "Kiev" not in page.read_text()
    assert qa(*CALLS["report"], "--resume").returncode == 1
    assert "1 finding" in page.read_text()


def test_a_run_that_fails_leaves_no_page_of_an_earlier_one(
    qa: Qa, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qa(*CALLS["report"])

    def full(*arguments: object) -> None:
        raise InputError("out/results/part-00000.jsonl", "cannot be written: No space")

    monkeypatch.setattr("qa.archive.results.Results.write", full)
    assert qa(*CALLS["report"]).returncode == 2
    assert "This report is not finished" in (desk / "out" / "index.html").read_text()


def test_a_wrong_call_leaves_the_page_as_it_is(qa: Qa, desk: Path) -> None:
    qa(*CALLS["report"])
    page = (desk / "out" / "index.html").read_text()
    assert qa(*CALLS["report"], "--against", "nothing").returncode == 2
    assert (desk / "out" / "index.html").read_text() == page
