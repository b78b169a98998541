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
    from qa.glossary.entries import Entry
    from qa.glossary.reading import read_entries
    from qa.glossary.review import problems

    errors: list[InputError] = []
    entries: dict[str, Entry] = {}
    places: dict[str, tuple[str, int | None]] = {}
    for path in [Path(p) for p in paths] or shipped_files():
        try:
            reading = read_entries(path)
        except InputError as error:
            errors.append(error)
            continue
        errors += reading.errors
        entries.update((e.id, e) for e in reading.entries)
        places.update((name, (str(path), line)) for name, line in reading.lines.items())
    clashes = [
        InputError(places[e.id][0], f"{e.id} {problem}", places[e.id][1])
        for e, problem in problems(list(entries.values()))
    ]
    for problem in errors:
        print(problem, file=sys.stderr)
    for clash in clashes:
        print(clash)
    if errors:
        return 2
    if clashes:
        return 1
    print(f"{len(entries)} entries, nothing wrong with them")
    return 0
