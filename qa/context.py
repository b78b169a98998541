"""What a run has at hand beside the document: configuration, glossary, detector, engine.

Each part is made when a rule first asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from qa.config import Config

if TYPE_CHECKING:
    from qa.engines import Engine
    from qa.glossary import Glossary
    from qa.language import Detector


@dataclass(frozen=True, eq=False)
class Context:
    """One run's settings, and what they lead to. Shared by all documents with that configuration."""

    config: Config = field(default_factory=Config)

    @cached_property
    def detector(self) -> Detector:
        """The language detector that the configuration names, or the best that is installed."""
        from qa.language import get_detector

        return get_detector(self.config.detector)

    @cached_property
    def glossary(self) -> Glossary:
        """The shipped glossaries, if they are wanted, and the configured ones, as one."""
        from qa.glossary import load_glossary

        return load_glossary(self.config)

    @cached_property
    def engine(self) -> Engine:
        """The translation engine that the configuration names, or the first that can serve."""
        from qa.engines import get_engine

        return get_engine(self.config.engine)
