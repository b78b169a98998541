"""`--changed-since` and `--staged`: what is found on the lines that git says were changed."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import Qa

CODES = ("--select", "TYP103,GLO101", "--lang", "en", "--format", "json")


class Repository:
    """A folder in git, without the settings of who runs the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        for name in ("user.name", "user.email"):
            self.git("config", name, "a desk")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, capture_output=True, check=True, encoding="utf-8"
        )
        return done.stdout

    def write(self, name: str, *lines: str, end: str = "\n") -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes("".join(line + end for line in lines).encode())

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "-qm", "Stories")


@pytest.fixture(autouse=True)
def own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    made.write("a.txt", "It was was so.", "", "He left.", "", "She sat in Kiev.")
    made.write("old.txt", "Of of us.")
    made.commit()
    return made


def found(qa: Qa, *arguments: str) -> list[str]:
    """The findings as "path:line text"."""
    done = qa("check", *CODES, *arguments)
    assert done.returncode in (0, 1)
    return [
        f"{file['path']}:{f['start']['line']} {f['text']}"
        for file in json.loads(done.stdout)["files"]
        for f in file["findings"]
    ]


def test_nothing_changed_is_nothing_found(qa: Qa, repository: Repository) -> None:
    assert found(qa, "--changed-since", "HEAD", ".") == []
    assert found(qa, "--staged", ".") == []
    assert len(found(qa, ".")) == 3


def test_only_changed_lines_count(qa: Qa, repository: Repository) -> None:
    repository.write("a.txt", "It was was so.", "", "He left the the town.", "", "She sat in Kiev.")
    assert found(qa, "--changed-since", "HEAD", ".") == ["a.txt:3 the the"]
    assert found(qa, "--staged", ".") == []
    repository.git("add", "a.txt")
    assert found(qa, "--staged", ".") == ["a.txt:3 the the"]
    assert found(qa, "--staged", "old.txt") == []
    assert qa("check", *CODES, "--staged", ".").returncode == 1


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_are_those_of_git(qa: Qa, repository: Repository, ending: str) -> None:
    repository.write("b.txt", "One\u2028two\x0bthree.", "It was was so.", "End.", end=ending)
    repository.commit()
    repository.write(
        "b.txt", "One\u2028two\x0bthree.", "It was was so.", "The the end.", end=ending
    )
    assert [f.split(" ", 1)[1] for f in found(qa, "--changed-since", "HEAD", "b.txt")] == [
        "The the"
    ]


def test_what_is_joined_where_lines_went_counts(qa: Qa, repository: Repository) -> None:
    lines = ("<p>He said that the", "old and tired", "the road was shut.</p>", "<p>Of of us.</p>")
    repository.write("b.html", *lines)
    repository.commit()
    repository.write("b.html", *lines[:1], *lines[2:])
    assert found(qa, "--changed-since", "HEAD", "b.html") == ["b.html:1 the the"]


def test_new_and_untracked_files_count_as_a_whole(qa: Qa, repository: Repository) -> None:
    repository.write(".gitignore", "ignored.txt")
    for name in ("new.txt", "ignored.txt", "wire/späte ‘Lage’ 2.txt"):
        repository.write(name, "It was was so.", "Of of us.")
    new = ["new.txt:1 was was", "new.txt:2 Of of"]
    odd = ["wire/späte ‘Lage’ 2.txt:1 was was", "wire/späte ‘Lage’ 2.txt:2 Of of"]
    assert found(qa, "--changed-since", "HEAD", ".") == new + odd
    assert found(qa, "--changed-since", "HEAD", "wire") == odd
    repository.git("add", "wire")
    assert found(qa, "--staged", ".") == odd


@pytest.mark.parametrize(
    "name", ["two words.txt", "für später.txt", 'a "b".txt', "tab\there.txt", "-x.txt"]
)
def test_odd_names(qa: Qa, repository: Repository, name: str) -> None:
    repository.write(name, "Of of us.", "He left.")
    repository.commit()
    repository.write(name, "Of of us.", "He left the the town.")
    assert found(qa, "--changed-since", "HEAD", ".") == [f"{name}:2 the the"]
    repository.git("add", "--all")
    assert found(qa, "--staged", ".") == [f"{name}:2 the the"]


def test_a_renamed_file_has_the_changes_within_it(qa: Qa, repository: Repository) -> None:
    repository.git("mv", "old.txt", "renamed.txt")
    repository.git("mv", "a.txt", "b.txt")
    lines = ("It was was so.", "", "He left.", "", "She sat in Kiev.", "The the end.")
    repository.write("b.txt", *lines)
    repository.git("add", "--all")
    assert found(qa, "--staged", ".") == ["b.txt:6 The the"]
    assert found(qa, "--changed-since", "HEAD", ".") == ["b.txt:6 The the"]


