import re
from collections.abc import Iterator

from qa.document.model import Document, Finding
from qa.rules.registry import Example, rule
from qa.text.addresses import in_address
from qa.text.patterns import lazy

_MARK = lazy(r"[¿¡]|[?!]+(?!\w)")
_PARTNER = {"¿": "?", "¡": "!"}
_LANGUAGES = frozenset({"es", "ast", "gl"})


@rule(
    "PUN206",
    "inverted-mark",
    since="0.2",
    bad=[
        Example("Preguntó: ⟦¿⟧Cuándo llegan. Nadie respondió.", lang="es"),
        Example("¿Cuándo llegan? Nadie sabe. Por qué no vienen⟦?⟧", lang="es"),
    ],
    good=[
        Example("¿Cuándo llegan? ¡Ya! «¿Por qué?», dijo. ¡¿Qué?!", lang="es"),
        Example("¿Cuándo llegan?, ¿y por qué?, preguntó.", lang="es"),
        Example("La revista «Hello!» y el grupo Wham! actúan. Véase http://a.es/?b", lang="es"),
        "He asked: why not?",
    ],
)
def inverted_mark(document: Document) -> Iterator[Finding]:
    """What it finds. In Spanish text, an opening question or exclamation mark that nothing closes, and,
    in a text that opens others, a question that is closed without one.

    Why it matters. The reader needs the opening mark to know where the question starts; it is lost
    when an export keeps to ASCII.
    """
    if document.lang not in _LANGUAGES or ("¿" not in document.text and "¡" not in document.text):
        return
    for segment in document.segments:
        open_at: int | None = None
        for m in _MARK.finditer(segment.text):
            if m[0] in _PARTNER:
                neighbour = open_at is not None and m.start() == open_at + 1
                if open_at is not None and not neighbour:
                    yield segment.finding(
                        (open_at, open_at + 1), "The opening mark has no closing one"
                    )
                open_at = m.start()
            elif open_at is not None:
                open_at = None
            elif _ends_question(document, segment.text, m):
                yield segment.finding(m.span(), "The question has no opening mark")
        if open_at is not None:
            yield segment.finding((open_at, open_at + 1), "The opening mark has no closing one")


def _ends_question(document: Document, text: str, m: re.Match[str]) -> bool:
    """Whether the mark ends words of a text that opens questions, and is no mark in brackets."""
    return (
        "?" in m[0]
        and "¿" in document.text
        and text[m.start() - 1 : m.start()].isalnum()
        and not in_address(text, *m.span())
    )
