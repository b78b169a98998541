"""What a reader is, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from qa.document.model import Block, Comment
from qa.document.offsets import Coded, OffsetMap
from qa.text.spans import Span


class Reading(NamedTuple):
    """What a reader took from a file: the text, its blocks, and the way back to the file.

    `lang` is the language that the file itself declares, if any. `comments` are those that speak
    to qa, `opaque` the stretches of text that are no prose (an empty one is the place of a picture or
    a formula), `date` the ISO date that it says it is of. `parts` are the numbers of the blocks with which
    another story begins, or the same in another form, `coded` the stretches of the file that are written anew
    as a whole where something in them changes. `original` is what the text was translated from, where the file
    has that too, with a block for each of the text's.
    """

    text: str
    blocks: tuple[Block, ...]
    offsets: OffsetMap
    lang: str | None = None
    comments: tuple[Comment, ...] = ()
    opaque: tuple[Span, ...] = ()
    date: str = ""
    parts: tuple[int, ...] = ()
    coded: tuple[Coded, ...] = ()
    original: Reading | None = None


class Reader(NamedTuple):
    """A format: its name, the file name endings it is for, and how it is read.

    `structures` are what `qa.text.structure` calls files of this format, whatever their names are. `read`
    gets the decoded file; it may raise MalformedError or NoStoryError.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[str], Reading]
    structures: tuple[str, ...] = ()


class MalformedError(ValueError):
    """A file breaks the rules of its format: what is wrong, and in which line, from 1."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        self.problem = problem
        self.line = line
        super().__init__(problem)


class NoStoryError(ValueError):
    """A file is right in its format, but `what` it is holds no story, such as "JSON"."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)
