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
_VERSION = 7
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


class NoVectors(VectorSignals):
    """None of these signals, for scores at many times the speed."""

    def __init__(self) -> None:
        """Nothing is kept."""

    def measure(self, passages: Sequence[Passage]) -> list[Measured]:
        """No signal of any passage."""
        return [Measured({}) for _ in passages]


@cache
def signature() -> str:
    """What makes the signals of vectors: the model and the networks that read it."""
    digest = hashlib.blake2b(
        _NETWORKS.read_bytes() + _TAGGER.read_bytes(), digest_size=4
    ).hexdigest()
    return f"{vectors.signature()}:networks-{digest}:{_VERSION}"


def _measured(passages: Sequence[Passage]) -> list[Measured]:
    """Look at each passage: at one with a source beside it, at one without by itself."""
    from qa.score.signals import judgement, meaning
    from qa.score.tagger import shipped_tagger
    from qa.vectors.encoder import get_encoder

    beside, alone = (
        [p for p in passages if bool(p.source.strip()) == there] for there in (True, False)
    )
    texts = list(dict.fromkeys(t for p in beside for t in (p.text, p.source)))
    encoded = dict(zip(texts, get_encoder().encode(texts), strict=True)) if texts else {}
    found: dict[Passage, Measured] = {}
    for p in beside:
        copy, source = encoded[p.text], encoded[p.source]
        if copy.spans and source.spans:
            found[p] = together(
                [judgement.beside(p, copy, source), meaning.measure(p, copy, source)]
            )
    if alone:
        tagger = shipped_tagger()
        for p, copy in zip(alone, tagger.encoder.encode([p.text for p in alone]), strict=True):
            if copy.spans:
                found[p] = judgement.alone(p, tagger, copy)
    return [found.get(p, Measured({})) for p in passages]


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
