"""Languages: which one a text is in, and which of its lines are in another."""

from __future__ import annotations

from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from qa.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "UNKNOWN",
    "Detector",
    "get_detector",
    "language_name",
    "language_names",
    "language_scripts",
    "languages_of",
    "macrolanguage",
]

# The language of a text that says nothing about it (ISO 639-2).
UNKNOWN = "und"


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
