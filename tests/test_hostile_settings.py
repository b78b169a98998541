"""Files that say how to work, made to do harm: one line each, and every story is still checked."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

STORY = "He was in Kiev.\n"
# Nothing here may take long; generous, for the speed of the machine must not matter.
TIMEOUT = 60


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(STORY)
    (tmp_path / ".git").mkdir()  # settings above it are none of this desk's
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "qa", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        timeout=TIMEOUT,
    )
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
    return done


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def folder(path: Path) -> None:
    path.mkdir()


def holding(text: str | bytes) -> Callable[[Path], object]:
    raw = text.encode() if isinstance(text, str) else text
    return lambda path: path.write_bytes(raw)


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 36)


# What a file is made of, and what is said of it.
HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (pipe, "is a pipe or a device"),
    "a device": (device, "is a pipe or a device"),
    "a folder": (folder, "is a folder"),
    "64 GB of nothing": (huge, "has more than"),
    "no UTF-8": (holding(b"\xff\xfe\xfd"), "is not UTF-8"),
}
TOML = {
    "deep lists": (holding("a = " + "[" * 100_000), "is nested too deeply"),
    "deep tables": (holding("a = " + "{a=" * 100_000), "is nested too deeply"),
    "a deep key": (holding(".".join("a" * 50_000) + " = 1"), "is nested too deeply"),
    "a deep header": (holding("[" + " . ".join(["'a'"] * 50_000) + "]"), "is nested too deeply"),
    "a long number": (holding("date = " + "9" * 5_000), "a number in it is too long"),
    "control characters": (holding('lang = "\0"'), "not valid TOML: "),
}
JSON = {
    "deep lists": (holding("[" * 100_000), "is nested too deeply"),
    "deep objects": (holding('{"a":' * 100_000), "is nested too deeply"),
    "a long number": (holding("9" * 5_000), "a number in it is too long"),
    "an infinite version": (holding('{"version": Infinity, "findings": []}'), "another version"),
}
# The file, what names it in qa.toml, and what is in it.
FILES = {
    "qa.toml": ("qa.toml", "", HOSTILE | TOML),
    "sidecar": ("a.txt.qa.toml", "", HOSTILE | TOML),
    "glossary": ("names.toml", 'glossaries = ["names.toml"]', HOSTILE | TOML),
    "baseline": ("known.json", 'baseline = "known.json"', HOSTILE | JSON),
}
CASES = [(kind, case) for kind, (_, _, cases) in FILES.items() for case in cases]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
@pytest.mark.parametrize(("kind", "case"), CASES)
def test_a_hostile_file_is_one_line(desk: Path, kind: str, case: str) -> None:
    name, settings, cases = FILES[kind]
    make, says = cases[case]
    (desk / "qa.toml").write_text(settings)
    if name == "qa.toml":
        (desk / "qa.toml").unlink()
    make(desk / name)
    done = run(desk, "check", "-q", "a.txt", "b.txt")
    assert done.returncode == 2
    assert says in done.stderr
    assert name in done.stderr
    assert done.stderr.count("\n") == 1
    assert "b.txt:1:11: GLO101" in done.stdout


# Settings, and what is said of each line of them.
VALUES = {
    "infinity": ("max-file-size = inf", "max-file-size must be a number"),
    "no number": ("max-file-size = nan", "max-file-size must be a number"),
    "an infinite time": ("time-limit = 1e400", "time-limit must be a number"),
    "a number beyond all": (f"time-limit = {10**400}", "time-limit must be a number"),
    "an infinite share": ("min-confidence = inf", "min-confidence must be a number"),
    "a NUL in a path": ('baseline = "a\\u0000b"', "baseline must be a string"),
    "a NUL in paths": ('glossaries = ["a\\u0000b"]', "glossaries must be a list of strings"),
    "a NUL in a pattern": ('exclude = ["a\\u0000"]', "exclude must be a list of strings"),
    "many stars": ('exclude = ["*a*a*a*a*a*a*a*a*b"]', "has more stars than a name needs"),
    "many folders": ('exclude = ["a/**/a/**/a/**/a/**/a/**/b"]', "has more stars than"),
}


@pytest.mark.parametrize("case", VALUES)
def test_a_hostile_value_is_one_line(desk: Path, case: str) -> None:
    text, says = VALUES[case]
    (desk / "qa.toml").write_text(text)
    (desk / f"{'a' * 200}.md").write_text("It is late.\n")
    done = run(desk, "check", "-q", ".")
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout.count("GLO101") == 2


@pytest.mark.parametrize("value", ["time-limit = 10e14", "max-file-size = 10e14"])
def test_a_large_limit_is_one(desk: Path, value: str) -> None:
    (desk / "qa.toml").write_text(value)
    done = run(desk, "check", "-q", ".")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("GLO101") == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
@pytest.mark.parametrize("name", [".gitignore", "pyproject.toml"])
@pytest.mark.parametrize("make", [pipe, device, folder, huge, holding(b"*a" * 9 + b"*b\n\xff\0")])
def test_what_is_no_list_of_others_is_none(
    desk: Path, name: str, make: Callable[[Path], object]
) -> None:
    make(desk / name)
    (desk / f"{'a' * 200}.md").write_text("It is late.\n")
    done = run(desk, "check", "-q", ".")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("GLO101") == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
@pytest.mark.parametrize("make", [pipe, device])
@pytest.mark.parametrize(
    "call", [("tune",), ("glossary", "import", "--format", "csv"), ("glossary", "fmt")]
)
def test_other_commands_wait_for_no_pipe(
    desk: Path, make: Callable[[Path], object], call: tuple[str, ...]
) -> None:
    make(desk / "x.jsonl")
    done = run(desk, *call, "x.jsonl")
    assert done.returncode == 2
    assert "x.jsonl: is a pipe or a device" in done.stderr


def test_nested_folders_are_walked(desk: Path) -> None:
    place = os.open(desk, os.O_RDONLY)
    for _ in range(1_200):
        os.mkdir("d", dir_fd=place)
        below = os.open("d", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    story = os.open("c.txt", os.O_WRONLY | os.O_CREAT, dir_fd=place)
    os.write(story, STORY.encode())
    os.close(story)
    os.close(place)
    done = run(desk, "check", "-q", ".")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("GLO101") == 3
    subprocess.run(["rm", "-r", "d"], cwd=desk, check=True)  # pytest cannot remove what is so deep


def test_nobody_starts_a_hundred_thousand_processes(desk: Path) -> None:
    done = run(desk, "check", "-q", "--jobs", "100000", ".")
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize(
    "text", ['[tool.x]\na = "b"\n', '[project]\nname = "desk"\n', "[[persons]]\nid = 'x'\n"]
)
def test_fmt_leaves_what_is_no_glossary(desk: Path, text: str) -> None:
    (desk / "pyproject.toml").write_text(text)
    done = run(desk, "glossary", "fmt", "pyproject.toml")
    assert done.returncode == 2
    assert "pyproject.toml: is no glossary" in done.stderr
    assert (desk / "pyproject.toml").read_text() == text
