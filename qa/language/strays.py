"""What in a document is in another language than the document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa.document.computed import of_document
from qa.document.model import Span
from qa.document.quoted import quotations_at
from qa.language import UNKNOWN, language_scripts
from qa.language.judge import Judge, Verdict, without_addresses
from qa.language.scripts import dominant_script, letter_count
from qa.language.set_off import is_emphasised
from qa.text.patterns import lazy
from qa.text.word_lists import words_for
from qa.text.words import WORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa.document.model import Document, Segment
    from qa.language import Detector

# A text is bilingual when this share of its letters, in at least so many blocks and this share of
# all, is in other languages: one finding then says more than one a line.
_BILINGUAL_LETTERS = 1 / 3
_BILINGUAL_BLOCKS = 1 / 4
_FEWEST_BLOCKS = 3
# With more than this share the text is in another language than it is said to be; in a bilingual one,
# with more than the second.
_MOSTLY, _NEARLY_ALL = 1 / 2, 2 / 3
# Languages take turns where this share of the foreign blocks have none beside them.
_ALTERNATING = 0.75
# Without what is foreign, at least so many words are left, and so many times as many.
_FEWEST_OWN_WORDS = 15
_OWN_WORDS = 4
# Cyrillic letters of languages that no detector here knows are taken for these.
_SLAVIC = frozenset(["ru", "uk", "be", "bg", "mk", "sr"])
_ASIAN = lazy(r"[\u0492-\u052f]")
_ODD = 0.005
# A block is foreign as a whole unless sentences with more than this share of its letters are not.
_OWN_SHARE = 0.3
# In a paragraph a foreign sentence has at least this many letters; less is a phrase or a name.
_SENTENCE_LETTERS = 10
_SENTENCE_WORDS = 3
_TRANSLATION = lazy(r"[(\[（]([^()\[\]（）]*)[)\]）][\s.!?…”\"»]*$")
_FEWEST_TRANSLATED = 2
# A line that may be the name of a product or an ingredient has so many words at most.
_LONGEST_LABEL = 8


@dataclass(frozen=True)
class Strays:
    """The foreign blocks of a document, by their number, and its foreign sentences, by their span.

    The spans count from the start of the document. A block that is foreign as a whole has no
    foreign sentences of its own.
    """

    document: Document
    judge: Judge
    blocks: Mapping[int, Verdict]

    @cached_property
    def foreign_share(self) -> float:
        """The share of the letters that is in foreign blocks, without those marked as such."""
        if not self.blocks:
            return 0.0
        own = [0 if _is_marked(s) else letter_count(s.text) for s in self.document.segments]
        return sum(own[i] for i in self.blocks) / sum(own)

    @cached_property
    def bilingual_share(self) -> float:
        """The share of the letters that is foreign, if that makes the text bilingual; else 0."""
        if len(self.blocks) < max(_FEWEST_BLOCKS, _BILINGUAL_BLOCKS * len(self.document.segments)):
            return 0.0
        return self.foreign_share if self.foreign_share >= _BILINGUAL_LETTERS else 0.0

    @cached_property
    def mostly_foreign(self) -> bool:
        """Whether most of the text is in other languages; one that has two may have a bit more."""
        return self.foreign_share > (_NEARLY_ALL if self.bilingual_share else _MOSTLY)

    def may_go(self, foreign: Sequence[Span]) -> bool:
        """Whether the text would be the same story without these passages, and its language is certain.

        A fifth of its words is too much to lose, a text that is short without them may be in any
        language, and one with the letters of Kazakh or Tatar is in none of the Slavic ones.
        """
        text = self.document.text
        if self.document.lang in _SLAVIC and len(_ASIAN.findall(text)) > _ODD * len(text):
            return False
        words = sum(len(WORD.findall(text, *span)) for span in foreign)
        own = len(WORD.findall(text)) - words
        return (
            self.document.lang != UNKNOWN and own >= _FEWEST_OWN_WORDS and own > _OWN_WORDS * words
        )

    @property
    def alternates(self) -> bool:
        """Whether the languages take turns, paragraph by paragraph, as in a text meant to have two."""
        alone = sum(i - 1 not in self.blocks and i + 1 not in self.blocks for i in self.blocks)
        return alone >= _ALTERNATING * len(self.blocks)

    def commonest_language(self) -> str:
        """The language of most foreign blocks."""
        counts = Counter(v.language for v in self.blocks.values())
        return max(counts, key=lambda code: (counts[code], code))

    @cached_property
    def sentences(self) -> list[tuple[Span, Verdict]]:
        """Runs of foreign sentences in blocks that are not foreign as a whole."""
        found: list[tuple[Span, Verdict]] = []
        for index, segment in enumerate(self.document.segments):
            if index in self.blocks or len(segment.sentences) < 2 or _is_marked(segment):
                continue
            last = None
            for number, sentence in enumerate(segment.sentences):
                verdict = self._foreign_sentence(segment, sentence)
                if verdict is None:
                    continue
                span = sentence.shifted(segment.offset)
                if last == number - 1:
                    start, verdict = found[-1][0].start, max(found[-1][1], verdict, key=_certainty)
                    found[-1] = (Span(start, span.end), verdict)
                else:
                    found.append((span, verdict))
                last = number
        return found

    def _foreign_sentence(self, segment: Segment, sentence: Span) -> Verdict | None:
        text = segment.text[sentence.start : sentence.end]
        if self.judge.is_plainly_own(text):
            return None
        words = islice(WORD.finditer(text), _SENTENCE_WORDS)
        if sum(1 for _ in words) < _SENTENCE_WORDS or letter_count(text) < _SENTENCE_LETTERS:
            return None
        verdict = self.judge.foreign(text)
        if verdict is None:
            return None
        span = sentence.shifted(segment.offset)
        within = any(_covers(q.span, span) for q in quotations_at(self.document, span))
        if within or is_emphasised(self.document, span) or _is_translated(text, self.judge):
            return None
        return None if _is_quoted(self.document, self.judge, span) else verdict


@of_document
def strays(document: Document, detector: Detector) -> Strays:
    """What `document` has in other languages than its own.

    What is quoted in the original language, and a block whose markup declares another language,
    is not stray.
    """
    script = None if language_scripts(document.lang) else dominant_script(document.text[:100_000])
    judge = Judge(document.lang, detector, script)
    blocks: dict[int, Verdict] = {}
    for index, segment in enumerate(document.segments):
        if segment.kind == "code" or _is_marked(segment):
            continue
        verdict = judge.foreign(segment.text)
        if verdict is None or _is_introduced(document, index):
            continue
        if document.lang == "en" and _is_in_english_words(segment):
            continue
        if _is_whole(segment, judge) and not _is_translated(segment.text, judge):
            blocks[index] = verdict
    return Strays(document, judge, MappingProxyType(blocks))


def _is_in_english_words(segment: Segment) -> bool:
    """Whether a short line is all words, names and units of English: an ingredient, a product."""
    from qa.text.english import is_name, is_word

    words = [w[0] for w in segment.words if len(w[0]) > 1]
    if not words or len(segment.words) > _LONGEST_LABEL or not segment.text.isascii():
        return False
    units = words_for("kitchen_units", "en")
    counts = any(c.isdigit() for c in segment.text)
    return all(
        is_word(lower) or (word.isupper() and is_name(lower)) or (counts and lower in units)
        for word in words
        for lower in [word.lower()]
    ) and (counts or segment.text.isupper() or len(words) >= 4)


def stripped(segment: Segment) -> Span:
    """Where the segment's text stands in its document, without the blanks around it."""
    text = segment.text
    return Span(
        segment.span.start + len(text) - len(text.lstrip()),
        segment.span.end - len(text) + len(text.rstrip()),
    )


