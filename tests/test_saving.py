"""A file that is saved while it is checked and fixed is left to whoever saved it."""

import os
import stat
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qa.errors import InputError
from qa.files import write_atomic

STORY = "He was in Kiev.\n"
FIXED = "He was in Kyiv.\n"
SAVED = "He was in Kiev, and left for Odessa.\n"

# The real command; an editor acts when the check of a.txt is done, and before the fixed text is written.
COMMAND = """
import os, sys
import qa.linting.check, qa.linting.run
real = qa.linting.check.check
def check(document, setup):
    found = real(document, setup)
    if document.path == "a.txt" and not os.path.exists("acted"):
        open("acted", "w").close()
        exec(editor)
    return found
qa.linting.run.check = check
editor = sys.argv.pop(1)
from qa.cli import main
main()
"""
EDITORS = {
    "saves": f"open('a.txt', 'w').write({SAVED!r})",
    "saves the same size": f"open('a.txt', 'w').write({STORY.swapcase()!r})",
    "saves by renaming": f"open('new', 'w').write({SAVED!r}); os.replace('new', 'a.txt')",
    "removes": "os.unlink('a.txt')",
    "empties": "open('a.txt', 'w').close()",
    "makes it a link": "os.replace('a.txt', 'old.txt'); os.symlink('other.txt', 'a.txt')",
    "makes it a folder": "os.unlink('a.txt'); os.mkdir('a.txt')",
    "makes it a pipe": "os.unlink('a.txt'); os.mkfifo('a.txt')",
}


def state(folder: Path) -> dict[str, object]:
    return {
        p.name: (p.is_symlink(), p.read_text() if p.is_file() else p.lstat().st_mode)
        for p in sorted(folder.iterdir())
    }


@pytest.mark.parametrize("what", EDITORS)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_who_saves_meanwhile_has_the_last_word(tmp_path: Path, what: str, jobs: str) -> None:
    left, checked = tmp_path / "left", tmp_path / "checked"
    for folder in (left, checked):
        folder.mkdir()
        for name in ("a.txt", "b.txt", "other.txt"):
            (folder / name).write_text(STORY)
        (folder / "acted").write_text("")
    subprocess.run([sys.executable, "-c", f"import os; {EDITORS[what]}"], cwd=left, check=True)
    (checked / "acted").unlink()
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            COMMAND,
            EDITORS[what],
            "check",
            "--fix",
            "--jobs",
            jobs,
            "a.txt",
            "b.txt",
        ],
        capture_output=True,
        encoding="utf-8",
        cwd=checked,
    )
    (left / "b.txt").write_text(FIXED)
    assert state(checked) == state(left)
    assert done.returncode == 2
    (said,) = done.stderr.splitlines()
    assert said.startswith("qa: a.txt: was ")


def test_who_saves_as_it_is_written_has_the_last_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY)
    real = os.fsync

    def fsync(number: int) -> None:
        real(number)
        path.write_text(SAVED)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(InputError, match="was changed while it was checked"):
        write_atomic(str(path), FIXED.encode(), STORY.encode())
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.txt", SAVED)]


def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(STORY)
    link = tmp_path / "a.txt"
    link.symlink_to("two.txt")
    with pytest.raises(InputError, match="was changed"):
        write_atomic(str(link), b"new", STORY.encode(), str(tmp_path.resolve() / "one.txt"))
    assert {p.read_text() for p in tmp_path.iterdir()} == {STORY}
    assert write_atomic(str(link), b"new", STORY.encode(), str(tmp_path.resolve() / "two.txt"))
    assert link.is_symlink()
    assert (tmp_path / "two.txt").read_text() == "new"


@pytest.mark.parametrize("new", [b"", b"short", FIXED.encode() * 100])
def test_hard_links_stay_one_file(tmp_path: Path, new: bytes) -> None:
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_text(STORY)
    os.link(path, other)
    assert write_atomic(str(path), new, STORY.encode())
    assert path.read_bytes() == other.read_bytes() == new
    assert path.samefile(other)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="needs extended attributes")
def test_access_lists_and_attributes_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY)
    path.chmod(0o640)
    # For the user 12345, reading; what the mode then shows for the group is the mask.
    entries = [(1, 6, -1), (2, 4, 12345), (4, 0, -1), (16, 4, -1), (32, 0, -1)]
    rights = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
    attributes = {"user.desk": b"foreign", "system.posix_acl_access": rights}
    try:
        for name, value in attributes.items():
            os.setxattr(path, name, value)
    except OSError:
        pytest.skip("this file system keeps none")
    before = path.stat()
    assert write_atomic(str(path), FIXED.encode(), STORY.encode())
    after = path.stat()
    assert before.st_ino != after.st_ino
    assert {n: os.getxattr(path, n) for n in os.listxattr(path)} == attributes
    assert stat.S_IMODE(before.st_mode) == stat.S_IMODE(after.st_mode) == 0o640


WRITES = """
import os, sys, time
def fsync(number):
    open("writing", "w").close()
    time.sleep(60)
os.fsync = fsync
from qa.cli import main
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="ends a process with a signal")
@pytest.mark.parametrize("number", [1, 2, 15])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_temporary_file_stays_behind(tmp_path: Path, number: int, jobs: str) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(STORY)
    call = [sys.executable, "-c", WRITES, "check", "--fix", "--jobs", jobs, "a.txt", "b.txt"]
    with subprocess.Popen(
        call, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        until = time.monotonic() + 60
        while not (tmp_path / "writing").exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        process.send_signal(number)
        process.wait(30)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "b.txt", "writing"]
    assert {p.read_text() for p in tmp_path.glob("*.txt")} == {STORY}
