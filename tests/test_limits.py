"""A story that takes too long costs no other story, and whoever ends a run ends all of it."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qa.errors import InputError
from qa.processes.limits import seconds_for, time_limit, untimed

# The real command, in which the splitter of sentences hangs at the name of a town: in a regular
# expression, or in C, where no signal is heard until it comes back.
COMMAND = """
import collections, itertools, re, sys
import sentencex
real = sentencex.segment
def segment(lang, text):
    if "Hangville" in text:
        open("hanging", "w").close()
        if sys.argv[0] == "regex":
            re.match(r"(?:a|aa)+$", "a" * 100 + "!")
        collections.deque(itertools.repeat(None, 10**14), maxlen=0)
    return real(lang, text)
sentencex.segment = segment
sys.argv[:2] = [sys.argv[1]]
from qa.cli import main
main()
"""
HANGS = "The town is Hangville. It is calm. He was in Kiev.\n"
GOOD = "He was in Kiev. It was late.\n"
# Of an ended run; generous, for the speed of the machine must not matter where nothing hangs.
SOON = 30


def command(kind: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", COMMAND, kind, *arguments]


def run(folder: Path, kind: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(kind, *arguments), capture_output=True, encoding="utf-8", cwd=folder, timeout=120
    )


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(HANGS)
    (tmp_path / "b.txt").write_text(GOOD)
    run(tmp_path, "regex", "check", "b.txt")  # reads the glossaries, which takes some seconds once
    (tmp_path / "qa.toml").write_text("time-limit = 5\n")
    return tmp_path


@pytest.mark.parametrize("name", ["dots.txt", "dots.md"])
def test_a_dotted_line_does_not_hang(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(
        "." * 40 + " (signature)\n" + "-" * 90 + ". .\n" + "….." * 30 + "x\n"
    )
    done = run(tmp_path, "regex", "check", name)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_story_has_its_time(desk: Path, jobs: str) -> None:
    done = run(desk, "regex", "check", "--jobs", jobs, "--format", "json", "a.txt", "b.txt")
    assert done.returncode == 2
    assert done.stderr == "qa: a.txt: took more than 5 s and was not checked; see time-limit\n"
    a, b = json.loads(done.stdout)["files"]
    assert [f["code"] for f in b["findings"]] == ["GLO101"]
    assert a["path"] == "a.txt"


def test_a_story_of_a_report_has_its_time(desk: Path) -> None:
    for more in ((), ("--resume",), ("--jobs", "2")):
        done = run(desk, "regex", "report", "-o", "out", *more, "a.txt", "b.txt")
        assert done.returncode == 2
        assert "qa: a.txt: took more than 5 s" in done.stderr or more == ("--resume",)
        assert (desk / "out/index.html").is_file()


def test_clean_has_its_time(desk: Path) -> None:
    done = run(desk, "regex", "clean", "a.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert "qa: a.txt: took more than 5 s" in done.stderr


def test_code_that_hears_no_alarm_loses_its_process(desk: Path) -> None:
    done = run(desk, "native", "check", "--jobs", "2", "a.txt", "b.txt")
    assert done.returncode == 2
    assert "qa: a.txt: its process ended suddenly" in done.stderr
    assert "b.txt:1:11: GLO101" in done.stdout
    alone = run(desk, "native", "check", "a.txt")
    assert alone.returncode == 1
    assert "in segment" in alone.stderr  # where it was


def group(number: int) -> list[int]:
    """The processes of a group that are alive."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == number and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("kind", ["regex", "native"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_who_ends_a_run_ends_all_of_it(
    tmp_path: Path, ending: signal.Signals, kind: str, jobs: str
) -> None:
    if (kind, jobs) == ("native", "1"):
        pytest.skip("one process in C hears nothing until its time is up")
    (tmp_path / "a.txt").write_text(HANGS)
    (tmp_path / "b.txt").write_text(GOOD)
    with subprocess.Popen(
        command(kind, "check", "--jobs", jobs, "a.txt", "b.txt"),
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        until = time.monotonic() + 60
        while not (tmp_path / "hanging").exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        process.send_signal(ending)
        _, said = process.communicate(timeout=SOON)
        assert process.returncode == 128 + ending
        assert b"Traceback" not in said
        until = time.monotonic() + SOON
        while left := group(process.pid):
            assert time.monotonic() < until, left
            time.sleep(0.05)


def test_time_is_by_the_begun_megabyte() -> None:
    assert [seconds_for(n, 60) for n in (0, 1, 1_000_000, 1_000_001)] == [60, 60, 60, 120]
    assert seconds_for(10_000_000, 0) == 0


def test_the_time_of_a_model_does_not_count() -> None:
    @untimed
    def model() -> int:
        time.sleep(1.5)
        return 7

    with time_limit("a.txt", 1):
        assert model() == 7
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_no_rule_takes_the_end_of_time_for_its_own() -> None:
    def rule() -> None:
        while True:
            try:
                time.sleep(5)
            except Exception:
                pytest.fail("it is an Exception")

    def check() -> None:
        with time_limit("a.txt", 1):
            rule()

    with pytest.raises(InputError, match=r"^a\.txt: took more than 1 s"):
        check()
