"""ENC106: control characters."""

from __future__ import annotations

from collections.abc import Iterator

from qa.model import Document, Finding, Safety
from qa.registry import rule
from qa.text.characters import characters, code_point
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy

# Those that ftfy takes out, the byte-order mark aside: tab, line feed, form feed and carriage
# return are white space.
_CONTROLS = (
    *range(0x09),
    0x0B,
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    *range(0x206A, 0x2070),
    *range(0xFFF9, 0xFFFC),
)
_SET = frozenset(map(chr, _CONTROLS))
_RUN = lazy(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufff9-\ufffb]+|[\x80-\x9f]")
_ESCAPE = lazy(r"\x1b\[[\d;]*[A-Za-z]")


@rule(
    "ENC106",
    "control-character",
    since="0.1",
    bad=[
        ("The min⟦\x02⟧ister left.⟦\x07\x07⟧", "The minister left."),
        ("Nothing⟦\x81⟧ is known.", "Nothing is known."),
    ],
    good=[
        "Tab\there, a page\x0cbreak, and a line\r\nend.",
        "\x1b[1mA bold word\x1b[0m is another matter.",
    ],
)
def control_character(document: Document) -> Iterator[Finding]:
    """What it finds. Control characters, which have no sign: what a transfer or a program left.

    White space is none of them. Those that stand for a sign of Windows-1252 are reported as mojibake,
    the colours of a terminal as terminal-escape.

    Why it matters. Printers and feeds stop at them, XML must not hold them, and they break a word
    where nobody sees it.

    When the fix is not safe. It deletes the character. One from U+0080 to U+009F was a letter once, in an
    encoding that can no longer be told, so it is only proposed.
    """
    if characters(document).isdisjoint(_SET):
        return
    text = document.text
    escapes = {m.start() for m in _ESCAPE.finditer(text)}
    for m in _RUN.finditer(text):
        if m.end() - 1 in escapes or in_mojibake(text, *m.span()):
            continue
        # ftfy keeps these, since they tell from which encoding a text came.
        kept = "\x80" <= m[0] < "\xa0"
        yield document.finding(
            m.span(),
            f"{code_point(m[0][0])} is a control character, which has no sign",
            delete=m.span(),
            safety=Safety.SHOW if kept else Safety.SAFE,
        )
