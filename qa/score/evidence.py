"""All signals of passages, from what is there: a source, vectors, a round trip."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from qa import vectors
from qa.engines.cache import TranslationCache
from qa.files import cache_dir
from qa.score.signals import Measured, Passage, Reason, lengths, marks, numbers, words
from qa.text.spans import Span

# Changes with the code that reads the vectors, so that nothing is taken from the cache that it would
# not say now.
_VERSION = 5
_NETWORKS = Path(__file__).with_name("networks.npz")
_TAGGER = Path(__file__).with_name("tagger.npz")
# Kept when an interruption comes: at most the work on this many passages is lost.
_CHUNK = 64


def measure_surface(passage: Passage) -> Measured:
    """The signals that need nothing but the texts."""
    modules = [lengths.measure, marks.measure, words.measure]
    if passage.source:
        modules.append(numbers.measure)
    return together(measure(passage) for measure in modules)


def together(found: Iterable[Measured]) -> Measured:
    """Several measurements of one passage as one."""
    signals: dict[str, float] = {}
    reasons: list[Reason] = []
    for measured in found:
        signals |= measured.signals
        reasons += measured.reasons
    return Measured(signals, tuple(reasons))


class VectorSignals:
    """The signals that come from vectors, kept on disk, so that a second run computes nothing."""

    def __init__(self, cache: TranslationCache | None = None) -> None:
        self._cache = cache or TranslationCache(cache_dir() / "judgements.sqlite3")

    def measure(self, passages: Sequence[Passage]) -> list[Measured]:
        """The signals of each passage; none of one without a word, and none without a model."""
        if not vectors.installed():
            return [Measured({}) for _ in passages]
        keys = [json.dumps([p.source, p.text]) for p in passages]
        known = {k: _read(v) for k, v in self._cache.get(signature(), keys).items()}
        missing = {k: p for k, p in zip(keys, passages, strict=True) if k not in known}
        new = list(missing)
        for start in range(0, len(new), _CHUNK):
            part = new[start : start + _CHUNK]
            found = dict(zip(part, _measured([missing[k] for k in part]), strict=True))
            self._cache.put(signature(), {k: _written(m) for k, m in found.items()})
            known |= found
        return [known[k] for k in keys]


@cache
def signature() -> str:
    """What makes the signals of vectors: the model and the networks that read it."""
    digest = hashlib.blake2b(
        _NETWORKS.read_bytes() + _TAGGER.read_bytes(), digest_size=4
    ).hexdigest()
    return f"{vectors.signature()}:networks-{digest}:{_VERSION}"


def _measured(passages: Sequence[Passage]) -> list[Measured]:
    """Encode the texts, each once, and look at them."""
    from qa.score.signals import judgement, meaning
    from qa.vectors.encoder import get_encoder

    texts = list(dict.fromkeys(t for p in passages for t in (p.text, p.source) if t))
    encoded = dict(zip(texts, get_encoder().encode(texts), strict=True))
    results = []
    for p in passages:
        copy, source = encoded.get(p.text), encoded.get(p.source)
        if copy is None or not copy.spans:
            results.append(Measured({}))
            continue
        if source is not None and not source.spans:
            source = None
        found = [judgement.measure(p, copy, source)]
        if source is not None:
            found.append(meaning.measure(p, copy, source))
        results.append(together(found))
    return results


def _written(measured: Measured) -> str:
    return json.dumps([dict(measured.signals), measured.reasons], ensure_ascii=False)


def _read(kept: str) -> Measured:
    signals: Mapping[str, float]
    signals, reasons = json.loads(kept)
    return Measured(
        signals,
        tuple(
            Reason(name, says, tuple(Span(*span) for span in spans))
            for name, says, spans in reasons
        ),
    )
