"""What `qa glossary export` and `qa glossary import` share."""

from __future__ import annotations

from pathlib import Path

from qa.cli.output import say
from qa.errors import InputError
from qa.glossary.exchange import FORMATS, Format, format_of
from qa.glossary.exchange.book import Losses

FORMATS_HELP = f"One of {', '.join(FORMATS)}."


def make_sure(output: Path, force: bool) -> None:
    """Raise InputError where there is a file already, unless `force` is given."""
    if output.is_file() and not force:
        raise InputError(str(output), "exists; name another file, or replace it with --force")


def format_named(name: str | None, path: str, what: str) -> Format:
    """The format that is named, or that the ending of a path tells. Raises InputError."""
    known = ", ".join(FORMATS)
    if name is None:
        form = format_of(path)
        if form is None:
            raise InputError(what, f"does not tell the format; give it with --format: {known}")
        return form
    if name not in FORMATS:
        raise InputError("--format", f"{name} is no format; known are {known}")
    return FORMATS[name]


def report(count: int, done: str, lost: str, losses: Losses) -> None:
    """Say on standard error how many entries there were, and what was lost."""
    lines = losses.lines()
    entries = "1 entry" if count == 1 else f"{count} entries"
    say(f"{entries} {done}" + (f"; {lost}:" if lines else ""))
    for line in lines:
        say(f"  {line}")
