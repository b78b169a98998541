"""BLR108: how an agency ends its message."""

from __future__ import annotations

import string
from collections.abc import Iterator

from qa.boilerplate.blocks import NOT_IN_FLOW, line_cut
from qa.boilerplate.notices import SIGN_OFF_AT_END, is_end_mark, is_sign_off
from qa.document.model import Document, Finding, Segment
from qa.rules.common.prose import is_prose
from qa.rules.registry import Example, rule

_STORY = (
    "The bridge was closed on Monday after the flood.\nIt will open again in June, officials said."
)
# A mark, or the last letter of initials.
_ENDS = frozenset("-–—#)]/>S）م." + string.ascii_lowercase + string.digits)
_LONGEST = 60
_LAST = 6


@rule(
    "BLR108",
    "sign-off",
    since="0.1",
    bad=[
        (_STORY + "\n⟦-0-⟧\n", _STORY + "\n"),
        (_STORY + "⟦ (END)⟧", _STORY),
        (_STORY + "⟦ /Ukrinform/⟧\n", _STORY + "\n"),
        (_STORY + "\n⟦###⟧\n", _STORY + "\n"),
        (_STORY + "⟦(dpa, AFP/ editor)⟧\n", _STORY + "\n"),
        (_STORY + "\n⟦Ann Lee, Channel Four Radio News.⟧\n", _STORY + "\n"),
        (_STORY + "\n⟦End of message/⟧\n", _STORY + "\n"),
        Example(
            "Most zamknięto w poniedziałek z powodu powodzi.⟦ (PAP)⟧\n⟦mal/ kar/⟧\n",
            "Most zamknięto w poniedziałek z powodu powodzi.\n",
            lang="pl",
        ),
        Example(
            "پل روز دوشنبه پس از سیل بسته شد.\n⟦انتهای پیام/⟧\n",
            "پل روز دوشنبه پس از سیل بسته شد.\n",
            lang="fa",
        ),
    ],
    good=[
        "The first part.\n###\nThe second part begins here, and it is much longer than the first one.\n"
        "It goes on.\nAnd on.\nAnd on.\nAnd on.\nAnd so it ends.",
        "The road ends\nHe scored 3 - 0 - a record.",
        "The ministers met (in the end).\nThe file is in /Users/ and and/or is a word.",
    ],
)
def sign_off(document: Document) -> Iterator[Finding]:
    """What it finds. The mark with which an agency ends a message, and the signatures after it.

    “-0-”, “-30-”, “###”, “(END)”, “/Ukrinform/”, “(PAP)”, “mal/ kar/”, “9417**1420”: alone on one of
    the last lines, or after the last sentence of a paragraph.

    Why it matters. It is meant for the desks that receive the message, and tells the reader nothing.

    When the fix is not safe. It deletes the mark. A desk that passes messages on keeps it.
    """
    segments = document.segments
    story_end = max((n for n, s in enumerate(segments) if _is_paragraph(s)), default=0)
    for number, segment in enumerate(segments):
        text = segment.text.rstrip()
        if not text or segment.kind in NOT_IN_FLOW or text[-1] not in _ENDS:
            continue
        line = text.strip()
        last = number > min(story_end, len(segments) - _LAST - 1)
        if number and (is_end_mark(line) or (last and is_sign_off(line))):
            yield document.finding(
                segment.span,
                f"“{text.strip()}” is how an agency ends its message",
                delete=line_cut(segments, number, number),
                title="Delete the line",
            )
        elif m := SIGN_OFF_AT_END.search(text, max(0, len(text) - _LONGEST)):
            yield segment.finding(
                m.span(),
                f"“{m[0].strip()}” is how an agency ends its message",
                delete=m.span(),
                title="Delete it",
            )


def _is_paragraph(segment: Segment) -> bool:
    """Whether a line is too long for a label, and ends as a sentence does."""
    return len(segment.text) > _LONGEST and is_prose(segment)
