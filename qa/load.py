"""From bytes to a `Document`: decode, read in the format of the file, find the language."""

from __future__ import annotations

from pathlib import PurePath
from typing import Protocol

from qa.document.encoding import Decoded, decode
from qa.document.model import Document
from qa.document.offsets import OffsetMap
from qa.language.codes import Tag, meant_tag, tag_of
from qa.readers import Reading, read


class Languages(Protocol):
    """Whoever tells the language of a text: settings, and a detector."""

    @property
    def lang(self) -> str:
        """The language that the settings say of every text; empty where they leave it to the text."""

    def tag_of(self, text: str, declared: str) -> Tag:
        """The language of `text`, and the region that the settings or the file say with it.

        `declared` is what the file says itself, or empty.
        """


def load(
    path: str,
    raw: bytes,
    languages: Languages,
    suffix: str | None = None,
    tag: Tag | None = None,
) -> Document:
    """The document in `raw`. `path` names it, and its ending, or `suffix`, tells its format.

    The language is that of `tag`, else what `languages` say. Raises InputError when the bytes cannot be decoded,
    or are not right in their format.
    """
    suffix = PurePath(path).suffix if suffix is None else suffix
    return document_of(path, raw, decode(raw, path), languages, suffix, tag)


def document_of(
    path: str,
    raw: bytes,
    decoded: Decoded,
    languages: Languages,
    suffix: str,
    tag: Tag | None = None,
) -> Document:
    """The same as `load`, for who has decoded the bytes."""
    reading = read(decoded.source, suffix, path)
    original = _original(reading, path) if reading.original else None
    if original and not languages.lang:
        # A bilingual file is right about its languages, and its segments may be short.
        tag = tag or meant_tag(reading.lang or "")
    lang, region = tag or languages.tag_of(reading.text, reading.lang or "")
    if original and original.lang == lang:
        original = None
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
        parts=reading.parts,
        coded=reading.coded,
        original=original,
    )


def _original(reading: Reading, path: str) -> Document | None:
    """The document that the text of a bilingual file was translated from."""
    original = reading.original
    if original is None:
        return None
    text = original.text
    lang, region = tag_of(original.lang or "")
    return Document(
        path=f"{path}, its source",
        raw=text.encode("utf-8", "replace"),
        source=text,
        text=text,
        lang=lang,
        region=region,
        offsets=OffsetMap.identity(len(text)),
        blocks=original.blocks,
        is_beside=True,
    )
