"""MTA120: words that a translation model says again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.model import Document, Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy

_WORD = lazy(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONGEST = 12
# What may stand between a phrase and the same again: a full stop would part two sentences.
_BETWEEN = lazy(r"[\s,;()\[\]–—-]*")
_SPACE = lazy(r"\s+")
_SHORTEST_SENTENCE = 5
# With its end, or the end of the text: so each character is read once.
_SENTENCE = lazy(r"[^.!?…]++(?:[.!?…]++[”\"’)]?+|\Z)")


@rule(
    "MTA120",
    "loop",
    since="0.4",
    bad=[
        "The minister said that ⟦the road is the road is⟧ shut.",
        "⟦The army said that the army said that⟧ it was calm.",
        "He left. ⟦(Applause) (Applause) (Applause⟧)",
        "⟦The bridge, the bridge, the bridge⟧ was shut on Monday.",
        "The city was dark for two days. ⟦The city was dark for two days.⟧ Trains stood still.",
    ],
    good=[
        "He knew that he had had it, and said so again and again and again.",
        "Location, location, location, he said. No, no, no. Bye bye.",
        "They sang: play it out loud, play it out loud.",
        "They went step by step by step, from door to door to door.",
        "It was calm, the army said. The army said that it was calm.",
        "He said no. She said no. Goal! Goal! Goal!",
    ],
)
def loop(document: Document) -> Iterator[Finding]:
    """What it finds. A phrase of three words or more that follows itself at once (“the army said that
    the army said that”), a shorter one that comes three times, and a sentence of five words or more
    that stands twice in a paragraph.

    Why it matters. Translation models run in circles; the repetition is never in the source.
    """
    for segment in document.segments:
        yield from _loops(segment)
        yield from _doubled_sentences(segment)


def _loops(segment: Segment) -> Iterator[Finding]:
    text = segment.text
    words = [(m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(text)]
    plain = [word for word, _, _ in words]
    if len(set(plain)) == len(plain):
        return
    at = 0
    while at < len(words):
        found = _loop_at(text, words, plain, at)
        if found:
            length, times = found
            last = at + length * times - 1
            start = words[at][1]
            start -= start > 0 and text[start - 1] == "("
            yield segment.finding(
                (start, words[last][2]),
                f"“{text[words[at][1] : words[at + length - 1][2]]}” comes {times} times in a row",
                confidence=0.9,
            )
            at = last
        at += 1


def _loop_at(text: str, words: list[_Word], plain: list[str], at: int) -> tuple[int, int] | None:
    """How many words from `at` on come again at once, and how often; None where it is no loop."""
    for length in range(1, min(_LONGEST, (len(words) - at) // 2) + 1):
        if plain[at] != plain[at + length]:
            continue
        phrase = plain[at : at + length]
        times = _times(text, words, phrase, at, _TELLING)
        letters = sum(map(len, phrase))
        # "again and again and again", "no, no, no" and "2-0 2-0 2-0" are how people write.
        different = len(set(phrase))
        wordy = not any(w.isdigit() for w in phrase)
        if (
            (times >= 2 and different >= 3 and letters >= 9 and wordy)
            or (times >= 3 and different == 2 and letters >= 6 and plain[at] in _DETERMINERS)
            or (times >= 3 and length == 1 and phrase[0] in _STAGE)
        ):
            # "Pump it out, pump it out": with a comma twice is how people sing and speak.
            if times == 2 and not _is_break(_SPACE, text, words, at + length):
                continue
            return length, _times(text, words, phrase, at, len(words))
    return None


# Whether it is a loop is told by so many; only of a loop all are counted.
_TELLING = 3


def _times(text: str, words: list[_Word], phrase: list[str], at: int, most: int) -> int:
    """How often a phrase comes from `at` on, one after the other, up to `most`."""
    length, times = len(phrase), 1
    while times < most:
        start = at + length * times
        if [word for word, _, _ in words[start : start + length]] != phrase:
            break
        if not _is_break(_BETWEEN, text, words, start):
            break
        times += 1
    return times


def _is_break(between: re.Pattern[str], text: str, words: list[_Word], at: int) -> bool:
    """Whether nothing but `between` parts the word at `at` from the one before."""
    return between.fullmatch(text, words[at - 1][2], words[at][1]) is not None


# A word in small letters, and where it stands.
_Word = tuple[str, int, int]
_DETERMINERS = frozenset(["the", "a", "an", "this", "that", "his", "her", "their", "its"])
# What transcripts put into brackets: it may come, but not three times in a row.
_STAGE = frozenset(["applause", "laughter", "music", "silence", "inaudible"])


def _doubled_sentences(segment: Segment) -> Iterator[Finding]:
    seen: set[str] = set()
    for m in _SENTENCE.finditer(segment.text):
        sentence = " ".join(m[0].lower().split())
        if len(sentence.split()) < _SHORTEST_SENTENCE:
            continue
        if sentence in seen:
            start = m.start() + len(m[0]) - len(m[0].lstrip())
            yield segment.finding(
                (start, m.end()), "The sentence stands before in this paragraph", confidence=0.9
            )
        seen.add(sentence)
