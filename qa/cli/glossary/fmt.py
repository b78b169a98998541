"""`qa glossary fmt`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from qa.cli import options
from qa.cli.output import say, tell, write
from qa.errors import InputError
from qa.files import LARGE, as_text, read_own, write_atomic
from qa.text.visible import visible

app = options.command()


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
    raise typer.Exit(run_glossary_fmt(paths or [], options.existing(config), check, diff))


def run_glossary_fmt(
    paths: Sequence[str], config: Path | None = None, check: bool = False, diff: bool = False
) -> int:
    """Bring glossary files into the one layout; those of the configuration if none are named.

    With `check` the files that are not in it are named, with `diff` the change is printed; neither
    writes a file. Returns the exit code: 0 all are in the layout, or are now; 1 some are not; 2 a
    file cannot be used.
    """
    from qa.cli.glossary.files import configured

    errors: list[InputError] = []
    files = [Path(p) for p in paths]
    if not files:
        settings, errors = configured(config)
        files = [Path(g) for g in settings.glossaries]
        if not files:
            errors.append(InputError("configuration", "names no glossaries; name the files"))
    changed = 0
    for file in files:
        try:
            changed += _format(file, check, diff)
        except InputError as error:
            errors.append(error)
    for problem in errors:
        say(problem)
    return 2 if errors else int(changed > 0 and (check or diff))


def _format(file: Path, check: bool, diff: bool) -> bool:
    """Whether the file was, or is, not in the layout. Raises InputError."""
    from qa.glossary.formatting import formatted
    from qa.glossary.reading import foreign_tables, parsed

    raw = read_own(str(file), LARGE)
    before = as_text(str(file), raw).replace("\r\n", "\n")
    if foreign := foreign_tables(parsed(str(file), before)):
        problem = f"is no glossary: it has {foreign[0]!r}; it is left as it is"
        raise InputError(str(file), problem)
    after = formatted(before)
    if after == before:
        return False
    if diff:
        from difflib import unified_diff

        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
        name = visible(str(file))
        write("".join(unified_diff(old, new, name, name)))
    elif check:
        tell(f"{file}: is not in the layout; run qa glossary fmt {file}")
    else:
        # A file keeps its line ends.
        newline = b"\r\n" if b"\r\n" in raw else b"\n"
        write_atomic(str(file), after.encode().replace(b"\n", newline), raw)
        tell(f"{file}: formatted")
    return True
