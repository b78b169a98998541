"""What must not be touched: findings in places that are no prose are not reported, nor fixed.

This is the one place that knows it, so that no rule has to.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.document.model import Document, Edit, Finding, Span
from qa.text.addresses import address_spans
from qa.text.mojibake import repairs
from qa.text.opaque import Place, merged, opaque_places
from qa.text.patterns import lazy

# Rules that look for what is no prose: residue of pages and templates, broken encoding, addresses
# that differ from the source. They may report inside, but not change a part of it.
_ABOUT = ("ENC", "BLR", "SRC", "RTT", "MTA2")
# A name that is written as an address: "Caliber.Az".
_NAME = lazy(r"[^\W_]+\.[^\W_]+")


def unprotected(document: Document, findings: Sequence[Finding]) -> list[Finding]:
    """`findings` without those inside of places that are no prose; others lose a fix that cuts one."""
    if not findings:
        return []
    places = _Places(document)
    return [kept for f in findings if (kept := places.without_harm(f)) is not None]


class _Places:
    """The places of a document that are no prose, and what they hold back."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text
        marked = [(s.start, s.end) for s in document.opaque if s.start < s.end]
        self._found = merged([*marked, *opaque_places(document.text)])
        self._starts = [start for start, _ in self._found]
        self._objects = [s.start for s in document.opaque if s.start == s.end]
        self._addresses: dict[int, list[Place]] = {}
        self._block_starts = [b.span.start for b in document.blocks]
        self._garbled = repairs(document.text)

    def _is_at_garbled(self, edit: Edit) -> bool:
        """Whether an edit touches a stretch that is garbled."""
        # They are sorted and apart: the first that does not end before the edit decides.
        i = bisect_left(self._garbled, edit.start, key=lambda r: r.end)
        return i < len(self._garbled) and self._garbled[i].start <= edit.end

    def without_harm(self, finding: Finding) -> Finding | None:
        """The finding as it may be reported, if it may."""
        about = finding.code.startswith(_ABOUT)
        if not about and self._holds(finding.span):
            # One that stands for several places may stand for some that are prose.
            others = tuple(s for s in finding.related if not self._holds(s))
            if not others:
                return None
            finding = replace(finding, span=others[0], related=others[1:])
        fix = finding.fix
        if fix is None:
            return finding
        if not finding.code.startswith("ENC") and any(map(self._is_at_garbled, fix.edits)):
            # What its words and marks are is known when they are repaired.
            return replace(finding, fix=None)
        edits = tuple(e for e in fix.edits if not self._is_idle(e, about))
        if not edits and fix.edits:
            return None
        if any(self._cuts(e, about) for e in edits):
            return replace(finding, fix=None)
        if len(edits) < len(fix.edits):
            return replace(finding, fix=fix._replace(edits=edits))
        return finding

    def _is_idle(self, edit: Edit, about: bool) -> bool:
        """Whether the edit is for a space that is right as it is; each is corrected on its own."""
        if self._is_space_at_object(edit):
            return True
        blank = not edit.text.strip() and not self._text[edit.start : edit.end].strip()
        return blank and not about and self._cuts(edit, about)

    def _holds(self, span: Span) -> bool:
        """Whether the span is part of a place, or of a word that a picture parts."""
        start, end = span
        if start == end:
            return any(a < start < b for a, b in self._near(start, end))
        if self._is_name(span):
            return False
        if any(a <= start and end <= b for a, b in self._near(start, end)):
            return True
        return any(start < at < end for at in self._objects) and self._text[start:end].isalnum()

    def _is_name(self, span: Span) -> bool:
        return span in self._near(*span) and _NAME.fullmatch(self._text, *span) is not None

    def _cuts(self, edit: Edit, about: bool) -> bool:
        """Whether the edit changes a part of a place, or what has no form in the file."""
        start, end, new = edit
        about = about or self._is_name(Span(start, end))
        for a, b in self._near(start, end):
            if not (start < b and a < end if start < end else a < start < b):
                continue
            if not (start <= a and b <= end):
                return True
            if new.strip() and not about and self._text[a:b] not in new:
                return True
        if any(start < at < end for at in self._objects) and not self._is_of_blocks(start, end):
            return True
        offsets = self._document.offsets
        return any(self._text[slice(*gap)].strip() for gap in offsets.gaps(Span(start, end)))

    def _is_of_blocks(self, start: int, end: int) -> bool:
        i = bisect_right(self._block_starts, start) - 1
        return i < 0 or (
            start <= self._block_starts[i] and self._document.blocks[i].span.end <= end
        )

    def _is_space_at_object(self, edit: Edit) -> bool:
        """Whether the edit changes nothing but the space or mark beside a picture or a formula."""
        start, end, new = edit
        if any(map(str.isalnum, self._text[start:end])) or any(map(str.isalnum, new)):
            return False
        if any(start <= at <= end for at in self._objects):
            return True
        return start < end and any(
            end == a and not self._text[a].isalnum() for a, _ in self._near(start, end)
        )

    def _near(self, start: int, end: int) -> Iterator[Place]:
        """The places that touch the stretch from `start` to `end`."""
        first = max(0, bisect_right(self._starts, start) - 1)
        for i in range(first, len(self._found)):
            if self._found[i][0] > end:
                break
            yield self._found[i]
        for number in {
            bisect_right(self._block_starts, start) - 1,
            bisect_right(self._block_starts, end) - 1,
        }:
            if number >= 0:
                yield from self._addresses_of(number)

    def _addresses_of(self, block: int) -> list[Place]:
        if block not in self._addresses:
            start, end = self._document.blocks[block].span
            text = self._text[start:end]
            # What is known already parts words.
            for a, b in self._found[max(0, bisect_right(self._starts, start) - 1) :]:
                if a >= end:
                    break
                a, b = max(a, start), min(b, end)
                text = f"{text[: a - start]}{' ' * (b - a)}{text[b - start :]}" if a < b else text
            self._addresses[block] = [(a + start, b + start) for a, b in address_spans(text)]
        return self._addresses[block]
