"""The `qa` command: what may be typed. What it does is in `qa.commands`, imported when called."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.model import Severity

app = typer.Typer(
    name="qa",
    help="Lint translated news copy before it is published.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
# What typer raises for a wrong call; it has no public name since typer carries its own click.
_CALL_ERROR: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
glossary_app = typer.Typer(help="Work with glossaries.")
app.add_typer(glossary_app, name="glossary")


def main() -> None:
    """Run the command, with output that any text can be written to."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                encoding=None if stream.isatty() else "utf-8", errors="backslashreplace"
            )
    try:
        sys.exit(app(prog_name="qa", standalone_mode=False))
    except _CALL_ERROR as error:
        # One line; typer's own report of a wrong call has four.
        print(f"qa: {error.format_message()}", file=sys.stderr)
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (`qa check … | head`): nothing is wrong.
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        if "QA_DEBUG" in os.environ:
            raise
        print(
            f"qa: internal error ({type(error).__name__}: {error}); "
            "please report it, with the trace that QA_DEBUG=1 shows",
            file=sys.stderr,
        )
        sys.exit(2)


def _version(wanted: bool) -> None:
    if wanted:
        from qa import __version__

        typer.echo(f"qa {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


Paths = Annotated[
    list[str], typer.Argument(metavar="PATH…", help="Files and folders; - is standard input.")
]
Lang = Annotated[
    str | None, typer.Option(metavar="CODE", help="The language of the text, such as en or uk.")
]
SourceLang = Annotated[
    str | None, typer.Option(metavar="CODE", help="The language it was translated from.")
]
Select = Annotated[
    list[str] | None,
    typer.Option(metavar="CODES", help="Run only these rules: codes, their beginnings, or names."),
]
Ignore = Annotated[list[str] | None, typer.Option(metavar="CODES", help="Do not run these rules.")]
StdinFilename = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Read standard input as a file of this name would be."),
]
Exclude = Annotated[
    list[str] | None, typer.Option(metavar="GLOB", help="Pass over files and folders like this.")
]
ConfigFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Use this configuration file.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")]
Engine = Annotated[
    str | None, typer.Option(metavar="NAME", help="Translation engine: auto, embedded or argos.")
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
Baseline = Annotated[
    str | None, typer.Option(metavar="FILE", help="Leave out the findings that this file knows.")
]
FailOn = Annotated[
    str | None, typer.Option(metavar="SEVERITY", help="Exit 1 from info, warning or error on.")
]


@app.command()
def check(
    paths: Paths,
    fix: Annotated[bool, typer.Option("--fix", help="Apply the safe fixes in place.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Apply the fixes that want a review, too.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what the fixes would change; change nothing.")
    ] = False,
    roundtrip: Roundtrip = False,
    lang: Lang = None,
    source_lang: SourceLang = None,
    select: Select = None,
    ignore: Ignore = None,
    exclude: Exclude = None,
    fail_on: FailOn = None,
    min_confidence: MinConfidence = None,
    baseline: Baseline = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Make what is found now known: keep it in this file."),
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each rule.")
    ] = False,
    engine: Engine = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
    output: Output = None,
    stdin_filename: StdinFilename = None,
    jobs: Jobs = 0,
    config: ConfigFile = None,
    quiet: Quiet = False,
) -> None:
    """Find what a human must look at before publishing.

    Exit codes: 0 nothing found, 1 findings, 2 a call or an input was wrong.
    """
    from qa.commands.check import run_check

    if write_baseline and (fix or unsafe_fixes or diff):
        raise typer.BadParameter("--write-baseline changes no story; fix them first")
    overrides = _overrides(
        lang=lang,
        source_lang=source_lang,
        select=_codes(select),
        ignore=_codes(ignore),
        exclude=exclude and tuple(exclude),
        fail_on=_severity(fail_on),
        min_confidence=min_confidence,
        baseline=baseline,
        engine=_engine(engine),
    )
    code = run_check(
        paths,
        overrides=overrides,
        config=_existing(config),
        roundtrip=roundtrip,
        fix=fix or unsafe_fixes,
        unsafe=unsafe_fixes,
        diff=diff,
        format_name=_choice("--format", format_, {n: n for n in ("text", "json")}),
        output=output,
        stdin_name=stdin_filename,
        jobs=jobs,
        quiet=quiet,
        statistics=statistics,
        baseline=write_baseline,
    )
    raise typer.Exit(code)


