"""ENC117: question marks in place of letters."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.characters import CJK, characters, is_fixed_text
from qa.document.model import Document, Finding, Severity
from qa.rules.registry import Example, rule
from qa.text.addresses import in_address
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy

# A question mark, or what other programs write for a letter that they do not have.
_MARK = lazy(r"[?¿□]+")
_ROW = lazy(r"\?{2,}[,.]?(?:[ \u00a0]\?+[,.]?)+|\?{4,}(?=\s+\w)")
# In mid-sentence, a word of three letters or more.
_WORD_LOST = lazy(r"\?{3} [a-z]")
_REST = lazy(r"[\w?¿□]*(?<![?¿])")
_QUESTION = lazy(r"([^\W\d_]{2,})\?+([^\W\d_]{2,}|I)")


@rule(
    "ENC117",
    "lost-letter",
    since="0.1",
    severity=Severity.ERROR,
    bad=[
        "President ⟦Erdo?an⟧ met Ilham ⟦?liyev⟧ in ⟦?u?a⟧.",
        "It ⟦isn?t⟧ over, said the ⟦Ukraine?s⟧ minister.",
        "The sign read ⟦????? ????????⟧ in red.",
        "“We are ready⟦,?⟧ he said.",
        "The price was ⟦???⟧ euros.",
        Example("Prezydent ⟦powiedzia??em⟧ w ⟦?odzi⟧.", lang="pl"),
    ],
    good=[
        "What?! Really??? Is it?He asked. ??? he wrote. Why?because they could.",
        "What will we leave for our children?I will not allow it.",
        "https://example.org/story?id=5&a=b and page.php?x",
        "She asked: “Who?” (Who?)",
        Example("¿Qué? ¿Y tú?", lang="es"),
        Example("何があったのか?分からない。", lang="ja"),
    ],
)
def lost_letter(document: Document) -> Iterator[Finding]:
    """What it finds. A question mark within a word or at its start, and rows of question marks.

    They stand for letters that an encoding did not have: “Erdo?an”, “isn?t”, “????? ????????”. A
    question mark between two words of some length may be a question whose space is lost, and is left
    to punctuation.

    Why it matters. A name is wrong or gone. Only the source can tell what it was, so there is no fix.
    """
    if "?" not in characters(document) and characters(document).isdisjoint("¿□"):
        return
    text = document.text
    done = 0
    for mark in _MARK.finditer(text):
        if mark.start() < done:
            continue
        span = _lost(text, mark.start(), mark.end(), done)
        if span is None:
            continue
        done = span[1]
        if in_address(text, *span) or in_mojibake(text, *span) or CJK.search(text[slice(*span)]):
            continue
        if not _is_question(text[slice(*span)], document.lang) and not is_fixed_text(
            document, *span
        ):
            yield document.finding(
                span,
                f"“{text[slice(*span)][:60]}” has lost letters to question marks: see the source",
            )


def _lost(text: str, start: int, end: int, floor: int) -> tuple[int, int] | None:
    """The word or row of which the marks from `start` to `end` are a part, if it has lost letters."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    opens = not before or before.isspace() or before in "“\"'(«„"
    if opens and (row := _ROW.match(text, start)):
        return row.span()
    if opens and _WORD_LOST.match(text, start) and text[max(0, start - 2) : start - 1].islower():
        return start, end
    if before == "," and text[start:end] == "?" and (not after or after.isspace()):
        return (start - 1, end) if text[start - 2 : start - 1].isalpha() else None
    if not after.isalpha() or not (before.isalpha() or (opens and text[start:end] == "?")):
        return None
    rest = _REST.match(text, end)
    stop = rest.end() if rest else end
    if opens:
        return (start, stop) if stop - end > 1 else None
    left = start
    while left > floor and text[left - 1].isalnum():
        left -= 1
    return left, stop


def _is_question(text: str, lang: str) -> bool:
    """Whether it reads as a question and the next sentence: "it?He", "Why?because"."""
    m = _QUESTION.fullmatch(text)
    if not m:
        return False
    first, second = m.groups()
    if len(second) > 1 and second[0].isupper() and not first.isupper():
        return True
    if lang != "en":
        return False
    from qa.text.english import is_word

    return is_word(first.lower()) and (second == "I" or is_word(second.lower()))
