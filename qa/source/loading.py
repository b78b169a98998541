"""Reading the source of a document."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from qa.document.computed import of_document
from qa.document.model import Block, Document
from qa.errors import InputError
from qa.files import read_bytes
from qa.language import UNKNOWN, Detector
from qa.language.codes import Tag, tag_of
from qa.language.main import main_language, tag_of_text
from qa.language.strays import strays
from qa.load import load
from qa.source import Comparison
from qa.source.pairing import source_file


class SourceSettings(NamedTuple):
    """Where sources are, a file or a folder; their language, where it is known; their limit in bytes."""

    source: str
    source_lang: str | None
    max_file_size: int
    detector: Detector

    @property
    def lang(self) -> str:
        """The configured language of the sources; empty where there is none."""
        return tag_of(self.source_lang).language if self.source_lang else ""

    def tag_of(self, text: str, declared: str = "") -> Tag:
        """The language of a source: the configured one, else its own, else what its file declares."""
        if self.source_lang:
            return tag_of(self.source_lang)
        return tag_of_text(text, declared, self.detector)


@of_document
def compared(document: Document, name: str, settings: SourceSettings) -> Comparison:
    """The document, whose file is called `name`, beside its source.

    A story that is its own source holds both languages, and is taken apart by them. Raises InputError
    where the source cannot be found or read, or is in the language of the copy.
    """
    source = document.original
    if source is None:
        path = source_file(name, settings.source)
        if _is_same(path, document.path):
            return _bilingual(document, settings)
        source = _read(path, settings)
    if source.lang == document.lang != UNKNOWN:
        raise InputError(
            source.path,
            f"is in {source.lang} as {document.path} is; give the text it was translated from",
        )
    return Comparison(document, source)


def _read(path: Path, settings: SourceSettings) -> Document:
    raw = read_bytes(str(path), settings.max_file_size)
    if not raw:
        raise InputError(str(path), "is empty; there is no source to compare with")
    return load(str(path), raw, settings)


def _is_same(path: Path, story: str) -> bool:
    try:
        return os.path.samefile(path, story)
    except OSError:
        return False


def _bilingual(document: Document, settings: SourceSettings) -> Comparison:
    """The blocks in the text's main language beside those in others."""
    foreign = set(strays(document, settings.detector).blocks)
    if not foreign:
        raise InputError(
            document.path, "is in one language; --source needs the text it was translated from"
        )
    sides = [
        tuple(
            Block(s.span, s.kind, s.own_lang)
            for i, s in enumerate(document.segments)
            if (i in foreign) == side
        )
        for side in (False, True)
    ]
    texts = " ".join(document.text[slice(*b.span)] for b in sides[1])
    lang = settings.source_lang or main_language(texts, settings.detector)
    return Comparison(
        replace(document, blocks=sides[0]), replace(document, blocks=sides[1], lang=lang)
    )
