"""TYP106: one name in two ways of capitals: TURAN and Turan, YouTube and Youtube."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.document.index import Clues
from qa.document.model import Document, Finding, Segment, Span
from qa.rules.common.rarer_forms import is_headline, rarer_forms
from qa.rules.registry import rule
from qa.text.patterns import lazy

# In capitals, or with a capital inside: "TURAN", "YouTube", "Caliber.Az".
_SPECIAL = lazy(
    r"(?<![\w'’@#./-])(?:[A-Z]{4,}|[A-Z]?[a-z]+[A-Z][A-Za-z]+|[A-Z][a-z]+\.[A-Z][a-z]+)(?![\w@.]*\w)"
)
_DOTTED = lazy(r"\.[A-Z](?<=[a-z]..)(?=[a-z])")
# Two words in capitals are a shout or a heading; one before these signs a dateline or a speaker.
_SHOUTED_BEFORE = lazy(r"\b[A-Z]{2,} $")
_SHOUTED_AFTER = lazy(r" [A-Z]{2,}\b")
# "TASS - INTERFAX - The crew", "/BELTA/", "(UNIAN)".
_BETWEEN_DASHES = lazy(r"[–—/(-] ?[A-Z]{4,} ?[–—/)-]")
_LABEL_ENDS = lazy(r"\s?[,:(/—–-]")


@rule(
    "TYP106",
    "mixed-case",
    since="0.1",
    languages=["en"],
    bad=[
        (
            "TURAN's office. TURAN was told by the ⟦Turan⟧ agency.",
            "TURAN's office. TURAN was told by the TURAN agency.",
        ),
        ("Nato met. The Nato chief left ⟦NATO⟧.", "Nato met. The Nato chief left Nato."),
        (
            "A YouTube film, on YouTube, or on ⟦Youtube⟧",
            "A YouTube film, on YouTube, or on YouTube",
        ),
        (
            "Caliber.Az reports; says Caliber.Az, not ⟦Caliber.az⟧, today.",
            "Caliber.Az reports; says Caliber.Az, not Caliber.Az, today.",
        ),
    ],
    good=[
        "BAKU - REPORT24 - INTERFAX - The crew left, Interfax reports. It is over /BELTA/, Belta said.",
        "KYIV, Ukraine — Turan said so in Kyiv. Zelensky WAS in Kyiv. BREAKING: Breaking news.",
        "TURAN AGENCY CLOSES\n\nThe Turan agency closes.",
        "The staff of TURAN SAID NOTHING, said Turan, in that video of the STOP campaign. Stop it.",
        "AIDS aids nobody. WHO asked who went, and Who knows. A PIN and a Pin.",
        "MacDonald met Macdonald; McCain and Mccain.",
        "See youtube.com, @youtube and #YOUTUBE on YouTube. FOTO: Foto",
    ],
)
def mixed_case(document: Document) -> Iterator[Finding]:
    """What it finds. A name that the same text writes in capitals and with a capital at its start
    only (*TURAN*, *Turan*), or with and without a capital inside (*YouTube*, *Youtube*). The rarer
    form is reported. Headlines, datelines, lines in capitals, and whatever is also an ordinary word
    or a place are left alone.

    Why it matters. One of the two is wrong, and readers may take them for two things.

    When the fix is not safe. The two may be two things, or the rarer form the right one.
    """
    text = document.text
    seen: set[str] = set()
    for segment in _candidates(document):
        for m in _SPECIAL.finditer(segment.text):
            name = m[0]
            key = name.lower()
            if key in seen:
                continue
            seen.add(key)
            other = name.capitalize()
            if other not in text and not name.isupper() and name.upper() not in text:
                continue
            if not _may_vary(name):
                continue
            forms = _forms(document, name)
            counts = sorted(map(len, forms.values()))
            # Nothing tells which of two is right that stand there as often.
            clear = len(counts) > 1 and counts[-1] > counts[-2]
            rewrite = (lambda _, main: main) if clear else None
            yield from rarer_forms(document, forms, rewrite=rewrite)


def _candidates(document: Document) -> Sequence[Segment]:
    """The segments with a name that the text may have in two ways."""
    if _DOTTED.search(document.text):
        return document.segments
    special: dict[str, list[str]] = {}
    for word in document.index.cased:
        if not (word.islower() or word.istitle()):
            special.setdefault(word.lower(), []).append(word)
    plain = document.index.cased
    varied = [n for n in special.values() if len(n) > 1 or n[0].capitalize() in plain]
    return document.segments_with(Clues.of([n for names in varied for n in names]))


def _may_vary(name: str) -> bool:
    """Whether capitals say nothing else: no word, no place, no surname with Mac in it."""
    from qa.text.english import is_word, place_names

    return not (
        is_word(name.lower())
        or name.capitalize() in place_names()
        or name.startswith(("Mac", "Mc"))
    )


def _forms(document: Document, name: str) -> dict[str, list[Span]]:
    """Where the name stands in any capitals; all in lower case, it may be an address or a handle."""
    from qa.text.addresses import in_address

    pattern = re.compile(rf"(?<![\w@#-]){re.escape(name)}(?![\w@])", re.IGNORECASE)
    forms: dict[str, list[Span]] = {}
    for segment in document.segments_with(Clues.of([name.partition(".")[0].lower()])):
        text = segment.text
        if is_headline(segment) or text.isupper():
            continue
        for m in pattern.finditer(text):
            if m[0].islower() or (m[0].isupper() and _is_loud(text, m)):
                continue
            if "." in name or not in_address(text, *m.span()):
                forms.setdefault(m[0], []).append(Span(*m.span()).shifted(segment.offset))
    return forms


def _is_loud(text: str, found: re.Match[str]) -> bool:
    """Whether a word in capitals has them for its place: a dateline, a speaker, a shout."""
    return bool(
        text.startswith(":", found.end())
        or (not text[: found.start()].strip(' "“«') and _LABEL_ENDS.match(text, found.end()))
        or _BETWEEN_DASHES.search(text, max(0, found.start() - 3), found.end() + 3)
        or _SHOUTED_BEFORE.search(text, max(0, found.start() - 20), found.start())
        or _SHOUTED_AFTER.match(text, found.end())
    )
