"""`qa glossary expand`."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli import options
from qa.cli.output import say, write

app = options.command()


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
    raise typer.Exit(
        run_expand(" ".join(name), options.language("--lang", lang) or "", russian, limit, official)
    )


def run_expand(name: str, lang: str, russian: str, limit: int | None, only_official: bool) -> int:
    """Print the spellings of a name, one a line; returns the exit code."""
    from qa.romanise import expand, official

    try:
        if only_official:
            spellings: tuple[str, ...] = (official(name, lang),)
        else:
            spellings = expand(name, lang, russian=russian, limit=limit)
    except ValueError as error:
        say(error)
        return 2
    write("".join(f"{spelling}\n" for spelling in spellings))
    return 0
