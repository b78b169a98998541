"""Wire messages in their frame: IPTC 7901, ANPA 1312, and the telex frame from ZCZC to NNNN.

The text stands between STX and ETX, one or more times in a file. All round it, the header with its
priority, number of words and keywords, and the trailer, is passed over, and left as it is.

https://iptc.org/standards/iptc-7901/ (7901 V5), and "Wire service transmission guidelines", ANPA special
report 84-2, which gives 1312.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator, Sequence

from qa.document.model import Span
from qa.readers import text
from qa.readers.core.layout import Layout
from qa.readers.core.reading import MalformedError, Reader, Reading
from qa.text.patterns import lazy


def read(source: str) -> Reading:
    """The headline, byline and paragraphs of each message; lines that were broken are one paragraph."""
    layout = Layout(source)
    for span in _texts(source):
        layout.part()
        _message(layout, span)
    return layout.reading(date=_date(source))


def _texts(source: str) -> Iterator[Span]:
    """Where the texts stand. Raises MalformedError where a frame is broken."""
    if "\x02" not in source and _TELEX.match(source):
        yield from _between(source, _TELEX, _TELEX_END, ("ZCZC", "NNNN"))
        return
    if "\x02" not in source and source.strip():
        raise MalformedError("the frame of the wire message is broken: no start of text (STX)", 1)
    yield from _between(source, _STX, _ETX, ("start of text (STX)", "end of text (ETX)"))


_STX, _ETX = lazy(r"\x02"), lazy(r"\x03")
_TELEX = lazy(r"\s*ZCZC\b[^\r\n]*")
_TELEX_END = lazy(r"^NNNN\b", re.M)


def _between(
    source: str, begin: re.Pattern[str], end: re.Pattern[str], names: tuple[str, str]
) -> Iterator[Span]:
    at = 0
    while start := begin.search(source, at):
        stop = end.search(source, start.end())
        again = begin.search(source, start.end())
        if stop is None or (again is not None and again.start() < stop.start()):
            line = source.count("\n", 0, start.start()) + 1
            raise MalformedError(
                f"the frame of the wire message is broken: no {names[1]} after the {names[0]}", line
            )
        yield Span(start.end(), stop.start())
        at = stop.end()


# --- The text of a message

_LINE = lazy(r"([^\r\n]*)(\r{0,3}\n|\r|\Z)")
# A line of keywords: "AM-Ukraine-Talks,0345", "Ukraine/politics/", "BC-KIEV".
_SLUG = lazy(
    r"(?:[A-Za-z]{2}-\S+(?:[^.\n]{0,40},\s?\d{2,4})?|[^\s/]+/\S*|[A-Z0-9-]+,\s?\d{2,4}|[A-Z]+\d[A-Z0-9]*)[ <=]*"
)
_BYLINE = lazy(r"(?:By|BY|Von|Par|Por|Da) (?!.*[.!?]\s*$).{2,80}$")
# The mark of a line that is set by itself, and that of its end.
_EDGES = " \t\r\n^<"
_LONGEST_BYLINE = 100
_INDENT = lazy(r"(?:\t| {2,})\S")
_CONTROLS = lazy(r"[\x00-\x08\x0e-\x1f\x7f]+")


def _message(layout: Layout, span: Span) -> None:
    source = layout.source
    first, body = True, False
    for number, lines in enumerate(_paragraphs(source, span)):
        trimmed = [_trimmed(source, line) for line in lines]
        trimmed = [line for line in trimmed if line.start < line.end]
        if not trimmed:
            continue
        written = source[trimmed[0].start : trimmed[-1].end]
        marked = source[lines[0].start : lines[0].end].lstrip().startswith("^")
        ended = source[lines[-1].start : lines[-1].end].rstrip("\r\n <^").endswith(" =")
        if number < 3 and first and len(lines) == 1 and _SLUG.fullmatch(written):
            continue
        kind = "paragraph"
        if not body and len(written) < _LONGEST_BYLINE and _BYLINE.match(written):
            kind = "byline"
        elif first and (marked or ended or text.is_headline(written)):
            kind = "headline"
        first = first and kind == "byline"
        body = body or kind == "paragraph"
        for i, line in enumerate(trimmed):
            if i:
                # A line's end is a space that no fix takes out.
                layout.gap(" ", trimmed[i - 1].end, line.start)
            _copy(layout, line)
        layout.finish(kind)


def _trimmed(source: str, line: Span) -> Span:
    written = source[line.start : line.end].rstrip(_EDGES)
    if written.endswith((" =", "\t=")):
        written = written[:-1].rstrip(_EDGES)
    end = line.start + len(written)
    return Span(end - len(written.lstrip(_EDGES)), end)


def _copy(layout: Layout, span: Span) -> None:
    """Copy a line; what is a control of the wire in it is passed over."""
    at = span.start
    for m in _CONTROLS.finditer(layout.source, *span):
        layout.copy(at, m.start())
        if not layout.is_empty:
            layout.object()
        at = m.end()
    layout.copy(at, span.end)


def _paragraphs(source: str, span: Span) -> Iterator[list[Span]]:
    """The lines of each paragraph.

    A paragraph begins behind a blank line, and where a line is set in and others are not; else, where both ends
    of lines are in use, behind a line feed without a carriage return; else lines are wrapped or not as in
    plain text.
    """
    found = [m for m in _LINE.finditer(source, *span) if m.end() > m.start()]
    lines = [(Span(*m.span(1)), m[2]) for m in found]
    full = [(line, end) for line, end in lines if source[line.start : line.end].strip()]
    indented = [bool(_INDENT.match(source, *line)) for line, _ in full]
    ends = {end for _, end in full[:-1]}
    by_ends = "\n" in ends and len(ends) > 1
    if by_ends or (any(indented) and not all(indented)):
        yield from _gathered(source, lines, by_ends)
        return
    for block in text.read(source[span.start : span.end]).blocks:
        start, end = block.span.shifted(span.start)
        yield [Span(*m.span(1)) for m in _LINE.finditer(source, start, end) if m[1].strip()]


def _gathered(
    source: str, lines: Sequence[tuple[Span, str]], by_ends: bool
) -> Iterator[list[Span]]:
    paragraph: list[Span] = []
    ended = True
    for line, end in lines:
        written = source[line.start : line.end]
        alone = written.lstrip().startswith("^")
        if not written.strip() or ended or alone or (not by_ends and _INDENT.match(source, *line)):
            if paragraph:
                yield paragraph
            paragraph = []
        if written.strip():
            paragraph.append(line)
        ended = written.rstrip().endswith(("<", " =")) or (by_ends and end == "\n")
    if paragraph:
        yield paragraph


# --- Its date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# "AP-NY-02-24-22 1045EST" in the trailer of ANPA 1312; "241045 Feb 22" in that of IPTC 7901.
_ANPA_DATE = lazy(r"[A-Z]+-[A-Z]+-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d) \d{4}")
_IPTC_DATE = lazy(
    r"\b(?P<day>\d\d)\d{4} (?:GMT |UTC )?(?P<name>[A-Z][A-Za-z]{2}) (?:20)?(?P<year>\d\d)\b"
)


def _date(source: str) -> str:
    for m in itertools.chain(_ANPA_DATE.finditer(source), _IPTC_DATE.finditer(source)):
        parts = m.groupdict()
        name = (parts.get("name") or "").capitalize()
        if name and name not in _MONTHS:
            continue
        month = _MONTHS.index(name) + 1 if name else int(parts["month"])
        try:
            return datetime.date(2000 + int(parts["year"]), month, int(parts["day"])).isoformat()
        except ValueError:
            continue
    return ""


READER = Reader("wire", (".iptc", ".anpa"), read, ("a news wire message (IPTC 7901, ANPA 1312)",))
