"""Fixing: apply the fixes that do not overlap, read again, until nothing changes."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qa.document.model import Document, Edit, Finding, Fix, Safety, Span, changed
from qa.errors import InputError
from qa.language.codes import Tag
from qa.linting.check import Checked, check
from qa.load import load
from qa.readers import read

if TYPE_CHECKING:
    from qa.linting.setup import Setup

# Fixes that touch wait for the next round; a long run of them is all there is to need many.
MAX_ROUNDS = 30


def fixed(checked: Checked, setup: Setup, most: Safety) -> Checked:
    """`checked` after its fixes, with what is left to be found; two runs give what one gives.

    Applies fixes up to the safety `most`; its document holds the new bytes. Where they would take
    out more than the share `max_deletion` of the text's visible characters, those that take out
    anything are all left, and a note says so; notes also show what was taken out beyond a line.
    Where fixes undo each other, nothing is changed but an error says so. Raises InputError when new
    text has no form in the file's encoding.
    """
    if checked.document is None:
        return checked
    limit = setup.context.config.max_deletion
    while True:
        whole = _settled(checked, setup, most)
        share = whole.removed / max(1, _visible(checked.document.text))
        if share <= limit:
            return whole.checked
        rest = _settled(checked, setup, most, deletions=False).checked
        if rest.document is None or rest.document.raw == checked.document.raw:
            note = (
                f"{checked.path}: the fixes would take out {share:.0%} of the text, more than "
                f"{limit:.0%}; those that delete were left (--max-deletion {math.ceil(share * 100) / 100} allows them)"
            )
            return rest._replace(notes=(*rest.notes, note))
        # What was mended changes the share, so that a second run would ask again.
        checked = rest


class _Settled(NamedTuple):
    """A document to which no more fixes are to be applied, and how much they took out."""

    checked: Checked
    removed: int = 0


def _settled(
    checked: Checked,
    setup: Setup,
    most: Safety,
    *,
    deletions: bool = True,
) -> _Settled:
    """Apply fixes, without those that delete if `deletions` is false, until nothing changes."""
    first, removed, fixes_made = checked, 0, checked.fixes
    shown: list[str] = []
    seen: set[bytes] = set()
    codes: set[str] = set()
    repaired: set[str] = set()
    # The language stays the one found at first: fixing must not change what the text is.
    document = checked.document
    tag = Tag(document.lang, document.region) if document else None
    for _ in range(MAX_ROUNDS):
        document = checked.document
        if document is None:
            break
        findings = [f for f in checked.findings if not _deletes(document, f, repaired)]
        fixes = _fixes(findings, most)
        if not deletions:
            fixes = [fix for fix in fixes if not _removed(document, fix)]
        raw, taken = _applied(document, fixes)
        if raw == document.raw:
            notes = (*shown, *checked.notes)
            return _Settled(checked._replace(notes=notes, fixes=fixes_made), removed)
        seen.add(document.raw)
        codes |= {f.code for f in checked.findings if f.fix and f.fix.safety <= most}
        if raw in seen:
            break
        removed += sum(_removed(document, fix) for fix in taken)
        fixes_made += len(taken)
        shown += (note for fix in taken for note in _deletion(document, fix))
        new = {text for f in findings for text in _repaired(f, most)}
        repaired |= new
        if new:
            # What was garbled has told nothing of the language.
            tag = None
        checked = check(load(checked.path, raw, setup.context, document.suffix, tag), setup)
    problem = (
        f"{first.path}: not fixed, for the fixes of {', '.join(sorted(codes))} undo each other; "
        "leave one of these rules out with --ignore"
    )
    return _Settled(first._replace(errors=(*first.errors, problem)))


# Those that make text that can be read of text that cannot.
_REPAIRS = frozenset(["ENC101", "ENC119"])


def _repaired(finding: Finding, most: Safety) -> Iterable[str]:
    """The texts that a repair of garbled text writes, if it is applied."""
    if finding.code not in _REPAIRS or finding.fix is None or finding.fix.safety > most:
        return []
    return [edit.text for edit in finding.fix.edits if any(map(str.isalpha, edit.text))]


def _deletes(document: Document, finding: Finding, texts: set[str]) -> bool:
    """Whether a fix takes out one of `texts`: nobody has read yet what was just repaired."""
    if not texts or finding.fix is None:
        return False
    gone = [document.text[e.start : e.end] for e in finding.fix.edits if not e.text]
    return any(text in part for part in gone for text in texts)


def apply(document: Document, findings: Iterable[Finding], most: Safety) -> bytes:
    """The bytes of `document` with every fix applied that is safe enough and overlaps no earlier one.

    In a format with markup, a fix whose new text would not be read as it was meant is left out.
    Raises InputError when no fix that is left can be written in the file's encoding.
    """
    return _applied(document, _fixes(findings, most))[0]


def _fixes(findings: Iterable[Finding], most: Safety) -> list[Fix]:
    return [f.fix for f in findings if f.fix is not None and f.fix.safety <= most]


def _applied(document: Document, fixes: Sequence[Fix]) -> tuple[bytes, Sequence[Fix]]:
    """The bytes of `document` after `fixes`, and those of them that were applied."""
    if not fixes:
        return document.raw, ()
    source, taken, as_meant = _fixed_source(document, fixes)
    if not as_meant:
        # Each fix on its own shows which of them does not come back as it was meant.
        good = [fix for fix in fixes if _fixed_source(document, [fix])[2]]
        source, taken, _ = _fixed_source(document, good)
    return _encoded(document, source), taken


def _fixed_source(document: Document, fixes: Sequence[Fix]) -> tuple[str, Sequence[Fix], bool]:
    """The decoded file after `fixes`, those applied, and whether it is read as the fixed text.

    The space between blocks may differ.
    """
    taken, edits = _taken(document, fixes)
    source = changed(document.source, edits)
    if document.offsets.is_identity:
        return source, taken, True
    meant = changed(document.text, sorted(e for fix in taken for e in fix.edits))
    try:
        reading = read(source, document.suffix, document.path)
    except InputError:
        return source, taken, False
    return source, taken, meant.split() == reading.text.split()


# --- What a fix takes out


def _removed(document: Document, fix: Fix) -> int:
    """How many visible characters `fix` takes out and puts nothing in their place.

    New words for old ones, and letters for their garbled form, are no deletion: one leaves a part of
    the words as they are.
    """
    return sum(
        max(0, _visible(old) - _visible(new))
        for old, new in _replacements(document, fix)
        if _is_part(new.split(), old.split())
    )


def _replacements(document: Document, fix: Fix) -> Iterable[tuple[str, str]]:
    return ((document.text[e.start : e.end], e.text) for e in fix.edits)


def _visible(text: str) -> int:
    return sum(c.isprintable() and not c.isspace() for c in text)


def _is_part(words: Sequence[str], of: Sequence[str]) -> bool:
    """Whether `words` are some of the other words, in their order."""
    others = iter(of)
    return all(word in others for word in words)


def _deletion(document: Document, fix: Fix) -> Iterable[str]:
    """A note for each deletion of more than a line, with what stood there."""
    for edit in fix.edits:
        old = document.text[edit.start : edit.end]
        lines = [line.strip() for line in old.splitlines() if line.strip()]
        if len(lines) > 1 and _is_part(edit.text.split(), old.split()) and _removed(document, fix):
            line, _ = document.line_col(document.source_span(Span(edit.start, edit.end)).start)
            yield (
                f"{document.path}:{line}: {len(lines)} lines taken out, "
                f"from “{_short(lines[0])}” to “{_short(lines[-1])}”"
            )


_LONGEST_SHOWN = 50


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN].rstrip()}…"


# --- Writing


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
    # What is written anew as a whole takes the edits of all fixes in it together.
    inside: list[list[Edit]] = [[] for _ in document.coded]
    for fix in fixes:
        try:
            wanted = [_wanted(document, edit, edits, inside) for edit in fix.edits]
        except UnicodeEncodeError:  # a part of the file has a code page of its own
            continue
        # An edit that lies between two blocks cannot be made; all of a fix is applied, or none.
        if not all(new for new, _ in wanted) or any(
            _clashes(e, others) for new, others in wanted for e in new
        ):
            continue
        taken.append(fix)
        for new, others in wanted:
            for edit in new:
                insort(others, edit)
    for coded, own in zip(document.coded, inside, strict=True):
        if own:
            written = coded.encode(changed(coded.text, own))
            insort(edits, Edit(coded.start, coded.end, written))
    return taken, edits


def _wanted(
    document: Document, edit: Edit, edits: list[Edit], inside: list[list[Edit]]
) -> tuple[list[Edit], list[Edit]]:
    """What `edit` of the text changes, and the edits that it has to go with."""
    coded = document.coded_at(edit)
    if coded is None:
        return document.source_edits(edit), edits
    coded.encode(edit.text)
    return coded.way.source_edits(edit), inside[document.coded.index(coded)]


def _clashes(new: Edit, taken: list[Edit]) -> bool:
    # None of `taken` overlap, so only the neighbours of `new` can.
    i = bisect_left(taken, new)
    return any(_touch(new, old) for old in taken[max(0, i - 1) : i + 1])


def _touch(a: Edit, b: Edit) -> bool:
    # An insertion beside another edit is a clash too: which comes first would be a guess.
    if a.start == a.end or b.start == b.end:
        return a.start <= b.end and b.start <= a.end
    return a.start < b.end and b.start < a.end
