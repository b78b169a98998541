"""MTA102: a reporting verb that stands alone as a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.english import is_word
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

_SUBJECT = r"(?:He|She|They|It|We|I|The [a-z]+(?: [a-z]+)?|(?P<name>[A-Z][a-z]+(?:[A-Z][a-z]+)?))"

# Behind another attribution these verbs are the second one, though they can stand alone.
_SECOND = lazy(
    r"\b(?:said|says|added|noted|stressed|explained)\.\s+(?P<sentence>(?P<subject>He|She|They|It) (?:also )?"
    r"(?P<verb>explained|continued|concluded|wrote|elaborated|clarified)\.)(?P<space>\s+|$)"
)
_MAY_BE_SECOND = lazy(r"[ds]\.\s+(?:He|She|They|It) ")
_ABBREVIATION = lazy(r"\b[A-Z][a-z]{0,4}\.\s$")
_ATTRIBUTION = lazy(r"\b(?:said|says|added|noted|stressed|told \w+)\.\s+$")


@rule(
    "MTA102",
    "bare-attribution",
    since="0.2",
    languages=["en"],
    words=lambda: words_for("bare_attributions", "en"),
    bad=[
        (
            "“We should never underestimate them,” he added. ⟦He completed.⟧ “They are at war.”",
            "“We should never underestimate them,” he added. “They are at war.”",
        ),
        "“The road is shut.” ⟦She added.⟧",
        "“Prices will fall.” ⟦The minister stressed.⟧ He gave no date.",
        "“Prices will fall.” ⟦Novak noted.⟧",
        ("“Prices will fall,” Novak said. ⟦He explained.⟧", "“Prices will fall,” Novak said. "),
    ],
    good=[
        "“The road is shut,” Mr. Adams said. He agreed. They continued.",
        "“Prices will fall,” the minister stressed.",
        "Was it over? It was, he said. Work completed.",
        "He won. She laughed. They stopped. Officials explained.",
        "He said: “No.” Then he added.up the figures.",
        "“Is it over, right?” Novak said. “What a day!” she added. “Well…” the minister stressed. “No.”",
        "“Will they come?” The minister noted. He said «Хто?» She added.",
    ],
)
def bare_attribution(segment: Segment) -> Iterator[Finding]:
    """What it finds. “He completed.” and “The minister added.” as whole sentences: a subject and a
    verb of reporting that needs more.

    Why it matters. It belonged to a quotation that the translation cut off; two reporting verbs in
    a row, or a quotation without its speaker, are what is left.

    When the fix is not safe. Where another attribution stands right before it, the fix deletes the
    second; the speaker may be another one.
    """
    text = segment.text
    for m in _pattern().finditer(text):
        start, end = m.span("sentence")
        if _is_cut_by_an_abbreviation(text, start) or _is_a_noun(m["name"]):
            continue
        message = f"“{m['sentence']}” is no sentence: “{m['verb']}” needs what was said"
        if _ATTRIBUTION.search(text, max(0, start - 40), start):
            yield segment.finding(
                (start, end),
                message,
                delete=(start, m.end("space")),
                title="Delete the second attribution",
                confidence=0.9,
            )
        else:
            yield segment.finding((start, end), message, confidence=0.9)
    for m in _SECOND.finditer(text) if _MAY_BE_SECOND.search(text) else ():
        yield segment.finding(
            m.span("sentence"),
            f"“{m['sentence']}” is a second attribution of what was said",
            delete=(m.start("sentence"), m.end("space")),
            title="Delete the second attribution",
            confidence=0.8,
        )


def _is_cut_by_an_abbreviation(text: str, at: int) -> bool:
    """Whether the stop before `at` belongs to a word such as "Mr." or "U.S."."""
    return bool(_ABBREVIATION.search(text, max(0, at - 8), at))


def _is_a_noun(subject: str | None) -> bool:
    """Whether the word before the verb is no name: "Work completed." is a note."""
    return subject is not None and is_word(subject.lower())


@cache
def _pattern() -> re.Pattern[str]:
    verbs = "|".join(sorted(words_for("bare_attributions", "en")))
    return lazy(
        # Behind a question the verb needs no comma: “Is it over?” Novak asked.
        rf"\.[\"”»’]?\s(?=(?P<sentence>{_SUBJECT} (?P<verb>{verbs})\.)(?P<space>\s+|$))"
    )
