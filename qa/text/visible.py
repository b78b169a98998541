"""Text as a terminal may show it: what it would obey or hide becomes a sign that is seen."""

from __future__ import annotations

import unicodedata

from qa.text.patterns import lazy

# What is written as it is, nearly all there is: asking costs less than looking at each sign.
_PLAIN = lazy(r"[ -~\u00a1-\u00ac\u00ae-\u02af\u0370-\u0482\u048a-\u052f‐-‧‰-⁞€№™]*")
# Signs that only join or part letters; they are many in Persian, Hindi and emoji.
_JOINERS = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


def visible(text: str) -> str:
    """`text` in one line, without anything that a terminal would obey or hide.

    Control characters have their pictures (␛ for escape, ␊ for a line end), what joins or parts
    letters is a dot, and others, such as those that change the direction of text, are named by their
    number: <U+202E>.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(map(visible_character, text))


def visible_line(line: str) -> str:
    """A line of a file for a terminal: the same, but for tabs, and without its carriage return."""
    return "\t".join(map(visible, line.removesuffix("\r").split("\t")))


def visible_character(character: str) -> str:
    """The same for one character."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if character in _JOINERS:
        return "·"
    if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co"):
        return f"<U+{code:04X}>"
    return character
