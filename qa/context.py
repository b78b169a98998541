"""What a run has at hand beside the document: configuration, glossary, detector, engine.

Each part is made when a rule first asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from qa.config import Config
from qa.document.model import Severity

if TYPE_CHECKING:
    from qa.document.model import Document
    from qa.engines import Engine
    from qa.glossary import Glossary
    from qa.language import Detector
    from qa.linting.baseline import Baseline
    from qa.names.batch import Batch
    from qa.source import Comparison

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Context:
    """One run's settings, and what they lead to. Shared by all documents with that configuration.

    `batch` is what is known of the files that are checked together; None where one is checked alone.
    """

    config: Config = field(default_factory=Config)
    stdin_name: str | None = None
    batch: Batch | None = None

    def file_of(self, path: str) -> str:
        """The name of the file at `path`, or the one that standard input is read as."""
        return self.stdin_name if path == "-" and self.stdin_name else path

    @cached_property
    def severities(self) -> dict[str, Severity | None]:
        """The configured severities by the code of the rule; None is off."""
        from qa.config import OFF

        return {
            code: None if value == OFF else Severity[value.upper()]
            for code, value in _by_code(self.config.severity)
        }

    @cached_property
    def confidences(self) -> dict[str, float]:
        """The least confidence of a rule's findings by its code, where one is configured."""
        return dict(_by_code(self.config.confidence))

    @cached_property
    def allowed(self) -> set[tuple[str, str]]:
        """Codes and texts, with single spaces, that are not to be reported."""
        pairs = _by_code(self.config.allow)
        return {(code, " ".join(text.split())) for code, texts in pairs for text in texts}

    @cached_property
    def baseline(self) -> Baseline | None:
        """The known findings of the configured baseline. Raises InputError."""
        if not self.config.baseline:
            return None
        from qa.linting.baseline import read_baseline

        return read_baseline(Path(self.config.baseline))

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
        from qa.engines import EngineSettings, get_engine

        settings = EngineSettings(self.config.libretranslate_url, self.config.firefox_models)
        return get_engine(self.config.engine, settings)

    def comparison(self, document: Document) -> Comparison | None:
        """The document beside the text that it was translated from; None where none is known.

        Raises InputError where the source cannot be found or read.
        """
        if document.original is None and not self.config.source:
            return None
        from qa.source.loading import compared

        return compared(document, self)


def _by_code(table: Sequence[tuple[str, T]]) -> Iterator[tuple[str, T]]:
    """The values of a table by code, those that stand above others last.

    What names a rule alone stands above what names several, and a later setting above others.
    """
    from qa.rules.registry import select_rules

    chosen = [(select_rules((word,), ()), value) for word, value in table]
    chosen.sort(key=lambda item: -len(item[0]))
    return ((rule.code, value) for rules, value in chosen for rule in rules)
