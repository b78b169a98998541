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
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / "qa" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "qa"
    xdg = os.environ.get("XDG_CACHE_HOME")
    # The specification says that a relative path there is to be ignored.
    base = Path(xdg) if xdg and os.path.isabs(xdg) else home / ".cache"
    return base / "qa"
