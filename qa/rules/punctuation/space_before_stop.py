"""PUN104: a space before a comma, full stop, colon, semicolon, question or exclamation mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Safety
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.english import is_word
from qa.text.patterns import lazy

# A colon or semicolon before a bracket is a smile.
_STOP = lazy(
    r"[,.;:!?،؛؟](?<= [,.;:!?،؛؟])(?:(?<=\.)(?!\.)|(?<=[;:])(?!\))|(?<![.;:]))"
    r"(?:(?=[\s\"”»)]|\Z)|(?<=,)(?=[^\W\d_])|(?<=\.)(?=[^\W\d_a-z][^\W\d_A-Z]))"
)
# The rest of an ellipsis of the old kind: "the law . . . is the law".
_SPACED_DOT = lazy(r"[ \u00a0\u202f]\.")
_SPACES = " \u00a0\u202f"
_BEFORE = ')]"”»’%'
# French sets a space, at best a no-break one, before the marks of two parts.
_TALL = ";:!?"
_LOW_QUOTE = lazy(r"[^,\n\"“„]{1,200}[‘’'](?!\w)")
_LAST_WORD = lazy(r"[^\W\d_]+$")
_COLUMN = lazy(r"\w {2,}:")
# What no sentence ends with.
_GOES_ON = frozenset(["the", "a", "an", "and", "or", "of", "for", "with", "from", "by", "as"])
_NAME = lazy(r"(?:Net|Com|Org|Io|Ai|Tv)\b")
_SPACES_TALL_MARKS = frozenset({"fr", "br"})


@rule(
    "PUN104",
    "space-before-stop",
    since="0.2",
    bad=[
        ("The minister⟦ ⟧, who resigned⟦ ⟧.", "The minister, who resigned."),
        ("It is over⟦ ⟧.The aid came.", "It is over. The aid came."),
        ("The aid⟦ ⟧,the border⟦ ⟧,the grain.", "The aid, the border, the grain."),
        ("Is it over⟦  ⟧? “No”⟦ ⟧, he said.", "Is it over? “No”, he said."),
        Example("Il a dit oui⟦ ⟧, puis non !", "Il a dit oui, puis non !", lang="fr"),
        Example("Він пішов⟦ ⟧, а вона⟦ ⟧: ні.", "Він пішов, а вона: ні.", lang="uk"),
        Example("رئیس جمهور⟦ ⟧، امروز رفت.", "رئیس جمهور، امروز رفت.", lang="fa"),
    ],
    good=[
        "He wrote .NET code, waited ... and smiled :) at 10 : 30.",
        "“We know” … he said. It cost .5 euros.",
        "“Reverence for the laws . . . is all,” he read. “A home . . . for every family.”",
        Example("Il a dit : « Oui ! » Vraiment ? Oui ; vraiment.", lang="fr"),
        Example("彼は言った 。", lang="ja"),
        "A plug-in for the .Net Framework or .Net Core, and for .Com domains.",
        "Name       : Anna\nProfession : baker",
        Example("Warrenová si plánuje ,pořádně promyslet‘ kandidaturu.", lang="cs"),
        Example("Sie wollte ,endlich gehen’ und blieb.", lang="de"),
        Example("Powiedział ,nie teraz’ i wyszedł.", lang="pl"),
    ],
)
def space_before_stop(document: Document) -> Iterator[Finding]:
    """What it finds. A space between a word and the comma, full stop, colon, semicolon, question or
    exclamation mark behind it; in French, which sets a space before the last four, only before the
    comma and the full stop. When a text has many, they are reported once.

    Why it matters. The mark can end up alone at the start of a line. It comes from links and names
    taken out of a page, and from tokenised text.

    When the fix is not safe. It takes out the space, and changes nothing else. Where the word before a
    mark of two parts may be French, and where the space has to go to the other side of the mark,
    it is for review.
    """
    text = document.text
    in_columns = _COLUMN.search(text) is not None
    places: dict[Safety, list[tuple[tuple[int, int], Edit]]] = {Safety.SAFE: [], Safety.REVIEW: []}
    for m in _STOP.finditer(text):
        end = m.start()
        start = end - 1
        while start and text[start - 1] in _SPACES:
            start -= 1
        before = text[start - 1 : start]
        if (
            (before.isalnum() or (before and before in _BEFORE))
            and not (document.lang in _SPACES_TALL_MARKS and m[0] in _TALL)
            and not (m[0] == "." and _SPACED_DOT.match(text, m.end()))
            and not (before.isdigit() and text[m.end() : m.end() + 2].strip().isdigit())
            and not (m[0] == ":" and in_columns)
        ):
            # "package ,the": the space stands on the wrong side.
            moved = text[m.end() : m.end() + 1].isalpha()
            if moved and not _may_move(document, start, m):
                continue
            edit = Edit(start, m.end(), f"{m[0]} ") if moved else Edit(start, end, "")
            safe = not moved and (m[0] not in _TALL or _is_own_word(document, start, m[0]))
            places[Safety.SAFE if safe else Safety.REVIEW].append(((start, end), edit))
    for safety, some in places.items():
        yield from place_by_place_or_once(
            document, some, "Space before the punctuation mark", safety=safety
        )


def _may_move(document: Document, start: int, m: re.Match[str]) -> bool:
    """Whether the space belongs behind the mark, which is no low quotation mark and no part of a name.

    Typists write the low mark as a comma: "plánuje ,pořádně promyslet‘"; ".Net" is a name.
    """
    text = document.text
    if m[0] == ",":
        return not _LOW_QUOTE.match(text, m.end())
    word = _LAST_WORD.search(text, max(0, start - 20), start)
    return not (word and word[0] in _GOES_ON) and not _NAME.match(text, m.end())


def _is_own_word(document: Document, end: int, mark: str) -> bool:
    """Whether the text sets no space there elsewhere, and the word before is of its language.

    French words have their space in a story in another language, too; so have labels of a form.
    """
    text = document.text
    if text.count(f" {mark} ") > max(1, len(re.findall(rf"\w\{mark}\s", text))):
        return False
    word = _LAST_WORD.search(text, max(0, end - 40), end)
    if word is None:
        return text[end - 1] not in "»”"
    return not word[0].isascii() or (document.lang == "en" and is_word(word[0].lower()))
