"""LNG102: a sentence in another language than its paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.deletions import safety_of_deletion
from qa.document.model import Document, Finding
from qa.language import UNKNOWN, language_name
from qa.language.code_pages import repair_in
from qa.language.strays import strays
from qa.rules.registry import Example, rule
from qa.text.garbled import looks_garbled

if TYPE_CHECKING:
    from qa.context import Context
    from qa.document.model import Span


_MORE = (
    "\n\nThe ministry said on Monday that it would answer all questions of the press by the end of the "
    "week, once the families had been told."
)
_MORE_UK = (
    "\n\nМіністерство повідомило в понеділок, що відповість на всі запитання журналістів до кінця тижня, "
    "коли про це дізнаються родини загиблих."
)


@rule(
    "LNG102",
    "foreign-sentence",
    since="0.1",
    bad=[
        (
            "The court set a new date. ⟦Ədliyyə Nazirliyi açıqlama verməyib.⟧ His lawyer called the ruling"
            " unfair." + _MORE,
            "The court set a new date. His lawyer called the ruling unfair." + _MORE,
        ),
        (
            "Rescuers worked through the night. ⟦Aucun bilan n'a été donné.⟧" + _MORE,
            "Rescuers worked through the night." + _MORE,
        ),
        # So much that it must be translated.
        "Rescuers worked through the night. ⟦Les recherches ont repris à l'aube. Aucun bilan n'a été donné.⟧",
        Example(
            "Суд призначив нову дату. ⟦The ministry has not commented.⟧ Адвокат назвав рішення"
            " несправедливим." + _MORE_UK,
            "Суд призначив нову дату. Адвокат назвав рішення несправедливим." + _MORE_UK,
            lang="uk",
        ),
    ],
    good=[
        "They sang at dawn. Noch ist unsere Heimat nicht verloren (Our homeland is not yet lost). Then they left.",
        Example(
            "He quoted the old song. *Noch ist unsere Heimat nicht verloren.* Then he left the hall.",
            suffix=".md",
        ),
        "The crowd sang. «Ще не вмерла України і слава, і воля!» People wept.",
        "He read La Repubblica and Corriere della Sera. Le Monde came later. Au revoir, he said.",
        "The deal is worth 3m euros. Gracias, he added. It was signed in Ciudad Juárez on Monday.",
        "He said: “Ми переможемо разом із нашими друзями.” It was the third such speech.",
    ],
)
def foreign_sentence(document: Document, context: Context) -> Iterator[Finding]:
    """What it finds. A sentence, or several in a row, that was left in another language inside a
    paragraph. A quotation in the original language is left alone, by its marks, in italics or with a
    translation in brackets, and so is a phrase of one or two words.

    Why it matters. A reader stumbles over it, and the paragraph lacks what it says.

    When the fix is not safe. It deletes the sentence, which loses what it says; translating it is
    better. Where a fifth of the text is in other languages, or its own is not certain, there is no
    fix.
    """
    found = strays(document, context.detector)
    if found.mostly_foreign:
        return
    offers = found.may_go([span for span, _ in found.sentences])
    for span, verdict in found.sentences:
        if repair_in(document, span, context.detector):
            continue  # repaired, it can be read
        garbled = looks_garbled(document.text[span.start : span.end])
        name = language_name(verdict.language) if verdict.language != UNKNOWN else "Foreign"
        yield document.finding(
            span,
            f"{name} sentence; the text is in {language_name(document.lang)}",
            delete=_with_space(document.text, span) if offers and not garbled else None,
            safety=safety_of_deletion(document, span),
            title="Delete the sentence",
            confidence=round(verdict.confidence, 3),
            data={"language": verdict.language},
        )


def _with_space(text: str, span: Span) -> tuple[int, int]:
    """The span with the space before it, so that one space stays between its neighbours."""
    start = span.start
    while start and text[start - 1] in " \t\u00a0":
        start -= 1
    if start and text[start - 1] not in "\r\n":
        return start, span.end
    end = span.end
    while end < len(text) and text[end] in " \t\u00a0":
        end += 1
    return span.start, end
