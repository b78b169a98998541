"""Quotations: which mark opens, which closes, and what belongs together over paragraphs.

A mark's role comes from what stands beside it, because “ opens in English and closes in German;
where that says nothing, from the mark itself, and for a straight one from whether a quotation is
open. English reopens a quotation at every paragraph and closes it only at the end; copy that
leaves the reopening out is understood as well.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from qa.text.garbled import in_garbled_word
from qa.text.mojibake import repairs
from qa.text.patterns import lazy
from qa.text.spans import Span

# Two straight marks in a row are one, doubled by an export to CSV.
MARK = lazy(r'["“”„‟«»](?:(?<=")")?')
_OPENING = "“„‟«"
_CLOSING = "”»"
_BEFORE_OPENING = "([{<—–-/'‘‚¿¡…"
_AFTER_CLOSING = ".,;:!?)]}>—–-/'’…،؛؟。，、։՝"
# Russian and its neighbours write «Газета «Правда» with one mark for two closings that meet.
_MERGED_CLOSING = "»"
_GERSHAYIM = '"”“'
# A prefix of one or two letters, written onto the mark, with a word of two letters and its mark behind.
_PREFIXED = lazy(
    r"[^\n]{0,3}?(?<![\u05d0-\u05ea])[ולבכמשה]{1,2}[\"”“](?=[\u05d0-\u05ea]{2}[^\"”“\n]{0,200}[\"”“](?![\u05d0-\u05ea]))"
)
_MOJIBAKE = ("вЂ", "â€")
_ARROW = lazy(r"(?:^|(?<=\n))[«»](?=\s)|\s»[ \t]*(?=\n|$)")
# French sets its guillemets one way, and a space inside, so that one behind an apostrophe opens.
_GUILLEMETS = "«»"
_ONE_WAY = "fr"
# Kinds of blocks that a quotation may run on through, and for how many of them at most.
_RUNNING = ("lead", "unit", "cue", "paragraph", "list-item", "blockquote")
_LONGEST_QUOTATION = 30


class Quotation(NamedTuple):
    """A quotation, in code points of the document.

    `span` runs from the opening to behind the closing mark, or to the end of the paragraph when
    `closed` is false, and from the start of the paragraph when `opened` is false; `inner` is the
    same without the marks. `reopened` is a second opening mark inside it that no closing mark
    answers.
    """

    span: Span
    inner: Span
    opened: bool = True
    closed: bool = True
    reopened: Span | None = None


class _Mark(NamedTuple):
    span: Span
    opens: bool
    sign: str


class Paragraph(NamedTuple):
    """A block of a text: its kind and language, and where it starts in the `whole`, in code points."""

    text: str
    kind: str
    lang: str
    offset: int
    whole: str


def quotations(paragraphs: Iterable[Paragraph]) -> Iterator[Quotation]:
    """The quotations of a text, in the order of their first mark."""
    running: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.kind in _RUNNING:
            running.append(paragraph)
        else:
            yield from _within(paragraph)
    open_at: list[_Mark] = []
    for i, paragraph in enumerate(running):
        marks = _marks(paragraph, bool(open_at))
        if open_at and marks and marks[0].opens and _is_first(paragraph, marks[0]):
            # The quotation of the paragraphs before is opened again, as English does.
            marks = marks[1:]
        found, open_at = _pair(paragraph, marks, open_at)
        yield from found
        if open_at and not _goes_on(running, i + 1):
            yield _unclosed(paragraph, open_at)
            open_at = []


def _within(paragraph: Paragraph) -> Iterator[Quotation]:
    found, open_at = _pair(paragraph, _marks(paragraph, False), [])
    yield from found
    if open_at:
        yield _unclosed(paragraph, open_at)


def _unclosed(paragraph: Paragraph, open_at: Sequence[_Mark]) -> Quotation:
    first, *more = open_at
    end = paragraph.offset + len(paragraph.text)
    return Quotation(
        Span(first.span.start, end),
        Span(first.span.end, end),
        closed=False,
        reopened=more[0].span if more else None,
    )


def _goes_on(running: Sequence[Paragraph], after: int) -> bool:
    """Whether an open quotation is closed, or opened again, in the paragraphs that follow."""
    for paragraph in running[after : after + _LONGEST_QUOTATION]:
        marks = _marks(paragraph, True)
        if marks:
            return (
                not marks[0].opens
                or _is_first(paragraph, marks[0])
                or _closes_more_than_it_opens(marks)
            )
    return False


def _is_first(paragraph: Paragraph, mark: _Mark) -> bool:
    """Whether a paragraph begins with the mark."""
    return not paragraph.text[: mark.span.start - paragraph.offset].strip()


def _closes_more_than_it_opens(marks: Sequence[_Mark]) -> bool:
    """Whether the quotations of a paragraph stand inside one that ends with it."""
    signs = {m.sign for m in marks if m.opens}
    return sum(-1 if m.opens else 1 for m in marks) > 0 and marks[-1].sign not in signs


def _marks(paragraph: Paragraph, is_open: bool) -> list[_Mark]:
    text, places = _as_meant(paragraph)
    marks: list[_Mark] = []
    depth = int(is_open)
    for m in MARK.finditer(text):
        if in_garbled_word(text, m.start()):
            continue  # a byte of a letter
        before = text[m.start() - 1] if m.start() else " "
        after = text[m.end()] if m.end() < len(text) else " "
        sign = m[0]
        if text[max(0, m.start() - 2) : m.start()] in _MOJIBAKE:
            continue  # a dash, say, in a wrong code page
        if sign[0] == '"' and before.isdigit() and not depth:
            continue  # inches
        inside = sign in _GERSHAYIM and _is_hebrew(before) and _is_hebrew(after)
        if inside and not _PREFIXED.match(text, max(0, m.start() - 4)):
            continue  # the mark of a Hebrew abbreviation
        if sign in _GUILLEMETS and not places and _is_arrow(paragraph, m.start()):
            continue
        if sign in _GUILLEMETS and paragraph.lang == _ONE_WAY:
            opens = sign == "«"
        else:
            opens = _role(before, sign, after, depth > 0)
        depth = depth + 1 if opens else max(0, depth - 1)
        at = Span(*m.span())
        if places:
            at = Span(places[m.start()].start, places[m.end() - 1].end)
        marks.append(_Mark(at.shifted(paragraph.offset), opens, sign))
    return marks


def _is_arrow(paragraph: Paragraph, at: int) -> bool:
    """Whether a guillemet ends or begins a line as the arrow of a link does: "Read on »"."""
    text, whole = paragraph.text, paragraph.whole
    other = "«" if text[at] == "»" else "»"
    if other in whole or whole.count(text[at]) != len(_ARROW.findall(whole)):
        return False
    return _ARROW.match(text, max(0, at - 1)) is not None


def _as_meant(paragraph: Paragraph) -> tuple[str, list[Span]]:
    """The paragraph's text with what is garbled repaired, and where each character stands in it.

    No places where nothing is garbled.
    """
    text, offset = paragraph.text, paragraph.offset
    found = repairs(paragraph.whole)
    first = bisect_right(found, offset, key=lambda r: r.end)
    parts: list[str] = []
    places: list[Span] = []
    at = 0
    for start, end, new, _ in found[first:]:
        if start >= offset + len(text):
            break
        start, end = start - offset, end - offset
        if start < at or end > len(text):
            continue
        parts += [text[at:start], new]
        places += [Span(i, i + 1) for i in range(at, start)]
        # A mark at either end of the stretch keeps its place; within it that cannot be told.
        places += [Span(start, end)] * len(new)
        at = end
    if not parts:
        return text, []
    places += [Span(i, i + 1) for i in range(at, len(text))]
    return "".join([*parts, text[at:]]), places


def _is_hebrew(letter: str) -> bool:
    return "\u05d0" <= letter <= "\u05ea"


def _role(before: str, sign: str, after: str, is_open: bool) -> bool:
    """Whether the mark opens a quotation."""
    left = before.isspace() or before in _BEFORE_OPENING or bool(MARK.match(before))
    right = after.isspace() or after in _AFTER_CLOSING or bool(MARK.match(after))
    if left and not right:
        return True
    if right and not left:
        return False
    if sign in _OPENING:
        return True
    if sign in _CLOSING:
        return False
    return not is_open


def _pair(
    paragraph: Paragraph, marks: Sequence[_Mark], open_at: list[_Mark]
) -> tuple[list[Quotation], list[_Mark]]:
    """The quotations that end in this paragraph, and the marks that are still open after it."""
    found: list[Quotation] = []
    stack = list(open_at)
    closed_inside: list[tuple[_Mark, _Mark]] = []
    for mark in marks:
        if mark.opens:
            stack.append(mark)
        elif not stack:
            start = paragraph.offset
            found.append(
                Quotation(Span(start, mark.span.end), Span(start, mark.span.start), opened=False)
            )
        elif len(stack) > 1:
            closed_inside.append((stack.pop(), mark))
        else:
            found.append(_quotation(stack.pop(), mark))
            closed_inside.clear()
    if len(stack) == 1 and closed_inside and closed_inside[-1][0].sign == stack[0].sign:
        # One opening mark too many: the last closing mark ends the outer quotation.
        inner, last = closed_inside[-1]
        merged = last.sign in _MERGED_CLOSING
        found.append(_quotation(stack.pop(), last, None if merged else inner.span))
    return found, stack


def _quotation(first: _Mark, last: _Mark, reopened: Span | None = None) -> Quotation:
    return Quotation(
        Span(first.span.start, last.span.end),
        Span(first.span.end, last.span.start),
        reopened=reopened,
    )
