"""Languages: which one a text is in, and which of its lines are in another."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from qa.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "UNKNOWN",
    "Detector",
    "get_detector",
    "language_name",
    "language_names",
    "language_scripts",
    "languages_of",
    "macrolanguage",
    "main_language",
]

# What `main_language` answers when a text says nothing about its language (ISO 639-2).
UNKNOWN = "und"

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


class Detector(Protocol):
    """Something that tells languages apart.

    `name` is what the configuration calls it; `languages` are the ISO 639-1 codes it knows.
    """

    name: str
    languages: frozenset[str]

    def scores(self, text: str) -> Mapping[str, float]:
        """How well each language fits, from 0 to 1, the better the higher; not probabilities.

        Languages that do not fit at all may be missing; a text without letters gives none. Any
        string is taken, lone surrogates included, and the same one always gives the same scores.
        """
        ...

    def __hash__(self) -> int:
        """By identity: one detector serves all documents."""
        ...


@cache
def get_detector(name: str = "auto") -> Detector:
    """The detector `eldc` or `langdetect`; `auto` is eldc where it is installed, else langdetect.

    Raises InputError for another name, and for eldc where it is not installed.
    """
    if name not in ("auto", "eldc", "langdetect"):
        raise InputError(
            "detector", f"no detector is called {name!r}; write auto, eldc or langdetect"
        )
    if name != "langdetect":
        try:
            from qa.language.eldc_detector import EldcDetector

            return EldcDetector()
        except ImportError:
            if name == "eldc":
                raise InputError(
                    "detector",
                    "eldc is not installed: `pip install wireqa[eldc]` compiles it; "
                    "or write detector = “auto” to take langdetect",
                ) from None
    from qa.language.langdetect_detector import LangdetectDetector

    return LangdetectDetector()


def main_language(text: str, detector: Detector) -> str:
    """The language that most of `text` is in, as an ISO 639-1 code; `und` where nothing tells.

    The script decides where only one of the known languages is written in it. Otherwise the lines
    vote with their scores, each by its number of letters, so that stray lines are outvoted. In a
    text too short to tell, English wins over a language that fits hardly better. A text that fits
    no language the detector knows is `und`.
    """
    from qa.language.judge import settings, without_names
    from qa.language.own_words import plain_language
    from qa.language.scripts import dominant_script, letter_count

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
    from qa.language.own_words import plain_language
    from qa.language.scripts import letter_count

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


def language_name(code: str) -> str:
    """The English name of a language; the code itself for one that is not in the table."""
    row = _table().get(code)
    return row.name if row else code


@cache
def language_names() -> dict[str, str]:
    """The English names of the languages of the table, by their codes."""
    return {code: row.name for code, row in _table().items()}


@cache
def language_scripts(code: str) -> tuple[str, ...]:
    """The scripts that texts in a language are written in, the usual one first; may be none."""
    row = _table().get(code)
    return row.scripts if row else ()


@cache
def macrolanguage(code: str) -> str:
    """The macrolanguage that a language belongs to, or its own code: Croatian and Serbian agree."""
    row = _table().get(code)
    return (row.macro if row else "") or code


class _Language(NamedTuple):
    name: str
    scripts: tuple[str, ...]
    macro: str


@cache
def _table() -> dict[str, _Language]:
    lines = Path(__file__).with_name("languages.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {
        code: _Language(name, tuple(scripts.split()), "".join(macro))
        for code, name, scripts, *macro in islice(rows, 1, None)
    }


@cache
def languages_of(script: str) -> tuple[str, ...]:
    """The languages of the table that are written in a script."""
    return tuple(code for code, row in _table().items() if script in row.scripts)


def _voting_lines(text: str) -> list[str]:
    lines = [line for line in text[:1_000_000].splitlines() if line.strip()]
    step = max(1, len(lines) // _VOTING_LINES)
    return [line[:_LONGEST] for line in islice(lines, 0, None, step)]
