"""The text that a story was translated from: where it is, and what became of each of its sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from qa.document.model import Document, Span
from qa.source.align import Bead, align_sentences
from qa.text.words import WORD

# A copy with less than this share of its sentences aligned is no translation of the source.
_TRANSLATED = 0.3
_NO_PROSE = frozenset({"code"})
# Two sentences side by side with this share of their words in common say the same.
_REPEATED = 0.6


class Pair(NamedTuple):
    """Sentences of the copy and those of the source that they translate, one after the other.

    The spans go from the first to the last of them, in code points of the two documents.
    `likeness` is how alike they are, from 0 to 1.
    """

    span: Span
    text: str
    source_span: Span
    source: str
    likeness: float


@dataclass(frozen=True, eq=False)
class Comparison:
    """A copy beside its source, sentence by sentence; `by_vectors` as `align_sentences` takes it."""

    copy: Document
    source: Document
    by_vectors: bool = True

    @property
    def lang(self) -> str:
        """The language of the copy, as an ISO 639-1 code."""
        return self.copy.lang

    @property
    def source_lang(self) -> str:
        """The language of the source, as an ISO 639-1 code."""
        return self.source.lang

    @cached_property
    def copy_sentences(self) -> list[Span]:
        """The sentences of the copy, in code points of its text."""
        return _sentences(self.copy)

    @cached_property
    def source_sentences(self) -> list[Span]:
        """The sentences of the source, in code points of its text."""
        return _sentences(self.source)

    @cached_property
    def beads(self) -> list[Bead]:
        """Which sentences of the source became which of the copy, in the order of the copy."""
        if self.source.is_beside:
            return [*self._beads_of_segments()]
        return align_sentences(
            [self.source.text[slice(*s)] for s in self.source_sentences],
            [self.copy.text[slice(*s)] for s in self.copy_sentences],
            self.source_lang,
            self.lang,
            self.by_vectors,
            (_starts(self.source, self.source_sentences), _starts(self.copy, self.copy_sentences)),
        )

    def _beads_of_segments(self) -> Iterator[Bead]:
        """The beads where each segment of the copy has its source beside it."""
        sides = (self.source, self.source_sentences), (self.copy, self.copy_sentences)
        for source, copy in zip(*(_by_block(*side) for side in sides), strict=True):
            if len(source) == len(copy):
                yield from (Bead((s,), (c,), 1.0) for s, c in zip(source, copy, strict=True))
                continue
            if len(source) < 2 or len(copy) < 2:
                if source or copy:
                    yield Bead(source, copy, 1.0 if source and copy else 0.0)
                continue
            for bead in align_sentences(
                [self.source.text[slice(*self.source_sentences[n])] for n in source],
                [self.copy.text[slice(*self.copy_sentences[n])] for n in copy],
                self.source_lang,
                self.lang,
                self.by_vectors,
            ):
                yield Bead(
                    tuple(source[n] for n in bead.source),
                    tuple(copy[n] for n in bead.copy),
                    bead.likeness,
                )

    @cached_property
    def pairs(self) -> list[Pair]:
        """The sentences that were translated, with their source; none where the copy is no translation."""
        pairs = [
            Pair(
                *self._joined(self.copy, self.copy_sentences, bead.copy),
                *self._joined(self.source, self.source_sentences, bead.source),
                bead.likeness,
            )
            for bead in self.beads
            if bead.copy and bead.source
        ]
        translated = sum(len(bead.copy) for bead in self.beads if bead.source)
        return pairs if translated >= _TRANSLATED * len(self.copy_sentences) else []

    def source_of(self, span: Span) -> str:
        """What the sentences of the source say that a stretch of the copy translates."""
        return " ".join(p.source for p in self.pairs if p.span.overlaps(span))

    def sentence_after(self, number: int) -> Span:
        """The sentence of the copy at which a sentence of the source would follow or stand before."""
        placed = [b for b in self.beads if b.source and b.copy]
        after = [b.copy[0] for b in placed if b.source[0] > number]
        return self.copy_sentences[min(after) if after else placed[-1].copy[-1]]

    def repeats(self, number: int) -> bool:
        """Whether a sentence of the copy says what the one before or after it says."""
        own = self._words(number)
        return any(
            len(own & other) >= _REPEATED * max(len(own), len(other))
            for other in map(self._words, (number - 1, number + 1))
            if own and other
        )

    def _words(self, number: int) -> frozenset[str]:
        if not 0 <= number < len(self.copy_sentences):
            return frozenset()
        text = self.copy.text[slice(*self.copy_sentences[number])]
        return frozenset(w.lower() for w in WORD.findall(text))

    @staticmethod
    def _joined(
        document: Document, sentences: Sequence[Span], numbers: Sequence[int]
    ) -> tuple[Span, str]:
        span = Span(sentences[numbers[0]].start, sentences[numbers[-1]].end)
        return span, document.text[slice(*span)]


def _sentences(document: Document) -> list[Span]:
    """The sentences with a letter or a digit in them."""
    return [
        sentence.shifted(segment.offset)
        for segment in document.segments
        if segment.kind not in _NO_PROSE
        for sentence in segment.sentences
        if any(map(str.isalnum, segment.text[slice(*sentence)]))
    ]


def _by_block(document: Document, sentences: Sequence[Span]) -> list[tuple[int, ...]]:
    """The numbers of the sentences in each block."""
    found: list[list[int]] = [[] for _ in document.blocks]
    for number, sentence in enumerate(sentences):
        block = bisect_right(document.blocks, sentence.start, key=lambda b: b.span.start) - 1
        found[block].append(number)
    return [tuple(numbers) for numbers in found]


def _starts(document: Document, sentences: Sequence[Span]) -> frozenset[int]:
    """The numbers of the sentences that begin a block."""
    blocks = [bisect_right(document.blocks, s.start, key=lambda b: b.span.start) for s in sentences]
    return frozenset(n for n, block in enumerate(blocks) if not n or block != blocks[n - 1])
