import re
from collections.abc import Iterator
from functools import cache

from qa.document.model import Document, Finding, Safety, Span
from qa.document.quotations import Quotation
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

CLOSING = {"“": "”", "„": "“", "«": "»", "»": "«", '"': '"', "”": "”", "‟": "”"}
# German, Czech and others close „ with “; Polish, Romanian, Hungarian, Dutch with ”.
CLOSED_WITH_RIGHT = {"pl", "ro", "hu", "nl", "hr"}
_STOP_AND_SPACE = lazy(r"[,.!?…] ")
_INNER_END = lazy(r"[.!?…]\s")
# Few paragraphs of wire copy have so many sentences: the ends of its paragraphs were lost.
_MANY_SENTENCES = 5
_SENTENCE_END = tuple(".!?…")


@rule(
    "PUN201",
    "unbalanced-quote",
    since="0.1",
    bad=[
        (
            "Peskov called the reports ⟦“empty, unfounded escalation of tension.⟧\n"
            "He said that NATO should stop “pumping weapons into Ukraine.”",
            "Peskov called the reports “empty, unfounded escalation of tension.”\n"
            "He said that NATO should stop “pumping weapons into Ukraine.”",
        ),
        (
            '⟦"And that is why we are training them,⟧ he explained.\nThe White House agreed.',
            '"And that is why we are training them," he explained.\nThe White House agreed.',
        ),
        (
            '⟦"The shows are a special operation, "⟧Novak says.',
            '"The shows are a special operation," Novak says.',
        ),
        "He admitted ⟦“even with this support [they] “⟧have not been able to move.”",
        "⟦We will not give up”⟧, he said.",
        'We respect that. ⟦"⟧',
    ],
    good=[
        # English opens a quotation again at each paragraph, and closes it once.
        "“We met in Kyiv.\n“We talked for hours.\n“We agreed,” he said.",
        # Translated copy leaves the reopening out.
        '"We met in Kyiv.\nWe talked for hours.\nWe agreed," he said.',
        # So does copy whose paragraphs were run together.
        "The dam broke. Roads are shut. Trains stopped. No one was hurt. "
        '"We met in Kyiv," he said. "We talked for hours. "We agreed."',
        "It is 5' 11\" tall, and the '90s are over.",
        "He said: “The paper wrote “Stop it” twice.”",
        Example("Er sagte: „Das ist „neu“ hier.“", lang="de"),
        Example("ООО «Газета «Правда» сообщает.", lang="ru"),
        "'No indication' of talks, says Kirby’s aides’ spokesman.",
    ],
)
def unbalanced_quote(document: Document) -> Iterator[Finding]:
    """What it finds. A quotation mark without its partner, counted over paragraphs: a quotation that
    runs on, reopened at each paragraph as English does or not reopened at all, is in order; so is
    one that is reopened behind a full stop in copy whose paragraphs were run together.
    Apostrophes, single quotes, feet and inches are left alone.

    Why it matters. The reader cannot tell whose words are whose.

    When the fix is not safe. It closes the quotation before the words that name the speaker, or takes a
    mark that stands in front of them back to the words that it closes; where a sentence ends in a few
    quoted words, it closes them. Elsewhere the end of the paragraph is only shown as a proposal,
    for the quotation may go on. For a mark too many, or an opening one that is missing, there is none.
    """
    text = document.text
    for quotation in document.quotations:
        start, end = quotation.span
        if quotation.reopened is not None:
            if _starts_a_lost_paragraph(document, quotation.reopened.start):
                continue
            yield document.finding(
                (start, quotation.reopened.end),
                "The quotation is opened again before it is closed",
                edits=_moved_before_space(document, quotation.reopened),
                title="Move the mark before the space",
            )
        elif not quotation.opened:
            yield document.finding((start, end), "The quotation is closed, but never opened")
        elif not text[slice(*quotation.inner)].strip():
            yield document.finding((start, quotation.inner.start), "A quotation mark stands alone")
        elif not quotation.closed:
            at, mark, certain = _closing_place(document, quotation)
            moved = _moved_before_space(document, Span(start, quotation.inner.start))
            yield document.finding(
                (start, at),
                "The quotation is opened, but never closed",
                edits=moved or [(at, at, mark)],
                safety=Safety.REVIEW if moved or certain else Safety.SHOW,
                title="Move the mark before the space" if moved else f"Close it with {mark}",
            )


def _starts_a_lost_paragraph(document: Document, at: int) -> bool:
    """Whether a paragraph began at `at`, where a document has become a single one."""
    return (
        len(document.segments) == 1
        and len(document.segments[0].sentences) >= _MANY_SENTENCES
        and document.text[:at].rstrip().endswith(_SENTENCE_END)
    )


def _moved_before_space(document: Document, mark: Span) -> list[tuple[int, int, str]] | None:
    """The edit that takes a mark back to the words that it closes: 'we know, "Novak says.'."""
    text = document.text
    said = _speaker(document.lang)
    if (
        not said
        or not _STOP_AND_SPACE.match(text, mark.start - 2)
        or not said.match(text, mark.end)
    ):
        return None
    sign = text[mark.start]
    return [(mark.start - 1, mark.end, CLOSING.get(sign, sign) + text[mark.start - 1])]


def _closing_place(document: Document, quotation: Quotation) -> tuple[int, str, bool]:
    """Where the quotation most likely ends, the mark that closes it, and whether that is plain.

    It is where the speaker is named, or at the end of the one sentence that ends in quoted words.
    """
    text = document.text
    start, end = quotation.span
    opening = text[start]
    mark = (
        "”" if opening == "„" and document.lang in CLOSED_WITH_RIGHT else CLOSING.get(opening, "”")
    )
    said = _attribution(document.lang)
    if said and (m := said.search(text, start, end)):
        return m.start() + 1, mark, m["end"] is not None
    quoted = text[start:end].rstrip()
    plain = quoted[1:2].islower() and not _INNER_END.search(quoted) and said is not None
    verbs = words_for("saying_verbs", document.lang)
    return start + len(quoted), mark, plain and verbs.isdisjoint(quoted.lower().split())


@cache
def _attribution(lang: str) -> re.Pattern[str] | None:
    """Matches ", he explained" and ", the minister told us", where the words of a speaker end."""
    verbs = "|".join(sorted(words_for("saying_verbs", lang)))
    return (
        lazy(
            rf",(?: [\w.’'-]+){{1,6}}? (?:{verbs})\b(?! that\b)"
            r"(?P<end>(?=[.,;]|\s*$| (?:on|in|at|to|after|during|when|while|as)\b))?"
        )
        if verbs
        else None
    )


@cache
def _speaker(lang: str) -> re.Pattern[str] | None:
    """Matches "Novak says." and "he told us.", with which the words around a mark would end."""
    verbs = "|".join(sorted(words_for("saying_verbs", lang)))
    names = r"(?:he|she|they|it|we|I|the \w+|(?:[A-Z][\w.’'-]* ?){1,3}?)"
    return (
        lazy(rf"(?:{names} (?:{verbs})\b|(?:{verbs}) [\w ]{{0,40}})[^\"“”«»„]*$", re.MULTILINE)
        if verbs
        else None
    )
