"""GLO101: a name in a spelling that the glossary forbids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding, Safety, Segment
from qa.document.quoted import is_quoted
from qa.glossary.entries import NAMES
from qa.rules.registry import rule

if TYPE_CHECKING:
    from qa.context import Context
    from qa.glossary.match import Match

_KINDS = (*NAMES, "term")


@rule(
    "GLO101",
    "forbidden-spelling",
    since="0.1",
    bad=[
        (
            "US Secretary of State ⟦Anthony Blinken⟧ said so.",
            "US Secretary of State Antony Blinken said so.",
        ),
        ("⟦Kiev’s⟧ forces held the line.", "Kyiv’s forces held the line."),
        ("A ⟦Kiev⟧-based company", "A Kyiv-based company"),
        ("⟦ZELENSKY⟧ IN BRUSSELS", "ZELENSKYY IN BRUSSELS"),
        ("the ⟦Zelenskys⟧ arrived", "the Zelenskyys arrived"),
        (
            "Foreign Minister ⟦Andriy Sibiga's⟧ visit; ⟦Sibiga⟧ met them.",
            "Foreign Minister Andrii Sybiha's visit; Sybiha met them.",
        ),
        ("General ⟦Valery  Zalozhny⟧ resigned.", "General Valerii  Zaluzhnyi resigned."),
        ("“We are in ⟦Kiev⟧,” he said.", "“We are in Kyiv,” he said."),
    ],
    good=[
        "Antony Blinken met Anthony Albanese.",
        "Vladimir Putin and Dmitry Peskov spoke.",
        "He ordered chicken Kiev and read about Kievan Rus.",
        "Write to news@kiev.ua or see https://kiev.example.org/Kiev.",
        "She was born in Kiev, Missouri.",
        "The cafe served a kiev.",
        "The pianist Igor Zelensky played. Zelensky bowed.",
        "Marta Blinkin, a nurse, spoke. Ms. Blinkin works in Ohio.",
        "Florence Blinkin opened a shop, and Blinkin sold tea.",
        "Russian skier Dmitry Kuleba won, and so did Andrei Kostin, a Russian wrestler.",
        "Dr. Noah Kiev and Lena Odessa sang. Odessa bowed.",
        "The cruiser Odessa lay off Cape Khrustalny. A Kiev-class ship came.",
        "Luhansk, then known as Lugansk, grew. Write Kharkiv, not Kharkov.",
        "The Ukrainian town was called Zhitomir in Russian.",
        "Putin's trip led from Odessa, Delaware, to New York. Odessa was calm.",
    ],
)
def forbidden_spelling(segment: Segment, context: Context) -> Iterator[Finding]:
    """What it finds. A person, place, organisation or term in a spelling that a glossary forbids, in
    any form: possessive, plural, in capitals, in a compound, broken over a line, with initials, turned
    round (“Blinken, Anthony”), with a letter of another script. A wrong spelling that was derived from
    the original form is found too. A given name is held against the glossary only together with its
    surname, and a longer name or set phrase that the entry excludes is left alone. So is a namesake:
    a surname after another given name and every later mention of it, an occupation or country that
    is not the person's, a surname that is also a place (*Ari Kiev*), a ship, a cape or a book, and a
    spelling that is itself the subject (*then known as Kiev*).

    Why it matters. One name in two spellings reads as two people, breaks search and archives, and
    some spellings take a side: Kyiv is the Ukrainian name of the city, Kiev the Russian one.

    When the fix is not safe. It is safe only where the story shows that the entry is meant: by the
    full name, the office or the country beside it. A given name that is right for someone else
    (*Andrei* for *Andrii*) asks for that, too. Where someone else in the story has the name, where
    the passage speaks of an old time or a longer name, within quotation marks, which may quote print,
    and for a spelling that no glossary lists, but that was derived, the fix is for review. Where the
    name stands in a grammatical case whose form is not known, or in brackets behind its right form
    (*Kyiv (Kiev)*), there is no fix.
    """
    for match in context.glossary.matches(segment):
        if not match.wrong or match.entry.kind not in _KINDS:
            continue
        entry = match.entry
        quoted = is_quoted(segment.document, match.span.shifted(segment.offset))
        sure = match.listed and not quoted and not match.doubt
        yield segment.finding(
            match.span,
            _message(match),
            replace=match.replacement,
            safety=Safety.SAFE if sure else Safety.REVIEW,
            data={"entry": entry.id, "preferred": match.preferred},
        )


def _message(match: Match) -> str:
    source = f" ({match.entry.source})" if match.entry.source else ""
    if match.doubt:
        entry = match.entry
        meant = f"{entry.full_name} of {entry.country}" if entry.country else entry.full_name
        return f"“{match.found}” is “{match.preferred}” if {meant} is meant; {match.doubt}{source}"
    return f"“{match.found}” is not the house spelling; write “{match.preferred}”{source}"
