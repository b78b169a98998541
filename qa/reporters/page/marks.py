"""Findings marked in a story's text: from spans that may overlap to runs that do not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qa.model import Block, Document, Finding, Span


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in which the same findings hold.

    `findings` are their numbers, counted from 1 in the story; `first` are those that start here,
    `last` those whose mark ends here.
    """

    text: str
    findings: tuple[int, ...] = ()
    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A block of a story, cut into runs; `kind` and `lang` are the block's."""

    kind: str
    lang: str | None
    runs: tuple[Run, ...]

    @property
    def first(self) -> list[int]:
        """The numbers of the findings that start here."""
        return [n for run in self.runs for n in run.first]


def marked(document: Document, findings: Sequence[Finding]) -> list[Unit]:
    """The blocks of `document` with `findings`, sorted by place, marked in them.

    Text between two blocks is a unit of its own, of the kind `gap`, where a finding is in it
    and in no block.
    """
    blocks = list(_with_gaps(document, findings))
    places: list[list[tuple[Span, int]]] = [[] for _ in blocks]
    last: dict[int, int] = {}
    for number, finding in enumerate(findings, 1):
        for i in _touched(blocks, finding.span):
            places[i].append((finding.span, number))
            last[number] = i
    seen: set[int] = set()
    units: list[Unit] = []
    for i, (block, place) in enumerate(zip(blocks, places, strict=True)):
        ending = {n for _, n in place if last[n] == i}
        units.append(
            Unit(
                block.kind, block.lang, tuple(_runs(document.text, block.span, place, ending, seen))
            )
        )
    return units


def _with_gaps(document: Document, findings: Sequence[Finding]) -> Iterator[Block]:
    blocks = document.blocks
    lost = sorted({f.span for f in findings if not any(True for _ in _touched(blocks, f.span))})
    gaps: list[Span] = []
    for span in lost:
        # Spans that touch are one gap.
        if gaps and span.start <= gaps[-1].end:
            gaps[-1] = Span(gaps[-1].start, max(gaps[-1].end, span.end))
        else:
            gaps.append(span)
    yield from sorted([*blocks, *(Block(g, "gap") for g in gaps)], key=lambda b: b.span)


def _touched(blocks: Sequence[Block], span: Span) -> Iterator[int]:
    """The indexes of the blocks that share a code point with `span`; one block for an empty span."""
    i = max(0, bisect_right(blocks, span.start, key=lambda b: b.span.start) - 1)
    if span.start == span.end:
        if i < len(blocks) and blocks[i].span.start <= span.start <= blocks[i].span.end:
            yield i
        return
    while i < len(blocks) and blocks[i].span.start < span.end:
        if max(blocks[i].span.start, span.start) < min(blocks[i].span.end, span.end):
            yield i
        i += 1


# What happens to a mark at an offset, in the order in which it happens there.
_ENDS, _STANDS, _STARTS = range(3)


def _runs(
    text: str, unit: Span, place: list[tuple[Span, int]], ending: set[int], seen: set[int]
) -> Iterator[Run]:
    """The runs of one unit. `ending` are the findings whose mark ends in it; `seen` have begun.

    A finding with an empty span is an empty run.
    """
    events: list[tuple[int, int, int]] = []
    for span, number in place:
        start, end = max(span.start, unit.start), min(span.end, unit.end)
        if start == end:
            events.append((start, _STANDS, number))
        else:
            events += [(start, _STARTS, number), (end, _ENDS, number)]
    open_: list[int] = []
    at = unit.start
    for offset, group in groupby(sorted(events), key=lambda e: e[0]):
        here = list(group)
        ended = tuple(n for _, what, n in here if what == _ENDS)
        if offset > at:
            yield _run(text[at:offset], open_, tuple(n for n in ended if n in ending), seen)
            at = offset
        open_ = [n for n in open_ if n not in ended]
        for _, what, number in here:
            if what == _STANDS:
                yield _run("", [number], (number,), seen)
            elif what == _STARTS:
                open_.append(number)
    if at < unit.end:
        yield _run(text[at : unit.end], open_, (), seen)


def _run(text: str, numbers: Sequence[int], last: tuple[int, ...], seen: set[int]) -> Run:
    first = tuple(n for n in numbers if n not in seen)
    seen.update(first)
    return Run(text, tuple(numbers), first, last)
