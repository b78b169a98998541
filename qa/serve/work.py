"""What the processes of the server do: check, fix and score texts with the settings of the desk."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from qa.config import Config
from qa.context import Context
from qa.document.model import Document
from qa.files import STDIN
from qa.linting.setup import Setup, Setups
from qa.load import load
from qa.rules.registry import Rule

R = TypeVar("R")

# Setups of so many choices of language and rules are kept.
_KEPT = 64


class Desk(NamedTuple):
    """What the server was started with: settings, and the glossary that words are added to.

    `overrides` and `config` are as in `Setups`, `words` is the path of the glossary, empty for none.
    """

    overrides: Mapping[str, Any] = {}
    config: Path | None = None
    words: str = ""

    def setup(self) -> tuple[Setup, list[str]]:
        """The setup for texts that name nothing, and what is wrong with the settings.

        Whatever the settings say, no text is sent to another machine, and none is held against files.
        """
        setups = Setups(self.overrides, self.config)
        setup = setups.of(STDIN)
        config = setup.context.config
        files = config.glossaries
        if self.words and os.path.exists(self.words) and self.words not in files:
            files = (*files, self.words)
        engine = "auto" if config.engine == "libretranslate" else config.engine
        config = replace(
            config,
            glossaries=files,
            engine=engine,
            libretranslate_url="",
            source="",
            format_in="auto",
        )
        return replace(setup, context=replace(setup.context, config=config)), setups.errors


class Work:
    """The setups of a desk, made when they are asked for, and again when its glossary changes."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._base: Setup | None = None
        self._stamp: object = None
        self._setup = lru_cache(_KEPT)(self._made)

    @property
    def base(self) -> Setup:
        """The setup for texts that name no language and no rules."""
        if self._base is None or self._stamp != _stamp(self.desk, self._base.context.config):
            self._base, _ = self.desk.setup()
            self._stamp = _stamp(self.desk, self._base.context.config)
            self._setup.cache_clear()
        return self._base

    def setup(self, rules: Sequence[Rule] | None = None, **settings: Any) -> Setup:
        """The setup with other settings, and with these rules instead of those that it selects."""
        _ = self.base  # it may have changed
        codes = None if rules is None else tuple(rules)
        return self._setup(codes, tuple(sorted(settings.items())))

    def _made(self, rules: tuple[Rule, ...] | None, settings: tuple[tuple[str, Any], ...]) -> Setup:
        base = self.base
        context = replace(base.context, config=replace(base.context.config, **dict(settings)))
        # It is the same for all languages, and takes some time to make.
        vars(context).update(glossary=base.context.glossary, detector=base.context.detector)
        return Setup(context, rules)


def _stamp(desk: Desk, config: Config) -> object:
    return [_state(path) for path in (*config.glossaries, desk.words) if path]


def _state(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def read_text(text: str, context: Context) -> Document:
    """The document of a text: all its characters, whatever they are."""
    # With a byte-order mark nobody asks which encoding it is in.
    raw = b"\xef\xbb\xbf" + text.encode("utf-8", "replace")
    return load(STDIN, raw, context, ".txt")


# That of this process.
_work: Work


def start(desk: Desk) -> None:
    """Make this process one that works for the desk."""
    global _work
    _work = Work(desk)


def done(work: Callable[[Work, Any], R], asked: Any) -> R:
    """What `work` makes of what was asked, in this process."""
    return work(_work, asked)


_FIRST = (
    "KYIV — “The talks go on,” Volodymyr Zelenskyy told reporters on 12 May. "
    "Officials from from the ministry said that 1,200 people had left the city of Kharkiv."
)


def warm() -> None:
    """Check a line, which loads what most texts need."""
    from qa.linting.check import check

    for lang in (None, "en"):
        setup = _work.setup(lang=lang) if lang else _work.base
        check(read_text(_FIRST, setup.context), setup)
