"""From bytes to a `Document`: decode, read in the format of the file, find the language."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from qa.document.encoding import decode
from qa.document.model import Document
from qa.language.codes import Tag, tag_of
from qa.readers import Reading, reader_for

if TYPE_CHECKING:
    from qa.context import Context


def load(
    path: str,
    raw: bytes,
    context: Context,
    suffix: str | None = None,
    tag: Tag | None = None,
) -> Document:
    """The document in `raw`. `path` names it, and its ending, or `suffix`, tells its format.

    The language is that of `tag`, else the configured one, else what the text itself says, else
    what the file declares. Raises InputError when the bytes cannot be decoded.
    """
    suffix = PurePath(path).suffix if suffix is None else suffix
    decoded = decode(raw, path)
    reading = reader_for(suffix).read(decoded.source)
    lang, region = tag or _language(reading, context)
    return Document(
        path=path,
        suffix=suffix,
        raw=raw,
        source=decoded.source,
        text=reading.text,
        lang=lang,
        region=region,
        offsets=reading.offsets,
        blocks=reading.blocks,
        encoding=decoded.encoding,
        bom=decoded.bom,
        comments=reading.comments,
        opaque=reading.opaque,
        date=reading.date,
    )


def _language(reading: Reading, context: Context) -> Tag:
    """The language of a text, and the region that the settings or the file say with it."""
    if context.config.lang:
        return tag_of(context.config.lang)
    from qa.language import UNKNOWN, main_language

    lang = main_language(reading.text, context.detector)
    declared = tag_of(reading.lang) if reading.lang else None
    if declared and lang in (UNKNOWN, declared.language):
        return declared
    return Tag(lang)