def _certainty(verdict: Verdict) -> float:
    return verdict.confidence


def _is_marked(segment: Segment) -> bool:
    """Whether the markup says that the block is in another language."""
    return segment.own_lang is not None and segment.own_lang != segment.document.lang


def _is_introduced(document: Document, index: int) -> bool:
    """Whether the block is a quotation after a colon: by its marks, in italics, or set as one."""
    if not index or not document.segments[index - 1].text.rstrip().endswith(":"):
        return False
    span = stripped(document.segments[index])
    if document.segments[index].kind == "blockquote" or is_emphasised(document, span):
        return True
    return any(_covers(q.span, span) for q in quotations_at(document, span))


def _covers(quotation: Span, span: Span) -> bool:
    """Whether a quotation holds all of `span` but a mark at its end."""
    return quotation.start <= span.start and quotation.end >= span.end - 1


def _is_translated(text: str, judge: Judge) -> bool:
    """Whether brackets at the end say the same in the text's own language."""
    m = _TRANSLATION.search(text)
    if not m or len(WORD.findall(m[1])) < _FEWEST_TRANSLATED:
        return False
    # Names alone are no translation: the detector must have found words to judge.
    return judge.foreign(m[1]) is None and judge.evidence(without_addresses(m[1])) is not None


def _is_whole(segment: Segment, judge: Judge) -> bool:
    """Whether the block is foreign apart from what it quotes, and in nearly all its sentences."""
    if _is_quoted(segment.document, judge, segment.span):
        return False
    if len(segment.sentences) < 2:
        return True
    texts = (segment.text[s.start : s.end] for s in segment.sentences)
    own = sum(letter_count(t) for t in texts if not judge.foreign(t))
    return own <= _OWN_SHARE * letter_count(segment.text)


def _is_quoted(document: Document, judge: Judge, span: Span) -> bool:
    """Whether foreign text is foreign only in what it quotes, with the quoting words around it."""
    outside = _outside_quotations(document, span)
    if outside == document.text[span.start : span.end]:
        return False
    return len(WORD.findall(outside)) > 1 and not judge.foreign(outside)


def _outside_quotations(document: Document, span: Span) -> str:
    """The text of `span` without what stands in closed quotations."""
    pieces, start = [], span.start
    for q in quotations_at(document, span):
        if q.closed and q.opened and q.span.overlaps(span):
            pieces.append(document.text[start : max(start, q.span.start)])
            start = max(start, q.span.end)
    return " ".join([*pieces, document.text[start : max(start, span.end)]])
