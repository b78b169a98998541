"""Words and phrases of a text that were left in another script or language."""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from qa.document.characters import characters
from qa.document.index import words_in
from qa.document.model import Span
from qa.language import language_name, language_scripts, languages_of
from qa.language.own_words import own_words
from qa.language.scripts import dominant_script, script_counts, script_of
from qa.language.set_off import is_emphasised
from qa.language.unknown_words import unknown_phrases, unknown_words
from qa.text.addresses import in_address
from qa.text.patterns import lazy
from qa.text.word_lists import words_for
from qa.text.words import WORD

if TYPE_CHECKING:
    from qa.document.model import Document, Segment
    from qa.language.strays import Strays

# What may stand between the words of a phrase.
_BETWEEN = r"[ \u00a0,–—-]{1,3}"
# In text in other letters, a run of so many small Latin words is no name and no loan ("de facto");
# of two or three only where a word that English has to itself is among them.
_LATIN_RUN = 4
_LATIN_WORDS = lazy(
    r"(?:[A-Z][\w'’-]* )*(?<![\w.@#/'’-])[a-z]+(?: [a-z]+)+(?![\w@/'’-])(?: [A-Z])?"
)
_LATIN_PHRASE_LANGUAGE = "en"
# Brackets and marks that set off a name, a title or a term, where no quotation does.
_SET_OFF = lazy(
    r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|【[^【】]*】|「[^「」]*」|『[^『』]*』|《[^《》]*》"
    r"|(?<!\w)[‘‚'‹`][^‘’‚'‹›`]*[’'›`](?!\w)"
)
# An introduction ("the word", "known as") stands at most so many words before, or right after.
_NEAR = 2
# Scripts written without spaces, where a word in another may stand right beside the text's own.
_UNSPACED = frozenset({"Han", "Hiragana", "Katakana", "Hangul", "Thai", "Lao", "Khmer", "Myanmar"})
# Alphabets' letters stand alone in formulas and lists; a sign of the scripts above is a word.
_FEWEST_LETTERS = 2
# A quotation is in the original language when a run of words has at least this share of its letters.
_QUOTED_SHARE = 0.4


class StrayWords(NamedTuple):
    """A word or a phrase that was left in another language, in code points of the document.

    `language` is empty where only the script tells.
    """

    span: Span
    script: str
    language: str = ""


def stray_words(found: Strays) -> Iterator[StrayWords]:
    """Where words in other letters, or of another language, stand in the text's own sentences.

    Names, what stands in brackets or italics, quotations in other letters, what is introduced as
    original wording, addresses and single letters are passed over.
    """
    document = found.document
    own = frozenset(language_scripts(document.lang))
    unknown = unknown_words(document)
    if not own or ("Latin" in own and document.text.isascii() and not unknown):
        return
    foreign = [c for c in characters(document) if script_of(c) not in own and script_of(c)]
    if "Latin" in own and not foreign and not unknown:
        return
    quoted = _Spans(_in_other_letters(document, own))
    reported = _Spans(span for span, _ in found.sentences)
    for index, segment in enumerate(document.segments):
        if index in found.blocks or segment.kind == "code" or segment.own_lang is not None:
            continue
        places = list(_places(segment.text, own, foreign, unknown, found))
        if not places:
            continue
        apart = _Spans(m.span() for m in _SET_OFF.finditer(segment.text))
        for (start, end), language in places:
            span = Span(start, end).shifted(segment.offset)
            if apart.around(start, end) or quoted.around(*span) or reported.around(*span):
                continue
            if not _is_introduced(segment, start, end) and not _is_quoted_alone(document, span):
                script = dominant_script(segment.text[start:end]) or ""
                yield StrayWords(span, script, language)


def _places(
    text: str,
    own: frozenset[str],
    foreign: Sequence[str],
    unknown: frozenset[str],
    found: Strays,
) -> Iterator[tuple[tuple[int, int], str]]:
    """Where a paragraph has words that may be stray, and their language if that is known."""
    places = _phrases(text, [c for c in foreign if c in text])
    yield from ((place, "") for place in places)
    if "Latin" not in own:
        yield from ((place, "") for place in _latin_phrases(text))
    if unknown and not unknown.isdisjoint(words_in(text)):
        yield from unknown_phrases(text, unknown, found.judge)


