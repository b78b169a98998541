"""Translation engines: one protocol, a small registry, and the choice of a way there and back."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

from qa.errors import InputError

__all__ = ["Engine", "FirstOf", "Pair", "RoundTripRoute", "get_engine", "primary", "route"]

# In the order in which `auto` asks them; each is a module here with an `ENGINE` that makes one.
ENGINES = ("argos", "embedded")


class Pair(NamedTuple):
    """Two languages, as ISO 639-1 codes, and the direction of translation between them."""

    source: str
    target: str


class Engine(Protocol):
    """Something that translates. `name` is what the configuration calls it."""

    name: str

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
def get_engine(name: str = "auto") -> Engine:
    """The engine of that name, with its results kept on disk.

    `auto` is all engines that are installed: a pair is served by the first that has it, Argos
    Translate before the embedded one. Raises InputError, with what to install, when there is none.
    """
    from qa.engines.cache import CachedEngine

    if name != "auto":
        return CachedEngine(_make(name))
    engines, missing = [], []
    for known in ENGINES:
        try:
            engines.append(_make(known))
        except InputError as error:
            missing.append(str(error))
    if not engines:
        raise InputError("engine", "; ".join(missing))
    return CachedEngine(FirstOf(engines))


def _make(name: str) -> Engine:
    if name not in ENGINES:
        raise InputError(
            "engine", f"no engine is called {name!r}; write auto, {' or '.join(ENGINES)}"
        )
    engine: Engine = importlib.import_module(f"{__name__}.{name}").ENGINE()
    return engine


class FirstOf:
    """Several engines as one: a pair is served by the first of them that has it."""

    name = "auto"

    def __init__(self, engines: Sequence[Engine]) -> None:
        self._engines = tuple(engines)

    def pairs(self) -> Sequence[Pair]:
        """The pairs of all engines, those of the first one first."""
        return list(dict.fromkeys(p for e in self._engines for p in e.pairs()))

    def signature(self, source: str, target: str) -> str:
        """The signature of the engine that serves the pair."""
        return self._serving(source, target).signature(source, target)

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """The translations by the engine that serves the pair."""
        return self._serving(source, target).translate(sentences, source, target)

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
    lang = primary(lang)
    pairs = engine.pairs()
    there = [p.target for p in pairs if p.source == lang and (p.target, lang) in pairs]
    if pivot is not None:
        if primary(pivot) not in there:
            raise no_pair(engine.name, lang, primary(pivot), back=True)
        return RoundTripRoute(engine, lang, primary(pivot))
    if not there:
        raise no_pair(engine.name, lang, None, back=True)
    preferred = primary(prefer) if prefer else ""
    return RoundTripRoute(engine, lang, preferred if preferred in there else there[0])


def primary(code: str) -> str:
    """The language of a tag, without script and region: `pt` for `pt-BR`."""
    return code.replace("_", "-").split("-")[0].lower()


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
        f"nothing translates {way}; install wireqa[argos] and, with "
        f"`argospm install`, {packages} (the embedded engine has English and Portuguese)",
    )
