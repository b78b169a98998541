"""ENC106: control characters."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.characters import characters, code_point
from qa.document.model import Document, Finding, Safety
from qa.rules.registry import Example, rule
from qa.text.controls import MARKS, reading
from qa.text.halves import halves
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy

# Those that ftfy takes out, the byte-order mark aside: tab, line feed, form feed and carriage
# return are white space, and the vertical tab is a line end (line-separator).
_CONTROLS = (
    *range(0x09),
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    *range(0x206A, 0x2070),
    *range(0xFFF9, 0xFFFC),
)
_SET = frozenset(map(chr, _CONTROLS))
_OTHERS = "".join(sorted(c for c in _SET - MARKS if c < "\x80" or c > "\x9f"))
_RUN = lazy(rf"[{_OTHERS}]+|[{''.join(sorted(MARKS))}\x80-\x9f]")
_ESCAPE = lazy(r"\x1b\[[\d;]*[A-Za-z]")
# What a substitute character stands for is lost, and what comes after an escape or a shift (ISO 2022)
# cannot be read without it.
_NEEDED = frozenset("\x0e\x0f\x1a\x1b")
_LAST = "\x1a"


@rule(
    "ENC106",
    "control-character",
    since="0.1",
    bad=[
        ("⟦\x01⟧The minister left.⟦\x07\x07⟧", "The minister left."),
        ("He didn⟦\x19⟧t go ⟦\x13⟧ it was ⟦\x1c⟧over⟦\x1d⟧.", "He didn’t go – it was “over”."),
        (
            "Some 10⟦\x13⟧15 people came at last ⟦\x96⟧ too late.",
            "Some 10–15 people came at last – too late.",
        ),
        ("⟦\x93⟧We are ready,⟦\x94⟧ he said, for ⟦\x80⟧20.", "“We are ready,” he said, for €20."),
        Example(
            "L⟦\x92⟧été, dit-il, «\xa0c’est fini\xa0».",
            "L’été, dit-il, «\xa0c’est fini\xa0».",
            lang="fr",
        ),
        ("The min⟦\x02⟧ister left.", "The minister left."),
        "The painter Hans K⟦\x94⟧nig met Garc⟦\x92⟧a and Erdo⟦\x1a⟧an for a long⟦\x02⟧term plan.",
        "Text in⟦\x1b⟧$BF|K⟦\x1b⟧(B for Japan; 5⟦\x1e⟧6",
    ],
    good=[
        "Tab\there, a page\x0cbreak, and a line\r\nend.",
        "\x1b[1mA bold word\x1b[0m is another matter.",
    ],
)
def control_character(document: Document) -> Iterator[Finding]:
    """What it finds. Control characters, which have no sign: what a transfer or a program left.

    Some were a quotation mark, a dash or an apostrophe, of which one byte is left (U+0019 of U+2019)
    or which was read in the wrong code page (U+0092). White space is none of them, the colours of a
    terminal are terminal-escape.

    Why it matters. Printers and feeds stop at them, XML must not hold them, and they break a word
    where nobody sees it.

    When the fix is not safe. It puts back a mark where no letter can have stood, and deletes a
    character between spaces and at the ends of lines. A deletion within a line may run two words
    together, so it waits for a review; where a letter may be lost, there is no fix.
    """
    if characters(document).isdisjoint(_SET):
        return
    text = document.text
    escapes = {m.start() for m in _ESCAPE.finditer(text)}
    found = [
        m
        for m in _RUN.finditer(text)
        if m.end() - 1 not in escapes and not in_mojibake(text, *m.span())
    ]
    readings = [reading(text, m.start()) for m in found]
    unread = sum(r is None and m[0] >= "\x80" for r, m in zip(readings, found, strict=True))
    # Among many that were no marks, those that may be read as one are there by chance.
    read = sum(r is not None for r in readings) > unread
    for m, mark in zip(found, readings, strict=True):
        name = code_point(m[0][0])
        if mark and read:
            yield document.finding(
                m.span(),
                f"{name} is a control character, which was “{mark.mark}” once",
                replace=mark.mark,
                safety=Safety.SAFE if mark.sure else Safety.REVIEW,
            )
            continue
        safety = (
            None if m[0] in MARKS or "\x80" <= m[0] <= "\x9f" else _deletion(document, *m.span())
        )
        yield document.finding(
            m.span(),
            f"{name} is a control character, which has no sign",
            delete=m.span() if safety else None,
            safety=safety or Safety.REVIEW,
        )


def _deletion(document: Document, start: int, end: int) -> Safety | None:
    """How safe it is to delete what has no sign; None where something may be lost with it."""
    text = document.text
    before, after = text[start - 1 : start], text[end : end + 1]
    last = end == len(text.rstrip()) and text[start:end].strip(_LAST) == ""
    if not _NEEDED.isdisjoint(text[start:end]) and not (last and not before.isalnum()):
        return None
    if before in ("", "\n", "\r") or after in ("", "\n", "\r"):
        return Safety.SAFE
    if before.isspace() or after.isspace():
        return Safety.SAFE if before.isspace() and after.isspace() else Safety.REVIEW
    if before.isalnum() and after.isalnum():
        one = document.lang == "en" and halves(text, start, end).are_one_word
        return Safety.REVIEW if one else None
    return Safety.REVIEW
