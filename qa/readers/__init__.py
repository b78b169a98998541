"""Readers: from a file's decoded text to the text that rules see.

A reader is one file in this folder; it is found by itself through its module-level `READER`.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from qa.errors import InputError, NotProseError
from qa.readers.core.reading import MalformedError, NoStoryError, Reader, Reading

__all__ = ["Reader", "Reading", "read", "reader_for", "reader_of", "readers"]


@cache
def readers() -> dict[str, Reader]:
    """The reader for each file name ending."""
    found: dict[str, Reader] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg:
            continue
        reader = importlib.import_module(f"{__name__}.{module.name}").READER
        for suffix in reader.suffixes:
            if suffix in found:
                raise ValueError(f"{suffix} is claimed by {found[suffix].name} and {reader.name}")
            found[suffix] = reader
    return found


def reader_for(suffix: str) -> Reader:
    """The reader for a file name ending; an unknown one is read as plain text."""
    # Most copy is plain text, and starts sooner without the other readers.
    from qa.readers.text import READER as PLAIN

    if suffix.lower() in PLAIN.suffixes:
        return PLAIN
    return readers().get(suffix.lower(), PLAIN)


def reader_of(structure: str) -> Reader | None:
    """The reader for what `qa.text.structure` says a file is, whatever its name."""
    return next((r for r in readers().values() if structure in r.structures), None)


def read(source: str, suffix: str, path: str) -> Reading:
    """What the decoded file `source` holds, read as files with this ending are.

    Raises InputError, which names `path`, where the file breaks the rules of its format, and a
    NotProseError where it holds no story.
    """
    try:
        reader = reader_for(suffix)
        # In a file without any text, no format can be broken.
        if reader.structures and not source.strip():
            reader = reader_for(".txt")
        return reader.read(source)
    except MalformedError as error:
        raise InputError(path, error.problem, error.line) from None
    except NoStoryError as error:
        raise NotProseError(path, error.what) from None