def _phrases(text: str, foreign: list[str]) -> Iterator[tuple[int, int]]:
    """Runs of words in the letters `foreign`, Latin ones apart, that are no names."""
    letters = "".join(c for c in foreign if script_of(c) != "Latin")
    if not letters:
        return
    one = f"[{re.escape(letters)}]"
    marks = "".join(c for c in set(text) if unicodedata.category(c)[0] == "M")
    more = f"[{re.escape(letters + marks)}]" if marks else one
    word = rf"{one}{more}*(?:['’ʼ-]{one}{more}*)*"
    for m in re.finditer(rf"{word}(?:{_BETWEEN}{word})*", text):
        words = re.findall(word, m[0])
        if max(map(len, words)) < _FEWEST_LETTERS and script_of(m[0][0]) not in _UNSPACED:
            continue
        if all(w[0].isupper() for w in words):
            continue
        beside = text[max(0, m.start() - 1) : m.start()] + text[m.end() : m.end() + 1]
        if any(map(str.isalnum, beside)) and script_of(m[0][0]) not in _UNSPACED:
            continue  # look-alike letters in a word, or a unit such as "μm"
        yield m.span()


def _latin_phrases(text: str) -> Iterator[tuple[int, int]]:
    """Runs of small Latin words that are no names, loans or brands."""
    telling = own_words()[_LATIN_PHRASE_LANGUAGE]
    for m in _LATIN_WORDS.finditer(text):
        words = m[0].split()
        if m[0][0].isupper() or words[-1][0].isupper():
            continue  # a title: "Let it be"
        if len(words) >= _LATIN_RUN or not telling.isdisjoint(words):
            yield m.span()


def _in_other_letters(document: Document, own: frozenset[str]) -> Iterator[Span]:
    """The quotations of which a good part is in other scripts than `own`: original wording."""
    for q in document.quotations:
        counts = script_counts(document.text[q.inner.start : q.inner.end])
        foreign = sum(n for script, n in counts.items() if script not in own)
        if foreign and foreign >= _QUOTED_SHARE * counts.total():
            yield q.span


def _is_quoted_alone(document: Document, span: Span) -> bool:
    """Whether the words are a good part of a quotation: a title, or original wording."""
    return any(
        q.inner.start <= span.start
        and span.end <= q.inner.end
        and span.end - span.start >= _QUOTED_SHARE * (q.inner.end - q.inner.start)
        for q in document.quotations
    )


class _Spans:
    """Spans that follow one another, to be asked for the one around a place."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def around(self, start: int, end: int) -> bool:
        at = bisect_right(self._spans, (start, sys.maxsize)) - 1
        return at >= 0 and end <= self._spans[at][1]


def _is_introduced(segment: Segment, start: int, end: int) -> bool:
    """Whether the text says or shows that the words from `start` to `end` are meant to stand there."""
    document, text = segment.document, segment.text
    span = Span(start, end).shifted(segment.offset)
    if in_address(text, start, end) or is_emphasised(document, span):
        return True
    before = [w.lower() for w in WORD.findall(text[max(0, start - 80) : start])[-_NEAR:]]
    behind = text[end : end + 80]
    after = [w.lower() for w in WORD.findall(behind)[:1]]
    if not words_for("original_wording", document.lang).isdisjoint(before + after):
        return True
    if document.lang == "en" and not _languages_in(text[start:end]).isdisjoint(before):
        return True
    # "拘留 (detention)": a translation follows.
    return re.match(r"[ \u00a0]?[(\[（]", behind) is not None


def _languages_in(words: str) -> frozenset[str]:
    """The names, in small letters, of the languages that are written in the script of `words`."""
    return _names_of(dominant_script(words) or "")


@cache
def _names_of(script: str) -> frozenset[str]:
    return frozenset(language_name(c).lower() for c in languages_of(script)) | {script.lower()}
