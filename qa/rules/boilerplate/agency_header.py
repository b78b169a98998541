"""BLR111: the header of an East Asian or Caucasian wire at the start of a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

_REPORTER = r"(?:[Rr]eporters?|[Cc]orrespondents?|[Ss]pecial [Cc]orrespondents?)"
_NAMES = r"[A-Z][\w’'.-]+(?:,? (?:and )?[A-Z][\w’'.-]+){0,6}"
_HEADER = lazy(
    # "(Ansan=Yonhap News) Reporter Kim Min-su ="
    rf"\s*[(\[（［【](?P<place>[^()\[\]=]{{2,40}})\s?=\s?[^()\[\]=]{{2,40}}[)\]）］】](?:\s*(?:{_REPORTER} )?{_NAMES}"
    rf"(?: {_REPORTER})?\s?=)?\s*(?=\S)"
    # "[Newsis] Reporter Kim Min-su ="
    rf"|\s*[(\[【][^()\[\]]{{2,40}}[)\]】]\s*(?:{_REPORTER} {_NAMES}|{_NAMES} {_REPORTER})\s?=\s*(?=\S)"
    # "Baku. 13 January. REPORT.AZ/"
    r"|\s*[A-Z][a-z]+[.,] \d{1,2} [A-Z][a-z]+[.,] [A-Z][\w.]{2,20}\s?/\s*(?=[A-Z])"
)
_OPENS = frozenset("([（［【")


@rule(
    "BLR111",
    "agency-header",
    since="0.2",
    languages=["en"],
    bad=[
        (
            "⟦(Ansan=Yonhap News) Reporter Kim Min-su = ⟧A fire broke out on Monday.",
            "A fire broke out on Monday.",
        ),
        ("⟦[Tokyo=Jiji] ⟧Prices rose in May.", "Prices rose in May."),
        (
            "⟦[Newsis] Reporter Lee Su-ji = ⟧The court ruled on Monday.",
            "The court ruled on Monday.",
        ),
        (
            "⟦Baku. 13 January. REPORT.AZ/ ⟧A tram line will be built.",
            "A tram line will be built.",
        ),
    ],
    good=[
        "SEOUL, Jan. 6 (Yonhap) -- Exports rose in May.",
        "MOSCOW, January 14. /TASS/. Cargo turnover rose.",
        "(a = b) holds for all numbers. [E=mc2] was on the wall",
        "Baku/14.01.25/Turan: The court ordered the arrest.",
        Example("(서울=연합뉴스) 김민수 기자 = 월요일에 불이 났다.", lang="ko"),
    ],
)
def agency_header(segment: Segment) -> Iterator[Finding]:
    """What it finds. “(Ansan=Yonhap News) Reporter Kim Min-su =” and “Baku. 13 January. REPORT.AZ/” at
    the start of a paragraph in English.

    An English dateline (“SEOUL, Jan. 6 (Yonhap) --”) stays.

    Why it matters. It is the source's own form of place, agency and byline, translated word by word;
    an English reader does not know how to read it.

    When the fix is not safe. It deletes the header. Set the place as a dateline, and the reporter's
    name where the desk has it.
    """
    text = segment.text
    if not ("=" in text[:120] or "/" in text[:60]):
        return
    m = _HEADER.match(text)
    if m and not (m["place"] and (m["place"].islower() or len(m["place"].strip()) < 3)):
        yield segment.finding(
            m.span(),
            f"“{m[0].strip()}” is the header of the agency's own language",
            delete=m.span(),
            title="Delete the header",
        )
