"""MTA307: an office, its country and the name in the order of the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qa.document.model import Finding, Segment, Severity
from qa.rules.registry import rule
from qa.text.english import is_name, is_word
from qa.text.patterns import lazy
from qa.text.word_lists import DATA, words_for

_TITLE = (
    r"(?:(?:First )?(?:Deputy |Vice )?(?:Prime Minister|President|Premier|Chancellor)"
    r"|(?:Deputy )?(?:Foreign|Defen[cs]e|Interior|Finance|Economy|Energy|Health|Justice|Education"
    r"|Culture|Agriculture|Transport) Minister"
    r"|(?:Deputy )?Minister of (?:Foreign Affairs|Internal Affairs|National Defen[cs]e|[A-Z][a-z]+))"
)
_OFFICE = (
    r"(?:(?:[Ff]irst |[Pp]rime |[Dd]eputy |[Vv]ice[- ]|[Aa]cting )*(?:[Cc]hairman|[Cc]hairwoman|[Hh]ead|[Dd]irector"
    r"|[Ss]peaker|[Cc]ommander|[Gg]overnor|[Mm]ayor|[Vv]ice-mayor|[Aa]mbassador|[Cc]hief|[Pp]resident|[Mm]inister"
    r"|[Ss]ecretary|[Ss]pokesman|[Ss]pokeswoman|[Ss]pokesperson|[Rr]epresentative|[Rr]ector))"
)
# A body of up to seven words, and two names that a verb or the end of the sentence follows.
_BODY = lazy(
    rf"\b(?:[Tt]he )?{_OFFICE} of (?!State\b)(?:the )?(?:[\w’'-]+ ){{1,7}}?(?P<first>[A-Z][a-zà-ž]+)"
    r" (?P<last>[A-Z][\w’'-]+)(?= (?:said|told|noted|announced|stated|reported|believes|stressed"
    r"|emphasi[sz]ed|added|wrote|is|was|has|had|will|also|and|in|at|on|called|to)\b|[.]$|[.] )"
)
# What all of these hold: found in a tenth of the time.
_OF = lazy(r"(?:Minister|President|Premier|Chancellor) of ")
_UNDER = lazy(r"([^\W\d_]+) (?:of|to|for|under|at) \Z")
_ADJECTIVE = lazy(r"\b(?!Prime )[A-Z][\w’'-]* \Z")
_LONGEST_POST = 30
_NAME = r"(?=(?:[A-Z][\w’'-]+|[A-Z]\.)(?: [A-Z][\w’'-]+)+)"


@rule(
    "MTA307",
    "title-order",
    since="0.2",
    languages=["en"],
    words=[
        "minister",
        "president",
        "premier",
        "chancellor",
        "chairman",
        "chairwoman",
        "head",
        "director",
        "speaker",
        "commander",
        "governor",
        "mayor",
        "ambassador",
        "chief",
        "secretary",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "representative",
        "rector",
    ],
    severity=Severity.INFO,
    bad=[
        (
            "⟦President of Ukraine⟧ Volodymyr Zelenskyy spoke.",
            "Ukrainian President Volodymyr Zelenskyy spoke.",
        ),
        (
            "He met ⟦the Prime Minister of the Netherlands⟧ Dick Schoof.",
            "He met Dutch Prime Minister Dick Schoof.",
        ),
        (
            "She called ⟦Minister of Foreign Affairs of Turkey⟧ Hakan Fidan.",
            "She called Turkish Minister of Foreign Affairs Hakan Fidan.",
        ),
        "⟦The head of the Estonian Rescue Board Margus Lepik⟧ said so.",
        "He met ⟦the deputy speaker of the Moldovan Parliament Doina Gherman⟧.",
        "⟦Ambassador of Georgia to Poland Nikoloz Beridze⟧ is in Sofia.",
    ],
    good=[
        "Volodymyr Zelenskyy, the President of Ukraine, spoke.",
        "The President of Ukraine, Volodymyr Zelenskyy, spoke.",
        "The President of Ukraine Tuesday said so.",
        "President of Ukraine’s parliament. Ukrainian President Volodymyr Zelenskyy.",
        "Prime Minister of Georgia Irakli Meladze: Good afternoon, colleagues.",
        "Thank you. President of Turkey Can Demir (through interpreter): Thank you.",
        "the Prime Minister of Israel Benefit Fund Dinner",
        "President of Latvia Edgars Rinkevics: Good morning.",
        "Deputy head of the Office of the President of Ukraine Ihor Zhovkva spoke.",
        "adviser to the Foreign Minister of Armenia Ani Petrosyan",
        "spokesman for the President of Turkey Fahrettin Altun",
        "the press service of the President of Kazakhstan Ruslan Zheldibay",
        "the son of the Prime Minister of Israel Yair Netanyahu",
        "The head of the Estonian Rescue Board, Margus Lepik, said so.",
        "Secretary of State Antony Blinken said so, and the director of the National Museum was there.",
        "The head of research at Lepik Motors said so.",
    ],
)
def title_order(segment: Segment) -> Iterator[Finding]:
    """What it finds. “President of Ukraine Volodymyr Zelenskyy”, “the head of the Estonian Rescue Board
    Margus Lepik”: an office, its country or body and a name in a row, without a comma.

    Why it matters. It is the order of the source; English copy writes “Ukrainian President
    Volodymyr Zelenskyy”, or puts commas around the name.

    When the fix is not safe. It takes “the” away, and a form such as “former” in front may not fit.
    """
    if not _OF.search(segment.text):
        yield from _behind_bodies(segment, [])
        return
    countries: list[tuple[int, int]] = []
    pattern, adjectives = _pattern()
    for m in pattern.finditer(segment.text):
        under = _UNDER.search(segment.text, max(0, m.start() - _LONGEST_POST), m.start())
        if under and under[1].lower() in words_for("posts_under_another", "en"):
            continue  # the name is that of the adviser, not of the president
        countries.append(m.span())
        yield segment.finding(
            m.span(),
            f"“{m[0]}” before a name is the order of the source",
            replace=f"{adjectives[m['country']]} {m['title']}",
            confidence=0.85,
        )
    yield from _behind_bodies(segment, countries)


def _behind_bodies(segment: Segment, seen: list[tuple[int, int]]) -> Iterator[Finding]:
    """The offices at a body that a name follows at once, but for those that were `seen`."""
    text = segment.text
    for m in _BODY.finditer(text) if " of " in text else ():
        first, last = m["first"].lower(), m["last"].lower()
        if is_word(last) or (is_word(first) and not is_name(first)):
            continue
        before = max(0, m.start() - _LONGEST_POST), m.start()
        # "Turkish Minister of Foreign Affairs Hakan Fidan" has the order of English.
        if _UNDER.search(text, *before) or _ADJECTIVE.search(text, *before):
            continue
        if any(start < m.end() and m.start() < end for start, end in seen):
            continue
        yield segment.finding(
            m.span(),
            f"Commas around “{m['first']} {m['last']}”, or the name first",
            confidence=0.85,
        )


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    lines = (DATA / "countries.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line[0] != "#"][1:]
    countries = "|".join(sorted((re.escape(c) for c, _ in rows), key=len, reverse=True))
    # Names of days and of things that a title may be part of are no names of people.
    others = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    return (
        lazy(
            rf"\b(?:[Tt]he )?(?P<title>{_TITLE}) of (?:the )?(?P<country>{countries})"
            rf"(?= (?!{others}){_NAME})"
            # The label of a speaker in a transcript: "President of Russia Ivan Petrov: Good evening."
            r"(?!(?: [A-Z][\w’'.-]+){1,5}\s?(?:\([^()]{1,40}\)\s?)?:)"
            r"(?!(?: [A-Z][\w’'-]+){1,5} (?:Fund|Award|Cup|Prize|Dinner|Hospital|University)\b)"
            # In a transcript it says who speaks.
            r"(?!(?: [A-Z][\w’'-]+){1,5}:)"
        ),
        dict(rows),
    )
