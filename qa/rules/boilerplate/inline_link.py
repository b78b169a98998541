"""BLR109: a link to another story inside a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from qa.boilerplate.blocks import NOT_IN_FLOW
from qa.boilerplate.labels import introduces_stories
from qa.document.deletions import safety_of_deletion
from qa.document.model import Finding, Segment, Span
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

_STORY = "The bridge was closed on Monday after the flood."
_MARKS = frozenset(":：►→|")
# After a sentence or a bracket: a few words and a colon, an arrow or a bar.
_LABEL = lazy(
    r"(?:(?<=[.!?…”\"»։۔؟])\s+|[(\[])(?P<label>[^\W\d_][^:：.!?|►→»()\[\]]{3,44}?)\s?[:：►→|]\s*(?=\S)"
)
_SENTENCE_END = lazy(r"[.!?…][\"”»)\]]*(?=\s|$)")
_CUT = lazy(r"\s*\[(?:…|\.\.\.)\]\s*$")
_MORE = lazy(
    r"(?:(?<=…)|(?<=\.\.\.))\s*[(\[]?(?P<label>[^\W\d_][^.!?…]{3,40}?)[)\]]?\s*[»→►>]*\s*$"
)
_POINTER = lazy(
    r"(?<=[.!?…”\"»)])\s*(?:(?i:more|details|read more|more details|more information|for details see|see|watch|the details are)(?: [a-z]+){0,3}"
    r" (?:in|on|at) (?:the|our|this) (?:[a-z]+ ){0,2}(?:article|material|video|text|link|report|story|gallery|publication|interview)(?: (?:below|here|above))?\s?:?)\s*$"
)
_LONGEST_END = 60


@rule(
    "BLR109",
    "inline-link",
    since="0.1",
    bad=[
        (
            _STORY + "⟦ Read also: Flood damages 300 homes in the south⟧",
            _STORY,
        ),
        (
            _STORY + "⟦ READ MORE: Why the river rose.⟧ It will open again in June.",
            _STORY + " It will open again in June.",
        ),
        (
            _STORY + " It is old ⟦(see also: Ten bridges that fell)⟧ and narrow.",
            _STORY + " It is old and narrow.",
        ),
        (
            "The bridge was closed on Monday after the⟦ […]⟧",
            "The bridge was closed on Monday after the",
        ),
        (
            "The bridge was closed on Monday after the…⟦ Read more »⟧",
            "The bridge was closed on Monday after the…",
        ),
        (_STORY + "⟦ More about it in the article below:⟧", _STORY),
        (_STORY + "⟦Details in our video:⟧", _STORY),
        Example(
            "Міст закрили в понеділок через повінь.⟦ Читайте також: Повінь пошкодила 300 будинків⟧",
            "Міст закрили в понеділок через повінь.",
            lang="uk",
        ),
    ],
    good=[
        _STORY + " Read also the statement in full, he said.",
        _STORY + " The mayor warned: stay at home.",
        _STORY + " “Read more: it helps,” the teacher said.",
        "He quoted the law: “No one […] may pass.”",
        "The children should read more.",
    ],
)
def inline_link(segment: Segment) -> Iterator[Finding]:
    """What it finds. “Read also:” and its headline inside a paragraph, and the end of a cut text.

    The label has to stand after a sentence or a bracket; the headline ends with the paragraph, its
    bracket or its full stop. “[…]” and “… Read more »” at the end of a paragraph count too.

    Why it matters. The link is gone, so the headline of another story reads as a broken sentence of
    this one; and a text that ends in “[…]” was taken from a list, not from the story.

    When the fix is not safe. It deletes the label and its headline. Where the headline ends is a
    guess, and what a cut text has lost is only in the source.
    """
    text = segment.text
    if segment.kind in NOT_IN_FLOW:
        return
    if not _MARKS.isdisjoint(text):
        yield from _links_inside(segment)
    at = max(0, len(text) - _LONGEST_END)
    cut = _CUT.search(text, at) if "]" in text[at:] else None
    if cut is None and ("…" in text[at:] or "..." in text[at:]):
        cut = _MORE.search(text, at)
        cut = cut if cut and introduces_stories(cut["label"]) else None
    if text[-1:] in ":wek" and (pointer := _POINTER.search(text, max(0, len(text) - 100))):
        yield segment.finding(
            pointer.span(),
            f"“{pointer[0].strip()}” points to a link that is not in the text",
            delete=pointer.span(),
            title="Delete the pointer",
        )
    if cut and cut.start():
        yield segment.finding(
            cut.span(),
            "The text is cut off here, as in a list of stories",
            delete=cut.span(),
            title="Delete the mark",
        )


def _links_inside(segment: Segment) -> Iterator[Finding]:
    text, done = segment.text, 0
    for m in _LABEL.finditer(text):
        if m.start() < done or m.start() == 0 or not introduces_stories(m["label"]):
            continue
        bracket = text[m.start()] in "(["
        end = text.find(")" if text[m.start()] == "(" else "]", m.end()) + 1 if bracket else 0
        if not end:
            stop = _SENTENCE_END.search(text, m.end())
            end = stop.end() if stop else len(text)
        done = end
        yield segment.finding(
            (m.start(), end),
            f"“{m['label']}” names another story inside the paragraph",
            delete=(m.start() - (bracket and text[m.start() - 1] == " "), end),
            safety=safety_of_deletion(
                segment.document, Span(m.start(), end).shifted(segment.offset)
            ),
            title="Delete the link",
        )
