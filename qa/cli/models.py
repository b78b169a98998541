"""`qa models`."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli import options

app = options.command(help="The translation models: which are there, where, and installing more.")


@app.command("list")
def list_models(
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
    config: options.ConfigFile = None,
) -> None:
    """List the models that each engine finds."""
    from qa.commands.models import run_list

    chosen = options.choice("--format", format_, {"text": False, "json": True})
    raise typer.Exit(run_list(options.context(config), as_json=chosen))


@app.command()
def path(config: options.ConfigFile = None) -> None:
    """Show where models are looked for."""
    from qa.commands.models import run_path

    raise typer.Exit(run_path(options.context(config)))


@app.command()
def install(
    models: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…",
            help="Argos packages (.argosmodel), and folders or zips of Firefox models; "
            "with --from-index pairs such as uk-en.",
        ),
    ],
    from_index: Annotated[
        bool, typer.Option("--from-index", help="Download the models of the pairs given.")
    ] = False,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="Whose index: argos or firefox.")
    ] = "argos",
    config: options.ConfigFile = None,
) -> None:
    """Install models from files or, when asked, from an engine's index on the network."""
    from qa.commands.models import run_install

    chosen = options.choice("--engine", engine, {n: n for n in ("argos", "firefox")})
    raise typer.Exit(run_install(options.context(config), models, chosen, from_index))
