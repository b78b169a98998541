"""`qa clean`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.cli import options
from qa.cli.output import say, write
from qa.document.model import Safety
from qa.errors import STOPS, InputError, unchecked
from qa.linting.check import check
from qa.linting.fix import fixed
from qa.linting.reading import Input
from qa.linting.setup import Setup, Setups
from qa.processes.limits import process_limit, seconds_for, time_limit
from qa.rules.registry import select_rules

app = options.command()


@app.command()
def clean(
    path: Annotated[
        str, typer.Argument(metavar="[PATH]", help="A file; - is standard input.")
    ] = "-",
    lang: options.Lang = None,
    date: options.Date = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Apply the fixes that want a review, too.")
    ] = False,
    max_deletion: options.MaxDeletion = None,
    stdin_filename: options.StdinFilename = None,
    format_in: options.FormatIn = None,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
) -> None:
    """Write the text with the fixes of the cleaning stage applied to standard output."""
    overrides = options.overrides(
        format_in=options.format_in(format_in),
        lang=options.language_and_region("--lang", lang),
        date=options.day(date),
        select=options.codes(select),
        ignore=options.codes(ignore),
        max_deletion=max_deletion,
    )
    raise typer.Exit(
        run_clean(path, overrides, options.existing(config, isolated), unsafe_fixes, stdin_filename)
    )


CLEANING = ("ENC", "LNG", "TYP", "PUN", "BLR", "MTA")


def run_clean(
    path: str,
    overrides: Mapping[str, Any],
    config: Path | None,
    unsafe: bool,
    stdin_name: str | None,
) -> int:
    """Write the file at `path`, fixed by the rules of the cleaning stage, to standard output.

    Returns the exit code: 0, or 2 when the input cannot be used; what cannot be fixed is
    written as it was.
    """
    setups = Setups(overrides, config, stdin_name=stdin_name)
    item = Input(path, setups.of(path))
    context = item.setup.context
    selected = context.config.select or CLEANING
    try:
        rules = [
            r
            for r in select_rules(selected, context.config.ignore)
            if r.enabled or r.code in selected
        ]
        most = Safety.REVIEW if unsafe else Safety.SAFE
        raw = item.read()
        seconds = seconds_for(len(raw), context.config.time_limit)
        with time_limit(path, seconds), process_limit(seconds):
            document = item.document(raw)
            setup = Setup(context, rules)
            cleaned = fixed(check(document, setup), setup, most)
    except STOPS:
        raise
    except BaseException as error:
        said = error if isinstance(error, InputError) else unchecked(path, error)
        say(said)
        return 2
    assert cleaned.document is not None
    if sys.stdout.isatty():
        write(cleaned.document.source)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(cleaned.document.raw)
    for note in cleaned.notes:
        say(f"note: {note}")
    for problem in (*cleaned.errors, *setups.errors):
        say(problem)
    return 2 if cleaned.errors or setups.errors else 0
