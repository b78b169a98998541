"""MTA105: a capital that belongs to a link's text, in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.english import is_name, is_word, place_names
from qa.text.patterns import lazy

# A capitalised word soon behind makes it a title: "On the Road".
_FUNCTION_WORDS = (
    "His|Her|Their|Its|Our|In|And|Of|On|At|With|For|To|From|By|As|That|But|Is|Are|Was|Were|Has|Have"
    "|Which|Who|When|Where|While|Into|About|After|Before|Between|Against|During|Under"
)
# A lower-case word, up to two capitalised ones with a function word last, a lower-case word.
_RUN = lazy(
    r" (?=[A-Z])(?P<first>[A-Z][a-z]{2,} )?"
    rf"(?P<last>{_FUNCTION_WORDS})"
    r"(?= [a-z]{2,}\b(?! (?:[a-z]+ )?[A-Z]))"
)
_WORD_BEFORE = lazy(r"\w+$")
_WORD_AFTER = lazy(r" ([a-z]+)")
# What has a label for its name, with the words that follow it.
_PARTS_OF_A_PAGE = frozenset(
    [
        "page",
        "pages",
        "section",
        "tab",
        "tabs",
        "button",
        "menu",
        "screen",
        "link",
        "field",
        "box",
        "tray",
    ]
)


@rule(
    "MTA105",
    "stray-capital",
    since="0.2",
    languages=["en"],
    words=_FUNCTION_WORDS.split("|"),
    bad=[
        (
            "Some of his aides report ⟦Scenery His⟧ belief in victory.",
            "Some of his aides report scenery his belief in victory.",
        ),
        (
            "The talks were held ⟦In⟧ the capital on Monday.",
            "The talks were held in the capital on Monday.",
        ),
    ],
    good=[
        "In the capital the talks were held. His aides agree.",
        "The film Of Mice and Men was shown, and As You Like It was read.",
        "He Says The Talks Were Held In the Capital On Monday As Planned",
        "She sang “All of me” and On the Road again.",
        "the report of the Bank Of England and others",
        "We ask God for a sign, for we are on His side and trust His purposes.",
        "You need an About page, an In tray and the From field; press the While button, then the On tab.",
        "May we know that His purposes are just.",
    ],
)
def stray_capital(segment: Segment) -> Iterator[Finding]:
    """What it finds. A function word with a capital in the middle of a sentence, between words in
    lower case, and the capitalised common word before it: “aides report Scenery His belief”.
    Headlines in title case, names and titles are left alone.

    Why it matters. Link texts are translated by themselves, as if they were sentences; what stands
    there is often not what the sentence says.

    When the fix is not safe. It only writes the words in lower case; a word too many stays.
    """
    if segment.kind == "headline":
        return
    text = segment.text
    found = [
        m
        for m in _RUN.finditer(text)
        if m.start()
        and "a" <= text[m.start() - 1] <= "z"
        and _is_common(m["first"])
        and not _is_reverential(m)
        and not _names_a_thing(text, m)
    ]
    # A line with several is in title case, or in somebody's style.
    if not found or len(found) > 2 or _is_title(segment, found):
        return
    for m in found:
        yield segment.finding(
            (m.start() + 1, m.end()),
            f"“{m[0].strip()}” has a capital in mid-sentence; it may be the text of a link",
            replace=m[0].strip().lower(),
            confidence=0.8,
        )


def _is_common(first: str | None) -> bool:
    """Whether the capitalised word before the function word is none that keeps its capital."""
    if first is None:
        return True
    word = first.strip()
    lower = word.lower()
    return is_word(lower) and not is_name(lower) and word not in place_names()


def _is_reverential(found: re.Match[str]) -> bool:
    """Whether it may be God's "His": "we ask His help"."""
    return found["first"] is None and found["last"] == "His"


def _names_a_thing(text: str, found: re.Match[str]) -> bool:
    """Whether a label with its article: "an About page", "the In tray"."""
    before = _WORD_BEFORE.search(text, max(0, found.start() - 12), found.start())
    after = _WORD_AFTER.match(text, found.end())
    if before is None or found["first"] is not None:
        return False
    return before[0] in ("a", "an") or (after is not None and after[1] in _PARTS_OF_A_PAGE)


def _is_title(segment: Segment, found: list[re.Match[str]]) -> bool:
    """Whether the words around are those of a title: "the film Out of Africa Is on", "Bank Of"."""
    if any(m["first"] is not None and m["last"] == "Of" for m in found):
        return True
    longer = [w[0] for w in segment.words if len(w[0]) > 3]
    return sum(w[0].isupper() for w in longer) > 0.5 * len(longer)
