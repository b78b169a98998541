"""Plain text: a paragraph a line, or paragraphs wrapped over lines with a blank line between."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from qa.document.model import Block, Span
from qa.document.offsets import OffsetMap
from qa.readers.core.reading import Reader, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n]+")
_BLANK_LINE = re.compile(r"(?:\r\n|\r(?!\n)|\n)[^\S\r\n]*(?:\r\n|\r(?!\n)|\n)")
# Text wrapped by an editor or a mail program is 60 to 100 columns wide.
_WRAP_WIDTHS = range(50, 101)
# A wrapped line ends with a sentence by chance only; a line that is a paragraph mostly does.
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
_HEADLINE_LENGTH = 160


def read(source: str) -> Reading:
    """Read plain text. The lines of a paragraph wrapped at a fixed width are one block."""
    spans = list(_wrapped(source) or _lines(source))
    blocks = tuple(Block(s, _kind(source, s, i, len(spans))) for i, s in enumerate(spans))
    return Reading(source, blocks, OffsetMap.identity(len(source)))


def _lines(source: str) -> Iterator[Span]:
    for m in _LINE.finditer(source):
        if not m[0].isspace():
            yield Span(*m.span())


def _wrapped(source: str) -> list[Span]:
    """The paragraphs of text wrapped at a fixed width; none where it is not.

    Text is wrapped when no line is longer than a width, some paragraphs have several lines, no line
    but a paragraph's last had room for the first word of the next, and few of them end a sentence.
    """
    lines = source.splitlines()
    width = max(map(len, lines), default=0)
    if width not in _WRAP_WIDTHS:
        return []
    spans, start, breaks, ended = [], 0, 0, 0
    for end in [*(m.span() for m in _BLANK_LINE.finditer(source)), (len(source), len(source))]:
        paragraph = source[start : end[0]]
        inner = paragraph.strip("\r\n").splitlines()
        for line, following in itertools.pairwise(inner):
            first = following.split(maxsplit=1)
            if not first or len(line) + 1 + len(first[0]) <= width:
                return []
            breaks += 1
            ended += bool(_SENTENCE_END.search(line))
        if paragraph.strip():
            left = len(paragraph) - len(paragraph.lstrip("\r\n"))
            spans.append(Span(start + left, start + len(paragraph.rstrip("\r\n"))))
        start = end[1]
    return spans if breaks > 1 and ended * 2 < breaks else []


def _kind(source: str, span: Span, index: int, count: int) -> str:
    is_first = index == 0 and count > 1
    return "headline" if is_first and is_headline(source[span.start : span.end]) else "paragraph"


def is_headline(text: str) -> bool:
    """Whether the first line of a story may be its headline: a short one, that ends no sentence."""
    text = text.rstrip()
    return len(text) <= _HEADLINE_LENGTH and text[-1] not in ".!…:;,"


READER = Reader("text", (".txt", ".text"), read)
