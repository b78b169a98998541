import re
from collections.abc import Iterator

from qa.model import Document, Edit, Finding
from qa.registry import Example, rule
from qa.text.grouping import place_by_place_or_once

# A colon or semicolon before a bracket is a smile.
_BEFORE_STOP = re.compile(
    r"(?<=[\w)\]\"”»’%]) [ \u00a0\u202f]*"
    r"(?=(?:[,!?،؛؟]|\.(?!\.)|[;:](?!\)))(?:\s|[\"”»)]|\Z))"
)
# French sets a space, at best a no-break one, before the marks of two parts.
_SPACED = re.compile(r"[;:!?]")
_SPACES_TALL_MARKS = frozenset({"fr", "br"})


@rule(
    "PUN104",
    "space-before-stop",
    since="0.2",
    bad=[
        ("The minister⟦ ⟧, who resigned⟦ ⟧.", "The minister, who resigned."),
        ("Is it over⟦  ⟧? “No”⟦ ⟧, he said.", "Is it over? “No”, he said."),
        Example("Il a dit oui⟦ ⟧, puis non !", "Il a dit oui, puis non !", lang="fr"),
        Example("Він пішов⟦ ⟧, а вона⟦ ⟧: ні.", "Він пішов, а вона: ні.", lang="uk"),
        Example("رئیس جمهور⟦ ⟧، امروز رفت.", "رئیس جمهور، امروز رفت.", lang="fa"),
    ],
    good=[
        "He wrote .NET code, waited ... and smiled :) at 10 : 30.",
        "“We know” … he said. It cost .5 euros.",
        Example("Il a dit : « Oui ! » Vraiment ? Oui ; vraiment.", lang="fr"),
        Example("彼は言った 。", lang="ja"),
    ],
)
def space_before_stop(document: Document) -> Iterator[Finding]:
    """What it finds. A space between a word and the comma, full stop, colon, semicolon, question or
    exclamation mark behind it; in French, which sets a space before the last four, only before the
    comma and the full stop. When a text has many, they are reported once.

    Why it matters. The mark can end up alone at the start of a line. It comes from links and names
    taken out of a page, and from tokenised text.

    When the fix is not safe. It takes out the space, and changes nothing else.
    """
    text = document.text
    spaces_tall = document.lang in _SPACES_TALL_MARKS
    places = [
        (m.span(), Edit(*m.span(), ""))
        for m in _BEFORE_STOP.finditer(text)
        if not (spaces_tall and _SPACED.match(text, m.end())) and not _is_number(text, m)
    ]
    yield from place_by_place_or_once(document, places, "Space before the punctuation mark")


def _is_number(text: str, m: re.Match[str]) -> bool:
    """Whether the mark stands between figures, as in "10 : 30" and "2 : 1"."""
    return text[m.start() - 1].isdigit() and text[m.end() + 1 :].lstrip(" ")[:1].isdigit()
