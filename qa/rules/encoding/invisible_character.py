"""ENC112: characters without sign and width."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import combining

from qa.document.characters import characters, code_point
from qa.document.model import Document, Finding, Safety
from qa.rules.registry import Example, rule
from qa.text.halves import halves
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy

_NAMES = {
    "\u034f": "a grapheme joiner",
    "\u115f": "a Hangul filler",
    "\u1160": "a Hangul filler",
    "\u180e": "a Mongolian separator",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner",
    "\u2060": "a word joiner",
    "\u2061": "an invisible sign of mathematics",
    "\u2062": "an invisible sign of mathematics",
    "\u2063": "an invisible sign of mathematics",
    "\u2064": "an invisible sign of mathematics",
    "\u2800": "a braille blank",
    "\u3164": "a Hangul filler",
}
_TAGS = frozenset(map(chr, range(0xE0000, 0xE0080)))
_SET = frozenset(_NAMES) | _TAGS
_RUN = lazy(f"[{''.join(_NAMES)}]+|[\U000e0000-\U000e007f]+")
# These look like a space.
_WIDE = frozenset("\u2800\u3164")
# Scripts that have no use for a joiner or a zero-width space: Latin, Greek, Cyrillic, Armenian,
# Hebrew, Georgian, and signs that all scripts share.
_PLAIN = lazy(r"[\x00-\u05ff\u10a0-\u10ff\u1c90-\u1cbf\u1d00-\u200a\u2010-\u203b\u2040-\u20cf]")
# A flag of a region is an emoji and tag characters.
_EMOJI = "\U0001f000"
# Those that a line may be broken at, so that they stand between words.
_SPACES = frozenset("\u180e\u200b")


@rule(
    "ENC112",
    "invisible-character",
    since="0.1",
    bad=[
        ("The⟦\u200b⟧ min⟦\u200b⟧ister left.⟦\u2060⟧", "The minister left."),
        ("It was a war that⟦\u200b⟧ended⟦\u2800⟧late.", "It was a war that ended late."),
        Example("Es ist die dritte Auf⟦\u200b⟧lage.", lang="de"),
        ("It said ⟦\U000e0068\U000e0069⟧nothing.", "It said nothing."),
        Example("Прези⟦\u200d⟧дент", "Президент", lang="uk"),
        ("They met in Kyiv.⟦\u200b⟧The talks went on.", "They met in Kyiv. The talks went on."),
    ],
    good=[
        "A family 👩\u200d👩\u200d👧 and a flag 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f.",
        Example("می\u200cخواهم کتاب\u200cها را", lang="fa"),
        Example("क\u094d\u200dष", lang="hi"),
        Example("ภาษา\u200bไทย", lang="th"),
    ],
)
def invisible_character(document: Document) -> Iterator[Finding]:
    """What it finds. Zero-width spaces and joiners, fillers, and tag characters that hide text.

    Joiners in emoji, in Persian and Arabic and in the scripts of India, and zero-width spaces in
    Thai, Khmer and Burmese are in place, and stay. ftfy leaves all of them.

    Why it matters. Two names that look the same are different to every program. Tag characters can
    carry a whole text that readers do not see and machines do.

    When the fix is not safe. It deletes them beside a space and at the ends of lines. Within a word
    that waits for a review; where one stands in place of a space (“that ended”), a space is proposed.
    Where nobody can tell whether it is one word or two, there is no fix.
    """
    if characters(document).isdisjoint(_SET):
        return
    text = document.text
    for m in _RUN.finditer(text):
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        tags = m[0][0] in _TAGS
        if (tags and before >= _EMOJI) or in_mojibake(text, *m.span()):
            continue
        if not tags and not all(_PLAIN.match(c) for c in (before, after) if c):
            continue
        # A grapheme joiner keeps the marks of Hebrew and of old German in their order.
        if "\u034f" in m[0] and (combining(before or " ") or combining(after or " ")):
            continue
        new, safety = _instead(document, *m.span())
        name = "hidden tag characters" if tags else _NAMES[m[0][0]]
        yield document.finding(
            m.span(),
            f"{name[0].upper()}{name[1:]} ({code_point(m[0][0])}), which nobody sees",
            edits=None if new is None else [(*m.span(), new)],
            title="Replace with a space" if new else "Delete",
            safety=safety,
        )


def _instead(document: Document, start: int, end: int) -> tuple[str | None, Safety]:
    """What to write in its place, and how safe that is; None where that cannot be told."""
    text, english = document.text, document.lang == "en"
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after or before.isspace() or after.isspace():
        return "", Safety.SAFE
    if not _WIDE.isdisjoint(text[start:end]) or (
        english and halves(text, start, end).are_two_words
    ):
        return " ", Safety.REVIEW
    if not _SPACES.isdisjoint(text[start:end]):
        if before in ".,;:!?…)”" and after.isalnum():
            return (" ", Safety.REVIEW) if after.isalpha() else (None, Safety.REVIEW)
        if before.isalnum() and after.isalnum():
            one = english and halves(text, start, end).are_one_word
            return ("", Safety.REVIEW) if one else (None, Safety.REVIEW)
    # A joiner never stood for a space.
    return "", Safety.REVIEW if before.isalnum() and after.isalnum() else Safety.SAFE