def test_a_deleted_file_is_no_error(qa: Qa, repository: Repository) -> None:
    (repository.folder / "old.txt").unlink()
    repository.write("a.txt", "It was was so.", "", "He left.", "", "Kiev.")
    assert found(qa, "--changed-since", "HEAD", ".") == ["a.txt:5 Kiev"]
    repository.git("add", "--all")
    assert found(qa, "--staged", ".") == ["a.txt:5 Kiev"]


def test_lines_that_look_like_a_diff(qa: Qa, repository: Repository) -> None:
    odd = ("++ b/old.txt", "", "-- a/a.txt", "")
    repository.write("c.txt", "It was was so.", *odd)
    repository.commit()
    repository.write("c.txt", "It was was so.", "The the end.", *odd[::-1], *odd)
    assert found(qa, "--changed-since", "HEAD", ".") == ["c.txt:2 The the"]


def test_staged_reads_what_is_staged(qa: Qa, repository: Repository) -> None:
    """Whatever was done to the file since: mended, or moved down, or made worse."""
    repository.write("a.txt", "It was was so.", "", "He left the the town.", "", "She sat in Kiev.")
    repository.git("add", "a.txt")
    repository.write("a.txt", "New.", "", "It was so.", "", "He left the town of of us.")
    assert found(qa, "--staged", ".") == ["a.txt:3 the the"]
    assert "New." in (repository.folder / "a.txt").read_text()


def test_since_a_branch_was_left(qa: Qa, repository: Repository) -> None:
    repository.git("switch", "-qc", "story")
    repository.write("b.txt", "Of of us.")
    repository.commit()
    repository.git("switch", "-q", "main")
    repository.write("a.txt", "It was so.", "", "He left.", "", "She sat in Kyiv.")
    repository.commit()
    repository.git("switch", "-q", "story")
    assert len(found(qa, "--changed-since", "main", ".")) == 3
    assert found(qa, "--changed-since", "main...", ".") == ["b.txt:1 Of of"]


def test_many_files_in_processes_and_settings_of_git(qa: Qa, repository: Repository) -> None:
    for number in range(45):
        repository.write(f"many/{number:02}.txt", "It was was so.", "He left.")
    repository.commit()
    for number in range(44):
        repository.write(f"many/{number:02}.txt", "It was was so.", "The the end.")
    for name, value in {
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.external": "false",
        "diff.context": "9",
        "diff.interHunkContext": "9",
        "color.ui": "always",
        "core.quotePath": "true",
    }.items():
        repository.git("config", name, value)
    wanted = [f"many/{number:02}.txt:2 The the" for number in range(44)]
    assert found(qa, "--changed-since", "HEAD", "--jobs", "2", "many") == wanted


def test_no_program_of_the_repository_runs(qa: Qa, repository: Repository, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\n")
    program.chmod(0o755)
    repository.write(".gitattributes", "*.txt diff=own")
    for name in ("diff.external", "diff.own.textconv", "diff.own.command", "core.fsmonitor"):
        repository.git("config", name, str(program))
    repository.write("a.txt", "The the end.")
    assert found(qa, "--changed-since", "HEAD", "a.txt") == ["a.txt:1 The the"]
    assert not (tmp_path / "ran").exists()


def test_before_the_first_commit(qa: Qa, tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.write("a.txt", "It was was so.")
    made.git("add", "a.txt")
    assert found(qa, "--staged", ".") == ["a.txt:1 was was"]
    done = qa("check", "--changed-since", "HEAD", ".")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"qa: {tmp_path}: --changed-since HEAD: there is no such commit\n"


@pytest.mark.parametrize("revision", ["", "nowhere", "nowhere...", "--output=x", "HEAD^{tree}"])
def test_no_such_commit(qa: Qa, repository: Repository, revision: str) -> None:
    done = qa("check", f"--changed-since={revision}", ".")
    assert (done.returncode, done.stdout) == (2, "")
    wanted = f"--changed-since {revision}: there is no such commit"
    assert done.stderr == f"qa: {repository.folder}: {wanted}\n"
    assert not (repository.folder / "x").exists()


@pytest.mark.parametrize("option", ["--staged", "--changed-since=HEAD"])
def test_no_repository(qa: Qa, tmp_path: Path, option: str) -> None:
    (tmp_path / "a.txt").write_text("Of of us.\n")
    done = qa("check", option, "a.txt")
    assert (done.returncode, done.stdout) == (2, "")
    name = option.partition("=")[0]
    assert (
        done.stderr == f"qa: a.txt: is in no git repository, and {name} asks git what was changed\n"
    )


def test_no_git(qa: Qa, repository: Repository) -> None:
    done = qa("check", "--staged", ".", env={"PATH": "/nowhere"})
    assert (done.returncode, done.stdout) == (2, "")
    assert "git cannot be run" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "more", [["--fix"], ["--unsafe-fixes"], ["--diff"], ["--write-baseline=b"], ["-"], ["--staged"]]
)
def test_what_does_not_go_together(qa: Qa, repository: Repository, more: list[str]) -> None:
    done = qa("check", "--changed-since", "HEAD", *more, "a.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
