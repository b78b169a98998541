"""Where the program keeps its own files on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_dir() -> Path:
    r"""The folder for files that can be made again at any time. It may not exist yet.

    `QA_CACHE_DIR` names it; otherwise it is the platform's place for caches: `$XDG_CACHE_HOME/qa`
    or `~/.cache/qa`, `~/Library/Caches/qa` on macOS, `%LOCALAPPDATA%\qa\Cache` on Windows.
    """
    own = os.environ.get("QA_CACHE_DIR")
    if own:
        return Path(own).expanduser()
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        return _local(home) / "qa" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "qa"
    return _xdg("XDG_CACHE_HOME", home / ".cache") / "qa"


def models_dir() -> Path:
    r"""The folder for translation models that the user installed. It may not exist yet.

    `QA_MODELS_DIR` names it; otherwise it is the platform's place for data: `$XDG_DATA_HOME/qa/models`
    or `~/.local/share/qa/models`, `~/Library/Application Support/qa/models` on macOS,
    `%LOCALAPPDATA%\qa\Models` on Windows.
    """
    own = os.environ.get("QA_MODELS_DIR")
    if own:
        return Path(own).expanduser()
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        return _local(home) / "qa" / "Models"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "qa" / "models"
    return _xdg("XDG_DATA_HOME", home / ".local" / "share") / "qa" / "models"


def _local(home: Path) -> Path:
    local = os.environ.get("LOCALAPPDATA")
    return Path(local) if local else home / "AppData" / "Local"


def _xdg(variable: str, default: Path) -> Path:
    # The specification says that a relative path there is to be ignored.
    given = os.environ.get(variable)
    return Path(given) if given and os.path.isabs(given) else default
