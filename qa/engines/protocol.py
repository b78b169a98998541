"""What an engine is, and what engines say of what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, Protocol

from qa.errors import InputError


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


def needed(engine: str, package: str, install: str) -> None:
    """Raise InputError where a package is not installed that an engine needs."""
    if find_spec(package.replace("-", "_")) is None:
        raise InputError(
            f"engine {engine}",
            f"the package {package} is not installed: `{install}`, or take another engine",
        )


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
