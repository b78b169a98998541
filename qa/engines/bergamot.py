"""Models of the Bergamot project and of Firefox Translations, run by fxtranslate on the processor.

A model is a folder with `model.ENPT.….bin` and its vocabulary: `vocab.ENPT.spm`, or `srcvocab` and
`trgvocab` where the two languages share none. The languages are those of the folder's name
(`en-pt`) or else of the model's (`enpt`).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from qa.engines.protocol import Model, Pair, no_pair
from qa.engines.units import translate_units
from qa.errors import STOPS, InputError, fault

_FOLDER = re.compile(r"([a-z]{2,3})[-_]([a-z]{2,3})")
_FILE = re.compile(r"model\.([a-z]{2})([a-z]{2})\b.*\.bin")
_MODEL = "model.*.bin"


class BergamotEngine:
    """Translates with the models in a folder. Loads a model at first use.

    `version` goes into the signatures, beside the version of fxtranslate and the model's folder;
    `reinstall` says what helps when a model cannot be loaded.
    """

    def __init__(self, name: str, folder: Path, version: str, reinstall: str) -> None:
        self.name = name
        self._version = version
        self._reinstall = reinstall
        self._models = models_in(folder)
        # A translator may be used only in the thread that made it.
        self._local = threading.local()

    def models(self) -> Sequence[Model]:
        """The models in the folder."""
        return [
            Model(pair, path, sum(f.stat().st_size for f in path.iterdir() if f.is_file()))
            for pair, path in self._models.items()
        ]

    def pairs(self) -> Sequence[Pair]:
        """The pairs that there are models for."""
        return list(self._models)

    def signature(self, source: str, target: str) -> str:
        """Engine, versions, and the model's own name, with its version where its folder has one."""
        return (
            f"{self.name}:fxtranslate-{metadata.version('fxtranslate')}"
            f":{self._version}:{self._folder(source, target).name}"
        )

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """The translations of `sentences`. Raises InputError for a pair that is not there."""
        translator = self._translator(source, target)
        return translate_units(sentences, lambda units: [translator.translate(u) for u in units])

    def log_probabilities(
        self, sentences: Sequence[str], translations: Sequence[str], source: str, target: str
    ) -> None:
        """None: fxtranslate tells no probabilities."""
        del sentences, translations, source, target

    def _folder(self, source: str, target: str) -> Path:
        folder = self._models.get(Pair(source, target))
        if folder is None:
            raise no_pair(self.name, source, target)
        return folder

    def _translator(self, source: str, target: str) -> Any:
        folder = self._folder(source, target)
        loaded: dict[Path, Any] = self._local.__dict__.setdefault("loaded", {})
        if folder not in loaded:
            from fxtranslate import Translator

            try:
                # Without the shortlist (lex.*.bin), rare words are translated better.
                loaded[folder] = Translator(
                    model=_one(folder, _MODEL).read_bytes(),
                    src_vocab=_one(folder, "srcvocab.*.spm", "vocab.*.spm").read_bytes(),
                    trg_vocab=_one(folder, "trgvocab.*.spm", "vocab.*.spm").read_bytes(),
                )
            except STOPS:
                raise
            except BaseException as error:  # a damaged model may make fxtranslate panic
                raise InputError(
                    str(folder), f"the model cannot be loaded ({fault(error)}); {self._reinstall}"
                ) from None
        return loaded[folder]


def models_in(folder: Path) -> Mapping[Pair, Path]:
    """The folders of the models at or below `folder`, the last by name for each pair."""
    found = {}
    for model in sorted(folder.rglob(_MODEL)) if folder.is_dir() else []:
        for pair in _pairs(model):
            found[pair] = model.parent
    return found


def _pairs(model: Path) -> Iterator[Pair]:
    m = _FOLDER.fullmatch(model.parent.name) or _FILE.fullmatch(model.name)
    if m:
        yield Pair(m[1], m[2])


def _one(folder: Path, *patterns: str) -> Path:
    for pattern in patterns:
        for path in folder.glob(pattern):
            return path
    raise FileNotFoundError(f"no {patterns[-1]}")
