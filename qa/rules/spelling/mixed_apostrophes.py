"""TYP108: straight and curly apostrophes in one text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Safety, Severity, Span
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy


def _behind(*beginnings: str) -> re.Pattern[str]:
    """Matches the sign behind one of these words, which lost their last letter."""
    either = "|".join(rf"(?<=\b{word}.)" for word in beginnings)
    return lazy(rf"['’](?:{either})(?=[^\W\d_])", re.IGNORECASE)


# What is an apostrophe for sure, by language; elsewhere the sign may be a letter, as in Uzbek O’zbekiston,
# a vowel that names of other languages have (Xi'an, Nuku’alofa), or a closing quotation mark, as before
# Korean particles. Genitives and contractions, elisions, the sign before я, ю, є, ї.
_SURE = {
    "en": lazy(r"['’](?:(?<=n.)t|(?<=[^\W\d_].)(?:s|re|ve|ll|d|m))(?![\w'’])", re.IGNORECASE),
    "fr": _behind("[cdjlmnst]", "qu", "jusqu", "puisqu", "lorsqu", "aujourd"),
    "it": _behind(
        "[cdlv]", "un", "all", "dal", "del", "dall", "dell", "nell", "sull", "quest", "quell"
    ),
    "uk": lazy(r"['’](?<=[б-щБ-Щ].)(?=[яюєїЯЮЄЇ])"),
    "be": lazy(r"['’](?<=[б-щБ-Щ].)(?=[яюеёіЯЮЕЁІ])"),
}
_CURLY_QUOTE = lazy(r"[“”]")
_STRAIGHT, _CURLY = "'", "’"


@rule(
    "TYP108",
    "mixed-apostrophes",
    since="0.1",
    severity=Severity.INFO,
    bad=[
        (
            "It’s Kyiv’s plan, and ⟦Moscow's⟧ too.",
            "It’s Kyiv’s plan, and Moscow’s too.",
        ),
        (
            '"We\'re in," he said. "⟦We’ve⟧ won," and "⟦it’s⟧ over."',
            '"We\'re in," he said. "We\'ve won," and "it\'s over."',
        ),
        (
            "“⟦He's⟧, she's and it's gone,” he said. “It’s over.”",
            "“He’s, she’s and it’s gone,” he said. “It’s over.”",
        ),
        Example("L’un et l’autre, et ⟦l'État⟧.", "L’un et l’autre, et l’État.", lang="fr"),
    ],
    good=[
        "It's Kyiv's plan, and 'no' is the answer.",
        # The sign is a letter in names of other languages, or a syllable's end.
        "The country's first plants, O’zsanoat and Qo’ng’irot, opened. It's late.",
        "Sana’a's mayor left Xi’an for Nuku’alofa and Hawai’i; it's far. He met Ma’mura.",
        Example("Toshkentda O'zbekiston va Qo’qon jamoasi.", lang="uz"),
        Example("Min 'bäygä' birdem, ma’lum bit, ul kön'da", lang="tt"),
        Example("“말’이라고 했다” 'x'는 don't 말’이", lang="ko"),
        Example("C'hoari a ra e Breizh, ha c’hoant.", lang="br"),
        Example("Hij zag foto's en foto’s van Burt's.", lang="nl"),
        Example("L'homme lit McDonald’s et O’Neill.", lang="fr"),
        "It’s the miners’ strike of the ’80s, 6' tall.",
        "“It's on,” he said; “it's off.”",
        "It’s Kyiv’s plan. See O'Brien_it's@example.org or https://example.org/it's.",
    ],
)
def mixed_apostrophes(document: Document) -> Iterator[Finding]:
    """What it finds. Apostrophes inside words of which some are straight (') and some curly (’).
    In English those of genitives and contractions count, in French and Italian those of elisions, in
    Ukrainian and Belarusian those before я, ю, є, ї: elsewhere the sign may be a letter (O’zbekiston).
    Those that do not go with the text's quotation marks are reported, or, where it has none or both
    kinds, the rarer ones. From four places on, it is one finding.

    Why it matters. The mix shows where pieces of different stories were put together, and a search
    for the one misses the other.

    When the fix is not safe. Only the shape of the sign changes. Curly ones are what is printed; that
    they are made straight is for review.
    """
    text = document.text
    pattern = _SURE.get(document.lang)
    if pattern is None or _CURLY not in text or _STRAIGHT not in text:
        return
    from qa.text.addresses import in_address

    signs = [m.start() for m in pattern.finditer(text)]
    signs = [at for at in signs if not in_address(text, at, at + 1)]
    counts = {sign: sum(text[at] == sign for at in signs) for sign in (_STRAIGHT, _CURLY)}
    if not all(counts.values()):
        return
    main = _of_quotation_marks(text) or max(counts, key=lambda sign: (counts[sign], sign))
    places = [(_word_around(text, at), Edit(at, at + 1, main)) for at in signs if text[at] != main]
    other, its_name = ("curly", "straight") if main == _STRAIGHT else ("straight", "curly")
    yield from place_by_place_or_once(
        document,
        places,
        f"Apostrophes are mixed ({len(places)} {other}, {counts[main]} {its_name})",
        safety=Safety.SAFE if main == _CURLY else Safety.REVIEW,
    )


def _of_quotation_marks(text: str) -> str:
    """The apostrophe that goes with the text's quotation marks; nothing where they are mixed too."""
    straight, curly = text.count('"'), len(_CURLY_QUOTE.findall(text))
    if max(straight, curly) < 2 * min(straight, curly) + 1:
        return ""
    return _STRAIGHT if straight > curly else _CURLY


def _word_around(text: str, at: int) -> Span:
    start, end = at, at + 1
    while start and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return Span(start, end)
