"""`qa glossary export`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from qa.cli import options
from qa.cli.glossary.exchange import FORMATS_HELP, format_named, make_sure, report
from qa.cli.glossary.files import configured
from qa.cli.output import say, write
from qa.errors import InputError
from qa.files import write_atomic
from qa.glossary import shipped_files
from qa.glossary.exchange.book import Losses, Options, read_book

app = options.command()


@app.command()
def export_(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]…", help="Glossary files; left out: the configured and the shipped ones."
        ),
    ] = None,
    output: options.Output = None,
    force: options.Force = False,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help=FORMATS_HELP),
    ] = None,
    source_lang: Annotated[
        str, typer.Option(metavar="CODE", help="The language of the original forms, for deepl.")
    ] = "",
    config: options.ConfigFile = None,
) -> None:
    """Write glossaries in the format of another program, and say what it has no place for.

    Without --format the ending of the output tells it.
    """
    raise typer.Exit(
        run_glossary_export(
            paths or [],
            output,
            force,
            format_,
            options.language("--source-lang", source_lang or None) or "",
            options.existing(config),
        )
    )


def run_glossary_export(
    paths: Sequence[str],
    output: Path | None,
    force: bool,
    name: str | None,
    source_lang: str,
    config: Path | None = None,
) -> int:
    """Write glossaries in another format; without files the configured and the shipped ones.

    What the format cannot hold is counted on standard error. Returns the exit code: 0 it is
    written; 2 it is not, or entries that cannot be used are left out.
    """
    errors: list[InputError] = []
    try:
        form = format_named(name, str(output or ""), "-o")
        if form.is_folder and output is None:
            raise InputError(form.name, "is a folder; name it with -o FOLDER")
        book, problems = read_book([Path(p) for p in paths] or _own_files(config, errors))
        errors += problems
        if errors and not book.rows:
            raise errors.pop(0)
        losses = Losses()
        options = Options(str(output or ""), book.lang, source_lang)
        for file, data in form.write(book, options, losses).items():
            if output is None:
                write(data.decode("utf-8", "backslashreplace"))
            else:
                path = output / file if form.is_folder else output
                make_sure(path, force)
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomic(str(path), data)
    except InputError as error:
        for problem in (error, *errors):
            say(problem)
        return 2
    report(len(book.rows), "written", f"{form.name} has no place for", losses)
    for problem in errors:
        say(problem)
    return 2 if errors else 0


def _own_files(config: Path | None, errors: list[InputError]) -> list[Path]:
    """The files of the configuration, after the shipped ones unless it leaves those out."""
    settings, problems = configured(config)
    errors += problems
    shipped = shipped_files() if settings.shipped_glossaries else []
    return [*shipped, *(Path(g) for g in settings.glossaries)]
