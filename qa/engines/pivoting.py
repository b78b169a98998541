"""Translation by way of a third language, where no model goes straight."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from qa.engines.protocol import Engine, Model, Pair, no_pair

# Most models are to or from it.
_HUB = "en"


class PivotingEngine:
    """An engine that also has the pairs which two of its pairs make, by way of English if possible."""

    def __init__(self, engine: Engine) -> None:
        self.name = engine.name
        self._engine = engine

    def models(self) -> Sequence[Model]:
        """The models of the engine."""
        return self._engine.models()

    def pairs(self) -> Sequence[Pair]:
        """The engine's own pairs, then those by way of a third language."""
        return [*self._engine.pairs(), *self._by_way]

    def signature(self, source: str, target: str) -> str:
        """The engine's signature; of two legs, both."""
        return " > ".join(self._engine.signature(*leg) for leg in self._legs(source, target))

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """The translations, leg by leg."""
        done = list(sentences)
        for leg in self._legs(source, target):
            done = self._engine.translate(done, *leg)
        return done

    def log_probabilities(
        self, sentences: Sequence[str], translations: Sequence[str], source: str, target: str
    ) -> list[float] | None:
        """The engine's own; None by way of a third language, where no model sees both texts."""
        if len(self._legs(source, target)) > 1:
            return None
        return self._engine.log_probabilities(sentences, translations, source, target)

    def _legs(self, source: str, target: str) -> list[Pair]:
        if (source, target) in self._engine.pairs():
            return [Pair(source, target)]
        third = self._by_way.get(Pair(source, target))
        if third is None:
            raise no_pair(self.name, source, target)
        return [Pair(source, third), Pair(third, target)]

    @cached_property
    def _by_way(self) -> dict[Pair, str]:
        """The third language of each pair that needs one."""
        own = self._engine.pairs()
        found: dict[Pair, str] = {}
        # What English serves comes first, in the order of the engine's preference.
        for first in sorted(own, key=lambda p: p.target != _HUB):
            for second in own:
                if second.source == first.target and second.target != first.source:
                    pair = Pair(first.source, second.target)
                    if pair not in own:
                        found.setdefault(pair, first.target)
        return found
