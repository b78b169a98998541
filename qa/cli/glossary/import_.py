"""`qa glossary import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.cli import options
from qa.cli.glossary.exchange import FORMATS_HELP, format_named, make_sure, report
from qa.cli.output import say, write
from qa.errors import InputError
from qa.files import LARGE, read_own, write_atomic
from qa.glossary.entries import KINDS
from qa.glossary.exchange import Format
from qa.glossary.exchange.book import Losses, Options, toml_of

app = options.command()


@app.command()
def import_(
    path: Annotated[str, typer.Argument(metavar="FILE", help="The file, or the folder of vale.")],
    output: options.Output = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help=FORMATS_HELP),
    ] = None,
    lang: Annotated[
        str, typer.Option(metavar="CODE", help="The language of the copy that it is for.")
    ] = "en",
    source_lang: Annotated[
        str, typer.Option(metavar="CODE", help="The language of the first column of deepl.")
    ] = "",
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="What entries are that do not say it.")
    ] = "term",
    force: options.Force = False,
) -> None:
    """Make a glossary file of one in the format of another program, and say what is left out.

    Without --format the ending of the file tells it.
    """
    given = Options(
        path,
        options.language("--lang", lang) or "en",
        options.language("--source-lang", source_lang or None) or "",
        kind,
    )
    raise typer.Exit(run_glossary_import(path, output, format_, given, force))


def run_glossary_import(
    path: str,
    output: Path | None,
    name: str | None,
    options: Options,
    force: bool,
) -> int:
    """Make a glossary of a file in another format, on standard output or in a file.

    What a glossary cannot hold is counted on standard error. Returns the exit code: 0 it is made;
    2 it is not.
    """
    try:
        form = format_named(name, path, path)
        if options.kind not in KINDS:
            raise InputError("--kind", f"{options.kind} is none of {', '.join(KINDS)}")
        if output is not None:
            make_sure(output, force)
        losses = Losses()
        book = form.read(_files(path, form), options._replace(path=path), losses)
        text = toml_of(book)
        if output is None:
            write(text)
        else:
            write_atomic(str(output), text.encode("utf-8", "backslashreplace"))
    except InputError as error:
        say(error)
        return 2
    report(len(book.rows), "read", "left out", losses)
    return 0


def _files(path: str, form: Format) -> dict[str, bytes]:
    """The bytes of a file, or of the files of a folder that a format takes from one."""
    found = [Path(path)]
    if form.is_folder and found[0].is_dir():
        names = ("accept.txt", "reject.txt", "*.yml", "*.yaml")
        found = sorted({file for name in names for file in Path(path).rglob(name)})
        # The settings of a StylesPath are no rules.
        found = [f for f in found if f.name not in ("meta.yml", "vocab.yml")]
        if not found:
            raise InputError(path, "has no accept.txt, reject.txt or rule (.yml) of Vale in it")
    return {str(file): read_own(str(file), LARGE) for file in found}
