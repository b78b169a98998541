"""Settings: `[tool.qa]` in pyproject.toml, or qa.toml, the nearest one above the file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from qa.document.model import Severity
from qa.errors import InputError
from qa.files import LARGE, config_dir, read_own, read_text
from qa.text.dates import iso_date
from qa.text.notation import toml_tables
from qa.text.patterns import lazy

# The engines that may be named; `qa.engines` asks them in this order.
ENGINES = ("libretranslate", "argos", "firefox", "embedded")
# The one of them that sends stories to another machine.
_NETWORK_ENGINE = "libretranslate"
# The file that stands for none.
NO_FILE = Path(os.devnull)
# The formats that a file can be said to have, with the file name ending of each.
FORMATS = {
    "text": ".txt",
    "markdown": ".md",
    "html": ".html",
    "xml": ".xml",
    "json": ".json",
    "wire": ".iptc",
    "mail": ".eml",
    "subtitles": ".srt",
}
# What a `[severity]` table may say beside the severities.
OFF = "off"
_SEVERITIES = (*(s.label for s in Severity), OFF)


def _one_of(*choices: str, default: str) -> Any:
    return field(default=default, metadata={"choices": choices})


def _rules() -> Any:
    return field(default=(), metadata={"rules": True})


class _Kind(NamedTuple):
    """What a table says of each rule: which values are `good`, for people `wanted`, an `example`."""

    good: Callable[[Any], bool]
    wanted: str
    example: str


def _by_rule(good: Callable[[Any], bool], wanted: str, example: str) -> Any:
    """A table with a value by rule, held as pairs; sections of `[[per-path]]` add to it."""
    return field(default=(), metadata={"by_rule": _Kind(good, wanted, example)})


def _share(default: float) -> Any:
    return field(default=default, metadata={"most": 1})


def _language(region: bool = False) -> Any:
    """A language code; with `region`, a tag that may name one."""
    return field(default=None, metadata={"language": True, "region": region})


def _for_all_files(default: Any, **metadata: Any) -> Any:
    """A setting that `[[per-path]]` cannot change."""
    return field(default=default, metadata={**metadata, "for_all_files": True})


class PathSettings(NamedTuple):
    """Settings for some files only: those that the patterns `paths` match, as in a .gitignore."""

    paths: tuple[str, ...]
    settings: Mapping[str, Any]

    def matches(self, path: str) -> bool:
        """Whether they are for the file at `path`, which counts from the configuration's folder."""
        return _matcher(self.paths)(path)


