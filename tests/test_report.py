"""`qa report`: its results, its exit codes, and what it says when something is wrong."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import Qa

WIRE = Path(__file__).parent.parent / "fixtures" / "wire"
STORIES = {
    "clean.txt": "The minister met reporters in Kyiv on Monday.\n",
    "blinken.txt": "Secretary of State Anthony Blinken met him in Kiev. Kiev was was calm.\n",
}


def results(folder: Path) -> list[dict[str, Any]]:
    parts = sorted((folder / "results").glob("*.jsonl"))
    return [json.loads(line) for part in parts for line in part.read_text("utf-8").splitlines()]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "desk").mkdir()
    for name, text in STORIES.items():
        (tmp_path / "desk" / name).write_text(text, "utf-8")
    return tmp_path / "desk"


def test_results_are_what_check_prints(tmp_path: Path, qa: Qa) -> None:
    done = qa("report", WIRE, "-o", tmp_path / "a" / "b", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    printed = json.loads(qa("check", "--format", "json", WIRE).stdout)["files"]
    found = results(tmp_path / "a" / "b")
    assert sum(len(row["findings"]) for row in found) > 50
    for row, file in zip(found, printed, strict=True):
        same = ("path", "language", "error", "notes")
        assert {k: row[k] for k in same} == {k: file[k] for k in same}
        for ours, theirs in zip(row["findings"], file["findings"], strict=True):
            assert {k: ours[k] for k in theirs} == theirs


def test_what_could_not_be_checked_is_said_and_recorded(desk: Path, qa: Qa) -> None:
    (desk / "broken.txt").write_bytes(b"PK\3\4\0\0 no text")
    (desk / "empty.txt").write_bytes(b"")
    done = qa("report", desk, "missing.txt", desk / "broken.txt", "-o", "out")
    assert done.returncode == 2
    errors = [row["error"] for row in results(desk.parent / "out") if row["error"]]
    assert [f"qa: {error}" for error in errors] == done.stderr.splitlines()
    assert "missing.txt: no such file" in done.stderr
    assert "Passed over: 1 binary, 1 empty." in done.stdout
    assert f"Report: {Path('out') / 'index.html'}" in done.stdout
    page = (desk.parent / "out" / "index.html").read_text("utf-8")
    assert "missing.txt: no such file" in page


def test_many_errors_are_counted_after_the_first(tmp_path: Path, qa: Qa) -> None:
    (tmp_path / "t.jsonl").write_text('{"text": "It was."}\n' + "no\n" * 30)
    lines = qa("report", "t.jsonl", "-o", "out").stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "qa: 10 more errors are in the results"


def test_a_folder_without_findings_gives_a_report_too(desk: Path, qa: Qa) -> None:
    (desk / "blinken.txt").unlink()
    done = qa("report", desk, "-o", "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("0 findings in 1 story. Report: ")


def test_a_second_report_takes_the_place_of_the_first(tmp_path: Path, qa: Qa) -> None:
    story = tmp_path / "story.txt"
    story.write_text("It was was so.\n")
    assert qa("report", story, "-o", "out").returncode == 1
    story.write_text("It was so.\n")
    assert qa("report", story, "-o", "out").returncode == 0
    assert [row["findings"] for row in results(tmp_path / "out")] == [[]]
    assert "TYP103" not in (tmp_path / "out" / "index.html").read_text("utf-8")
    assert sorted(p.name for p in (tmp_path / "out").rglob("*.*")) == [
        ".qa.lock",
        "index.html",
        "part-00000.json",
        "part-00000.jsonl",
        "part-00000.parquet",
        "run.json",
    ]


def test_a_report_is_no_story_of_the_next(tmp_path: Path, qa: Qa) -> None:
    (tmp_path / "story.txt").write_text("It was was so.\n")
    for _ in range(2):
        assert qa("report", ".", "-o", "out").returncode == 1
        assert [row["path"] for row in results(tmp_path / "out")] == ["story.txt"]


def test_standard_input_is_a_story(tmp_path: Path, qa: Qa) -> None:
    assert qa("report", "-", "-o", "out", stdin=b"It was was so.\n").returncode == 1
    (row,) = results(tmp_path / "out")
    assert (row["path"], [f["code"] for f in row["findings"]]) == ("-", ["TYP103"])


def test_an_earlier_report_tells_what_is_new(tmp_path: Path, qa: Qa) -> None:
    story = tmp_path / "story.txt"
    story.write_text("It was was so.\n")
    assert qa("report", story, "-o", "first").returncode == 1
    story.write_text("It was so. He met Anthony Blinken.\n")
    done = qa("report", story, "-o", "second", "--against", "first")
    assert (done.returncode, done.stderr) == (1, "")
    page = (tmp_path / "second" / "index.html").read_text("utf-8")
    assert "1 is new and 1 is gone" in page


WRONG = {
    "column": (["--column", "body"], "--column body: write FIELD=NAME"),
    "field": (["--column", "corpus=x"], "FIELD is one of text, id, title"),
    "format": (["--text-format", "pdf"], "--text-format pdf: must be one of"),
    "against": (["--against", "out"], "out: is the folder of this report"),
    "no report": (["--against", "desk"], "desk: holds no results"),
    "verdicts": (["--verdicts", "missing.jsonl"], "missing.jsonl"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_call_is_one_line(desk: Path, qa: Qa, name: str) -> None:
    options, problem = WRONG[name]
    done = qa("report", desk, "-o", "out", *options)
    assert done.returncode == 2
    assert problem in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_column_that_is_not_there_is_said_with_those_that_are(tmp_path: Path, qa: Qa) -> None:
    (tmp_path / "t.csv").write_text("id,body\n1,It was was so.\n")
    done = qa("report", "t.csv", "-o", "out", "--column", "text=copy")
    assert done.returncode == 2
    assert done.stderr == "qa: t.csv: has no column 'copy' for text; there are id, body\n"


def test_a_file_in_place_of_the_folder_is_one_line(tmp_path: Path, qa: Qa) -> None:
    place = tmp_path / "out"
    place.write_text("mine")
    done = qa("report", WIRE, "-o", place)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"qa: {place}: is a file; name a folder for the report with -o\n"
    assert place.read_text() == "mine"


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"text": f"It was was {n}."}) + "\n" for n in range(5000))
    (tmp_path / "t.jsonl").write_text(rows)
    process = subprocess.Popen(
        [sys.executable, "-m", "qa", "report", "t.jsonl", "-o", "out", "--jobs", "2", "--no-cache"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that starts it in the background would have it ignore the signal.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    # By then all is imported: of an interruption in code that Python runs from a string, such as that
    # of a named tuple, it ends by the signal itself, whatever is done about it.
    while not (tmp_path / "out" / "results" / "part-00000.parquet").exists():
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.communicate()[1] == (
        "qa: stopped; the same call with --resume goes on from here\n"
    )
    assert process.returncode == 130


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal")
def test_a_terminal_shows_a_bar_with_the_time_left(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"text": f"It was was {n}."}) + "\n" for n in range(900))
    (tmp_path / "t.jsonl").write_text(rows)
    command = [sys.executable, "-m", "qa", "report", "t.jsonl", "-o", "out", "--no-cache"]
    process, terminal = pty.fork()
    if not process:
        os.chdir(tmp_path)
        os.execv(sys.executable, command)
    shown = b""
    while True:
        try:
            read = os.read(terminal, 1 << 16)
        except OSError:  # the other end is closed
            break
        if not read:
            break
        shown += read
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 1
    assert b"stories checked" in shown
    assert b"/900" in shown
    assert b"a second" in shown
