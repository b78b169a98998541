"""PUN103: a space on the inner side of a quotation mark."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.computed import of_document
from qa.document.model import Document, Finding, Safety
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from qa.document.quotations import Quotation

# Languages that set guillemets with spaces, and those that never do; elsewhere desks differ.
_SPACED = frozenset(["fr", "br"])
_TIGHT = frozenset(["uk", "ru", "be", "bg", "kk", "ky", "az"])
_STOPS = ".,!?;:؟،।"
# A mark behind a figure and a space.
_INCHES = lazy(r'\d "$')


@rule(
    "PUN103",
    "space-inside-quotes",
    since="0.1",
    bad=[
        (
            '"They are sovereign decisions. We respect that.⟦ ⟧"',
            '"They are sovereign decisions. We respect that."',
        ),
        ("He called it “⟦ ⟧unprecedented” support.", "He called it “unprecedented” support."),
        Example("Він сказав: «⟦ ⟧Так⟦ ⟧» і пішов.", "Він сказав: «Так» і пішов.", lang="uk"),
    ],
    good=[
        'The board was 6" wide and 8" long, he said.',
        '"We know," he said. "They know."',
        Example("Il a dit : « Nous restons », puis est parti.", lang="fr"),
        # A custom of the text, in other languages.
        Example("قال « نعم » ثم غادر.", lang="ar"),
        Example("Ele disse « sim » e ela « não ».", lang="pt"),
        "The paper ran « Nous restons » on its first page.",
        # Marks of an inner quotation, which typesetters keep apart; an ellipsis, a dash, inches.
        "“She said ‘no.’ ” “ ‘Yes,’ she said.” “ … and so on,” it reads. “ – Why?” “Because – ”",
        'A 24 " screen and a 10" tablet; a 3 " nail and a 4 " one.',
    ],
)
def space_inside_quotes(document: Document) -> Iterator[Finding]:
    """What it finds. White space behind an opening or before a closing quotation mark, where both
    marks of the quotation are there. Guillemets with spaces on both inner sides are right in French and,
    as far as their writers set them so, in languages without a rule of their own.

    Why it matters. The mark can end up alone at the start of a line, and a straight one reads as
    the opening of another quotation.

    When the fix is not safe. It takes out the space. Where the marks of a paragraph do not all make
    pairs one after the other, it may stand outside of the quotation; then it is for review.
    """
    text = document.text
    for quotation in document.quotations:
        if not (quotation.opened and quotation.closed) or _is_custom(document, quotation):
            continue
        start, end = quotation.inner
        inner = text[start:end]
        if not inner.strip():
            continue
        if inner[0] == " " and _INCHES.search(text, max(0, start - 4), start):
            continue
        lead = start + len(inner) - len(inner.lstrip())
        trail = end - len(inner) + len(inner.rstrip())
        safe = _clear_blocks(document)[_block_at(document, start)]
        for gap, side, beside in (
            ((start, lead), "after the opening", text[lead]),
            ((trail, end), "before the closing", text[trail - 1]),
        ):
            is_stop = beside in _STOPS and side.startswith("before")
            if gap[0] < gap[1] and "\n" not in text[slice(*gap)] and (beside.isalpha() or is_stop):
                yield document.finding(
                    gap,
                    f"Space {side} quotation mark",
                    replace="",
                    safety=Safety.SAFE if safe else Safety.REVIEW,
                )


def _is_custom(document: Document, quotation: Quotation) -> bool:
    """Whether guillemets have their spaces by a custom, of French or of whoever set both of them."""
    text, (start, end) = document.text, quotation.inner
    if text[quotation.span.start] != "«" or document.lang in _TIGHT:
        return False
    return document.lang in _SPACED or (text[start].isspace() and text[end - 1].isspace())


def _block_at(document: Document, at: int) -> int:
    return bisect_right(document.segments, at, key=lambda segment: segment.span.start) - 1


@of_document
def _clear_blocks(document: Document) -> tuple[bool, ...]:
    """Whether all quotation marks of a block make pairs in it, none inside another, for each block.

    A straight mark with space on either side, where the next one has it too, tells nothing.
    """
    from qa.document.quotations import MARK

    text = document.text
    unpaired = [len(MARK.findall(s.text)) for s in document.segments]
    last = 0
    for q in document.quotations:
        number = _block_at(document, q.span.start)
        block = document.segments[number].span
        inner = text[slice(*q.inner)]
        ambiguous = text[q.span.start] == '"' and inner[:1] == inner[-1:] == " "
        if q.opened and q.closed and q.reopened is None and not ambiguous:
            unpaired[number] -= 2 if last <= q.span.start and q.span.end <= block.end else 0
        last = max(last, q.span.end)
    return tuple(marks == 0 for marks in unpaired)
