"""Files: what a folder gives, what stops at a limit, and writing without harm."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import InputError
from qa.files import read_bytes, write_atomic
from qa.linting.inputs import Exclude, Passing, walk


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ["b.txt", "a.html", "c.csv", "Z.TXT", "d/x.md", "d/e/y.txt", "d/e/drafts/n.txt",
                 ".hidden/h.txt", "d/.h.txt", "drafts/m.txt"]:  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text.")
    (tmp_path / "d" / "binary.txt").write_bytes(b"\0\1\2" * 50)
    (tmp_path / "empty").mkdir()
    (tmp_path / "d" / "loop").symlink_to(tmp_path)
    (tmp_path / "d" / "link.txt").symlink_to(tmp_path / "b.txt")
    return tmp_path


WALKS = [
    (["."], [], ["Z.TXT", "a.html", "b.txt", "d/x.md", "d/e/y.txt", "d/e/drafts/n.txt", "drafts/m.txt"]),
    (["d"], [], ["d/x.md", "d/e/y.txt", "d/e/drafts/n.txt"]),
    (["d/"], ["e"], ["d/x.md"]),
    (["."], ["drafts/", "*.html"], ["Z.TXT", "b.txt", "d/x.md", "d/e/y.txt"]),
    (["."], ["/drafts", "d/e/*.txt"], ["Z.TXT", "a.html", "b.txt", "d/x.md", "d/e/drafts/n.txt"]),
    (["d"], ["*.md", "*.txt", "!x.md"], ["d/x.md"]),
    (["b.txt", "./b.txt", "d/link.txt", "b.txt"], [], ["b.txt"]),
    (["d/e", "d/e/y.txt", "d"], [], ["d/e/y.txt", "d/e/drafts/n.txt", "d/x.md"]),
    (["c.csv", "-", "d/.h.txt", "d/binary.txt"], ["*.md"], ["c.csv", "-", "d/.h.txt", "d/binary.txt"]),
    (["c.csv", "-", "d/.h.txt", "d", "b.txt"], ["*"], ["-"]),
    (["d/e", "d/x.md", "drafts/m.txt", "drafts"], ["d/", "m.txt"], []),
    (["nope.txt", "b.txt"], [], ["nope.txt: no such file or folder", "b.txt"]),
]  # fmt: skip


def passing(*patterns: str) -> Callable[[str], Passing]:
    return lambda folder: Passing(Exclude(patterns))


@pytest.mark.parametrize(("paths", "exclude", "expected"), WALKS)
def test_walk(tree: Path, paths: list[str], exclude: list[str], expected: list[str]) -> None:
    assert [str(item) for item in walk(paths, passing(*exclude))] == expected


def test_a_folder_without_files_is_an_error_and_the_rest_goes_on(tree: Path) -> None:
    error, found = walk(["empty", "b.txt"])
    assert str(error).startswith("empty: no files to check in this folder; it looks for .anpa")
    assert found == "b.txt"


def test_a_pattern_that_is_none_is_named(tree: Path) -> None:
    error, *found = walk(["d/e"], passing("\\", "drafts"))
    assert isinstance(error, InputError)
    assert "'\\\\' is no pattern" in str(error)
    assert found == ["d/e/y.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_named(tree: Path) -> None:
    (tree / "d" / "e").chmod(0)
    (tree / "d" / "x.md").chmod(0)
    try:
        found = [str(item) for item in walk(["d"])]
        assert found == ["d/x.md: cannot be read: Permission denied", "d/e: cannot be read: Permission denied"]  # fmt: skip
        with pytest.raises(InputError, match="Permission denied"):
            read_bytes("d/x.md", 10)
    finally:
        (tree / "d" / "e").chmod(0o755)


def test_the_size_limit_says_how_to_raise_it(tree: Path) -> None:
    assert read_bytes("b.txt", 5) == b"Text."
    with pytest.raises(InputError) as caught:
        read_bytes("b.txt", 4)
    assert str(caught.value) == (
        "b.txt: has 5 bytes, more than the limit of 4; to check it, set max-file-size in qa.toml"
    )
    with pytest.raises(InputError, match=r"nope: no such file"):
        read_bytes("nope", 4)


def test_a_pipe_is_read_up_to_the_limit() -> None:
    end, start = os.pipe()
    os.write(start, b"12345")
    os.close(start)
    with pytest.raises(InputError, match="more than the limit of 4"):
        read_bytes(f"/dev/fd/{end}", 4)
    os.close(end)


@given(
    st.binary(max_size=50), st.binary(max_size=50), st.sampled_from([0o644, 0o600, 0o755, 0o664])
)
def test_writing_keeps_mode_and_link(
    tmp_path_factory: pytest.TempPathFactory, old: bytes, new: bytes, mode: int
) -> None:
    folder = tmp_path_factory.mktemp("write")
    path, link = folder / "story.txt", folder / "link.txt"
    path.write_bytes(old)
    path.chmod(mode)
    link.symlink_to("story.txt")
    before = path.stat()
    assert write_atomic(str(link), new) == (old != new)
    after = path.stat()
    assert path.read_bytes() == new
    assert link.is_symlink()
    assert stat.S_IMODE(after.st_mode) == mode
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)
    assert (before.st_ino == after.st_ino) == (old == new)
    assert sorted(p.name for p in folder.iterdir()) == ["link.txt", "story.txt"]


def test_a_missing_file_is_made(tmp_path: Path) -> None:
    assert write_atomic(str(tmp_path / "new.txt"), b"new")
    (tmp_path / "plain.txt").write_bytes(b"")
    assert (tmp_path / "new.txt").stat().st_mode == (tmp_path / "plain.txt").stat().st_mode
    with pytest.raises(InputError, match="no such file or folder"):
        write_atomic(str(tmp_path / "nowhere" / "new.txt"), b"new")


def test_what_is_no_file_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert write_atomic(str(pipe), b"new")
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert write_atomic(os.devnull, b"new")
    assert not Path(os.devnull).is_file()


def test_a_folder_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written: Is a directory"):
        write_atomic(str(tmp_path), b"new")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everything")
def test_a_read_only_file_or_folder_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    for closed, mode, usual in ((path, 0o444, 0o644), (tmp_path, 0o555, 0o755)):
        closed.chmod(mode)
        with pytest.raises(InputError, match="cannot be written: Permission denied"):
            write_atomic(str(path), b"new")
        closed.chmod(usual)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
