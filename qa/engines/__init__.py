"""Translation engines: one protocol, a small registry, and the choice of a way there and back."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from qa.config import ENGINES
from qa.engines.protocol import (
    NO_SETTINGS,
    Engine,
    EngineSettings,
    Model,
    Pair,
    needed,
    no_pair,
)
from qa.errors import InputError

__all__ = [
    "ENGINES",
    "Engine",
    "EngineSettings",
    "FirstOf",
    "Model",
    "Pair",
    "RoundTripRoute",
    "get_engine",
    "make_engine",
    "needed",
    "no_pair",
    "route",
]


@dataclass(frozen=True, slots=True)
class RoundTripRoute:
    """The way from `lang` to `pivot` and back again through `engine`."""

    engine: Engine
    lang: str
    pivot: str

    @property
    def signature(self) -> str:
        """The signatures of both directions."""
        there = self.engine.signature(self.lang, self.pivot)
        return f"{there} > {self.engine.signature(self.pivot, self.lang)}"


@cache
def get_engine(name: str = "auto", settings: EngineSettings = NO_SETTINGS) -> Engine:
    """The engine of that name, with its results kept on disk, and with pairs by way of a third
    language.

    `auto` is all engines that are there: a pair is served by the first that has it, a configured
    server before Argos Translate, and the embedded one last. Raises InputError, with what to
    install, when there is none.
    """
    from qa.engines.cache import CachedEngine
    from qa.engines.pivoting import PivotingEngine

    return PivotingEngine(CachedEngine(_named(name, settings)))


def _named(name: str, settings: EngineSettings) -> Engine:
    if name != "auto":
        return make_engine(name, settings)
    engines, missing = [], []
    for known in ENGINES:
        try:
            engines.append(make_engine(known, settings))
        except InputError as error:
            missing.append(str(error))
    if not engines:
        raise InputError("engine", "; ".join(missing))
    return FirstOf(engines)


def make_engine(name: str, settings: EngineSettings = NO_SETTINGS) -> Engine:
    """The engine of that name by itself, which `make` of the module of that name makes.

    Raises InputError, with what to install.
    """
    if name not in ENGINES:
        raise InputError(
            "engine", f"no engine is called {name!r}; write one of auto, {', '.join(ENGINES)}"
        )
    engine: Engine = importlib.import_module(f"{__name__}.{name}").make(settings)
    return engine


class FirstOf:
    """Several engines as one: a pair is served by the first of them that has it."""

    name = "auto"

    def __init__(self, engines: Sequence[Engine]) -> None:
        self._engines = tuple(engines)

    def models(self) -> Sequence[Model]:
        """The models of all engines, those of the first one first."""
        return [m for e in self._engines for m in e.models()]

    def pairs(self) -> Sequence[Pair]:
        """The pairs of all engines, those of the first one first."""
        return list(dict.fromkeys(p for e in self._engines for p in e.pairs()))

    def signature(self, source: str, target: str) -> str:
        """The signature of the engine that serves the pair."""
        return self._serving(source, target).signature(source, target)

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """The translations by the engine that serves the pair."""
        return self._serving(source, target).translate(sentences, source, target)

    def log_probabilities(
        self, sentences: Sequence[str], translations: Sequence[str], source: str, target: str
    ) -> list[float] | None:
        """What the engine says that serves the pair."""
        serving = self._serving(source, target)
        return serving.log_probabilities(sentences, translations, source, target)

    def _serving(self, source: str, target: str) -> Engine:
        for engine in self._engines:
            if (source, target) in engine.pairs():
                return engine
        raise no_pair("auto", source, target)


def route(
    engine: Engine, lang: str, pivot: str | None = None, prefer: str | None = None
) -> RoundTripRoute:
    """The way from `lang` to another language and back.

    The other language is `pivot` where that is given, else `prefer` where the engine has it, else
    the first that the engine has both ways. Raises InputError, with what to install, when there
    is no such way.
    """
    pairs = engine.pairs()
    there = [p.target for p in pairs if p.source == lang and (p.target, lang) in pairs]
    if pivot is not None:
        if pivot not in there:
            raise no_pair(engine.name, lang, pivot, back=True)
        return RoundTripRoute(engine, lang, pivot)
    if not there:
        raise no_pair(engine.name, lang, None, back=True)
    return RoundTripRoute(engine, lang, prefer if prefer in there else there[0])
