"""Fixing: apply the fixes that do not overlap, read again, until nothing changes."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qa.check import Checked, check
from qa.errors import InputError
from qa.load import load
from qa.model import Document, Edit, Finding, Safety

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
        checked = check(load(checked.path, raw, settled), rules, context)
    return checked


def apply(document: Document, findings: Iterable[Finding], most: Safety) -> bytes:
    """The bytes of `document` with every fix applied that is safe enough and overlaps no earlier one."""
    edits = source_edits(document, findings, most)
    if not edits:
        return document.raw
    parts, at = [], 0
    for edit in edits:
        parts += [document.source[at : edit.start], edit.text]
        at = edit.end
    parts.append(document.source[at:])
    try:
        return document.bom + "".join(parts).encode(document.encoding)
    except UnicodeEncodeError as error:
        lost = error.object[error.start : error.end]
        raise InputError(
            document.path,
            f"not fixed: “{lost}” cannot be written in {document.encoding}; save the file as UTF-8",
        ) from None


def source_edits(document: Document, findings: Iterable[Finding], most: Safety) -> list[Edit]:
    """The edits of the decoded file that the fixes up to `most` ask for, sorted, none overlapping.

    Of two fixes that overlap, the one that starts first wins; the other waits for the next round.
    """
    taken: list[Edit] = []
    for finding in findings:
        if finding.fix is None or finding.fix.safety > most:
            continue
        wanted = [e for edit in finding.fix.edits for e in document.offsets.source_edits(edit)]
        if not any(_clashes(edit, taken) for edit in wanted):
            for edit in wanted:
                insort(taken, edit)
    return taken


def _clashes(new: Edit, taken: list[Edit]) -> bool:
    # None of `taken` overlap, so only the neighbours of `new` can.
    i = bisect_left(taken, new)
    return any(_touch(new, old) for old in taken[max(0, i - 1) : i + 1])


def _touch(a: Edit, b: Edit) -> bool:
    # An insertion beside another edit is a clash too: which comes first would be a guess.
    if a.start == a.end or b.start == b.end:
        return a.start <= b.end and b.start <= a.end
    return a.start < b.end and b.start < a.end
