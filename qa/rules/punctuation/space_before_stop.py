from collections.abc import Iterator

from qa.model import Document, Edit, Finding
from qa.registry import Example, rule
from qa.text.grouping import place_by_place_or_once
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
_SPACED = ";:!?"
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
    places = []
    for m in _STOP.finditer(text):
        end = m.start()
        start = end - 1
        while start and text[start - 1] in _SPACES:
            start -= 1
        before = text[start - 1 : start]
        if (
            (before.isalnum() or (before and before in _BEFORE))
            and not (spaces_tall and m[0] in _SPACED)
            and not (m[0] == "." and _SPACED_DOT.match(text, m.end()))
            and not (before.isdigit() and text[m.end() : m.end() + 2].strip().isdigit())
        ):
            # "package ,the": the space stands on the wrong side.
            moved = text[m.end() : m.end() + 1].isalpha()
            edit = Edit(start, m.end(), f"{m[0]} ") if moved else Edit(start, end, "")
            places.append(((start, end), edit))
    yield from place_by_place_or_once(document, places, "Space before the punctuation mark")
