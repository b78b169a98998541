"""Fixing: apply the fixes that do not overlap, read again, until nothing changes."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qa.check import Checked, check
from qa.errors import InputError
from qa.load import load
from qa.model import Document, Edit, Finding, Fix, Safety
from qa.readers import reader_for

if TYPE_CHECKING:
    from qa.context import Context
    from qa.registry import Rule

MAX_ROUNDS = 10


def fixed(checked: Checked, rules: Sequence[Rule], context: Context, most: Safety) -> Checked:
    """`checked` after its fixes, with what is left to be found.

    Applies fixes up to the safety `most`; its document holds the new bytes. Raises InputError when
    new text has no form in the file's encoding.
    """
    for _ in range(MAX_ROUNDS):
        if checked.document is None:
            break
        raw = apply(checked.document, checked.findings, most)
        if raw == checked.document.raw:
            break
        # The language stays the one found at first: fixing must not change what the text is.
        settled = dataclasses.replace(
            context, config=dataclasses.replace(context.config, lang=checked.document.lang)
        )
        checked = check(load(checked.path, raw, settled, checked.document.suffix), rules, context)
    return checked


def apply(document: Document, findings: Iterable[Finding], most: Safety) -> bytes:
    """The bytes of `document` with every fix applied that is safe enough and overlaps no earlier one.

    In a format with markup, a fix whose new text would not be read as it was meant is left out.
    Raises InputError when no fix that is left can be written in the file's encoding.
    """
    fixes = [f.fix for f in findings if f.fix is not None and f.fix.safety <= most]
    if not fixes:
        return document.raw
    source, as_meant = _fixed_source(document, fixes)
    if not as_meant:
        # Each fix on its own shows which of them does not come back as it was meant.
        good = [fix for fix in fixes if _fixed_source(document, [fix])[1]]
        source, _ = _fixed_source(document, good)
    return _encoded(document, source)


def _fixed_source(document: Document, fixes: Sequence[Fix]) -> tuple[str, bool]:
    """The decoded file after `fixes`, and whether it is read as the fixed text.

    The space between blocks may differ.
    """
    taken, edits = _taken(document, fixes)
    source = _changed(document.source, edits)
    if document.offsets.is_identity:
        return source, True
    meant = _changed(document.text, sorted(e for fix in taken for e in fix.edits))
    return source, meant.split() == reader_for(document.suffix).read(source).text.split()


def _changed(text: str, edits: Iterable[Edit]) -> str:
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def _encoded(document: Document, source: str) -> bytes:
    try:
        return document.bom + source.encode(document.encoding)
    except UnicodeEncodeError as error:
        lost = error.object[error.start : error.end]
        raise InputError(
            document.path,
            f"not fixed: “{lost}” cannot be written in {document.encoding}; save the file as UTF-8",
        ) from None


def source_edits(document: Document, fixes: Iterable[Fix]) -> list[Edit]:
    """The edits of the decoded file that the fixes ask for, sorted, none overlapping.

    Of two fixes that overlap, the one that comes first wins; the other waits for the next round.
    """
    return _taken(document, fixes)[1]


def _taken(document: Document, fixes: Iterable[Fix]) -> tuple[list[Fix], list[Edit]]:
    """The fixes that can be applied together, and their edits of the decoded file."""
    taken: list[Fix] = []
    edits: list[Edit] = []
    for fix in fixes:
        wanted = [document.source_edits(edit) for edit in fix.edits]
        # An edit that lies between two blocks cannot be made; all of a fix is applied, or none.
        if not all(wanted) or any(_clashes(e, edits) for each in wanted for e in each):
            continue
        taken.append(fix)
        for each in wanted:
            for edit in each:
                insort(edits, edit)
    return taken, edits


def _clashes(new: Edit, taken: list[Edit]) -> bool:
    # None of `taken` overlap, so only the neighbours of `new` can.
    i = bisect_left(taken, new)
    return any(_touch(new, old) for old in taken[max(0, i - 1) : i + 1])


def _touch(a: Edit, b: Edit) -> bool:
    # An insertion beside another edit is a clash too: which comes first would be a guess.
    if a.start == a.end or b.start == b.end:
        return a.start <= b.end and b.start <= a.end
    return a.start < b.end and b.start < a.end
