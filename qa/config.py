"""Settings: `[tool.qa]` in pyproject.toml, or qa.toml, the nearest one above the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from qa.errors import InputError
from qa.model import Severity


def _one_of(*choices: str, default: str) -> Any:
    return field(default=default, metadata={"choices": choices})


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a run, with their defaults. A key in a file has hyphens for the underscores.

    `glossaries` are paths of TOML files, used beside the shipped ones unless `shipped_glossaries`
    is false. `max_file_size` is in bytes. `max_loss` is the share of words that a round trip may
    lose before RTT rules report a sentence, from 0 to 1; `scripts/train-score` shows what a value
    finds in the training files of MLQE-PE, and at what precision.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    lang: str | None = None
    source_lang: str | None = None
    detector: str = _one_of("auto", "eldc", "langdetect", default="auto")
    glossaries: tuple[str, ...] = ()
    shipped_glossaries: bool = True
    style: str = "ap"
    engine: str = _one_of("auto", "embedded", "argos", default="auto")
    max_loss: float = 0.4
    fail_on: Severity = Severity.INFO
    max_file_size: int = 10_000_000


def find_config(folder: Path) -> Path | None:
    """The configuration file for the files in `folder`: the nearest one at or above it."""
    for place in (folder, *folder.parents):
        found = _config_in(place)
        if found:
            return found
    return None


@cache
def _config_in(folder: Path) -> Path | None:
    own = folder / "qa.toml"
    if own.is_file():
        return own
    shared = folder / "pyproject.toml"
    try:
        # Reading is cheaper than parsing, and most projects' file has no such table.
        return shared if b"[tool.qa" in shared.read_bytes() else None
    except OSError:
        return None


def read_config(path: Path) -> tuple[Config, list[InputError]]:
    """The settings in `path`, and what is wrong with it; wrong settings keep their default."""
    import tomllib

    try:
        text = path.read_text("utf-8")
        tables = tomllib.loads(text)
    except OSError as error:
        return Config(), [InputError(str(path), f"cannot be read: {error.strerror}")]
    except UnicodeDecodeError:
        return Config(), [InputError(str(path), "is not UTF-8; save it as UTF-8")]
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        problem = str(error).split(" (at ")[0]
        advice = 'write settings as key = "value"; the default settings are used'
        return Config(), [InputError(str(path), f"not valid TOML: {problem}; {advice}", line)]
    shared = path.name == "pyproject.toml"
    table = tables.get("tool", {}).get("qa", {}) if shared else tables
    start = text.find("[tool.qa") if shared else 0
    return _checked(path, table, text, start)


def _checked(
    path: Path, table: Mapping[str, Any], text: str, start: int
) -> tuple[Config, list[InputError]]:
    known = {f.name.replace("_", "-"): f for f in fields(Config)}
    settings: dict[str, Any] = {}
    errors: list[InputError] = []
    for key, value in table.items():
        at = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}\b", re.M).search(text, max(start, 0))
        line = text.count("\n", 0, at.start()) + 1 if at else None
        setting = known.get(key)
        if setting is None:
            errors.append(InputError(str(path), f"unknown key {key!r}{_near(key, known)}", line))
            continue
        for good, problem in _read(key, value, setting.default, setting.metadata.get("choices")):
            if problem:
                errors.append(InputError(str(path), problem, line))
            else:
                settings[setting.name] = good
    if "glossaries" in settings:
        # Paths in a configuration file count from its folder.
        settings["glossaries"] = tuple(str(path.parent / g) for g in settings["glossaries"])
    return replace(Config(), **settings), errors


def _read(
    key: str, value: Any, default: Any, choices: tuple[str, ...] | None
) -> Iterator[tuple[Any, str]]:
    """The setting as `Config` holds it, or what is wrong with it and what to write instead."""
    if isinstance(default, Severity):
        choices = tuple(s.label for s in Severity)
    if choices:
        if value not in choices:
            yield None, f"{key} = {value!r} must be one of {', '.join(choices)}"
        else:
            yield Severity[value.upper()] if isinstance(default, Severity) else value, ""
    elif isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            yield tuple(value), ""
        else:
            yield None, f'{key} must be a list of strings: {key} = ["…"]'
    elif isinstance(default, bool):
        ok = isinstance(value, bool)
        yield (value, "") if ok else (None, f"{key} must be true or false")
    elif isinstance(default, int | float):
        ok = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
        yield (type(default)(value), "") if ok else (None, f"{key} must be a number, 0 or more")
    else:
        ok = isinstance(value, str)
        yield (value, "") if ok else (None, f'{key} must be a string: {key} = "…"')


def _near(key: str, known: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, 1)
    return f"; write {near[0]!r}" if near else f"; known are {', '.join(known)}"
