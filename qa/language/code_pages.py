"""Text that was written in one 8-bit code page and read in another, and what it should read.

UTF-8 that was read in a code page is `qa.text.mojibake`; here no byte was lost, and each character
stands for one other. Bytes above 0x7F alone differ, so text that looks like a language as it
stands is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, combining

from qa.document.computed import of_document
from qa.language import language_scripts
from qa.text.alphabets import alphabets
from qa.text.fit import marks, script_fit
from qa.text.garbled import oddities
from qa.text.mojibake import Repair, in_mojibake, repairs
from qa.text.patterns import lazy
from qa.text.spans import Span

if TYPE_CHECKING:
    from qa.document.model import Document
    from qa.language import Detector

_TYPOGRAPHIC = frozenset("‘’“”„–—…«»\xa0")
# As much of the garbled text as the detector is asked about, in code points.
_SAMPLE = 1_000
# A repair makes text of a language from what fits none: the score of the best language rises by at
# least so much, to at least so much. In sentences of nine languages through 50 pairs of code pages
# it rose by .4 and more; clean text in another code page's disguise does not rise at all.
_GAIN, _FIT = 0.25, 0.5
# Nearly all that is repaired makes words of one script, with capitals and marks where they belong:
# Thai read as Windows-1252 gives Hebrew letters, too, but with signs in between.
_WELL = 0.9
# A garbled text has at least so many letters.
_FEWEST_LETTERS = 4
# So many letters, of so many kinds, that the text's own language lacks, and whose repair it has.
_FEWEST_ALIEN, _FEWEST_KINDS = 3, 2


class CodePages(NamedTuple):
    """The code page that a text was written in, and the one that it was read in."""

    written: str
    read: str


# Where whole words change. The programs' own names of the code pages; KOI8-U holds KOI8-R's letters.
_LATIN_READINGS = tuple(
    CodePages(written, "cp1252")
    for written in ("cp1251", "koi8-u", "iso8859-5", "cp1253", "cp1255", "cp1256")
)
_CYRILLIC_READINGS = (
    CodePages("koi8-u", "cp1251"),
    CodePages("iso8859-5", "cp1251"),
    CodePages("cp1251", "koi8-r"),
)
# Where some letters change, by what is missing in Windows-1252.
_PARTIAL_READINGS = (
    CodePages("cp1254", "cp1252"),
    CodePages("cp1250", "cp1252"),
    CodePages("iso8859-2", "cp1252"),
)

# Three of the upper half in a row: no language of the code page writes that.
_LATIN_SIGN = lazy(r"[À-ÖØ-öø-ÿ]{3}")
_LATIN = lazy(r"[\xa1-\xff](?:[^A-Za-z\n\r\u0400-\u1fff\u2c00-\uffff]*[\xa1-\xff])?")
# KOI8 has its capitals where Windows-1251 has its small letters.
_CYRILLIC_SIGN = lazy(r"[а-яё][А-ЯЁ]{2}")
_CYRILLIC = lazy(r"[^\x00-\x7f]*[Ѐ-ӿ](?:[^A-Za-z\n\r]*[Ѐ-ӿ])?[^\x00-\x7f]*")
# What Windows-1252 has in its upper half, quotation marks and dashes aside.
_IN_1252 = "ŒœŠšŽžŸƒ"
_UPPER_HALF = lazy(rf"[\xa1-\xff{_IN_1252}]")


@of_document
def misread(document: Document, detector: Detector) -> tuple[CodePages, tuple[Repair, ...]] | None:
    """The code pages that were mistaken, and the garbled stretches, sorted; None if there are none.

    The document is taken to have one such mistake at most.
    """
    text = document.text
    if text.isascii():
        return None
    for sign, stretch, readings in (
        (_LATIN_SIGN, _LATIN, _LATIN_READINGS),
        (_CYRILLIC_SIGN, _CYRILLIC, _CYRILLIC_READINGS),
    ):
        if sign.search(text):
            found = list(_stretches(text, sign, stretch))
            pages = _best(found, readings, detector) if found else None
            if pages:
                whole = [Repair(*m.span(), _repaired(m[0], pages)) for m in found]
                return pages, tuple(r for r in whole if not oddities(r.text))
    return _partly(document)


def repair_in(document: Document, span: Span, detector: Detector) -> bool:
    """Whether something within `span` is garbled and can be repaired."""
    if document.text[span.start : span.end].isascii():
        return False
    if in_mojibake(document.text, *span):
        return True
    found = misread(document, detector)
    return found is not None and any(r.start < span.end and span.start < r.end for r in found[1])


def _stretches(
    text: str, sign: re.Pattern[str], stretch: re.Pattern[str]
) -> Iterator[re.Match[str]]:
    for m in stretch.finditer(text):
        letters = sum(map(str.isalpha, m[0]))
        if letters >= _FEWEST_LETTERS and sign.search(m[0]):
            yield m


def _best(
    found: Sequence[re.Match[str]], readings: Sequence[CodePages], detector: Detector
) -> CodePages | None:
    """The reading that makes the best text of what was found, if it makes text of it at all."""
    sample = " ".join(m[0] for m in found)[:_SAMPLE]
    fits = {pages: _fit(_repaired(sample, pages), detector) for pages in readings}
    fits = {k: v for k, v in fits.items() if script_fit(_repaired(sample, k)) >= _WELL}
    if not fits:
        return None
    best = max(fits, key=lambda pages: fits[pages])
    others = (sample, _without_mojibake(sample))
    before = max(v for text in others for v in (0.0, *detector.scores(text).values()))
    return best if fits[best] >= max(_FIT, before + _GAIN) else None


def _without_mojibake(text: str) -> str:
    """The text as it reads if it was UTF-8."""
    for start, end, new, _ in reversed(repairs(text)):
        text = text[:start] + new + text[end:]
    return text


def _fit(text: str, detector: Detector) -> float:
    """The best score among the languages of the script that all the letters are in."""
    from qa.language.scripts import script_counts

    counts = script_counts(text)
    if len(counts) != 1:
        return 0.0
    (script,) = counts
    scores = detector.scores(text)
    return max((v for k, v in scores.items() if script in language_scripts(k)), default=0.0)


def _partly(document: Document) -> tuple[CodePages, tuple[Repair, ...]] | None:
    """Words with letters of the wrong code page, in a text whose language has the right ones.

    A text that has a right one is judged block by block.
    """
    own = alphabets().get(document.lang)
    if not own or not _UPPER_HALF.search(document.text):
        return None
    whole = Span(0, len(document.text))
    mixed = _has_right_letters(document.text, own)
    spans = [s.span for s in document.segments] if mixed else [whole]
    best: tuple[float, CodePages, tuple[Repair, ...]] | None = None
    for pages in _PARTIAL_READINGS:
        found: list[Repair] = []
        parts: list[str] = []
        for span in spans:
            words = list(_alien_words(document.text, span, own, pages))
            if words:
                found += words
                parts.append(_repaired(document.text[span.start : span.end], pages))
        if found:
            fit = _own_share("\n".join(parts), own)
            if fit >= _WELL and (best is None or fit > best[0]):
                best = fit, pages, tuple(found)
    return best[1:] if best else None


def _own_share(text: str, own: frozenset[str]) -> float:
    """The share of the characters beyond ASCII that are letters of the alphabet, or marks."""
    total, good = marks(text)
    letters = sum(c in own for c in text.replace("İ", "ı").lower())
    return (good + letters) / total if total else 0.0


def _has_right_letters(text: str, own: frozenset[str]) -> bool:
    """Whether the text has letters of its alphabet that Windows-1252 has not."""
    return any(c > "\xff" and c not in _IN_1252 for c in own.intersection(text.lower()))


def _alien_words(text: str, span: Span, own: frozenset[str], pages: CodePages) -> Iterator[Repair]:
    part = text[span.start : span.end]
    if _has_right_letters(part, own) or repairs(part):
        return
    table = _table(pages)
    capitals = frozenset("İ" if c == "ı" else c.upper() for c in own)
    alien = {
        c
        for c in set(_UPPER_HALF.findall(part))
        if c.lower() not in own and table.get(ord(c), "") in own | capitals
    }
    # Signs alone are the figures of footnotes and units: m³, m².
    if not any(map(str.isalpha, alien)):
        return
    if len(alien) < _FEWEST_KINDS or sum(map(part.count, alien)) < _FEWEST_ALIEN:
        return
    letters = "".join(sorted(alien))
    for m in re.finditer(rf"[^\W\d_]*[{letters}](?:[^\W\d_\x80-\x9f]|[{letters}\x80-\x9f])*", part):
        yield Repair(m.start() + span.start, m.end() + span.start, _repaired(m[0], pages))


def _repaired(text: str, pages: CodePages) -> str:
    return text.translate(_table(pages))


@cache
def _table(pages: CodePages) -> dict[int, str]:
    """What each character of the upper half was, control characters aside.

    Marks that are typed later, by someone who saw them right, stay unless they were letters.
    """
    table = {}
    for byte in range(0x80, 0x100):
        try:
            read = bytes([byte]).decode(pages.read)
        except UnicodeDecodeError:
            read = chr(byte)
        written = bytes([byte]).decode(pages.written, "replace")
        if written in (read, "\ufffd") or category(written) == "Cc":
            continue
        if written.isalpha() or combining(written) or read not in _TYPOGRAPHIC:
            table[ord(read)] = written
    if pages.read == "cp1252":
        # Latin-1 has controls where Windows-1252 has letters and marks.
        table |= {b: bytes([b]).decode(pages.written, "replace") for b in range(0x80, 0xA0)}
    return {k: v for k, v in table.items() if v != "\ufffd" and category(v) != "Cc"}
