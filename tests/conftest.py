"""What all tests share: they leave the user's caches, settings and installed models alone."""

import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from command import run_qa
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
    """Runs `qa` in an empty folder; a traceback on standard error fails the test."""
    return partial(run_qa, cwd=tmp_path)
