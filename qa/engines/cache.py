"""Translations kept on disk, so that a second run over the same text translates nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa.files.cache import Kept, chunks
from qa.processes.limits import untimed

if TYPE_CHECKING:
    from qa.engines.protocol import Engine, Model, Pair

# Kept when an interruption comes: at most this many translations are lost.
_CHUNK = 64
# In bytes.
_LIMIT = 256 << 20


class CachedEngine:
    """An engine that translates only what the cache does not hold."""

    def __init__(self, engine: Engine, cache: TranslationCache | None = None) -> None:
        self.name = engine.name
        self._engine = engine
        self._cache = TranslationCache() if cache is None else cache

    def models(self) -> Sequence[Model]:
        """The models of the engine."""
        return self._engine.models()

    def pairs(self) -> Sequence[Pair]:
        """The pairs of the engine."""
        return self._engine.pairs()

    def signature(self, source: str, target: str) -> str:
        """The signature of the engine."""
        return self._engine.signature(source, target)

    @untimed
    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """The engine's translations, from the cache where it has them."""
        signature = self.signature(source, target)
        known = self._cache.get(signature, sentences)
        missing = [s for s in dict.fromkeys(sentences) if s not in known]
        for chunk in chunks(missing, _CHUNK):
            new = dict(zip(chunk, self._engine.translate(chunk, source, target), strict=True))
            self._cache.put(signature, new)
            known.update(new)
        return [known[s] for s in sentences]

    @untimed
    def log_probabilities(
        self, sentences: Sequence[str], translations: Sequence[str], source: str, target: str
    ) -> list[float] | None:
        """The engine's figures, from the cache where it has them."""
        signature = f"{self.signature(source, target)}\0log-probability"
        asked = list(zip(sentences, translations, strict=True))
        # The length tells where a sentence ends and its translation begins.
        keys = {pair: f"{len(pair[0])} {''.join(pair)}" for pair in asked}
        kept = self._cache.get(signature, list(keys.values()))
        known = {pair: kept[key] for pair, key in keys.items() if key in kept}
        for chunk in chunks([pair for pair in keys if pair not in known], _CHUNK):
            texts, said = zip(*chunk, strict=True)
            new = self._engine.log_probabilities(texts, said, source, target)
            if new is None:
                return None
            figures = dict(zip(chunk, map(str, new), strict=True))
            self._cache.put(signature, {keys[pair]: figure for pair, figure in figures.items()})
            known.update(figures)
        return [float(known[pair]) for pair in asked]


class TranslationCache:
    """Translations by their text; a key is a digest of the engine's signature and the text."""

    def __init__(self, path: Path | None = None, limit: int = _LIMIT) -> None:
        self._kept = Kept("translations.sqlite3", "translations", path, limit)
        self.path = self._kept.path

    def get(self, signature: str, texts: Sequence[str]) -> dict[str, str]:
        """The translations that the cache holds, by text."""
        keys = {_key(signature, text): text for text in texts}
        return {keys[key]: _text(value) for key, value in self._kept.get(list(keys)).items()}

    def put(self, signature: str, translations: Mapping[str, str]) -> None:
        """Keep `translations`, by text."""
        self._kept.put({_key(signature, t): _bytes(done) for t, done in translations.items()})

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._kept.close()


def _key(signature: str, text: str) -> bytes:
    return hashlib.blake2b(_bytes(f"{signature}\0{text}"), digest_size=16).digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # any string may be asked about


def _text(kept: bytes) -> str:
    return kept.decode("utf-8", "surrogatepass")
