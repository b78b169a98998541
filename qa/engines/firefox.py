"""Models of Firefox Translations from a folder: about 50 languages, most to and from English."""

from __future__ import annotations

from pathlib import Path

from qa.engines.bergamot import BergamotEngine, models_in
from qa.engines.protocol import Engine, EngineSettings, needed
from qa.errors import InputError
from qa.files import models_dir


def make(settings: EngineSettings) -> Engine:
    """An engine over the models that are there.

    Raises InputError where fxtranslate or every model is missing.
    """
    needed("firefox", "fxtranslate", "pip install fxtranslate")
    folder = models_folder(settings)
    if not models_in(folder):
        raise InputError(
            "engine firefox",
            f"no model is in {folder}; `qa models install` puts one there, "
            "or name the folder: firefox-models = “…”",
        )
    return BergamotEngine("firefox", folder, "firefox", "install it again")


def models_folder(settings: EngineSettings) -> Path:
    """The configured folder, or the one that `qa models install` puts models into."""
    return Path(settings.firefox_models) if settings.firefox_models else models_dir() / "firefox"
