"""`qa cache`."""

from __future__ import annotations

from pathlib import Path

import typer

from qa.cli import options
from qa.cli.output import say, tell
from qa.files import cache_dir

app = options.command(
    help="What is kept of stories on this machine: where, how much, and taking it out."
)
# What qa makes in its folder, which a user may share with other programs.
_OWN = ("*.sqlite3", "*.sqlite3-wal", "*.sqlite3-shm", "glossary-*.cdb*")


@app.command()
def show() -> None:
    """Show the files of the cache and their size, and the folder they are in."""
    folder = cache_dir()
    files = own_files(folder)
    for file in files:
        tell(f"{file.stat().st_size:>13,}  {file.name}")
    total = sum(file.stat().st_size for file in files)
    tell(f"{folder}: {total:,} bytes in {len(files)} file{'s' * (len(files) != 1)}.")


@app.command()
def clear() -> None:
    """Take out all that is kept: findings, translations, scores, and compiled glossaries.

    Exit codes: 0 nothing is left; 2 something could not be taken out.
    """
    folder = cache_dir()
    failed = False
    files = own_files(folder)
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            failed = True
            say(f"{file}: cannot be removed: {error.strerror}")
    if not failed:
        tell(f"{folder}: {len(files)} file{'s' * (len(files) != 1)} removed.")
    raise typer.Exit(2 if failed else 0)


def own_files(folder: Path) -> list[Path]:
    """The files that are kept in a folder, by name."""
    return sorted({file for pattern in _OWN for file in folder.glob(pattern) if file.is_file()})
