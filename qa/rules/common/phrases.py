r"""Phrases that a rule finds by pattern, from files that anybody can add to.

A file in `qa/data/phrases/` holds one phrase a paragraph, each line a field and its value:

    phrase: against the (back)?ground of
    clue: ground background
    why: say “amid”
    instead: amid
    bad: The vote comes ⟦against the background of⟧ the war.
    good: A white bird against the background of a grey sky.

`phrase` is a regular expression that begins and ends at whole words. Where it has no capital letter
it holds in any case, else with or without a capital at its start. `{be}`, `{det}` and the other names
in `CLASSES` stand for their words, `{start}` for the start of a sentence. `clue` are words in small
letters, one of which stands in all that it finds. `why` is what the message says; `instead`, if there
is one, is what the fix writes, with `\1` for what the first group holds. `bad` and `good`, as many as
one likes, are texts in which it finds what is between ⟦ and ⟧, and nothing: the tests run them. Lines
that begin with # are comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property

from qa.document.model import Finding, Segment
from qa.text.dates import MONTHS
from qa.text.word_lists import DATA

# Closed classes of words, by the names that they have in a phrase.
CLASSES = {
    "start": r"(?:^|(?<=[.!?] )|(?<=[.!?][\"”] )|(?<=\n))",
    "be": "(?:am|is|are|was|were|be|been|being)",
    "det": "(?:the|an?|this|that|these|those|his|her|its|their|our|my|your)",
    "object": "(?:him|her|them|us|me|you|people|everyone)",
    "name": r"[A-Z][\w’'-]+",
    "number": r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|twenty)",
    "month": f"(?:{'|'.join(MONTHS)})",
    "agency": "(?:reporters|journalists|the (?:agency|media|press|newspaper|publication|channel))",
    "verb": (
        "(?:be|have|do|go|get|make|take|give|come|see|find|keep|put|use|help|work|buy|pay|sell|send|build"
        "|continue|reduce|increase|improve|create|provide|receive|carry|conduct|ensure|leave|stop|start"
        "|begin|open|close|change|develop|avoid|achieve|solve|visit|meet|speak|say|fight|win|return"
        "|accept|join|support|protect|resume|introduce|establish|strengthen|expand|hold|launch)"
    ),
}
_CLASS = re.compile(r"\{([a-z]+)\}")
_ESCAPE = re.compile(r"\\.|\(\?[PLiux]")


class Phrase:
    """A phrase with its clues, its message and its examples; its pattern is compiled when used."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        """A phrase from the names and values of its fields. Raises ValueError where one is missing."""
        values = dict(fields)
        missing = {"phrase", "clue", "why", "bad"} - values.keys()
        if missing:
            raise ValueError(f"{fields[0]}: no {', '.join(sorted(missing))}")
        self.text = values["phrase"]
        self.clues = frozenset(values["clue"].split())
        self.why = values["why"]
        self.instead = values.get("instead")
        self.bad = [value for field, value in fields if field == "bad"]
        self.good = [value for field, value in fields if field == "good"]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds the phrase at whole words."""
        whole = _CLASS.sub(lambda m: CLASSES[m[1]], self.text)
        # A class may hold capitals; what counts is how the phrase itself was written.
        cased = _ESCAPE.sub("", self.text).lower() != _ESCAPE.sub("", self.text)
        cased = cased or "{name}" in self.text
        if cased and whole[0].islower():
            whole = f"[{whole[0]}{whole[0].upper()}]{whole[1:]}"
        return re.compile(rf"(?<![\w’'-])(?:{whole})(?![\w’'-])", 0 if cased else re.IGNORECASE)

    def replacement(self, match: re.Match[str]) -> str | None:
        """What stands in place of a match, with its capital; None where there is no fix."""
        if self.instead is None:
            return None
        new = match.expand(self.instead)
        return new[:1].upper() + new[1:] if match[0][:1].isupper() else new


@cache
def phrases(name: str) -> tuple[Phrase, ...]:
    """The phrases of `qa/data/phrases/NAME.txt`. Raises ValueError for one that is not whole."""
    found: list[Phrase] = []
    for paragraph in (DATA / "phrases" / f"{name}.txt").read_text("utf-8").split("\n\n"):
        lines = [line for line in paragraph.splitlines() if not line.startswith("#")]
        if lines:
            parts = (line.partition(": ") for line in lines)
            found.append(Phrase([(field, value) for field, _, value in parts]))
    return tuple(found)


@cache
def clues_of(name: str) -> dict[str, list[Phrase]]:
    """The phrases of a file by each of their clues."""
    by_clue: dict[str, list[Phrase]] = {}
    for phrase in phrases(name):
        for clue in phrase.clues:
            by_clue.setdefault(clue, []).append(phrase)
    return by_clue


def phrases_in(segment: Segment, name: str) -> Iterator[tuple[Phrase, re.Match[str]]]:
    """The phrases of a file that stand in a segment, in order; of two that overlap the first."""
    by_clue = clues_of(name)
    held = by_clue.keys() & segment.lower_words
    candidates = dict.fromkeys(phrase for clue in sorted(held) for phrase in by_clue[clue])
    matches = [(phrase, m) for phrase in candidates for m in phrase.pattern.finditer(segment.text)]
    end = -1
    for phrase, match in sorted(matches, key=lambda pair: (pair[1].start(), -pair[1].end())):
        if match.start() >= end and match.end() > match.start():
            end = match.end()
            yield phrase, match


def findings_of_phrases(segment: Segment, name: str) -> Iterator[Finding]:
    """A finding for each phrase of a file that stands in a segment, with its fix for review."""
    for phrase, match in phrases_in(segment, name):
        yield segment.finding(
            match.span(),
            f"“{match[0]}”: {phrase.why}",
            replace=phrase.replacement(match),
            confidence=0.85,
        )
