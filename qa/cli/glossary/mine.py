"""`qa glossary mine`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.cli import options
from qa.cli.output import make_sure, open_output, say
from qa.errors import STOPS, InputError, unchecked
from qa.linting.run import Run
from qa.linting.setup import Setups
from qa.names.mining import Miner
from qa.processes.limits import time_limit

app = options.command()


@app.command()
def mine(
    paths: options.Paths,
    output: options.Output = None,
    force: options.Force = False,
    least: Annotated[
        int,
        typer.Option(metavar="N", min=1, help="Names that stand in the stories N times or more."),
    ] = 3,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="The N most frequent names.")
    ] = None,
    lang: options.Lang = None,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
) -> None:
    """Write entries for names in stories that no glossary has, the most frequent first.

    They are proposals: look at kind and spelling, and cite a source. Exit codes: 0 written, 2 an
    input was wrong.
    """
    overrides = options.overrides(lang=options.language_and_region("--lang", lang))
    raise typer.Exit(
        run_glossary_mine(
            paths, output, force, least, limit, overrides, options.existing(config, isolated)
        )
    )


def run_glossary_mine(
    paths: Sequence[str],
    output: Path | None,
    force: bool,
    least: int,
    limit: int | None,
    overrides: Mapping[str, Any],
    config: Path | None = None,
) -> int:
    """Write entries for the names in stories that no glossary has, the most frequent first.

    Left out are names that stand in them less than `least` times, and all but the first `limit`.
    Returns the exit code: 0, or 2 when an input or the output cannot be used.
    """
    run = Run(Setups(overrides, config))
    try:
        make_sure(output, paths, force)
    except InputError as error:
        say(error)
        return 2
    miner = Miner()
    errors: list[str] = []
    for read in run.documents(paths):
        if isinstance(read, InputError):
            errors.append(str(read))
            continue
        item, document = read
        try:
            with time_limit(item.path, item.seconds):
                miner.add(document, item.setup.context.glossary)
        except STOPS:
            raise
        except BaseException as error:  # one story must not cost all the others
            errors.append(str(unchecked(item.path, error)))
    candidates = miner.candidates(least)[:limit]
    try:
        with open_output(output, paths, force) as stream:
            stream.write(miner.toml_of(candidates))
    except InputError as error:
        errors.append(str(error))
    for problem in (*run.setups.errors, *errors):
        say(problem)
    entries = "1 entry" if len(candidates) == 1 else f"{len(candidates)} entries"
    say(f"{entries} proposed, from {miner.survey.files} stories in English")
    return 2 if errors or run.setups.errors else 0
