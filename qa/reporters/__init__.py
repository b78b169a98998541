"""Reporters: from findings to what a person or a program reads."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Protocol, TextIO

from qa.linting.check import Checked
from qa.linting.inputs import PassedOver
from qa.reporters.happened import Happened

# In the order of the help. `--diff` is one more, for people and `patch`.
FORMATS = (
    "text",
    "concise",
    "json",
    "sarif",
    "github",
    "gitlab",
    "checkstyle",
    "junit",
    "rdjson",
    "csv",
)


class Reporter(Protocol):
    """Writes each checked file as it comes."""

    def __init__(self, stream: TextIO, quiet: bool, happened: Happened) -> None: ...

    def file(self, checked: Checked) -> None:
        """Write what was found in one file."""

    def close(self) -> None:
        """Write what comes after the last file."""


def wants_color(stream: TextIO) -> bool:
    """Whether to write in colour: on a terminal that has it, unless `NO_COLOR` says not to.

    `FORCE_COLOR` says to on standard output whatever that is, such as the log of a build.
    """
    if "NO_COLOR" not in os.environ and os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return stream.isatty() or stream is sys.stdout
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def reporter_for(
    name: str,
    stream: TextIO,
    quiet: bool = False,
    statistics: bool = False,
    passed: PassedOver | None = None,
) -> Reporter:
    """The reporter of that format, writing to `stream`; `quiet` leaves out the summary.

    With `statistics`, text is a table of the rules, and JSON has one, too. `passed` is what the run
    passes over.
    """
    happened = Happened(passed or PassedOver())
    if statistics and name == "json":
        from qa.reporters.json import JsonReporter

        return JsonReporter(stream, quiet, happened, statistics)
    module = "statistics" if statistics and name == "text" else name
    made: Reporter = importlib.import_module(f"{__name__}.{module}").REPORTER(
        stream, quiet, happened
    )
    return made
