"""What a run has at hand beside the document: configuration, glossary, detector, engine.

Each part is made when a rule first asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from qa.config import Config
from qa.language.codes import Tag, tag_of

if TYPE_CHECKING:
    from qa.document.model import Document
    from qa.engines import Engine
    from qa.glossary import Glossary
    from qa.language import Detector
    from qa.names.batch import Batch
    from qa.source import Comparison


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
        from qa.source.loading import SourceSettings, compared

        given = SourceSettings(
            source=self.config.source,
            source_lang=self.config.source_lang,
            max_file_size=self.config.max_file_size,
            detector=self.detector,
        )
        return compared(document, self.file_of(document.path), given)

    @property
    def lang(self) -> str:
        """The configured language of all texts; empty where there is none."""
        return tag_of(self.config.lang).language if self.config.lang else ""

    def tag_of(self, text: str, declared: str = "") -> Tag:
        """The language of a text: the configured one, else its own, else what its file declares.

        The region is the one that the settings or the file say with it.
        """
        if self.config.lang:
            return tag_of(self.config.lang)
        from qa.language.main import tag_of_text

        return tag_of_text(text, declared, self.detector)
