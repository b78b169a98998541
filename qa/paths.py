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
    return _folder("QA_CACHE_DIR", "Cache", "Library/Caches/qa", ("XDG_CACHE_HOME", ".cache", "qa"))


def models_dir() -> Path:
    r"""The folder for translation models that the user installed. It may not exist yet.

    `QA_MODELS_DIR` names it; otherwise it is the platform's place for data:
    `$XDG_DATA_HOME/qa/models` or `~/.local/share/qa/models`,
    `~/Library/Application Support/qa/models` on macOS, `%LOCALAPPDATA%\qa\Models` on Windows.
    """
    mac = "Library/Application Support/qa/models"
    return _folder("QA_MODELS_DIR", "Models", mac, ("XDG_DATA_HOME", ".local/share", "qa/models"))


def config_dir() -> Path:
    r"""The folder for the user's own settings. It may not exist.

    `QA_CONFIG_DIR` names it; otherwise it is `$XDG_CONFIG_HOME/qa` or `~/.config/qa`,
    `~/Library/Application Support/qa` on macOS, `%LOCALAPPDATA%\qa\Config` on Windows.
    """
    mac = "Library/Application Support/qa"
    return _folder("QA_CONFIG_DIR", "Config", mac, ("XDG_CONFIG_HOME", ".config", "qa"))


def _folder(variable: str, windows: str, mac: str, xdg: tuple[str, str, str]) -> Path:
    """The folder that a variable of our own names, or the platform's; `xdg` is the variable of the
    XDG Base Directory Specification, what it stands for by default, and the folder in it.
    """
    own = os.environ.get(variable)
    if own:
        return Path(own).expanduser()
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / "qa" / windows
    if sys.platform == "darwin":
        return home / mac
    given = os.environ.get(xdg[0])
    # The specification says that a relative path there is to be ignored.
    return (Path(given) if given and os.path.isabs(given) else home / xdg[1]) / xdg[2]
