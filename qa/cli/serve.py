"""`qa serve`."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.cli import options
from qa.cli.output import say
from qa.errors import InputError
from qa.files import read_text
from qa.processes.pool import cores

app = options.command()

# Where LanguageTool's own server listens, so that its clients find this one.
_PORT = 8081
_TOKEN = "QA_SERVE_TOKEN"  # the name of a variable, no secret
_SHORTEST = 16


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Listen here; beyond this machine with a token.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="PORT", min=0, max=65535, help="0: any that is free.")
    ] = _PORT,
    token_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=f"The token to ask for; or set {_TOKEN}."),
    ] = None,
    words: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The glossary that words are added to; without it the last of the setting glossaries.",
        ),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL", help="Let scripts of this site ask, such as https://cms.example."
        ),
    ] = None,
    max_size: Annotated[
        int, typer.Option(metavar="BYTES", min=1, help="Refuse larger requests.")
    ] = 2_000_000,
    time_limit: Annotated[
        int, typer.Option(metavar="SECONDS", min=1, help="Give up on a request after this.")
    ] = 60,
    memory: Annotated[
        bool,
        typer.Option(
            "--memory/--no-memory", help="Remember the paragraphs of a client for half an hour."
        ),
    ] = True,
    select: options.Select = None,
    ignore: options.Ignore = None,
    min_confidence: options.MinConfidence = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, help="Processes; 0: one a core, two at least.")
    ] = 0,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
) -> None:
    """Serve editors on this machine: LanguageTool's API, one of its own, and a page to paste stories into.

    It needs wireqa[serve]. No text leaves the machine.
    """
    overrides = options.overrides(
        select=options.codes(select), ignore=options.codes(ignore), min_confidence=min_confidence
    )
    code = run_serve(
        host,
        port,
        overrides=overrides,
        config=options.existing(config, isolated),
        token_file=token_file,
        words=words,
        origins=allow_origin or (),
        max_size=max_size,
        seconds=time_limit,
        memory=memory,
        jobs=jobs,
    )
    raise typer.Exit(code)


def run_serve(
    host: str,
    port: int,
    *,
    overrides: Mapping[str, Any],
    config: Path | None,
    token_file: Path | None,
    words: Path | None,
    origins: Sequence[str],
    max_size: int,
    seconds: int,
    memory: bool,
    jobs: int,
) -> int:
    """Serve until the program is told to end. Returns the exit code: 2 where it cannot."""
    try:
        if not all(map(find_spec, ("starlette", "uvicorn"))):
            needs = "needs wireqa[serve]; install it: pip install 'wireqa[serve]'"
            raise InputError("qa serve", needs)
        token = _token(token_file)
        if not token and not _is_own(host):
            problem = f"beyond this machine a token is needed; give --token-file, or set {_TOKEN}"
            raise InputError(f"--host {host}", problem)

        from qa.serve.app import Settings
        from qa.serve.running import serve
        from qa.serve.work import Desk

        desk = Desk(overrides, config, str(words.absolute()) if words else "")
        setup, errors = desk.setup()
        for error in errors:
            say(error)
        files = setup.context.config.glossaries
        settings = Settings(
            desk._replace(words=os.path.abspath(files[-1])) if files and not words else desk,
            host=host,
            token=token,
            origins=tuple(origin.rstrip("/") for origin in origins),
            max_size=max_size,
            seconds=seconds,
            processes=jobs or max(2, cores()),
            memory=memory,
        )
        serve(settings, port, lambda address: say(f"serving at {address} until Ctrl-C"))
    except InputError as error:
        say(error)
        return 2
    return 0


def _token(file: Path | None) -> str:
    """The token of a file or of the environment, empty where there is none. Raises InputError."""
    where = str(file) if file else _TOKEN
    token = (read_text(str(file)) if file else os.environ.get(_TOKEN, "")).strip()
    if (file or token) and (
        len(token) < _SHORTEST or not token.isascii() or not token.isprintable()
    ):
        raise InputError(where, f"a token has {_SHORTEST} letters and digits or more")
    return token


def _is_own(host: str) -> bool:
    """Whether an address is one that only this machine reaches."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
