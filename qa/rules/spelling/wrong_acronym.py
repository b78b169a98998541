"""TYP111: an acronym that does not fit the name it stands beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy

_NAME = r"[A-Z][\w'’-]*(?: (?:(?:of|for|and|the|on|in|to|de|&) ){0,2}[A-Z][\w'’-]*){1,7}"
_AFTER = lazy(rf"({_NAME}) \(([A-Z]{{3,6}})\)")
_BEFORE = lazy(rf"(?<![\w.-])([A-Z]{{3,6}}) \(({_NAME})\)")
_WORD = lazy(r"[^\W\d_]+")
# Swapped letters in three are too often the order of words of another language (UTC, ISO).
_LONG = 4


@rule(
    "TYP111",
    "wrong-acronym",
    since="0.1",
    languages=["en"],
    signs="(",
    bad=[
        "training for the ⟦Ukrainian Armed Forces (AFU)⟧ personnel",
        "a spokesman of the ⟦Belarusian National Bank (NBB)⟧ said",
        "the ⟦AFU (Ukrainian Armed Forces)⟧ said",
        "the ⟦Organization for Security and Cooperation in Europe (OCSE)⟧",
    ],
    good=[
        "the Armed Forces of Ukraine (AFU), the Ukrainian Armed Forces (UAF)",
        "Security Service of Ukraine (SBU), Federal Security Service (FSB), Main Directorate (GUR)",
        "Doctors Without Borders (MSF), International Monetary Fund (FMI), French Communist Party (PCF)",
        "the International Skating Union (ISU) and the International Cycling Union (UCI)",
        "Coordinated Universal Time (UTC), Brazilian Social Democracy Party (PSDB)",
        "the North Atlantic Treaty Organization (OTAN), the Turkish Armed Forces (TSK)",
        "Russian news agency Interfax of Belarus Region (RIB)",
    ],
)
def wrong_acronym(segment: Segment) -> Iterator[Finding]:
    """What it finds. A name with its acronym in parentheses whose letters are those of the name's
    words, but in another order: *Ukrainian Armed Forces (AFU)*, where AFU is *Armed Forces of
    Ukraine*. Only a nationality at the wrong end and two swapped letters of a longer acronym count,
    for many acronyms come from the name in another language (*FIFA*, *SBU*, *MSF*).

    Why it matters. A reader who looks for the letters in the name does not find them, and the name
    is probably not the official one.
    """
    text = segment.text
    for pattern, name_at, acronym_at in ((_AFTER, 1, 2), (_BEFORE, 2, 1)):
        for m in pattern.finditer(text):
            acronym, name = m[acronym_at], _WORD.findall(m[name_at])
            main = [w for w in name if w[0].isupper()]
            # A title or another name may stand before: "Russian news agency RIA".
            words = main[-len(acronym) :]
            if len(words) < len(acronym) or _fits(acronym, name):
                continue
            letters = "".join(w[0] for w in words)
            if _is_turned(acronym, letters, words) or _is_swapped(acronym, letters):
                start = m.start()
                if pattern is _AFTER:
                    start += m[1].rindex(words[0]) if m[1].count(words[0]) == 1 else 0
                yield segment.finding(
                    (start, m.end()),
                    f"“{acronym}” does not fit “{' '.join(words)}”, which would be {letters}",
                    confidence=0.85,
                )


def _fits(acronym: str, name: Sequence[str]) -> bool:
    """Whether the letters come in this order at the starts of the name's words, some left out."""
    starts = iter(w[0].upper() for w in name)
    return all(letter in starts for letter in acronym)


def _is_turned(acronym: str, letters: str, words: Sequence[str]) -> bool:
    """Whether the nationality that the name starts with is the acronym's last letter."""
    from qa.text.english import nationalities

    return acronym == letters[1:] + letters[0] and words[0] in nationalities()


def _is_swapped(acronym: str, letters: str) -> bool:
    from qa.text.edits import swaps

    return len(acronym) >= _LONG and acronym in swaps(letters)
