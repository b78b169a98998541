"""`qa glossary check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from qa.errors import InputError


def run_glossary_check(paths: Sequence[str]) -> int:
    """Report what is wrong in glossary files, or in the shipped ones if none are named.

    Returns the exit code: 0 nothing, 1 entries that clash, 2 a file or entry that cannot be used.
    """
    from qa.glossary import shipped_files
    from qa.glossary.reading import read_files
    from qa.glossary.review import problems

    reading = read_files([Path(p) for p in paths] or shipped_files())
    entries, errors = reading.entries, reading.errors
    clashes = []
    for entry, problem in problems(list(entries.values())):
        place = reading.places[entry.id]
        clashes.append(InputError(place.path, f"{entry.id} {problem}", place.line_of()))
    for error in errors:
        print(error, file=sys.stderr)
    for clash in clashes:
        print(clash)
    if errors:
        return 2
    if clashes:
        return 1
    print(f"{len(entries)} entries, nothing wrong with them")
    return 0
