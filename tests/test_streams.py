"""What is written reaches its place, or one line says why not; a diff is one that `patch` applies."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Qa = Callable[..., subprocess.CompletedProcess[str]]
STORY = "He was in Kiev.\n"
CALLS = {
    "check": ("check", "a.txt"),
    "json": ("check", "--format", "json", "a.txt"),
    "score": ("score", "a.txt"),
    "clean": ("clean", "a.txt"),
    "rules": ("rules",),
    "help": ("--help",),
}
posix = pytest.mark.skipif(os.name != "posix", reason="uses a shell and devices")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(STORY)
    return tmp_path


def shell(
    folder: Path, call: tuple[str, ...], redirection: str
) -> subprocess.CompletedProcess[str]:
    line = f'exec "$0" -m qa "$@" {redirection}'
    return subprocess.run(
        ["sh", "-c", line, sys.executable, *call], cwd=folder, capture_output=True, encoding="utf-8"
    )


@posix
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
@pytest.mark.parametrize("case", CALLS)
def test_a_full_disk_is_one_line(desk: Path, case: str) -> None:
    done = shell(desk, CALLS[case], ">/dev/full")
    assert done.returncode == 2
    assert done.stderr == "qa: what it says cannot be written: No space left on device\n"


@posix
@pytest.mark.parametrize("case", CALLS)
def test_a_closed_output_is_one_line(desk: Path, case: str) -> None:
    done = shell(desk, CALLS[case], ">&-")
    assert done.returncode == 2
    assert done.stderr == "qa: standard output is closed; there is nowhere to write to\n"


@posix
@pytest.mark.parametrize("redirection", ["2>&-", "<&-", "2>&- <&-", "2>/dev/full"])
def test_other_closed_streams_do_not_matter(desk: Path, redirection: str) -> None:
    done = shell(desk, ("check", "a.txt", "none.txt"), redirection)
    assert done.returncode == 2
    assert "a.txt:1:11: GLO101" in done.stdout


@posix
def test_what_is_said_does_not_get_into_a_file(desk: Path) -> None:
    # With its streams closed, the first file that a program opens is its standard output.
    for name in ("b.txt", "c.txt", "d.txt"):
        (desk / name).write_text(STORY)
    shell(desk, ("check", "--fix", "none.txt", "a.txt", "b.txt", "c.txt", "d.txt"), "2>&- <&-")
    assert {p.read_text() for p in desk.glob("*.txt")} == {"He was in Kyiv.\n"}


@posix
def test_a_reader_that_has_gone_is_no_error(desk: Path) -> None:
    line = f'"{sys.executable}" -m qa rules | head -n 1'
    done = subprocess.run(["sh", "-c", line], capture_output=True, encoding="utf-8")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


FULL = {
    "a fix": (("check", "--fix", "a.txt"), "a.txt: cannot be written: No space"),
    "a report": (("report", "-o", "out", "a.txt"), "out/run.json: cannot be written: No space"),
    "settings": (("init",), "qa.toml: cannot be written: No space"),
    "findings": (("check", "-o", "out.txt", "a.txt"), "out.txt: cannot be written: No space"),
    "a baseline": (("check", "--write-baseline", "b.json", "a.txt"), "b.json: cannot be written"),
}


@pytest.mark.parametrize("case", FULL)
def test_a_file_that_cannot_be_written_is_one_line(
    qa: Qa, desk: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    call, says = FULL[case]

    def fsync(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    done = qa(*call)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert (desk / "a.txt").read_text() == STORY
    assert not [p.name for p in desk.rglob("*.tmp")]


# Bytes with every line end and mark, and file names that a diff must quote.
TEXTS = {
    "LF": b"He was in Kiev.\nAnd in Odessa.\n",
    "CR LF": b"He was in Kiev.\r\nAnd in Odessa.\r\n",
    "CR": b"He was in Kiev.\rAnd in Odessa.\r",
    "mixed": b"He was in Kiev.\r\nAnd in Odessa.\rIn Kiev.\nx",
    "no end": b"He was in Kiev.",
    "other ends": "He was\x0c in Kiev.\x0b x\x1c and Odessa\u2028In Kiev.\u2029\n".encode(),
    "NEL in an old code page": b"He was in Kiev\x85 and Odessa\n",
    "windows-1251": "Он сказал , что да. Министр заявил , что всё хорошо.\n".encode("cp1251"),
    "UTF-16": "He was in Kiev.\nAnd he left.\n".encode("utf-16"),
    "a mark": "\ufeffHe was in Kiev.\n".encode(),
}
NAMES = [
    "a b.txt",
    "a\tb.txt",
    "a\nb.txt",
    'a"b.txt',
    "a\\b.txt",
    "ä.txt",
    "-a.txt",
    "a\u202eb.txt",
]


@posix
@pytest.mark.skipif(shutil.which("patch") is None, reason="needs the patch command")
@pytest.mark.parametrize(
    ("name", "raw"),
    [*(("a.txt", raw) for raw in TEXTS.values()), *((name, STORY.encode()) for name in NAMES)],
    ids=[*TEXTS, *map(ascii, NAMES)],
)
@pytest.mark.parametrize("to_file", [False, True])
def test_a_diff_is_a_patch(tmp_path: Path, name: str, raw: bytes, to_file: bool) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    call = [sys.executable, "-m", "qa", "check", "--diff", *(["-o", "o"] if to_file else [])]
    made = subprocess.run([*call, "--", name], cwd=tmp_path, capture_output=True).stdout
    diff = (tmp_path / "o").read_bytes() if to_file else made
    subprocess.run(["patch", "-p0", "--binary"], cwd=tmp_path, input=diff, check=True)
    patched = path.read_bytes()
    path.write_bytes(raw)
    subprocess.run([sys.executable, "-m", "qa", "check", "-q", "--fix", "--", name], cwd=tmp_path)
    assert patched == path.read_bytes() != raw
