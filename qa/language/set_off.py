"""Whether markup sets words off as what they are, not as copy: in italics, as a term, as a quotation."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.document.model import Document, Span

_HTML = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown")
# How far before the words the mark may stand, in code points: tags have attributes.
_REACH = 200


def is_emphasised(document: Document, span: Span) -> bool:
    """Whether the file opens italics, a quotation or a term right before `span`, and closes behind.

    `span` is in code points of the document's text.
    """
    if document.suffix not in _HTML + _MARKDOWN:
        return False
    start, end = document.source_span(span)
    before = document.source[max(0, start - _REACH) : start]
    after = document.source[end : end + _REACH]
    opening, closing = _marks(document.suffix in _HTML)
    return bool(opening.search(before) and closing.match(after))


@cache
def _marks(html: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What opens right before the words, and what closes right behind them."""
    inside, behind = r"[\s“„«\"'‘(]*", r"[\s”“»\"'’).,;:!?…]*"
    if html:
        names = "(?:i|em|q|cite|dfn|bdi)"
        opening = rf"<{names}\b[^<>]*>(?:<[^<>]*>)*{inside}$"
        closing = rf"{behind}(?:</[^<>]*>)*?</{names}>"
    else:
        opening = rf"(?:(?<!\*)\*|\*\*\*|(?<!\w)_|<(?:i|em)>){inside}$"
        closing = rf"{behind}(?:\*|_|</(?:i|em)>)"
    return re.compile(opening), re.compile(closing)
