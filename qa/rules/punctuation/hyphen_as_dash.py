import re
from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Safety, Segment
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.common.prose import is_dateline, is_prose, line_before
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

# Behind a full stop or a colon it is the bullet of a list that lost its line ends.
_SPACED = lazy(r"(?<=[^\s.:;-]) - (?=[^\s-])")
_WORD_BEFORE = lazy(r"([^\W_]+)[\W_]{0,2}$")
_WORD_AFTER = lazy(r"[\W_]{0,2}([^\W_]+)")
# Scripts that know the long dash; Arabic, Hebrew and East Asian typing has customs of its own.
_HAS_DASH = lazy(r"[A-Za-z\u00c0-\u058f\u10a0-\u10ff]")
# Vietnamese sets a hyphen between spaces in compounds: "kinh tế - xã hội".
_JOINS_WITH_SPACES = frozenset({"vi"})
# Languages whose dash, set between spaces, is the short one, by their style guides.
_EN_DASH = frozenset(
    [
        "de",
        "pl",
        "cs",
        "sk",
        "sl",
        "sv",
        "da",
        "no",
        "nn",
        "fi",
        "et",
        "nl",
        "hu",
        "lt",
        "lv",
        "pt",
        "hr",
    ]
)


@rule(
    "PUN401",
    "hyphen-as-dash",
    since="0.2",
    bad=[
        (
            "More weapons are needed so that Kyiv can win⟦ - ⟧this position was voiced on Monday.",
            "More weapons are needed so that Kyiv can win — this position was voiced on Monday.",
        ),
        (
            "The aid – tanks and shells – will come⟦ - ⟧the minister promised it.",
            "The aid – tanks and shells – will come – the minister promised it.",
        ),
        Example("Россия⟦ - ⟧это страна.", "Россия — это страна.", lang="ru"),
        Example(
            "Росія не готова до миру⟦ - ⟧про це заявив міністр.",
            "Росія не готова до миру — про це заявив міністр.",
            lang="uk",
        ),
    ],
    good=[
        "KYIV, Feb. 3 (Reuters) - The minister resigned on Monday.",
        "BAKU - The talks are over.",
        Example("“Biz razıyıq”, - o deyib.", lang="az"),
        Example("КИЕВ - Министр заявил об этом.", lang="ru"),
        "Explainer - what the plan means for Kyiv",
        "Dynamo won 3 - 1 on Monday, in the years 2019 - 2021.",
        "The Baku - Tbilisi - Kars railway carries more grain.",
        "It is open Monday - Friday, 10:00 - 18:00, he said.",
        "The counter-offensive began in mid-June.",
        "- a bullet point of a list.",
    ],
)
def hyphen_as_dash(document: Document) -> Iterator[Finding]:
    """What it finds. A hyphen between spaces in running text, where a dash is meant. Scores, ranges,
    datelines, headlines, list labels and names of routes are left alone. When a text has many, they
    are reported once.

    Why it matters. A dash shows where a sentence is broken off or a thought set in; a hyphen joins
    words. It comes from keyboards without a dash, and from the agency's source text.

    When the fix is not safe. It writes the dash that the text uses elsewhere; where it has none, the
    one usual in the language. A sentence of two such halves often reads better as two sentences.
    """
    if " - " not in document.text or document.lang in _JOINS_WITH_SPACES:
        return
    dash = _dash_of(document)
    places = [
        (span, Edit(*span, f" {dash} "))
        for segment in document.segments
        if " - " in segment.text and is_prose(segment) and not _is_dialogue(segment)
        for m in _SPACED.finditer(segment.text)
        if _is_dash(segment.text, m) and not _introduces_speaker(segment, m.start())
        for span in [(m.start() + segment.offset, m.end() + segment.offset)]
    ]
    yield from place_by_place_or_once(
        document,
        places,
        "A hyphen is used as a dash",
        safety=Safety.REVIEW,
        title=f"Write “{dash}”",
    )


def _is_dialogue(segment: Segment) -> bool:
    """Whether an English line opens with a dash, as speech in other languages: PUN205 names that."""
    return segment.document.lang == "en" and segment.text.startswith(("- ", "– ", "— "))


def _introduces_speaker(segment: Segment, at: int) -> bool:
    """Whether it stands between speech and its speaker, where all Azerbaijani agencies type a hyphen."""
    return segment.lang == "az" and segment.text[at - 1 : at] == ","


def _dash_of(document: Document) -> str:
    """The dash that the text sets between spaces, or the usual one of its language."""
    en, em = document.text.count(" – "), document.text.count(" — ")
    if en == em:
        return "–" if document.lang in _EN_DASH else "—"
    return "–" if en > em else "—"


def _is_dash(text: str, m: re.Match[str]) -> bool:
    before, after = line_before(text, m.start()), text[m.end() : m.end() + 60]
    left, right = _WORD_BEFORE.search(before[-60:]), _WORD_AFTER.match(after)
    if left is None or right is None or is_dateline(before, after):
        return False
    a, b = left[1], right[1]
    if not (_HAS_DASH.search(a) or a.isdigit()) or not _HAS_DASH.search(b):
        return False
    # Two names make a route, a match or a span of days.
    return not (a[0].isupper() and b[0].isupper() and before[-1:].isalnum())
