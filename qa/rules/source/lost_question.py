"""SRC109: a question that became a statement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.rules.registry import Example, rule

if TYPE_CHECKING:
    from qa.source import Comparison

_MARKS = frozenset("?？؟;")
_GREEK = "el"


@rule(
    "SRC109",
    "lost-question",
    since="0.2",
    bad=[
        Example(
            "⟦The government knew about the attack.⟧",
            source="Чи знав уряд про напад?",
            source_lang="uk",
        ),
        Example(
            "⟦Did the government know about the attack?⟧",
            source="Уряд знав про напад.",
            source_lang="uk",
        ),
    ],
    good=[
        Example(
            "Did the government know about the attack?",
            source="Чи знав уряд про напад?",
            source_lang="uk",
        ),
        Example(
            "He asked whether the government knew.",
            source="Він запитав: «Чи знав уряд?»",
            source_lang="uk",
        ),
    ],
)
def lost_question(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A sentence that ends in a question mark where its source ends in none, and the
    reverse, outside of quotations.

    Why it matters. What somebody asked becomes what somebody claimed.
    """
    for pair in comparison.pairs:
        here = _asks(pair.text, comparison.lang)
        there = _asks(pair.source, comparison.source_lang)
        if None not in (here, there) and here != there:
            message = (
                "a question, and the source is none"
                if here
                else "the source is a question, and this is none"
            )
            yield comparison.copy.finding(
                pair.span, message, confidence=0.8, data={"source": pair.source}
            )


def _asks(text: str, lang: str) -> bool | None:
    """Whether a sentence is a question; None where its end, or a mark inside, leaves that open."""
    end = text.rstrip()[-1:]
    if end in _MARKS and (end != ";" or lang == _GREEK):
        return True
    inside = any(m in text for m in _MARKS - {";"})
    return None if inside or not end or end not in ".!。…।" else False
