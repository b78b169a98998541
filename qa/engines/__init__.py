"""Translation engines: one protocol, a small registry, and the choice of a way there and back."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, Protocol

from qa.config import ENGINES
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


class Pair(NamedTuple):
    """Two languages, as ISO 639-1 codes, and the direction of translation between them."""

    source: str
    target: str


class Model(NamedTuple):
    """A model that is installed: for which pair, where, and its size in bytes.

    A server's models are nowhere here: no path, and no size.
    """

    pair: Pair
    path: Path | None = None
    size: int = 0


class EngineSettings(NamedTuple):
    """What engines are told: the address of a server, and a folder of models; empty is none."""

    libretranslate_url: str = ""
    firefox_models: str = ""


NO_SETTINGS = EngineSettings()


class Engine(Protocol):
    """Something that translates. `name` is what the configuration calls it."""

    name: str

    def models(self) -> Sequence[Model]:
        """The models that it translates with, in the order of its preference."""
        ...

    def pairs(self) -> Sequence[Pair]:
        """What it can translate with what is installed, in the order of its preference."""
        ...

    def signature(self, source: str, target: str) -> str:
        """What makes the translations of a pair: engine, versions and model, in one line.

        Equal signatures mean equal translations: caches are keyed by it, and a score names it,
        as sacrebleu's scores do. Raises InputError for a pair that is not there.
        """
        ...

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """The translations of `sentences`, one each, in their order.

        Any string is taken; one without a letter or digit comes back as it is. Raises InputError
        for a pair that is not there or a model that cannot be loaded.
        """
        ...

    def log_probabilities(
        self, sentences: Sequence[str], translations: Sequence[str], source: str, target: str
    ) -> list[float] | None:
        """How likely each translation is, given its sentence: the mean natural logarithm of the
        probability of its tokens, so 0 at most. None where the engine cannot tell.
        """
        ...


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


def needed(engine: str, package: str, install: str) -> None:
    """Raise InputError where a package is not installed that an engine needs."""
    if find_spec(package.replace("-", "_")) is None:
        raise InputError(
            f"engine {engine}",
            f"the package {package} is not installed: `{install}`, or take another engine",
        )


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


def no_pair(engine: str, source: str, target: str | None, back: bool = False) -> InputError:
    """The error that says which translation is missing and what to install for it."""
    other = target or "another language"
    way = f"from {source} to {other}" + (" and back" if back else "")
    packages = (
        f"translate-{source}_{target}" + (f" and translate-{target}_{source}" if back else "")
        if target
        else f"translate-{source}_en and translate-en_{source}"
        if source != "en"
        else "a pair such as translate-en_uk and translate-uk_en"
    )
    return InputError(
        f"engine {engine}",
        f"nothing translates {way}; install wireqa[argos] and, with `qa models install`, "
        f"{packages} (the embedded engine has English and Portuguese)",
    )
