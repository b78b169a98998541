"""ENC112: characters without sign and width."""

from __future__ import annotations

from collections.abc import Iterator

from qa.model import Document, Finding, Safety
from qa.registry import Example, rule
from qa.text.characters import characters, code_point
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
# Scripts that have no use for a joiner or a zero-width space: Latin, Greek, Cyrillic, Armenian,
# Hebrew, Georgian, and signs that all scripts share.
_PLAIN = lazy(r"[\x00-\u05ff\u10a0-\u10ff\u1c90-\u1cbf\u1d00-\u200a\u2010-\u203b\u2040-\u20cf]")
_FLAG = "\U0001f3f4"


@rule(
    "ENC112",
    "invisible-character",
    since="0.1",
    bad=[
        ("The⟦\u200b⟧ min⟦\u200b⟧ister left.⟦\u2060⟧", "The minister left."),
        ("It said ⟦\U000e0068\U000e0069⟧nothing.", "It said nothing."),
        Example("Прези⟦\u200d⟧дент", "Президент", lang="uk"),
        ("They met in Kyiv.⟦\u200b⟧The talks went on.", "They met in Kyiv.The talks went on."),
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

    When the fix is not safe. It deletes them. Where one stands in place of a space, between a word
    and a capital, the two would be run together, so there it waits for a review.
    """
    if characters(document).isdisjoint(_SET):
        return
    text = document.text
    for m in _RUN.finditer(text):
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        tags = m[0][0] in _TAGS
        if (tags and before == _FLAG) or in_mojibake(text, *m.span()):
            continue
        if not tags and not all(_PLAIN.match(c) for c in (before, after) if c):
            continue
        fused = after.isupper() and not before.isspace() and not before.isupper()
        name = "hidden tag characters" if tags else _NAMES[m[0][0]]
        yield document.finding(
            m.span(),
            f"{name[0].upper()}{name[1:]} ({code_point(m[0][0])}), which nobody sees",
            delete=m.span(),
            safety=Safety.REVIEW if fused else Safety.SAFE,
        )
