"""MTA118: the verb before its subject, behind a place or time."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy

_HARMED = (
    r"(?:killed|injured|wounded|hurt|transported|evacuated|detained|arrested|destroyed|damaged|hospitali[sz]ed"
    r"|rescued|transferred|registered|recorded|found|seized|shot down|released|held)"
)
_COUNT = (
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|several|many|about|around|almost|at least"
    r"|more than|over|nearly)"
)
_START = r"(?:(?<=^)|(?<=[a-z\d][.!?] )|(?<=[.!?][”\"»] ))"
_PLACE = r"(?:In|On|At|From|Near|As a result of|During) (?:the [\w’'-]+(?: (?:of|in) [\w’'-]+)?|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
_HAPPENED = (
    r"(?:fell|died|burned|burnt|exploded|appeared|occurred|happened|perished|crashed|collapsed)"
)
_INVERTED = (
    # "From the ward have been transported 11 patients"
    lazy(
        rf"{_START}{_PLACE}(?: [a-z]+){{0,2}} (?P<verb>(?:was|were|has been|have been) {_HARMED}) {_COUNT} [a-z]"
    ),
    # "In Tatarstan fell debris of a drone"
    lazy(
        rf"{_START}(?:In|On|At|Near) (?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?) (?P<verb>{_HAPPENED}) (?:a|an|the|{_COUNT}|[a-z]+s? of) ?[a-z]"
    ),
    # "In the Noto region has continued"
    lazy(
        rf"{_START}(?:In|On|At) the (?:[A-Z][\w’'-]+ )?[a-z]+ (?P<verb>(?:has|have) (?:also |already )?(?:been )?[a-z]+ed) [a-z]"
    ),
)
# What all of these begin with: found in a tenth of the time.
_BEGINS = lazy(r"(?:In|On|At|From|Near|As a result of|During) ")
_OPENINGS = (
    "In On At From Near As During Rescued Arrested Detained Killed Injured Evacuated Died Dead"
    " Hospitalized Hospitalised"
)
# A headline: "Rescued 62 migrants when navigating"
_HEADLINE = lazy(
    r"^(?P<verb>Rescued|Arrested|Detained|Killed|Injured|Evacuated|Died|Dead|Hospitali[sz]ed)"
    r" (?:\d+|two|three|four|five|six|seven|eight|nine|ten) [a-z]+s?\b(?!,)"
)


@rule(
    "MTA118",
    "inverted-order",
    since="0.2",
    languages=["en"],
    words=_OPENINGS.split(),
    bad=[
        "Two doctors left. From the ward ⟦have been transported⟧ 11 patients.",
        "In the explosion ⟦were injured⟧ six people. In Kazan ⟦exploded⟧ a boiler.",
        "In the Noto region ⟦has continued⟧ seismic activity.",
        "⟦Rescued⟧ 62 migrants south of the island\nThe ship found them on Tuesday, the coast guard said.",
    ],
    good=[
        "In the explosion, six people were injured. In the list were 11 names.",
        "On the hill stood a house. In May, 11 patients were moved. At the table sat two men.",
        "In the city died down the noise. In the past has-beens ruled; in the end have-nots won.",
        "Injured in the blast, he was taken to hospital. Killed two days later, he has no grave.",
    ],
)
def inverted_order(segment: Segment) -> Iterator[Finding]:
    """What it finds. “In the explosion were injured six people”, “In Kazan exploded a boiler”, and the
    headline “Rescued 62 migrants”: the verb before its subject.

    Why it matters. Slavic and Romance languages set what is new last; English keeps the order, and
    readers take the place for the subject or the people for the object.
    """
    text = segment.text
    for start in _BEGINS.finditer(text):
        for m in filter(None, (pattern.match(text, start.start()) for pattern in _INVERTED)):
            yield segment.finding(
                m.span("verb"), f"“{m['verb']}” stands before its subject", confidence=0.8
            )
    is_headline = segment.kind == "headline" or not text.rstrip().endswith(".")
    headline = _HEADLINE.match(text) if is_headline else None
    if headline:
        yield segment.finding(
            headline.span("verb"),
            f"“{headline['verb']}” stands before its subject",
            confidence=0.8,
        )
