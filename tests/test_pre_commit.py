"""The hooks, run by the real pre-commit in a real git repository.

They run with their own entry, files and types, but in this environment: what pre-commit does for
`language: python`, an installation, is left out, since it takes a minute and the network.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from identify.identify import tags_from_filename

from qa.readers import readers
from qa.text.structure import structure_of

MANIFEST = Path(__file__).parent.parent / ".pre-commit-hooks.yaml"
HOOKS: dict[str, dict[str, Any]] = {h["id"]: h for h in yaml.safe_load(MANIFEST.read_text())}

Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Runs a command in a new git repository; each hook named in `hooks.json` is installed."""
    repository = tmp_path / "a repository"
    repository.mkdir()
    environment = {
        **os.environ,
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }  # fmt: skip

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=repository, env=environment, capture_output=True, encoding="utf-8"
        )

    assert run("git", "init", "-q").returncode == 0
    return run


def install(call: Call, *ids: str, files: str | None = None) -> Path:
    """Sets the hooks up in the repository, for the `files` of a user; returns its folder."""
    folder = Path(call("git", "rev-parse", "--show-toplevel").stdout.strip())
    hooks = []
    for name in ids:
        command = HOOKS[name]["entry"].split()
        assert command[0] == "qa"
        entry = shlex.join([sys.executable, "-m", *command])
        own = {} if files is None else {"files": files}
        hooks.append({**HOOKS[name], "language": "system", "entry": entry, **own})
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(json.dumps(config))
    done = call(sys.executable, "-m", "pre_commit", "install")
    assert done.returncode == 0, done.stderr
    return folder


def commit(call: Call) -> subprocess.CompletedProcess[str]:
    call("git", "add", "--all")
    return call("git", "commit", "-m", "A story")


def test_the_manifest_is_valid() -> None:
    done = subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)])
    assert done.returncode == 0
    assert set(HOOKS) == {"qa-check", "qa-fix"}
    assert {h["language"] for h in HOOKS.values()} == {"python"}


def test_the_hooks_take_what_has_a_reader() -> None:
    for hook in HOOKS.values():
        # Other formats hold what is no story, too; ".text" has no type in pre-commit.
        prose = {suffix for suffix, reader in readers().items() if not reader.structures}
        for suffix in prose - {".text", ".xml"}:
            for name in (f"desk/story{suffix}", f"desk/STORY{suffix.upper()}"):
                assert re.search(hook["files"], name), suffix
                assert set(hook["types_or"]) & tags_from_filename(name), suffix
        assert not re.search(hook["files"], "qa/text.py")


TECHNICAL = [
    "requirements.txt", "dev/requirements-dev.txt", "dev-requirements.txt", "constraints.txt",
    "src/CMakeLists.txt", "robots.txt", "site/humans.txt", "qa.egg-info/SOURCES.txt", "version.txt",
]  # fmt: skip


def test_the_hooks_leave_alone_what_is_known_to_be_no_prose() -> None:
    for hook in HOOKS.values():
        for name in TECHNICAL:
            assert re.search(hook["exclude"], name), name
            assert structure_of("", name), name
        for name in ("story.txt", "our-requirement.txt", "a/version-of-events.txt", "LICENSE.txt"):
            assert not re.search(hook["exclude"], name), name
            assert not structure_of("", name), name


@pytest.mark.parametrize("files", ["^desk/", ""])
def test_whatever_files_a_user_names_only_prose_is_taken(call: Call, files: str) -> None:
    folder = install(call, "qa-fix", files=files)
    (folder / "desk").mkdir()
    others = {
        "data.json": '{"a": "He left the the town."}\n',
        "run.sh": "echo He left the the town.\n",
        "feed.xml": "<a>He left the the town.</a>\n",
        "table.csv": "id,text\n1,He left the the town.\n",
        "requirements.txt": "the==1\n# He left the the town.\n",
    }
    for name, text in {**others, "story.md": "He left the the town.\n"}.items():
        (folder / "desk" / name).write_text(text)
    assert commit(call).returncode == 1
    for name, text in others.items():
        assert (folder / "desk" / name).read_text() == text
    assert (folder / "desk" / "story.md").read_text() == "He left the town.\n"


def test_check_stops_a_commit_with_findings(call: Call) -> None:
    folder = install(call, "qa-check")
    (folder / "story one.txt").write_text("He said it was was over.\n")
    (folder / "code.py").write_text("# It was was over.\n")
    done = commit(call)
    assert done.returncode == 1
    assert "story one.txt:1:12: TYP103" in done.stderr
    assert "code.py" not in done.stderr
    assert "qa check" in done.stderr
    assert call("git", "log").returncode != 0
    assert (folder / "story one.txt").read_text() == "He said it was was over.\n"

    (folder / "story one.txt").write_text("He said it was over.\n")
    done = commit(call)
    assert done.returncode == 0, done.stderr
    assert "A story" in call("git", "log").stdout


def test_fix_changes_the_file_and_the_second_commit_passes(call: Call) -> None:
    folder = install(call, "qa-fix", "qa-check")
    story = folder / "story.txt"
    story.write_text("He said that it was over.  \n")
    done = commit(call)
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stderr
    assert story.read_text() == "He said that it was over.\n"
    done = commit(call)
    assert done.returncode == 0, done.stderr


def test_what_cannot_be_read_stops_a_commit_too(call: Call) -> None:
    folder = install(call, "qa-check")
    (folder / "qa.toml").write_text("lang = 5\n")
    (folder / "story.txt").write_text("He said that it was over.\n")
    done = commit(call)
    assert done.returncode == 1
    assert "exit code: 2" in done.stderr
    assert "qa.toml:1: lang must be a string" in done.stderr