@cache
def _matcher(paths: tuple[str, ...]) -> Callable[[str], bool]:
    from qa.files import matcher

    return matcher(paths, "paths")[0]


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a run, with their defaults. A key in a file has hyphens for the underscores.

    `glossaries` are paths of TOML files, used beside the shipped ones unless `shipped_glossaries`
    is false. `date` is the ISO date of the stories that give none themselves; empty is today.
    `source` is the path of the text that the stories were translated from, or of a folder of such
    texts; empty is none. `severity` holds pairs of a code, the beginning of one, or a name, and its severity or
    "off"; `confidence` likewise the least confidence, a probability as `min_confidence`, and `allow`
    texts that are not reported. `baseline` is the path of a file of known findings; empty is none.
    `libretranslate_url` is the address of a server and `firefox_models` the path of a folder of
    models; empty is none. `max_file_size` is in bytes. `max_deletion` is the share of a text's
    visible characters that its fixes may take out, all together, from 0 to 1. `time_limit` are the
    seconds that the check of a story may take for each begun megabyte; 0 is no limit. `max_loss` is the share of words that a round trip
    may lose before RTT rules report a sentence, from 0 to 1; `scripts/measure-score` shows what a
    value finds in the files of MLQE-PE, and at what precision. `max_suspicion` is the
    probability above which a passage is suspect: what the SRC rules find, and few translations
    that people made (docs/scoring.md).
    """

    select: tuple[str, ...] = _rules()
    ignore: tuple[str, ...] = _rules()
    severity: tuple[tuple[str, str], ...] = _by_rule(
        lambda value: value in _SEVERITIES, f"one of {', '.join(_SEVERITIES)}", 'PUN101 = "info"'
    )
    min_confidence: float = _share(0.0)
    confidence: tuple[tuple[str, float], ...] = _by_rule(
        lambda value: _is_number(value) and 0 <= value <= 1,
        "a number, from 0 to 1",
        "TYP101 = 0.9",
    )
    allow: tuple[tuple[str, tuple[str, ...]], ...] = _by_rule(
        lambda value: (
            isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)
        ),
        'a list of texts: ["…"]',
        'TYP101 = ["Washuington"]',
    )
    exclude: tuple[str, ...] = _for_all_files(())
    format_in: str = _one_of("auto", *FORMATS, default="auto")
    gitignore: bool = _for_all_files(True)
    lang: str | None = _language(region=True)
    source: str = ""
    source_lang: str | None = _language()
    detector: str = _one_of("auto", "eldc", "langdetect", default="auto")
    glossaries: tuple[str, ...] = ()
    shipped_glossaries: bool = True
    style: str = "ap"
    date: str = field(default="", metadata={"date": True})
    engine: str = _one_of("auto", *ENGINES, default="auto")
    libretranslate_url: str = field(default="", metadata={"own": True})
    firefox_models: str = field(default="", metadata={"own": True})
    max_loss: float = _share(0.3)
    max_suspicion: float = _share(0.7)
    max_deletion: float = _share(0.2)
    fail_on: Severity = Severity.INFO
    baseline: str = _for_all_files("")
    max_file_size: int = 10_000_000
    time_limit: int = 60
    per_path: tuple[PathSettings, ...] = _for_all_files((), per_path=True)

    def sections_for(self, path: str, folder: Path) -> tuple[int, ...]:
        """Which items of `per_path` are for the file at `path`; patterns count from `folder`."""
        relative = os.path.relpath(os.path.abspath(path), folder)
        if relative.startswith(os.pardir):
            return ()
        return tuple(i for i, s in enumerate(self.per_path) if s.matches(relative))

    def with_sections(self, sections: Sequence[int]) -> Config:
        """These settings, changed by those items of `per_path`, of which later ones win.

        What is to be ignored adds up, and so do the tables by rule.
        """
        config = self
        for i in sections:
            changes = dict(self.per_path[i].settings)
            for key in ("ignore", *_BY_RULE):
                if key in changes:
                    changes[key] = (*getattr(config, key), *changes[key])
            config = replace(config, **changes)
        return config


def find_config(folder: Path, above: dict[Path, Path | None] | None = None) -> Path | None:
    """The configuration file for the files in `folder`: the nearest one at or above it.

    `above` is what was found for folders before; what is found is noted in it.
    """
    above = {} if above is None else above
    asked: list[Path] = []
    place = folder
    while place not in above:
        asked.append(place)
        above[place] = _config_in(place)
        if above[place] or place.parent == place:
            break
        place = place.parent
    found = above[place]
    above.update((lower, found) for lower in asked)
    return found


def _config_in(folder: Path) -> Path | None:
    own = folder / "qa.toml"
    if own.exists():  # what cannot be read is said when it is read
        return own
    shared = folder / "pyproject.toml"
    try:
        # Reading is cheaper than parsing, and most projects' file has no such table.
        return shared if b"[tool.qa" in read_own(str(shared), LARGE) else None
    except InputError:
        return None


def user_config() -> Path | None:
    """The user's own configuration file, `qa.toml` in `config_dir()`, if there is one."""
    path = config_dir() / "qa.toml"
    return path if path.exists() else None


def own_settings(config: Config) -> Config:
    """`config`, changed by the environment: QA_LIBRETRANSLATE_URL and QA_FIREFOX_MODELS."""
    names = [f.name for f in fields(Config) if f.metadata.get("own")]
    given: dict[str, Any] = {name: os.environ.get(f"QA_{name.upper()}") for name in names}
    return replace(config, **{name: value for name, value in given.items() if value})


