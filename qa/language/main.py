"""The language that most of a text is in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from qa.language import UNKNOWN, Detector, language_scripts, languages_of
from qa.language.codes import Tag, tag_of
from qa.language.judge import settings, without_names
from qa.language.own_words import plain_language
from qa.language.scripts import dominant_script, letter_count

# As many lines as this, spread over a text, are enough to tell its main language.
_VOTING_LINES = 40
# No detector needs more of one line than this, in code points.
_LONGEST = 400
# A text with fewer letters than this may be taken for English where the scores hardly differ.
_SHORT = 60
# "Hardly" is a score ahead by less than this many times what makes one line foreign.
_HARDLY = 2
_HOUSE_LANGUAGE = "en"
# As many letters outside of names that fit no language are in one that the detector does not know.
_PROSE = 100


def main_language(text: str, detector: Detector) -> str:
    """The language that most of `text` is in, as an ISO 639-1 code; `und` where nothing tells.

    The script decides where only one of the known languages is written in it. Otherwise the lines
    vote with their scores, each by its number of letters, so that stray lines are outvoted. In a
    text too short to tell, English wins over a language that fits hardly better. A text that fits
    no language the detector knows is `und`.
    """
    lines = _voting_lines(text)
    script = dominant_script("\n".join(lines))
    if script is None:
        return UNKNOWN
    written = languages_of(script)
    if len(written) == 1:
        return written[0]
    plain = _plain_majority(lines, settings(detector.name).fit)
    if plain:
        return plain
    votes: dict[str, float] = defaultdict(float)
    letters = prose = 0
    fit = 0.0
    for line in lines:
        weight = letter_count(line)
        letters += weight
        plain = plain_language(line)
        if plain:
            votes[plain] += weight
            prose += weight
            fit += weight
            continue
        masked = without_names(line)
        scores = detector.scores(masked)
        if scores:
            prose += letter_count(masked)
            fit += letter_count(masked) * max(scores.values())
        for language, score in (scores or detector.scores(line)).items():
            if script in language_scripts(language):
                votes[language] += weight * score
    if not votes:
        return UNKNOWN
    if prose >= _PROSE and fit < settings(detector.name).fit * prose:
        return UNKNOWN  # Uzbek, say, which the detector does not know
    best = max(votes, key=lambda language: (votes[language], language))
    if letters < _SHORT and _HOUSE_LANGUAGE in votes:
        behind = (votes[best] - votes[_HOUSE_LANGUAGE]) / letters
        if behind < _HARDLY * settings(detector.name).threshold(_HOUSE_LANGUAGE, letters):
            return _HOUSE_LANGUAGE
    return best


def _plain_majority(lines: Sequence[str], fit: float) -> str | None:
    """The language that the votes of plain lines alone make the main one, as in most texts.

    With more than half of all letters, and the share `fit` of them, no vote of other lines matters.
    """
    weights = [*map(letter_count, lines)]
    letters = sum(weights)
    if letters < _SHORT:
        return None
    votes: dict[str, int] = defaultdict(int)
    for line, weight in zip(lines, weights, strict=True):
        plain = plain_language(line)
        if plain:
            votes[plain] += weight
            if votes[plain] > max(0.5, fit) * letters:
                return plain
    return None


def _voting_lines(text: str) -> list[str]:
    lines = [line for line in text[:1_000_000].splitlines() if line.strip()]
    step = max(1, len(lines) // _VOTING_LINES)
    return [line[:_LONGEST] for line in islice(lines, 0, None, step)]


def tag_of_text(text: str, declared: str, detector: Detector) -> Tag:
    """The language of a text, with the region of the tag that its file declares where that fits.

    `declared` may be empty; it decides where the text says nothing about its language.
    """
    lang = main_language(text, detector)
    said = tag_of(declared) if declared else None
    return said if said and lang in (UNKNOWN, said.language) else Tag(lang)
