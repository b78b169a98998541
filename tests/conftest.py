"""What all tests share: they leave the user's caches, settings and installed models alone."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# What is loaded at first use makes the first example slow; how slow is no matter for a test.
settings.register_profile("qa", deadline=None)
settings.load_profile("qa")


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of this run, and no Argos packages but those that a test installs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QA_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("QA_CONFIG_DIR", str(tmp_path_factory.mktemp("config")))
        patch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path_factory.mktemp("argos")))
        yield


Qa = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def qa(tmp_path: Path) -> Qa:
    """Runs `python -m qa` in an empty folder; a traceback on standard error fails the test."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "qa", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={k: v for k, v in os.environ.items() if k != "QA_DEBUG"},
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err
        assert "internal error" not in err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return run