def no_problem(word: str) -> str:
    """What is wrong with the name of a rule, where that does not matter: nothing."""
    return ""


def read_config(
    path: Path,
    base: Config | None = None,
    trusted: bool = True,
    rule_problem: Callable[[str], str] = no_problem,
) -> tuple[Config, list[InputError]]:
    """The settings in `path`, and what is wrong with it; wrong settings keep their default.

    The defaults are those of `base`. A file that is not `trusted`, as it came with the stories, may not
    say where they are sent, nor which models are run. `rule_problem` says what is wrong with the code or
    name of a rule; left out, these are not looked at.
    """
    base = base or Config()
    try:
        text = read_text(str(path))
        advice = 'write settings as key = "value"; the default settings are used'
        tables = toml_tables(str(path), text, advice)
    except InputError as error:
        return base, [error]
    shared = path.name == "pyproject.toml"
    table = tables.get("tool", {}).get("qa", {}) if shared else tables
    if not isinstance(table, dict):
        return base, [InputError(str(path), "tool.qa must be a table: [tool.qa]")]
    reading = _Reading(path, text, trusted, rule_problem)
    start = max(0, text.find("[tool.qa")) if shared else 0
    settings = reading.settings(table, start, _SETTINGS)
    return replace(base, **settings), reading.errors


_SETTINGS = {f.name.replace("_", "-"): f for f in fields(Config)}
_BY_RULE = [f.name for f in fields(Config) if f.metadata.get("by_rule")]
_FOR_SOME_FILES = {k: f for k, f in _SETTINGS.items() if not f.metadata.get("for_all_files")}


