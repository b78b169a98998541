"""MTA116: a verb in the singular with a subject in the plural, and the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from qa.document.index import Clues
from qa.document.model import Document, Finding, Segment, Span
from qa.document.quoted import is_quoted
from qa.rules.registry import rule
from qa.text.english import is_word
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

# A subject is whole only where a clause starts: "the number of people has" is right.
_CLAUSE = r"(?:(?<=^)|(?<=[.!?…;] )|(?<=[.!?][”\"»] )|(?<=[a-z0-9], )|(?<=[a-z], and )|(?<=[a-z]{2} that ))"
_NUMERAL = (
    r"(?:[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ss]everal|[Mm]any|[Bb]oth"
    r"|[Tt]hese|[Tt]hose|[2-9]|[1-9]\d{1,2})"
)
_PARTICIPLE = r"(?:been|[a-z]+ed|begun|become|made|held|taken|built|found|given|sent|shot|hit|seen|brought|put)"
_UNITS = "ton|tonne|kilometer|kilometre|meter|metre|kilogram|liter|litre|hectare|year|month|week|day|hour|minute"

# Who speaks in news copy; any noun with a capital may be a surname ("Woods says").
_PEOPLE = (
    "Authoritie|Official|Expert|Resident|Citizen|Doctor|Scientist|Researcher|Shareholder|Employee|Worker|Soldier"
    "|Investigator|Prosecutor|Rescuer|Firefighter|Journalist|Lawyer|Analyst|Economist|Student|Representative|Deputie"
    "|Lawmaker|Politician|Diplomat|Eyewitnesse|Witnesse|Specialist|Relative|Volunteer|Activist|Protester|Passenger"
    "|Driver|Environmentalist|Historian|Critic|Observer|Source|Neighbor|Neighbour|Opponent|Supporter|Organizer"
)
# Forms for "he" that are no nouns.
_VERBS = (
    "intends|says|wants|expects|believes|insists|argues|thinks|knows|considers|requires|refuses|agrees"
    "|denies|warns"
)


# From the start of a clause to its verb, and to the end of the word behind it, in code points.
_REACH = 150


class _Clash(NamedTuple):
    """A pattern, words without which it cannot match, and what it ends in where that is quicker found."""

    clues: Clues
    pattern: re.Pattern[str]
    end: re.Pattern[str] | None = None


_PLURAL_END = lazy(rf"s (?:has|is|was)(?= {_PARTICIPLE}\b)")
_CLASHES = (
    # "Four locomotives has been bought", "these buildings was destroyed"
    _Clash(
        Clues.of(["has", "is", "was"]),
        lazy(
            rf"{_CLAUSE}{_NUMERAL} (?:[a-z-]+ )?(?P<noun>[a-z]{{3,}}s) (?P<verb>has|is|was)(?= {_PARTICIPLE}\b)"
        ),
        _PLURAL_END,
    ),
    # "the excavations in Mleiha has begun"
    _Clash(
        Clues.of(["has", "was"]),
        lazy(
            rf"{_CLAUSE}[Tt]he (?P<noun>[a-z]{{4,}}s) (?:in|near|from|at) [A-Z][\w-]+(?: [A-Z][\w-]+)?"
            rf" (?P<verb>has|was)(?= {_PARTICIPLE}\b)"
        ),
        lazy(rf"[a-z] (?:has|was)(?= {_PARTICIPLE}\b)"),
    ),
    # "sandbags and pumps was distributed"
    _Clash(
        Clues.of(["has", "was"]),
        lazy(
            rf"{_CLAUSE}[A-Z]?[a-z]{{3,}}s and (?P<noun>[a-z]{{4,}}s) (?P<verb>has|was)(?= {_PARTICIPLE}\b)"
        ),
        _PLURAL_END,
    ),
    # "Shareholders intends to appeal"
    _Clash(
        Clues.of(["has", *_VERBS.split("|")]),
        lazy(
            rf"(?:(?<=^)|(?<=[a-z][.!?] ))(?P<noun>(?:{_PEOPLE})s) (?P<verb>has|{_VERBS})(?= [a-z])"
        ),
        lazy(rf"s (?:has|{_VERBS}) [a-z]"),
    ),
    # "icebreakers has made"
    _Clash(
        Clues.of(["has"]),
        lazy(rf"{_CLAUSE}(?P<noun>[a-z]{{4,}}s) (?P<verb>has)(?= {_PARTICIPLE}\b)"),
        _PLURAL_END,
    ),
    # "the police has", "Police recommends"
    _Clash(
        Clues.of(["police", "people", "children", "women"]),
        lazy(
            rf"{_CLAUSE}(?:[Tt]he |[Ll]ocal )?(?P<noun>[Pp]olice|people|children|women) (?P<verb>has|is|was)(?= [a-z])"
        ),
        lazy(r"[en] (?:has|is|was) [a-z]"),
    ),
    _Clash(
        Clues.of(["police"]),
        lazy(
            r"\b(?P<noun>[Pp]olice) (?P<verb>says|informs|recommends|believes|confirms|warns|asks|investigates|announces)\b"
        ),
    ),
    _Clash(
        Clues.of(["they", "we"]),
        lazy(r"\b(?P<noun>[Tt]hey|[Ww]e) (?P<verb>is|was|has)(?= [a-z])"),
    ),
    _Clash(
        Clues.of(["are", "have"]),
        lazy(rf"{_CLAUSE}(?P<noun>He|She|It) (?P<verb>are|have)(?= [a-z])"),
        lazy(r"(?:He|She|It) (?:are|have) "),
    ),
    # "50 ton of wheat", "20 year ago"
    _Clash(
        Clues.of(_UNITS.split("|")),
        lazy(
            r"\b(?:[2-9]|\d[\d,.]*\d|million|thousand|hundred|two|three|four|five|six|seven|eight|nine|ten)"
            rf" (?P<noun>(?P<verb>{_UNITS}))(?= (?:of [a-z]|ago\b|later\b|were\b|are\b))"
        ),
        lazy(rf"(?:{_UNITS}) (?:of [a-z]|ago\b|later\b|were\b|are\b)"),
    ),
)
_SINGULAR = frozenset(
    [
        "news",
        "series",
        "species",
        "means",
        "headquarters",
        "politics",
        "economics",
        "works",
        "crossroads",
        "gas",
        "bus",
        "campus",
        "status",
    ]
)


@rule(
    "MTA116",
    "number-clash",
    since="0.2",
    languages=["en"],
    bad=[
        "Last year four locomotives ran. Four locomotives ⟦has⟧ been bought since.",
        "The season was long, and icebreakers ⟦has⟧ made 976 escorts.",
        "Police ⟦recommends⟧ taking the exit. The police ⟦has⟧ no suspect.",
        "Shareholders ⟦intends⟧ to appeal. Sandbags and pumps ⟦was⟧ sent to six villages.",
        "The excavations in Mleiha ⟦has⟧ begun, and the elections in Georgia ⟦was⟧ held.",
        "He said they ⟦was⟧ tired. A shipment of 50 ⟦ton⟧ of medicine came.",
    ],
    good=[
        "“They was here,” he said. Five years has been enough. Two thirds was sold. The number of people has grown.",
        "One of the two men was killed. A group of three soldiers was sent.",
        "The news has been good. Politics has changed, and the United States has agreed.",
        "The police reports are out. The people are tired. Police have no suspect.",
        "A 50-ton load of wheat; a two year old. “We was robbed,” he said.",
        "Woods says it is over. Brooks has won. The result of the elections in Georgia was known.",
        "The series in Paris was shown, and the bus in London was late. Politics intends nothing.",
        "Did he have time? Had they has-beens? The Netherlands has won, Paris has lost.",
    ],
)
def number_clash(document: Document) -> Iterator[Finding]:
    """What it finds. A verb in the singular with a subject in the plural (“four locomotives has been
    bought”, “police recommends”), and a unit in the singular behind a number (“50 ton of”).

    Only where the subject starts its clause, so that it is whole.

    Why it matters. Languages without these endings, and those in which police is singular, leave the
    slip; it is the first that a reader takes for carelessness.
    """
    found: dict[tuple[int, int], str] = {}
    for clash in _CLASHES:
        for segment in document.segments_with(clash.clues):
            text = segment.text
            if segment.lang != "en":
                continue
            for m in _matches(clash, text):
                if not _is_right(m) and not _is_quoted(segment, m.start()):
                    found[Span(*m.span("verb")).shifted(segment.offset)] = _message(m)
    for span, message in sorted(found.items()):
        yield document.finding(span, message, confidence=0.85)


def _matches(clash: _Clash, text: str) -> Iterator[re.Match[str]]:
    """Where the pattern matches, looked for only before where it would end."""
    if clash.end is None:
        yield from clash.pattern.finditer(text)
        return
    looked = 0
    for end in clash.end.finditer(text):
        start = max(looked, end.start() - _REACH)
        looked = end.end()
        yield from clash.pattern.finditer(text, start, looked + _REACH)


def _message(m: re.Match[str]) -> str:
    if m["noun"] == m["verb"]:
        return f"“{m['noun']}” behind a number should be in the plural"
    return f"“{m['noun']} {m['verb']}”: subject and verb differ in number"


def _is_right(m: re.Match[str]) -> bool:
    """Whether the noun is one of measure, one in the singular, or a name."""
    noun = m["noun"].lower()
    if not noun.endswith("s"):
        return False
    if (
        noun in words_for("units", "en")
        or noun in _SINGULAR
        or noun.endswith(("ss", "us", "is", "ics"))
    ):
        return True
    return not is_word(noun) or not (is_word(noun[:-1]) or noun.endswith("ies"))


def _is_quoted(segment: Segment, at: int) -> bool:
    at += segment.offset
    return is_quoted(segment.document, Span(at, at + 1))
