"""PUN112: a bracket that touches the word beside it."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Safety
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.addresses import in_address
from qa.text.patterns import lazy

_LETTER = r"[^\W\d_]"
# With a space inside it is a remark, not an ending or an argument: "person(s)", "f(x)".
_TOUCHING = lazy(
    rf"\((?<={_LETTER}{_LETTER}.)(?=[^()\n]*{_LETTER}{{2}} [^()\n]*\)(?!{_LETTER}))"
    rf"|\)(?<={_LETTER}{_LETTER}.)(?={_LETTER}{_LETTER})"
)
_OPENS = lazy(r"[\s\"“«„'(]\([^()\n]*\)$")
_LONGEST = 200
# Languages that set no space there, or join an ending to the bracket: "ABŞ (Birləşmiş Ştatlar)ın".
_OTHER_CUSTOMS = frozenset(
    [
        "ja",
        "zh",
        "yue",
        "ko",
        "th",
        "km",
        "lo",
        "my",
        "az",
        "tr",
        "kk",
        "uz",
        "hu",
        "fi",
        "et",
        "und",
    ]
)


@rule(
    "PUN112",
    "missing-space-at-bracket",
    since="0.2",
    signs="()",
    bad=[
        (
            "It was paid for routes with 15 riders a day⟦(⟧on average at least).",
            "It was paid for routes with 15 riders a day (on average at least).",
        ),
        ("The ministry (of health⟦)⟧said so.", "The ministry (of health) said so."),
        Example(
            "Партія⟦(⟧заснована в 1990) перемогла.",
            "Партія (заснована в 1990) перемогла.",
            lang="uk",
        ),
    ],
    good=[
        "The person(s) in charge and f(x) are known; a (pre)paid card.",
        "See https://example.org/a_(b c) and print(a, be).",
        Example("総裁(写真は昨年 撮影)は述べた。", lang="ja"),
    ],
)
def missing_space_at_bracket(document: Document) -> Iterator[Finding]:
    """What it finds. A word that stands right before an opening or right behind a closing bracket,
    where the bracket holds more than one word. When a text has many, they are reported once.

    Endings in brackets (“person(s)”) and arguments are left alone.

    Why it matters. East Asian copy sets no space there, and exports lose it with a link.

    When the fix is not safe. It sets a space; a formula or a line of code would change.
    """
    if document.lang in _OTHER_CUSTOMS:
        return
    text = document.text
    places = []
    for m in _TOUCHING.finditer(text):
        if m[0] == ")" and not _is_remark(text, m.end()):
            continue
        if not in_address(text, *m.span()):
            at = m.start() if m[0] == "(" else m.end()
            places.append((m.span(), Edit(at, at, " ")))
    yield from place_by_place_or_once(
        document, places, "No space between the word and the bracket", safety=Safety.REVIEW
    )


def _is_remark(text: str, end: int) -> bool:
    """Whether the bracket that closes before `end` opened behind a space and holds a few words."""
    m = _OPENS.search(text, max(0, end - _LONGEST), end)
    return m is not None and " " in m[0].strip()
