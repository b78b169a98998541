"""What of a story can be scored, and what cannot: the cleaning stage, before the score.

A list of links, a garbled line and a label are no translation, and would be called the worst of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from qa.document.model import Document, Edit, Finding, Safety, Segment, Span
from qa.text.patterns import lazy
from qa.text.sentences import sentences
from qa.text.words import WORD

RESIDUE = "page residue"
GARBLED = "broken encoding"
FOREIGN = "another language"
LABEL = "headline or label"
SHORT = "too short to judge"
# The families that say what is no story, and whose safe fixes are made before a sentence is read.
FAMILIES = ("ENC", "LNG", "BLR", "PUN")
_SPACE_MISSING = "PUN105"
# Mojibake, replacement characters, lost letters, a wrong code page, escape sequences.
_BROKEN = frozenset({"ENC101", "ENC102", "ENC117", "ENC118", "ENC119"})
_PROSE = frozenset({"lead", "unit", "paragraph", "list-item", "quote", "cue", "cell", "caption"})
# A share of the letters of a sentence from which on it is what was found in it.
_MOSTLY = 0.5
_ENDED = lazy(r"[.!?…:;。！？؟।॥։።][\s\"'“”’»)\]」』]*$")
# A paragraph with so many words and no mark at its end is a sentence that lost it.
_LONGEST_LABEL = 14
_FEWEST_WORDS = 4
_UNSPACED = lazy(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f]")


class Part(NamedTuple):
    """A sentence of a document: its place there, the kind of its segment, and its mended text.

    `places` has the offset in the document of each code point of `text`. `skipped` is why it is not
    to be scored, or empty.
    """

    span: Span
    kind: str
    text: str
    places: Sequence[int]
    skipped: str = ""

    def place(self, span: Span) -> Span:
        """Where a stretch of the mended text stands in the document."""
        return Span(self.places[span.start], self.places[max(span.start, span.end - 1)] + 1)


def parts(document: Document, findings: Sequence[Finding]) -> Iterator[Part]:
    """The sentences of `document` that have a letter, in their order.

    `findings` are those of the rules of `FAMILIES`.
    """
    edits = sorted(edit for f in findings for edit in _mending(f))
    residue = [f.span for f in findings if f.code.startswith("BLR")]
    foreign = [f.span for f in findings if f.code.startswith("LNG")]
    broken = [f.span for f in findings if f.code in _BROKEN and not _is_safe(f)]
    for segment in document.segments:
        mended, places = _mended(segment, edits)
        for start, end in sentences(mended, segment.lang):
            text = mended[start:end]
            if not any(map(str.isalpha, text)):
                continue
            part = Part(
                Span(places[start], places[end - 1] + 1), segment.kind, text, places[start:end]
            )
            if segment.lang != document.lang or _is_mostly(part.span, foreign):
                skipped = FOREIGN
            elif _is_mostly(part.span, residue):
                skipped = RESIDUE
            elif any(span.overlaps(part.span) for span in broken):
                skipped = GARBLED
            else:
                skipped = _unfit(text, segment.kind)
            yield part._replace(skipped=skipped)


def _unfit(text: str, kind: str) -> str:
    """Why a sentence in the right language cannot be judged by itself."""
    words = WORD.findall(text)
    if kind not in _PROSE:
        return LABEL
    if _UNSPACED.search(text):
        return ""
    if not _ENDED.search(text) and len(words) <= _LONGEST_LABEL:
        return LABEL
    return SHORT if len(words) < _FEWEST_WORDS else ""


def _is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.safety is Safety.SAFE


def _mending(finding: Finding) -> Iterator[Edit]:
    """The edits that are made before a sentence is read: safe ones, and the cut between sentences."""
    if finding.fix and (_is_safe(finding) or finding.code == _SPACE_MISSING):
        yield from finding.fix.edits


def _is_mostly(span: Span, found: Iterable[Span]) -> bool:
    covered = sum(max(0, min(span.end, f.end) - max(span.start, f.start)) for f in found)
    return covered >= _MOSTLY * (span.end - span.start)


def _mended(segment: Segment, edits: Sequence[Edit]) -> tuple[str, Sequence[int]]:
    """The text of a segment after the edits, and where each of its code points stands."""
    at, end = segment.span
    text: list[str] = []
    places: list[int] = []
    whole = segment.document.text
    for edit in edits:
        if edit.start < at or edit.end > end:
            continue
        text += [whole[at : edit.start], edit.text]
        places += range(at, edit.start)
        last = max(segment.span.start, edit.end - 1)
        places += [min(edit.start + i, last) for i in range(len(edit.text))]
        at = edit.end
    text.append(whole[at:end])
    places += range(at, end)
    return "".join(text), places
