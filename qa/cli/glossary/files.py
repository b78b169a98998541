"""The glossary files that a command is for when it names none."""

from __future__ import annotations

from pathlib import Path

from qa.config import Config, find_config, read_config
from qa.errors import InputError


def configured(config: Path | None) -> tuple[Config, list[InputError]]:
    """The settings in `config`, or those for the current folder, and what is wrong with them."""
    found = config or find_config(Path.cwd())
    return read_config(found) if found else (Config(), [])
