"""LNG104: a text that is mostly in another language than it is checked as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Document, Finding
from qa.language import UNKNOWN, language_name
from qa.language.strays import strays, stripped
from qa.rules.registry import Example, rule

if TYPE_CHECKING:
    from qa.context import Context


@rule(
    "LNG104",
    "other-main-language",
    since="0.2",
    bad=[
        "⟦Міністр сказав, що переговори триватимуть.⟧",
        "⟦Der Minister sagte, die Gespräche würden fortgesetzt.⟧\n\nDer Botschafter wollte sich zu den Berichten nicht äußern.\n",
        Example("⟦The minister said that the talks would go on.⟧", lang="uk"),
        Example(
            "<p>⟦O ministro disse que as negociações vão continuar na próxima semana.⟧</p><p>Lisbon, Monday.</p>",
            suffix=".html",
        ),
        "Talks to go on\n\n⟦Министр сказал, что переговоры продолжатся на следующей неделе.⟧\n\nThe ambassador declined to comment.\n",
    ],
    good=[
        "The minister said the talks would go on, and the ambassador declined to comment on it.\n\n“Ми переможемо разом із нашими друзями, бо ми на своїй землі.”\n",
        Example("Der Minister sagte, die Gespräche würden fortgesetzt.", lang="de"),
        Example(
            '<p>The banner read:</p><p lang="uk">Ми переможемо разом із нашими друзями, бо ми на своїй землі.</p>',
            suffix=".html",
        ),
        "Volodymyr Zelensky (Володимир Олександрович Зеленський)",
    ],
)
def other_main_language(document: Document, context: Context) -> Iterator[Finding]:
    """What it finds. A text of which more than half is in another language than the one that it is
    checked as, since the configuration, the call or the page says so. It is said once, at the first
    line in that language; no line is reported beside it.

    Why it matters. It is in the wrong folder, or the wrong file was sent: nothing that is said of it
    as a text in that language can be trusted.
    """
    found = strays(document, context.detector)
    if context.config.lang is None and len(document.segments) == 1:
        return  # a text of one block is in the language of that block, whatever it was taken for
    if found.mostly_foreign:
        language = found.commonest_language()
        name = language_name(language) if language != UNKNOWN else "another language"
        advice = f"; check it with --lang {language}" if language != UNKNOWN else ""
        yield document.finding(
            stripped(document.segments[min(found.blocks)]),
            f"Most of this text is in {name}, and it is checked as {language_name(document.lang)}"
            f"{advice}",
            data={"language": language, "share": round(found.foreign_share, 3)},
        )