@app.command()
def score(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH…]", help="Files and folders; - is standard input."),
    ] = None,
    pairs: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Score the rows of this tab-separated table instead."),
    ] = None,
    pivot: Annotated[
        str | None, typer.Option(metavar="CODE", help="The language to go through.")
    ] = None,
    show_round_trip: Annotated[
        bool, typer.Option("--show-round-trip", help="Show what came of each sentence.")
    ] = False,
    max_suspicion: Annotated[
        float, typer.Option(metavar="P", min=0, max=1, help="Call suspect what is above this.")
    ] = 0.5,
    lang: Lang = None,
    source_lang: SourceLang = None,
    exclude: Exclude = None,
    engine: Engine = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, json or jsonl.")
    ] = "text",
    output: Output = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
) -> None:
    """Score how well each sentence survives a translation into another language and back.

    Exit codes: 0 nothing suspect, 1 something suspect, 2 a call or an input was wrong.
    """
    from qa.commands.score import FORMATS, run_score

    overrides = _overrides(
        lang=lang,
        source_lang=source_lang,
        exclude=exclude and tuple(exclude),
        engine=_choice("--engine", engine, {n: n for n in ("auto", "embedded", "argos")}),
    )
    code = run_score(
        paths or [],
        overrides=overrides,
        config=_existing(config),
        pairs=pairs,
        pivot=pivot,
        show_round_trip=show_round_trip,
        max_suspicion=max_suspicion,
        format_name=_choice("--format", format_, {n: n for n in FORMATS}),
        output=output,
        quiet=quiet,
    )
    raise typer.Exit(code)


@app.command()
def report(
    paths: Paths,
    directory: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder for the report.")
    ],
    roundtrip: Roundtrip = False,
    lang: Lang = None,
    source_lang: SourceLang = None,
    select: Select = None,
    ignore: Ignore = None,
    exclude: Exclude = None,
    fail_on: FailOn = None,
    min_confidence: MinConfidence = None,
    baseline: Baseline = None,
    engine: Engine = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
) -> None:
    """Check, and write a page about it (index.html) and the findings (findings.json).

    Exit codes as with check.
    """
    from qa.commands.report import run_report

    overrides = _overrides(
        lang=lang,
        source_lang=source_lang,
        select=_codes(select),
        ignore=_codes(ignore),
        exclude=exclude and tuple(exclude),
        fail_on=_severity(fail_on),
        min_confidence=min_confidence,
        baseline=baseline,
        engine=_engine(engine),
    )
    code = run_report(
        paths,
        directory,
        overrides=overrides,
        config=_existing(config),
        roundtrip=roundtrip,
        quiet=quiet,
    )
    raise typer.Exit(code)


@app.command()
def clean(
    path: Annotated[
        str, typer.Argument(metavar="[PATH]", help="A file; - is standard input.")
    ] = "-",
    lang: Lang = None,
    select: Select = None,
    ignore: Ignore = None,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Apply the fixes that want a review, too.")
    ] = False,
    stdin_filename: StdinFilename = None,
    config: ConfigFile = None,
) -> None:
    """Write the text with the fixes of the cleaning stage applied to standard output."""
    from qa.commands.clean import run_clean

    overrides = _overrides(lang=lang, select=_codes(select), ignore=_codes(ignore))
    raise typer.Exit(run_clean(path, overrides, _existing(config), unsafe_fixes, stdin_filename))


@app.command()
def rules(
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
) -> None:
    """List all rules."""
    from qa.commands.rules import run_rules

    run_rules(as_json=_choice("--format", format_, {"text": False, "json": True}))


@app.command()
def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A rule's code or name.")],
) -> None:
    """Say what a rule finds, why it matters, and show examples."""
    from qa.commands.rules import run_explain

    raise typer.Exit(run_explain(code))


@app.command()
def init() -> None:
    """Write a qa.toml with the default settings into this folder."""
    from qa.commands.init import run_init

    raise typer.Exit(run_init(Path.cwd()))


@glossary_app.command("check")
def glossary_check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]…", help="Glossary files; left out: the shipped ones."),
    ] = None,
) -> None:
    """Say what is wrong with glossary files, by file and line."""
    from qa.commands.glossary import run_glossary_check

    raise typer.Exit(run_glossary_check(paths or []))


def _overrides(**settings: Any) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if value is not None}


def _codes(given: list[str] | None) -> tuple[str, ...] | None:
    """The codes of an option that may be repeated and may hold several, with commas between.

    An unknown one ends the call.
    """
    if given is None:
        return None
    from qa.registry import select_rules

    codes = tuple(c.strip() for item in given for c in item.split(",") if c.strip())
    try:
        select_rules(codes, ())
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    return codes


def _choice(option: str, given: str | None, choices: dict[str, Any]) -> Any:
    if given is not None and given not in choices:
        raise typer.BadParameter(f"{option} {given}: must be one of {', '.join(choices)}")
    return None if given is None else choices[given]


def _severity(given: str | None) -> Severity | None:
    chosen: Severity | None = _choice("--fail-on", given, {s.label: s for s in Severity})
    return chosen


def _engine(given: str | None) -> str | None:
    chosen: str | None = _choice("--engine", given, {n: n for n in ("auto", "embedded", "argos")})
    return chosen


def _existing(config: Path | None) -> Path | None:
    if config is not None and not config.is_file():
        raise typer.BadParameter(f"--config {config}: no such file")
    return config
