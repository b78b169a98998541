"""`qa tune`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from qa.cli import options
from qa.cli.output import make_sure, say, tell
from qa.config import Config, find_config, read_config
from qa.context import Context
from qa.errors import InputError
from qa.feedback.calibration import calibrations
from qa.feedback.precision import by_family, by_rule
from qa.feedback.settings import proposed_settings, toml_of
from qa.feedback.tuning import tune as tuning_of
from qa.feedback.verdicts import read_feedback
from qa.files import write_atomic
from qa.linting.setup import Setup, rule_problem
from qa.reporters.tuning import Tuned, as_json, as_text

app = options.command()


@app.command()
def tune(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="VERDICTS…", help="Files of verdicts from the report page, or folders of them."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write the proposed settings here, as TOML."
        ),
    ] = None,
    force: options.Force = False,
    precision: Annotated[
        float,
        typer.Option(
            metavar="P", min=0, max=1, help="The share of a rule's findings that must be right."
        ),
    ] = 0.9,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
    config: options.ConfigFile = None,
) -> None:
    """Show how often each rule was right, by verdicts on findings, and propose settings.

    Verdicts are given on the page that `qa report` writes. Nothing is changed. Exit codes: 0 shown,
    2 a call or an input was wrong.
    """
    chosen = options.choice("--format", format_, {"text": False, "json": True})
    raise typer.Exit(run_tune(paths, precision, output, force, chosen, options.existing(config)))


_SHARED = "pyproject.toml"
_CONFIGURATIONS = ("qa.toml", _SHARED)


def run_tune(
    paths: Sequence[str],
    least: float,
    output: Path | None = None,
    force: bool = False,
    in_json: bool = False,
    config: Path | None = None,
) -> int:
    """Print what the verdicts in `paths` say of rules, and which settings they speak for.

    The settings in force are those of `config`, or of the nearest configuration of the current
    folder; `least` is the precision that a rule must have. With `output` the proposed settings are
    written there as TOML. Returns the exit code: 0, or 2 where an input could not be used.
    """
    found = config or find_config(Path.cwd())
    settings, errors = read_config(found, rule_problem=rule_problem) if found else (Config(), [])
    feedback = read_feedback(paths)
    problems = [*errors, *feedback.problems]
    verdicts = feedback.verdicts
    tuning = tuning_of(verdicts, Setup(Context(settings)), least)
    proposed = proposed_settings(settings, tuning.proposals)
    if verdicts:
        tuned = Tuned(
            verdicts=len(verdicts),
            stories=len({v.story for v in verdicts}),
            replaced=feedback.lines - len(verdicts),
            rules=by_rule(verdicts),
            families=by_family(verdicts),
            calibrations=calibrations(verdicts),
            tuning=tuning,
        )
        print(as_json(tuned) if in_json else as_text(tuned))
    elif not problems:
        problems.append(InputError(", ".join(paths), "no verdicts; give some on the report page"))
    if output and verdicts:
        shared = found is not None and found.name == _SHARED
        try:
            _make_sure_of_own(output, found)
            make_sure(output, paths, force)
            write_atomic(str(output), toml_of(proposed, tuning.proposals, shared).encode())
            if not in_json:
                tell(f"Wrote {'the proposed' if proposed else 'no'} settings to {output}.")
        except InputError as error:
            problems.append(error)
    for problem in problems:
        say(problem)
    return 2 if problems else 0


def _make_sure_of_own(output: Path, config: Path | None) -> None:
    """Raise InputError where the output is a file that has settings of its own."""
    in_force = config is not None and output.resolve() == config.resolve()
    if in_force or (output.name in _CONFIGURATIONS and output.exists()):
        problem = "is a configuration with more settings; name a new file, and copy from there"
        raise InputError(str(output), problem)
