"""`qa glossary`."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli import options

app = options.command(help="Work with glossaries.")
_FORMATS = "One of csv, tsv, tbx, tbx-v2, skos, wikidata-json, deepl, vale."


@app.callback()
def _glossary() -> None: ...


@app.command()
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]…", help="Glossary files; left out: the configured and the shipped ones."
        ),
    ] = None,
    config: options.ConfigFile = None,
) -> None:
    """Say what is wrong with glossary files, by file and line.

    Files are held against the shipped ones, unless the configuration leaves those out. Exit codes:
    0 nothing, 1 entries that cannot be right beside others, 2 what cannot be used.
    """
    from qa.cli.glossary.check import run_glossary_check

    raise typer.Exit(run_glossary_check(paths or [], options.existing(config)))


@app.command()
def fmt(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]…", help="Glossary files; left out: the configured ones."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Name the files that are not in the layout; write none.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what would change; write no file.")
    ] = False,
    config: options.ConfigFile = None,
) -> None:
    """Bring glossary files into one layout: keys in order, entries by id within their section.

    Exit codes: 0 all are in it, or are now; 1 some are not; 2 a file cannot be used.
    """
    from qa.cli.glossary.fmt import run_glossary_fmt

    raise typer.Exit(run_glossary_fmt(paths or [], options.existing(config), check, diff))


@app.command()
def schema() -> None:
    """Print the JSON schema of a glossary file, for editors."""
    from qa.cli.glossary.schema import run_glossary_schema

    raise typer.Exit(run_glossary_schema())


@app.command()
def expand(
    name: Annotated[
        list[str], typer.Argument(metavar="NAME", help="A name in its original letters.")
    ],
    lang: Annotated[str, typer.Option(metavar="CODE", help="Its language, such as uk or ka.")],
    russian: Annotated[
        str, typer.Option(metavar="NAME", help="Its Russian form, where that is known.")
    ] = "",
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="The N likeliest spellings.")
    ] = None,
    official: Annotated[
        bool, typer.Option("--official", help="Only the official romanisation.")
    ] = False,
) -> None:
    """Print the spellings that the press writes for a name, likeliest first, one a line."""
    from qa.cli.glossary.expand import run_expand

    raise typer.Exit(
        run_expand(" ".join(name), options.language("--lang", lang) or "", russian, limit, official)
    )


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
    from qa.cli.glossary.mine import run_glossary_mine

    overrides = options.overrides(lang=options.language_and_region("--lang", lang))
    raise typer.Exit(
        run_glossary_mine(
            paths, output, force, least, limit, overrides, options.existing(config, isolated)
        )
    )


@app.command("export")
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
        typer.Option("--format", metavar="NAME", help=_FORMATS),
    ] = None,
    source_lang: Annotated[
        str, typer.Option(metavar="CODE", help="The language of the original forms, for deepl.")
    ] = "",
    config: options.ConfigFile = None,
) -> None:
    """Write glossaries in the format of another program, and say what it has no place for.

    Without --format the ending of the output tells it.
    """
    from qa.cli.glossary.exchange import run_glossary_export

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


@app.command("import")
def import_(
    path: Annotated[str, typer.Argument(metavar="FILE", help="The file, or the folder of vale.")],
    output: options.Output = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help=_FORMATS),
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
    from qa.cli.glossary.exchange import run_glossary_import
    from qa.glossary.exchange.book import Options

    given = Options(
        path,
        options.language("--lang", lang) or "en",
        options.language("--source-lang", source_lang or None) or "",
        kind,
    )
    raise typer.Exit(run_glossary_import(path, output, format_, given, force))
