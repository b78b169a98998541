"""Reading the source of a document."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from qa.document.model import Block, Document
from qa.errors import InputError
from qa.files import read_bytes
from qa.language import UNKNOWN
from qa.language.strays import strays
from qa.load import load
from qa.source import Comparison
from qa.source.pairing import source_file

if TYPE_CHECKING:
    from qa.context import Context


# All rules ask about the same document, one after the other.
@lru_cache(4)
def compared(document: Document, context: Context) -> Comparison:
    """The document beside its source.

    A story that is its own source holds both languages, and is taken apart by them. Raises InputError
    where the source cannot be found or read, or is in the language of the copy.
    """
    source = document.original
    if source is None:
        path = source_file(context.file_of(document.path), context.config.source)
        if _is_same(path, document.path):
            return _bilingual(document, context)
        source = _read(path, context)
    if source.lang == document.lang != UNKNOWN:
        raise InputError(
            source.path,
            f"is in {source.lang} as {document.path} is; give the text it was translated from",
        )
    return Comparison(document, source)


def _read(path: Path, context: Context) -> Document:
    config = replace(context.config, lang=context.config.source_lang, source="")
    raw = read_bytes(str(path), config.max_file_size)
    if not raw:
        raise InputError(str(path), "is empty; there is no source to compare with")
    return load(str(path), raw, replace(context, config=config))


def _is_same(path: Path, story: str) -> bool:
    try:
        return os.path.samefile(path, story)
    except OSError:
        return False


def _bilingual(document: Document, context: Context) -> Comparison:
    """The blocks in the text's main language beside those in others."""
    foreign = set(strays(document, context.detector).blocks)
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
    from qa.language import main_language

    lang = context.config.source_lang or main_language(texts, context.detector)
    return Comparison(
        replace(document, blocks=sides[0]), replace(document, blocks=sides[1], lang=lang)
    )
