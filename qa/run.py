"""A run over many inputs: settings for each, one context for those that share them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from qa.check import Checked, check
from qa.config import Config, find_config, read_config
from qa.context import Context
from qa.errors import InputError
from qa.files import read_bytes, walk
from qa.load import load
from qa.model import Document
from qa.registry import Rule, select_rules

STDIN = "-"


@dataclass(frozen=True, eq=False)
class Setup:
    """The context and the rules for all files that one configuration file governs."""

    context: Context
    roundtrip: bool = False

    @cached_property
    def rules(self) -> list[Rule]:
        """The selected rules, with those of the round trip if it is asked for."""
        config = self.context.config
        rules = select_rules(config.select, config.ignore)
        if self.roundtrip:
            more = select_rules(("RTT",), config.ignore)
            rules += [r for r in more if r not in rules]
        return rules


@dataclass
class Run:
    """Reads and checks inputs; gathers in `errors` what could not be used.

    `overrides` are settings from the command line, which stand above those of any file; `config`
    is the one configuration file to use instead of the nearest ones. `stdin_name` is the file name
    whose ending and place give the format and the settings of standard input.
    """

    overrides: Mapping[str, Any] = field(default_factory=dict)
    config: Path | None = None
    roundtrip: bool = False
    stdin_name: str | None = None
    errors: list[str] = field(default_factory=list)
    _setups: dict[Path | None, Setup] = field(default_factory=dict)

    def setup(self, path: str) -> Setup:
        """The settings for the file at `path`."""
        found = self.config
        if found is None:
            name = (self.stdin_name or "stdin") if path == STDIN else path
            found = find_config(Path(name).absolute().parent)
        if found not in self._setups:
            self._setups[found] = self._make(found)
        return self._setups[found]

    def _make(self, found: Path | None) -> Setup:
        config, errors = read_config(found) if found else (Config(), [])
        self.errors += map(str, errors)
        try:
            select_rules(config.select, config.ignore)
        except ValueError as error:
            self.errors.append(f"{found}: {error}; the default rules are used")
            config = replace(config, select=(), ignore=())
        context = Context(replace(config, **self.overrides))
        return Setup(context, self.roundtrip)

    def documents(self, given: Sequence[str]) -> Iterator[tuple[str, Document | InputError]]:
        """Each input of the files and folders given as a document, or what is wrong with it."""
        for item in walk(given, self._exclude):
            if isinstance(item, InputError):
                yield item.path, item
                continue
            try:
                document = self.document(item)
                if not document.raw:
                    raise InputError(item, "is empty; there is no text to check")
                yield item, document
            except InputError as error:
                yield item, error

    def _exclude(self, folder: str) -> tuple[str, ...]:
        return self.setup(str(Path(folder) / "file")).context.config.exclude

    def document(self, path: str) -> Document:
        """The document at `path`, or on standard input. Raises InputError."""
        context = self.setup(path).context
        limit = context.config.max_file_size
        if path == STDIN:
            raw = sys.stdin.buffer.read(limit + 1)
            if len(raw) > limit:
                raise InputError(STDIN, f"more than max-file-size ({limit:,} bytes)")
            return load(STDIN, raw, context, suffix=Path(self.stdin_name or "").suffix)
        return load(path, read_bytes(path, limit), context)

    def check(self, given: Sequence[str]) -> Iterator[Checked]:
        """Check every input. One that cannot be read is yielded too, with its error."""
        for path, document in self.documents(given):
            if isinstance(document, InputError):
                yield Checked(path, None, (), (str(document),))
            else:
                setup = self.setup(path)
                yield check(document, setup.rules, setup.context)
        self.errors += self._glossary_errors()

    def _glossary_errors(self) -> Iterable[str]:
        for setup in self._setups.values():
            if "glossary" in vars(setup.context):
                yield from map(str, setup.context.glossary.errors)
