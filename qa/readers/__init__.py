"""Readers: from a file's decoded text to the text that rules see.

A reader is one file in this folder; it is found by itself through its module-level `READER`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from qa.document.model import Block, Comment
from qa.document.offsets import OffsetMap
from qa.text.spans import Span


class Reading(NamedTuple):
    """What a reader took from a file: the text, its blocks, and the way back to the file.

    `lang` is the language that the file itself declares, if any. `comments` are those that speak
    to qa, `opaque` the stretches of text that are no prose (an empty one is the place of a picture or
    a formula), `date` the ISO date that it says it is of.
    """

    text: str
    blocks: tuple[Block, ...]
    offsets: OffsetMap
    lang: str | None = None
    comments: tuple[Comment, ...] = ()
    opaque: tuple[Span, ...] = ()
    date: str = ""


class Reader(NamedTuple):
    """A format: its name, the file name endings it is for, and how it is read."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[str], Reading]


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
