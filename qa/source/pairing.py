"""Where the source of a story is: a file, or one of a folder beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from qa.errors import InputError

# "story.en.txt", "story_uk.txt", "story-ru.html": the language is no part of the name.
_LANGUAGE = re.compile(r"[._-][a-z]{2,3}(?:[-_][A-Za-z]{2,4})?$")


def source_file(story: str, given: str) -> Path:
    """The source of the file `story`: `given` itself, or its counterpart in the folder `given`.

    In a folder that is the file at the same place below it, or one whose name differs in the language
    and the ending only. Raises InputError where there is none, or more than one.
    """
    place = Path(given)
    if place.is_file():
        return place
    if not place.is_dir():
        raise InputError(
            given, "no such file or folder; --source takes the text it was translated from"
        )
    for candidate in _same_place(story, place):
        if candidate.is_file():
            return candidate
    name = _bare(PurePath(story).name)
    for folder in dict.fromkeys(c.parent for c in _same_place(story, place)):
        found = sorted(f for f in folder.glob("*") if f.is_file() and _bare(f.name) == name)
        if len(found) > 1:
            several = ", ".join(f.name for f in found)
            raise InputError(story, f"has several sources in {folder}: {several}; name one of them")
        if found:
            return found[0]
    raise InputError(story, f"has no source in {given}; name its file like the story")


def _same_place(story: str, folder: Path) -> Iterator[Path]:
    """The path of the story below the folder, as much of it as there may be."""
    parts = Path(story).absolute().parts[1:]
    return (folder.joinpath(*parts[start:]) for start in range(len(parts)))


def _bare(name: str) -> str:
    """The name without its ending and the language in it."""
    return _LANGUAGE.sub("", PurePath(name).stem).lower()
