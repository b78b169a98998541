"""`qa glossary check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from qa.cli import options
from qa.cli.output import say, tell
from qa.errors import InputError

app = options.command()


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
    raise typer.Exit(run_glossary_check(paths or [], options.existing(config)))


def run_glossary_check(paths: Sequence[str], config: Path | None = None) -> int:
    """Report what is wrong in glossary files; in the configured and the shipped ones if none are named.

    Files are held against the shipped ones, unless the configuration leaves those out. Returns the
    exit code: 0 nothing, 1 entries that cannot be right, 2 a file or entry that cannot be used.
    """
    from qa.cli.glossary.files import configured
    from qa.glossary import shipped_files
    from qa.glossary.reading import read_files
    from qa.glossary.review import problems

    settings, errors = configured(config)
    shipped = shipped_files() if settings.shipped_glossaries else []
    asked = [Path(p) for p in paths] or [*shipped, *map(Path, settings.glossaries)]
    known = {file.resolve() for file in asked}
    reading = read_files([*(s for s in shipped if s.resolve() not in known), *asked])
    errors += reading.errors
    found: list[tuple[InputError, bool]] = []
    for problem in problems(reading):
        place = reading.places[problem.entry.id]
        if Path(place.path).resolve() in known:
            text = f"{'note: ' if problem.is_note else ''}{problem.entry.id} {problem.text}"
            line = place.line_of(problem.form)
            found.append((InputError(place.path, text, line), problem.is_note))
    for error in errors:
        say(error)
    for wrong, _ in sorted(found, key=lambda f: (f[0].path, f[0].line or 0)):
        tell(wrong)
    if errors:
        return 2
    if not all(is_note for _, is_note in found):
        return 1
    entries = sum(Path(p.path).resolve() in known for p in reading.places.values())
    print(
        "1 entry, nothing wrong with it"
        if entries == 1
        else f"{entries} entries, nothing wrong with them"
    )
    return 0
