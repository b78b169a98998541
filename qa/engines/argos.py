"""Argos Translate, with the packages that are installed on this machine.

The package's own tokenizer and a CTranslate2 translator are called directly, many sentences at
once: argostranslate.translate goes sentence by sentence, and its sentence splitter is downloaded
at first use. Nothing here touches the network.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from importlib import metadata
from pathlib import Path
from statistics import fmean
from typing import Any

from qa.engines.protocol import Engine, EngineSettings, Model, Pair, needed, no_pair
from qa.engines.units import clean, translate_units
from qa.errors import InputError

# argostranslate has this figure in its code, too (apply_packaged_translation).
_LENGTH_PENALTY = 0.2
# Longer texts than CTranslate2's default of 256 tokens are cut off without a word otherwise.
_LONGEST_OUTPUT = 1024
_SAMPLE = 1 << 20


class ArgosEngine:
    """Translates with installed Argos packages. Loads a package's model at first use.

    Honours Argos Translate's own settings (ARGOS_PACKAGES_DIR, ARGOS_DEVICE_TYPE,
    ARGOS_BEAM_SIZE …). Raises InputError when argostranslate is not installed or cannot be loaded.
    """

    name = "argos"

    def __init__(self) -> None:
        needed(
            "argos",
            "argostranslate",
            "pip install wireqa[argos]` or, without torch, `pip install argos-translate-lt",
        )
        try:
            # The import makes Argos Translate's folders; it may not be allowed to.
            import argostranslate.package  # noqa: F401
        except (OSError, ImportError) as error:
            raise InputError(
                "engine argos", f"Argos Translate cannot be loaded ({error}); take another engine"
            ) from None
        self._translators: dict[Pair, Any] = {}

    @cached_property
    def _packages(self) -> dict[Pair, Any]:
        """The newest installed translation package of each pair."""
        from argostranslate import package, settings

        found: dict[Pair, Any] = {}
        for folder in _folders(settings.package_dirs):
            try:
                candidate = package.Package(folder)
            except (OSError, ValueError, AttributeError) as error:
                raise InputError(
                    str(folder),
                    f"not a package of Argos Translate ({error}); remove the folder and install it again",
                ) from None
            if candidate.type != "translate" or not hasattr(candidate, "tokenizer"):
                continue
            if not candidate.from_code or not candidate.to_code:
                continue
            pair = Pair(candidate.from_code, candidate.to_code)
            if pair not in found or _version(found[pair]) < _version(candidate):
                found[pair] = candidate
        return dict(sorted(found.items()))

    def models(self) -> Sequence[Model]:
        """The newest package of each pair."""
        return [
            Model(pair, path := Path(package.package_path), _size(path))
            for pair, package in self._packages.items()
        ]

    def pairs(self) -> Sequence[Pair]:
        """The pairs for which a package is installed, in the order of their codes."""
        return list(self._packages)

    def signature(self, source: str, target: str) -> str:
        """Engine, versions, package with its version, a fingerprint of its model, and the
        settings that shape its output.
        """
        from argostranslate import settings

        package = self._package(source, target)
        return (
            f"argos:ctranslate2-{metadata.version('ctranslate2')}"
            f":{source}-{target}-{package.package_version}-{_fingerprint(package.package_path)}"
            f":beam-{settings.beam_size}:{settings.device}-{settings.compute_type}"
        )

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """The translations of `sentences`. Raises InputError for a pair that is not there."""
        package = self._package(source, target)

        def translate(units: list[str]) -> list[str]:
            from argostranslate import settings

            translator = self._translator(source, target)
            prefix = [[package.target_prefix]] * len(units) if package.target_prefix else None
            try:
                results = translator.translate_batch(
                    [package.tokenizer.encode(unit) for unit in units],
                    target_prefix=prefix,
                    replace_unknowns=True,
                    max_batch_size=settings.batch_size,
                    beam_size=settings.beam_size,
                    length_penalty=_LENGTH_PENALTY,
                    max_decoding_length=_LONGEST_OUTPUT,
                )
            except (RuntimeError, ValueError) as error:
                raise InputError(
                    str(package.package_path), f"the model cannot translate ({error})"
                ) from None
            texts = [package.tokenizer.decode(r.hypotheses[0]) for r in results]
            return [t.removeprefix(package.target_prefix).strip() for t in texts]

        return translate_units(sentences, translate)

    def log_probabilities(
        self, sentences: Sequence[str], translations: Sequence[str], source: str, target: str
    ) -> list[float]:
        """The mean logarithm of the probability of each translation's tokens (CTranslate2's
        `score_batch`); 0 for a translation without any.
        """
        from argostranslate import settings

        package = self._package(source, target)
        translator = self._translator(source, target)
        prefix = [package.target_prefix] if package.target_prefix else []
        try:
            results = translator.score_batch(
                [package.tokenizer.encode(s) for s in map(clean, sentences)],
                [prefix + package.tokenizer.encode(t) for t in map(clean, translations)],
                max_batch_size=settings.batch_size,
                max_input_length=_LONGEST_OUTPUT,
            )
        except (RuntimeError, ValueError) as error:
            raise InputError(
                str(package.package_path), f"the model cannot score ({error})"
            ) from None
        return [fmean(r.log_probs) if r.log_probs else 0.0 for r in results]

    def _package(self, source: str, target: str) -> Any:
        package = self._packages.get(Pair(source, target))
        if package is None:
            raise no_pair(self.name, source, target)
        return package

    def _translator(self, source: str, target: str) -> Any:
        pair = Pair(source, target)
        if pair not in self._translators:
            from argostranslate import settings
            from ctranslate2 import Translator

            path = self._package(source, target).package_path / "model"
            try:
                self._translators[pair] = Translator(
                    str(path),
                    device=settings.device,
                    inter_threads=settings.inter_threads,
                    intra_threads=settings.intra_threads,
                    compute_type="default"
                    if settings.compute_type == "auto"
                    else settings.compute_type,
                )
            except (RuntimeError, ValueError) as error:
                raise InputError(
                    str(path), f"the model cannot be loaded ({error}); install the package again"
                ) from None
        return self._translators[pair]


def _folders(roots: Sequence[Path]) -> list[Path]:
    """The installed packages. Argos Translate's own list fails at the first foreign folder."""
    return [
        folder
        for root in roots
        if os.path.isdir(root)
        for folder in sorted(Path(root).iterdir())
        if (folder / "metadata.json").is_file()
    ]


def _version(package: Any) -> tuple[int, ...]:
    parts = str(package.package_version).split(".")
    return tuple(int(p) if p.isdecimal() else 0 for p in parts)


def _fingerprint(folder: Path) -> str:
    """Eight digits that change with the model: two models may bear one version.

    The ends of the file and its length are enough to tell trained weights apart, and quick.
    """
    digest = hashlib.blake2b(digest_size=4)
    path = folder / "model" / "model.bin"
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            digest.update(str(size).encode() + file.read(_SAMPLE))
            file.seek(max(0, size - _SAMPLE))
            digest.update(file.read())
    except OSError as error:
        raise InputError(
            str(path), f"cannot be read ({error}); install the package again"
        ) from None
    return digest.hexdigest()


def _size(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


def make(settings: EngineSettings) -> Engine:
    """An engine over the installed packages. Raises InputError where Argos Translate is missing."""
    del settings
    return ArgosEngine()
