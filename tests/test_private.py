"""What is kept of stories is for the user alone, and what others could have put there is not believed."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.files import cache_dir, config_dir, models_dir
from qa.files.cache import Kept
from qa.glossary.store import pack, read_table, write_table

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has other permissions")

Qa = Callable[..., subprocess.CompletedProcess[str]]
STORY = "He was in Kiev.\n"


@pytest.fixture(autouse=True)
def usual_umask() -> None:
    os.umask(0o022)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_cache_is_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "cache" / "x.sqlite3"
    kept = Kept("", "findings", path, 1_000_000)
    kept.put({b"k": b"v"})
    assert mode(path.parent) == 0o700
    assert {mode(p) for p in path.parent.iterdir()} == {0o600}
    kept.close()
    table = path.parent / "glossary-0.cdb"
    write_table(table, pack({}, [("k", "v")]))
    assert mode(table) == 0o600


@pytest.mark.parametrize("bits", [0o720, 0o702, 0o777])
def test_a_cache_that_others_can_write_is_not_believed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bits: int
) -> None:
    folder = tmp_path / "cache"
    kept = Kept("", "findings", folder / "x.sqlite3", 1_000_000)
    kept.put({b"k": b"v"})
    kept.close()
    write_table(folder / "g.cdb", pack({}, [("k", "v")]))
    folder.chmod(bits)
    again = Kept("", "findings", folder / "x.sqlite3", 1_000_000)
    assert again.get([b"k"]) == {}
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "findings are not kept (others can write to this folder)" in said
    assert read_table(folder / "g.cdb") is None
    folder.chmod(0o700)
    assert Kept("", "findings", folder / "x.sqlite3", 1_000_000).get([b"k"]) == {b"k": b"v"}
    assert read_table(folder / "g.cdb") is not None


def test_without_a_home_nothing_is_kept_where_the_stories_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    # Settings of the user's own would be there if "~" were a folder.
    (tmp_path / "~" / ".config" / "qa").mkdir(parents=True)
    (tmp_path / "~" / ".config" / "qa" / "qa.toml").write_text('ignore = ["GLO101"]\n')
    code = """
import os, pwd, sys
os.path.expanduser = lambda path: path
from qa.cli import main
main()
"""
    gone = {"HOME", "QA_CACHE_DIR", "QA_CONFIG_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"}
    env = {k: v for k, v in os.environ.items() if k not in gone}
    call = [sys.executable, "-c", code, "report", "-o", "out", "a.txt"]
    done = subprocess.run(call, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert "results are not kept (there is no home folder)" in done.stderr
    assert {p.name for p in tmp_path.iterdir()} == {"a.txt", "out", "~"}
    assert {p.name for p in (tmp_path / "~").iterdir()} == {".config"}


def test_a_folder_that_a_variable_names_is_one_of_this_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable, folder in {
        "QA_CACHE_DIR": cache_dir,
        "QA_CONFIG_DIR": config_dir,
        "QA_MODELS_DIR": models_dir,
    }.items():
        monkeypatch.setenv(variable, "mine")
        assert folder() == tmp_path / "mine"


def test_a_report_is_private(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    qa("report", "-o", "out", "a.txt")
    made = [p for p in (tmp_path / "out").rglob("*") if p.name != ".qa.lock"]
    assert {mode(p) for p in made if p.is_file()} == {0o600}
    assert {mode(p) for p in [tmp_path / "out", *made] if p.is_dir()} == {0o700}
    # What the user opened for others stays open.
    (tmp_path / "out").chmod(0o755)
    (tmp_path / "out" / "index.html").chmod(0o644)
    qa("report", "-o", "out", "a.txt")
    assert (mode(tmp_path / "out"), mode(tmp_path / "out" / "index.html")) == (0o755, 0o644)


def test_the_cache_is_shown_and_taken_out(
    qa: Qa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "a.txt").write_text(STORY)
    assert "0 bytes in 0 files" in qa("cache", "show").stdout
    qa("report", "-o", "out", "a.txt")
    (tmp_path / "cache" / "mine.txt").write_text("not of qa")
    shown = qa("cache", "show").stdout
    assert "results.sqlite3" in shown
    assert ".cdb" in shown
    assert "mine.txt" not in shown
    done = qa("cache", "clear")
    assert (done.returncode, done.stderr) == (0, "")
    assert [p.name for p in (tmp_path / "cache").iterdir()] == ["mine.txt"]
    assert "0 files removed" in qa("cache", "clear").stdout
    assert qa("report", "-o", "out", "a.txt").returncode == 1
