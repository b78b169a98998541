"""Commands with others below them, each imported when it is called: together they take half a second."""

from __future__ import annotations

import keyword
import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from qa.files import STDIN


def group_of(package: str, summaries: Mapping[str, str], default: str = "") -> type[TyperGroup]:
    """A class for the commands in the modules of `package`, named like them.

    `summaries` has, for each in the order of the help, the first sentence of its own help, so that the
    list of commands imports none of them. A module named like a word of Python ends in an underscore.
    `default` is the command that is meant where a file or folder stands in the place of one.
    """

    class Group(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            return list(summaries)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in summaries:
                return None
            name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
            command = typer.main.get_command(import_module(f"{package}.{name}").app)
            command.name = cmd_name
            return command

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            name = args[0]
            if name not in summaries:
                if not default or not (name == STDIN or os.path.exists(name)):
                    ctx.fail(
                        f"no such command: {name}{_near(name, [*summaries], ctx.command_path)}"
                    )
                args = [default, *args]
            return super().resolve_command(ctx, args)

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            with formatter.section("Commands"):
                formatter.write_dl(list(summaries.items()))

    return Group


def _near(name: str, known: list[str], path: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), known, 1)
    return f"; did you mean {near[0]}?" if near else f"; `{path} --help` lists them"
