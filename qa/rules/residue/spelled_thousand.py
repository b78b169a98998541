"""MTA304: a figure with “thousand” behind it."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment, Severity
from qa.rules.registry import rule
from qa.text.patterns import lazy

_THOUSAND = lazy(
    r"(?<![\d.,:/–-])(?P<number>\d{1,3}(?:[.,]\d{1,3})?)[ \u00a0]"
    r"(?P<word>thousand|(?:thsd|ths|mln|mio|bln|trln)(?:\.(?= [a-z]))?)(?![\w-])"
)
_SPELLED = {"mln": "million", "mio": "million", "bln": "billion", "trln": "trillion"}


@rule(
    "MTA304",
    "spelled-thousand",
    since="0.2",
    languages=["en"],
    words=["thousand", "thsd", "ths", "mln", "mio", "bln", "trln"],
    severity=Severity.INFO,
    bad=[
        ("More than ⟦15 thousand⟧ people came.", "More than 15,000 people came."),
        ("It costs ⟦2.5 thousand⟧ hryvnias.", "It costs 2,500 hryvnias."),
        ("They paid ⟦3 mln.⟧ euros and $⟦1.2 bln⟧.", "They paid 3 million euros and $1.2 billion."),
        ("A fine of ⟦0.5 thousand⟧ euros.", "A fine of 500 euros."),
    ],
    good=[
        "Several thousand people and five thousand police came, 15,000 in all.",
        "He has 3 million euros and 2 thousand-year-old coins.",
        "In 2022 thousands of people left. By 1 thousands had left.",
    ],
)
def spelled_thousand(segment: Segment) -> Iterator[Finding]:
    """What it finds. Figures with “thousand” (“15 thousand people”) and the short forms of Slavic
    and Turkic copy for millions and billions (“3 mln”).

    Why it matters. English copy writes 15,000; mln, bln and ths. are not English at all.

    When the fix is not safe. With a comma the number is left alone: it may be a decimal of the
    source (“2,5 thousand”) or not.
    """
    for m in _THOUSAND.finditer(segment.text):
        word, number = m["word"].rstrip("."), m["number"]
        replacement = None if "," in number else _written_out(number, word)
        yield segment.finding(
            m.span(),
            f"“{m[0]}” is not how English copy writes the number",
            replace=replacement,
            confidence=0.85,
        )


def _written_out(number: str, word: str) -> str:
    if word in _SPELLED:
        return f"{number} {_SPELLED[word]}"
    whole, _, decimals = number.partition(".")
    return f"{int(whole + decimals.ljust(3, '0')):,}"
