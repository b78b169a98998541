"""From bytes to a `Document`: decode, read in the format of the file, find the language."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from qa.encoding import decode
from qa.model import Document
from qa.readers import reader_for

if TYPE_CHECKING:
    from qa.context import Context


def load(path: str, raw: bytes, context: Context, suffix: str | None = None) -> Document:
    """The document in `raw`. `path` names it, and its ending, or `suffix`, tells its format.

    The language is the configured one, else what the text itself says, else what the file
    declares. Raises InputError when the bytes cannot be decoded.
    """
    suffix = PurePath(path).suffix if suffix is None else suffix
    decoded = decode(raw, path)
    reading = reader_for(suffix).read(decoded.source)
    lang = context.config.lang
    if lang is None:
        from qa.language import main_language

        lang = main_language(reading.text, context.detector)
        if lang == "und" and reading.lang:
            lang = reading.lang
    return Document(
        path=path,
        suffix=suffix,
        raw=raw,
        source=decoded.source,
        text=reading.text,
        lang=lang,
        offsets=reading.offsets,
        blocks=reading.blocks,
        encoding=decoded.encoding,
        bom=decoded.bom,
        comments=reading.comments,
        date=reading.date,
    )
