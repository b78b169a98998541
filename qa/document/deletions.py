"""How far a fix that deletes a passage may go by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.document.model import Safety

if TYPE_CHECKING:
    from qa.document.model import Document, Span

# As much as an editor takes in at a glance, in code points: a line on the screen of most desks.
_LINE = 160


def safety_of_deletion(document: Document, span: Span, *, certain: bool = False) -> Safety:
    """REVIEW for one line; SHOW for more than that, and for the better part of the text.

    `certain` is what is no copy, whoever looks at it, such as the form for comments: of that more than
    one line may go.
    """
    deleted = document.text[span.start : span.end].strip()
    if len(deleted) * 2 > len(document.text.strip()):
        return Safety.SHOW
    short = len(deleted) <= _LINE and "\n" not in deleted and "\r" not in deleted
    return Safety.REVIEW if certain or short else Safety.SHOW
