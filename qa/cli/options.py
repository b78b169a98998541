"""Options that several commands have, and what is made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.document.model import Severity

if TYPE_CHECKING:
    from qa.context import Context
    from qa.language.codes import Tag

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH…", help="Files and folders; - is standard input.")
]
PathsOrHere = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH…]", help="Files and folders; - is standard input. Without: this folder."
    ),
]
Lang = Annotated[
    str | None, typer.Option(metavar="CODE", help="The language of the text, such as en or uk.")
]
Source = Annotated[
    str | None,
    typer.Option(
        metavar="PATH",
        help="The text it was translated from, or a folder of such texts, named like the stories.",
    ),
]
SourceLang = Annotated[
    str | None, typer.Option(metavar="CODE", help="The language it was translated from.")
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODES",
        help="Run only these rules: codes, their beginnings, or names; a family by its own, too.",
    ),
]
Ignore = Annotated[list[str] | None, typer.Option(metavar="CODES", help="Do not run these rules.")]
StdinFilename = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Read standard input as a file of this name would be."),
]
FormatIn = Annotated[
    str | None,
    typer.Option(
        "--format-in",
        metavar="FORMAT",
        help="Read files as text, markdown, html, xml, json, wire or mail, whatever they are.",
    ),
]
Exclude = Annotated[
    list[str] | None, typer.Option(metavar="GLOB", help="Pass over files and folders like this.")
]
Isolated = Annotated[
    bool, typer.Option("--isolated", help="Read no configuration file, not even your own.")
]
Gitignore = Annotated[
    bool | None,
    typer.Option("--gitignore/--no-gitignore", help="Pass over what git ignores, in folders."),
]
Force = Annotated[
    bool, typer.Option("--force", help="Replace the output whatever it is, but no input.")
]
ConfigFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Use this configuration file.")
]
Date = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="The day of stories that give none, as 2022-02-24."),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")]
Engine = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Translation engine: auto, or one of `qa models list`."),
]

Jobs = Annotated[
    int,
    typer.Option("--jobs", "-j", min=0, help="Processes; 0: one a core when there are many files."),
]
Roundtrip = Annotated[bool, typer.Option("--roundtrip", help="Score the translation, too (slow).")]
MinConfidence = Annotated[
    float | None,
    typer.Option(metavar="P", min=0, max=1, help="Leave out findings less certain than this."),
]
MaxDeletion = Annotated[
    float | None,
    typer.Option(
        metavar="SHARE",
        min=0,
        max=1,
        help="Leave deletions that take out more of a text than this.",
    ),
]
Baseline = Annotated[
    str | None, typer.Option(metavar="FILE", help="Leave out the findings that this file knows.")
]
FailOn = Annotated[
    str | None, typer.Option(metavar="SEVERITY", help="Exit 1 from info, warning or error on.")
]


def command(**settings: Any) -> typer.Typer:
    """An app for one command, with the looks of all."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, **settings)


def overrides(**settings: Any) -> dict[str, Any]:
    """The settings that were given."""
    return {name: value for name, value in settings.items() if value is not None}


def codes(given: list[str] | None) -> tuple[str, ...] | None:
    """The codes of an option that may be repeated and may hold several, with commas between.

    An unknown one ends the call.
    """
    if given is None:
        return None
    from qa.rules.registry import select_rules

    codes = tuple(c.strip() for item in given for c in item.split(",") if c.strip())
    try:
        select_rules(codes, ())
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    return codes


def choice(option: str, given: str | None, choices: dict[str, Any]) -> Any:
    """What a name stands for; another one ends the call."""
    if given is not None and given not in choices:
        raise typer.BadParameter(f"{option} {given}: must be one of {', '.join(choices)}")
    return None if given is None else choices[given]


def severity(given: str | None) -> Severity | None:
    """The severity of --fail-on."""
    chosen: Severity | None = choice("--fail-on", given, {s.label: s for s in Severity})
    return chosen


def format_in(given: str | None) -> str | None:
    """The format of --format-in; another one ends the call."""
    from qa.config import FORMATS

    chosen: str | None = choice("--format-in", given, {n: n for n in FORMATS})
    return chosen


def day(given: str | None) -> str | None:
    """The ISO date of --date; what is none ends the call."""
    from qa.text.dates import iso_date

    if given and iso_date(given) != given:
        raise typer.BadParameter(f"--date {given}: must be a day such as 2022-02-24")
    return given


def columns(given: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    """The columns of --column by what they hold, which is one of `fields`; another one ends the call."""
    found = {}
    for item in given:
        field, sign, name = item.partition("=")
        if not (sign and name) or field not in fields:
            raise typer.BadParameter(
                f"--column {item}: write FIELD=NAME, where FIELD is one of {', '.join(fields)}"
            )
        found[field] = name
    return found


def share(option: str, given: str) -> float:
    """The share of all that `5%` or `0.05` stands for. Raises InputError."""
    from qa.errors import InputError

    match = re.fullmatch(r"(\d+(?:\.\d+)?)(%?)", given.strip())
    found = float(match[1]) / (100 if match[2] else 1) if match else -1
    if not 0 < found <= 1:
        raise InputError(option, f"{given!r} is no share of all; write 5% or 0.05")
    return found


def engine_name(given: str | None) -> str | None:
    """The name of --engine."""
    from qa.config import ENGINES

    chosen: str | None = choice("--engine", given, {n: n for n in ("auto", *ENGINES)})
    return chosen


def language(option: str, given: str | None) -> str | None:
    """The language code of an option; an unknown one ends the call."""
    tag = _tag(option, given)
    return tag and tag.language


def language_and_region(option: str, given: str | None) -> str | None:
    """The same with the region, where one is named: `en-GB`."""
    tag = _tag(option, given)
    return tag and str(tag)


def _tag(option: str, given: str | None) -> Tag | None:
    if given is None:
        return None
    from qa.language.codes import read_tag

    try:
        return read_tag(given)
    except ValueError as error:
        raise typer.BadParameter(f"{option}: {error}") from None


def source(given: str | None) -> str | None:
    """The path of --source; one that is not there ends the call."""
    if given is not None and not Path(given).exists():
        raise typer.BadParameter(f"--source {given}: no such file or folder")
    return given


def existing(config: Path | None, isolated: bool = False) -> Path | None:
    """The file of --config, or none with --isolated; one that is not there ends the call."""
    if isolated:
        from qa.config import NO_FILE

        if config is not None:
            raise typer.BadParameter("give --config or --isolated, one of them")
        return NO_FILE
    if config is not None and not config.is_file():
        raise typer.BadParameter(f"--config {config}: no such file")
    return config


def context(config: Path | None) -> Context:
    """The settings of `config`, or of the nearest configuration, for a command without stories."""
    from qa.cli.output import say
    from qa.linting.setup import Setups

    setups = Setups(config=existing(config))
    context = setups.of("").context
    for error in setups.errors:
        say(error)
    return context
