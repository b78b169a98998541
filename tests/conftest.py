"""What all tests share: they leave the user's caches and installed models alone."""

from collections.abc import Iterator

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
        patch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path_factory.mktemp("argos")))
        yield