class _Reading:
    """Reads the tables of a configuration file, and notes what is wrong with them, by line."""

    def __init__(
        self, path: Path, text: str, trusted: bool, rule_problem: Callable[[str], str]
    ) -> None:
        self.rule_problem = rule_problem
        self.path = path
        self.text = text
        self.trusted = trusted
        self.errors: list[InputError] = []

    def settings(
        self, table: Mapping[str, Any], start: int, known: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The settings of a table that is written from the offset `start` on, by field."""
        settings: dict[str, Any] = {}
        for key, value in table.items():
            at = self._place(key, start)
            setting = known.get(key)
            if setting is None:
                elsewhere = " cannot be set for some files only" if key in _SETTINGS else ""
                problem = elsewhere or _near(key, known)
                self._wrong(f"{'' if elsewhere else 'unknown key '}{key!r}{problem}", at)
            elif not self.trusted and (
                setting.metadata.get("own") or (key, value) == ("engine", _NETWORK_ENGINE)
            ):
                advice = f"{config_dir() / 'qa.toml'}, or name this file with --config"
                problem = (
                    f"{key} is not taken from a file that stands beside stories; write it into"
                )
                self._wrong(f"{problem} {advice}", at)
            elif kind := setting.metadata.get("by_rule"):
                settings[setting.name] = tuple(self._by_rule(key, value, at, kind))
            elif setting.metadata.get("per_path"):
                settings[setting.name] = tuple(self._sections(value, at))
            else:
                for good, problem in self._read(key, value, setting.default, setting.metadata):
                    if problem:
                        self._wrong(problem, at)
                    else:
                        settings[setting.name] = good
        folder = self.path.parent
        # Paths in a configuration file count from its folder.
        if "glossaries" in settings:
            settings["glossaries"] = tuple(str(folder / g) for g in settings["glossaries"])
        for key in ("baseline", "firefox_models", "source"):
            if settings.get(key):
                settings[key] = str(folder / settings[key])
        return settings

    def _by_rule(self, key: str, value: Any, start: int, kind: _Kind) -> Iterator[tuple[str, Any]]:
        if not isinstance(value, dict):
            self._wrong(f"{key} must be a table: [{key}], and below it {kind.example}", start)
            return
        for word, chosen in value.items():
            at = self._place(word, start)
            problem = self.rule_problem(word)
            if problem:
                self._wrong(f"{key}: {problem}", at)
            elif not kind.good(chosen):
                self._wrong(f"{word} = {chosen!r} must be {kind.wanted}", at)
            else:
                yield word, tuple(chosen) if isinstance(chosen, list) else chosen

    def _sections(self, value: Any, start: int) -> Iterator[PathSettings]:
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self._wrong('per-path must be sections: [[per-path]], with paths = ["…"]', start)
            return
        headers = [m.start() for m in _SECTION.finditer(self.text)]
        for i, table in enumerate(value):
            at = headers[i] if i < len(headers) else start
            paths = table.get("paths")
            if (
                not isinstance(paths, list)
                or not paths
                or not all(isinstance(p, str) for p in paths)
            ):
                self._wrong('per-path: write which files it is for: paths = ["archive/"]', at)
                continue
            from qa.files import matcher

            _, errors = matcher(paths, str(self.path))
            if errors:
                self.errors += [
                    InputError(e.path, e.problem, self._line(self._place("paths", at)))
                    for e in errors
                ]
                continue
            rest = {k: v for k, v in table.items() if k != "paths"}
            yield PathSettings(tuple(paths), self.settings(rest, at, _FOR_SOME_FILES))

    def _read(
        self, key: str, value: Any, default: Any, metadata: Mapping[str, Any]
    ) -> Iterator[tuple[Any, str]]:
        """The setting as `Config` holds it, or what is wrong with it and what to write instead."""
        if metadata.get("date"):
            day = iso_date(str(value))
            yield (
                (day, "")
                if day or value == ""
                else (None, f"{key} must be a day: {key} = 2022-02-24")
            )
            return
        if metadata.get("language") and isinstance(value, str):
            from qa.language.codes import read_tag

            try:
                tag = read_tag(value)
                yield str(tag) if metadata["region"] else tag.language, ""
            except ValueError as error:
                yield None, f"{key}: {error}"
            return
        choices = metadata.get("choices")
        if isinstance(default, Severity):
            choices = tuple(s.label for s in Severity)
        if choices:
            if value not in choices:
                yield None, f"{key} = {value!r} must be one of {', '.join(choices)}"
            else:
                yield Severity[value.upper()] if isinstance(default, Severity) else value, ""
        elif isinstance(default, tuple):
            if not isinstance(value, list) or not all(map(_is_text, value)):
                yield None, f'{key} must be a list of strings: {key} = ["…"]'
                return
            problems = [self.rule_problem(v) for v in value] if metadata.get("rules") else []
            wrong = next(filter(None, problems), "")
            yield tuple(value), f"{key}: {wrong}; it is left out" if wrong else ""
        elif isinstance(default, bool):
            ok = isinstance(value, bool)
            yield (value, "") if ok else (None, f"{key} must be true or false")
        elif isinstance(default, int | float):
            most = metadata.get("most")
            ok = _is_number(value) and 0 <= value <= (_MOST if most is None else most)
            wanted = "0 or more" if most is None else f"from 0 to {most}"
            yield (type(default)(value), "") if ok else (None, f"{key} must be a number, {wanted}")
        else:
            ok = _is_text(value)
            yield (value, "") if ok else (None, f'{key} must be a string: {key} = "…"')

    def _wrong(self, problem: str, at: int) -> None:
        self.errors.append(InputError(str(self.path), problem, self._line(at)))

    def _place(self, key: str, start: int) -> int:
        """Where `key` is set, at the start of a line or in a table on one line, or its own table."""
        name = re.escape(key)
        pattern = rf"(?:^\[{{1,2}}[^\n\]]*|^|[{{,])[ \t]*[\"']?\b{name}[\"']?[ \t]*[=\]]"
        at = re.compile(pattern, re.M).search(self.text, start)
        return at.start() if at else start

    def _line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1


_SECTION = lazy(r"^[ \t]*\[\[(?:tool\.qa\.)?per-path\]\]", re.M)


# More than any limit in bytes or seconds; what is infinite is no number of them.
_MOST = 10**15


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and "\0" not in value


def _near(key: str, known: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, 1)
    return f"; write {near[0]!r}" if near else f"; known are {', '.join(known)}"
