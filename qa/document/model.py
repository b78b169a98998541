"""The types that pass between readers, rules and reporters. All are frozen; offsets are code points."""

from __future__ import annotations

import enum
import re
from bisect import bisect_right
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from qa.document.offsets import Coded, OffsetMap
from qa.text.patterns import lazy
from qa.text.spans import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qa.document.index import Clues, WordIndex
    from qa.document.quotations import Quotation

__all__ = [
    "Block",
    "Comment",
    "Document",
    "Edit",
    "Finding",
    "Fix",
    "OffsetMap",
    "Safety",
    "Segment",
    "Severity",
    "Span",
    "Words",
]


class Severity(enum.IntEnum):
    """How much a finding matters; `--fail-on` compares them."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The name as configuration and JSON write it."""
        return self.name.lower()


class Safety(enum.IntEnum):
    """Who may apply a fix.

    SAFE keeps the meaning and is applied by `--fix`; REVIEW needs `--unsafe-fixes`; SHOW is a
    proposal that is never applied.
    """

    SAFE = 1
    REVIEW = 2
    SHOW = 3

    @property
    def label(self) -> str:
        """The name as JSON writes it."""
        return self.name.lower()


class Fix(NamedTuple):
    """Edits of `Document.text` that belong together: all are applied or none."""

    edits: tuple[Edit, ...]
    safety: Safety
    title: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect: where it is, what it is, and what could be done about it.

    `confidence` is the rule's own estimate from 0 to 1 that an editor would agree. A rule leaves
    `code` empty and `severity` None; the registry fills in its own.
    """

    span: Span
    message: str
    code: str = ""
    severity: Severity | None = None
    confidence: float = 1.0
    fix: Fix | None = None
    related: tuple[Span, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> tuple[int, int, str]:
        """The key that findings are sorted by."""
        return (self.span.start, self.span.end, self.code)


class Block(NamedTuple):
    """A unit that a reader found; `kind` is headline, paragraph, list-item, caption, alt …"""

    span: Span
    kind: str
    lang: str | None = None


class Comment(NamedTuple):
    """A comment that speaks to qa: its text, its offset in the decoded file, and its place.

    `block` is the index of the block that it stands in or before; there may be none after it. `at`
    is the offset in the document's text of what follows it.
    """

    text: str
    offset: int
    block: int
    at: int


class Words:
    """What rules look at: a text, its language, and a way to report a place in it."""

    text: str
    lang: str
    offset: int

    def finding(
        self,
        span: tuple[int, int],
        message: str,
        *,
        replace: str | None = None,
        delete: tuple[int, int] | None = None,
        edits: Iterable[tuple[int, int, str]] | None = None,
        safety: Safety = Safety.REVIEW,
        title: str = "",
        severity: Severity | None = None,
        confidence: float = 1.0,
        related: Iterable[tuple[int, int]] = (),
        data: Mapping[str, Any] | None = None,
    ) -> Finding:
        """A finding at `span` of this text, with a fix where one of the three ways is given.

        `replace` is new text for the span, `delete` a range to take out, `edits` any number of
        (start, end, text). All offsets count from the start of this text.
        """
        at = Span(*span)
        if replace is not None:
            edits = [(at.start, at.end, replace)]
            title = title or (
                f"Replace with “{replace}”" if replace.strip() else "Correct the spacing"
            )
        elif delete is not None:
            edits = [(*delete, "")]
            title = title or "Delete"
        fix = None
        if edits is not None:
            moved = tuple(Edit(a + self.offset, b + self.offset, new) for a, b, new in edits)
            fix = Fix(moved, safety, title or "Correct")
        return Finding(
            span=at.shifted(self.offset),
            message=message,
            severity=severity,
            confidence=confidence,
            fix=fix,
            related=tuple(Span(*s).shifted(self.offset) for s in related),
            data=data or {},
        )


@dataclass(frozen=True, eq=False, init=False)
class Segment(Words):
    """A block of a document, as segment rules see it.

    `number` is its place among them. `text` is the block's text, without the line end, `lang` its declared language, or else the
    document's, and `offset` where it starts in the document's text.
    """

    document: Document = field(repr=False)
    number: int
    span: Span
    kind: str
    own_lang: str | None
    text: str = field(repr=False)
    lang: str
    offset: int = field(repr=False)

    def __init__(
        self, document: Document, number: int, span: Span, kind: str, own_lang: str | None = None
    ) -> None:
        # A frozen class would set each field by a call, which takes three times as long.
        self.__dict__.update(
            document=document,
            number=number,
            span=span,
            kind=kind,
            own_lang=own_lang,
            text=document.text[span.start : span.end],
            lang=own_lang or document.lang,
            offset=span.start,
        )

    @cached_property
    def words(self) -> tuple[re.Match[str], ...]:
        """The words of this text, hyphens and apostrophes inside them included."""
        from qa.text.words import WORD

        return tuple(WORD.finditer(self.text))

    @property
    def lower_words(self) -> list[str]:
        """The words in lower case, each of letters only, as the document's index has them."""
        return self.document.index.words[self.number]

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of this text, offsets in this text, without the space around them."""
        from qa.text.sentences import sentences

        return tuple(sentences(self.text, self.lang))


def changed(text: str, edits: Iterable[Edit]) -> str:
    """`text` after the edits, which are sorted, and do not overlap."""
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


_LINE_END = lazy(r"\r\n|\r|\n")


@dataclass(frozen=True, eq=False)
class Document(Words):
    """One story: the bytes, the text that rules see, and the way from each to the other.

    `lang` is a language code without script and region, `und` where it is not known, and so is that
    of each segment; `region` is the country whose custom it says it follows (`GB`), or empty.

    `raw` is the file, `source` the same decoded (without its byte-order mark), `text` what a
    reader took from it; `offsets` leads from `text` to `source`. For plain text the two are the
    same. `suffix` is the file name ending that told its format, `encoding` a Python codec name; `bom` are the bytes before the text, if any.
    `opaque` are stretches of the text that are no prose, such as code; an empty one is the place of a
    picture or a formula. `date` is the ISO date that the file says the story is of, or empty. `parts` are the numbers of the
    segments with which another story of the file begins, or the same in another form; `coded` are the
    stretches of the file that are code as a whole. `original` is the text that
    it was translated from, where the story brings it along; where that `is_beside` it, each segment is the
    source of the one of the same number.
    """

    path: str
    raw: bytes = field(repr=False)
    source: str = field(repr=False)
    text: str = field(repr=False)
    lang: str
    offsets: OffsetMap = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    region: str = ""
    suffix: str = ".txt"
    encoding: str = "utf-8"
    bom: bytes = b""
    comments: tuple[Comment, ...] = ()
    opaque: tuple[Span, ...] = ()
    date: str = ""
    parts: tuple[int, ...] = ()
    coded: tuple[Coded, ...] = field(default=(), repr=False)
    is_beside: bool = False
    original: Document | None = field(default=None, repr=False)
    offset: int = field(default=0, init=False, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """The fields alone: what is computed from them is computed again in another process."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.init}

    @cached_property
    def answers(self) -> dict[object, object]:
        """What functions marked `of_document` have computed of it, by function and arguments."""
        return {}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it but white space."""
        return not self.text.strip()

    @property
    def tag(self) -> str:
        """The language with its region, as a setting takes it."""
        return f"{self.lang}-{self.region}" if self.region else self.lang

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The blocks, in the order of the text."""
        return tuple(Segment(self, n, *block) for n, block in enumerate(self.blocks))

    @cached_property
    def index(self) -> WordIndex:
        """Which words stand in which segments."""
        from qa.document.index import WordIndex

        return WordIndex([segment.text for segment in self.segments])

    def segments_with(self, clues: Clues) -> list[Segment]:
        """The segments that hold one of the words or signs, in the order of the text."""
        if not clues.folded and not clues.cased and not any(s in self.text for s in clues.signs):
            return []
        return [self.segments[number] for number in self.index.with_clues(clues)]

    def segments_repeating(self, distance: int) -> list[Segment]:
        """The segments in which a word comes again `distance` words on; 1 is the next."""
        return [self.segments[number] for number in self.index.repeating(distance)]

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations of the whole text by place, those over several paragraphs included."""
        from qa.document.quotations import MARK, Paragraph, quotations

        if not MARK.search(self.text):
            return ()
        paragraphs = (Paragraph(s.text, s.kind, s.lang, s.offset, self.text) for s in self.segments)
        return tuple(sorted(quotations(paragraphs), key=lambda q: q.span))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(m.end() for m in _LINE_END.finditer(self.source))]

    def source_span(self, span: Span) -> Span:
        """Where `span` stands in the decoded file."""
        return self.offsets.source_span(span)

    def coded_at(self, edit: Edit) -> Coded | None:
        """The stretch of the file that `edit` of the text changes a part of, where it is code as a whole."""
        for coded in self.coded:
            if coded.span.start <= edit.start and edit.end <= coded.span.end:
                return coded
        return None

    def source_edits(self, edit: Edit) -> list[Edit]:
        """The edits of the decoded file that make `edit` of the text; none where only a gap is.

        New text for words that markup parts is laid out so that each letter stays on its side.
        """
        if coded := self.coded_at(edit):
            inner = coded.way.source_edits(edit)
            return [Edit(coded.start, coded.end, coded.encode(changed(coded.text, inner)))]
        if not self.offsets.is_parted(Span(edit.start, edit.end)) or not edit.text.strip():
            return self.offsets.source_edits(edit)
        from difflib import SequenceMatcher

        old = self.text[edit.start : edit.end]
        return [
            change
            for kind, a, b, c, d in SequenceMatcher(None, old, edit.text, False).get_opcodes()
            if kind != "equal"
            for change in self.offsets.source_edits(
                Edit(edit.start + a, edit.start + b, edit.text[c:d])
            )
        ]

    def line_col(self, source_offset: int) -> tuple[int, int]:
        """Line and column, both from 1, columns in code points, of an offset in the decoded file."""
        line = bisect_right(self._line_starts, source_offset)
        return line, source_offset - self._line_starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The decoded file's line of that number, from 1, without its line end."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < len(self._line_starts) else len(self.source)
        return self.source[start:end].rstrip("\r\n")

    def raw_span(self, span: Span) -> Span:
        """Where `span` stands in `raw`, in bytes."""
        start, end = self.source_span(span)
        before = len(self.bom) + len(self.source[:start].encode(self.encoding))
        return Span(before, before + len(self.source[start:end].encode(self.encoding)))
