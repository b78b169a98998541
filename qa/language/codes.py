"""Language tags as people and pages write them: `en-GB`, `uk_UA`, `ukr`, and what was meant by `ua`."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from qa.language import UNKNOWN, language_names
from qa.text.patterns import lazy

_SHAPE = lazy(r"[^\W\d_]{2,}(?:[-_][A-Za-z0-9]{1,8})*(?:[.@][\w.@-]*)?")
_REGION = lazy(r"[A-Za-z]{2}|\d{3}")
_REGIONS = {"UK": "GB"}


class Tag(NamedTuple):
    """A language, as an ISO 639-1 code where it has one, and a region of ISO 3166, empty where none is said.

    A script (`zh-Hant`, `sr-Latn`) is told by the text itself.
    """

    language: str
    region: str = ""

    def __str__(self) -> str:
        return f"{self.language}-{self.region}" if self.region else self.language


def known_tag(text: str) -> Tag | None:
    """The tag that `text` is; None where it is none, or of an unknown language.

    Codes of three letters and withdrawn ones (`iw`) are taken for those of today, `nb` for `no`, and
    a locale (`uk_UA.UTF-8`) for its language.
    """
    text = text.strip()
    if not _SHAPE.fullmatch(text):
        return None
    first, *more = text.partition(".")[0].partition("@")[0].replace("_", "-").split("-")
    language = first.lower()
    other = _codes().get(language)
    if other:
        language = other
    elif language in _meant() or (language != UNKNOWN and language not in language_names()):
        return None
    region = next((part.upper() for part in more if _REGION.fullmatch(part)), "")
    return Tag(language, _REGIONS.get(region, region))


def read_tag(text: str) -> Tag:
    """The tag that `text` is. Raises ValueError, with what was meant, where it is none."""
    tag = known_tag(text)
    if tag is None:
        near = _near(text)
        advice = f"did you mean “{near}”?" if near else "write a code such as en or uk"
        raise ValueError(f"unknown language “{text}”; {advice}")
    return tag


@lru_cache(256)
def meant_tag(text: str) -> Tag | None:
    """The same as `known_tag`, where nobody can be asked: `ua` is taken for Ukrainian, `English` for English."""
    return known_tag(text) or (Tag(meant) if (meant := _meant_by(text)) else None)


def language_in(text: str) -> str:
    """The language code that a field of a table gives; empty for an empty one. Raises ValueError for another."""
    tag = meant_tag(text)
    if tag is None and text.strip():
        raise ValueError(f"unknown language “{text}”; write a code such as en")
    return tag.language if tag else ""


def tag_of(text: str) -> Tag:
    """The same as `meant_tag`; what stands for no language is `und`."""
    return meant_tag(text) or Tag(UNKNOWN)


def _meant_by(text: str) -> str | None:
    word = text.strip().lower()
    names = {name.lower(): code for code, name in language_names().items()}
    return (
        _meant().get(word)
        or names.get(word)
        or _meant().get(word.replace("_", "-").partition("-")[0])
    )


def _near(text: str) -> str | None:
    from difflib import get_close_matches

    names = {name.lower(): code for code, name in language_names().items()}
    known = {**names, **{w: code for w, code in _meant().items() if len(w) > 2}}
    near = get_close_matches(text.strip().lower(), known, 1, 0.8)
    return _meant_by(text) or (known[near[0]] if near else None)


@cache
def _codes() -> dict[str, str]:
    return {code: language for code, language, why in _rows() if why != "meant"}


@cache
def _meant() -> dict[str, str]:
    return {code: language for code, language, why in _rows() if why == "meant"}


@cache
def _rows() -> list[list[str]]:
    lines = Path(__file__).with_name("codes.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]
