"""What is measured of a passage: one module a group of signals.

A module has `SIGNALS`, the signals with their units, and a function that measures them. Nothing
here decides anything: `qa.score.suspicion` weighs the signals with the coefficients in model.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from qa.text.spans import Span


class Signal(NamedTuple):
    """A number that says something about a passage: its name in JSON, its unit, what it is."""

    name: str
    unit: str
    about: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A translation, and the text it was made from where that is known ("" where not).

    `lang` and `source_lang` are ISO 639-1 codes, "" where not known.
    """

    text: str
    lang: str
    source: str = ""
    source_lang: str = ""


class Reason(NamedTuple):
    """Why a signal speaks against a passage, in words, with the places that carry it."""

    signal: str
    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """The signals of a passage by name, and the reasons that they give."""

    signals: Mapping[str, float]
    reasons: tuple[Reason, ...] = field(default=())


Measure = Callable[[Passage], Measured]
