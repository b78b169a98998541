"""XML of any of the formats that are read: the root element says which."""

from __future__ import annotations

from qa.readers.core.reading import NoStoryError, Reader, Reading
from qa.text.structure import structure_of


def read(source: str) -> Reading:
    """Read it as what it is. Raises NoStoryError for XML that no reader is for."""
    from qa.readers import reader_of

    what = structure_of(source)
    reader = reader_of(what) if what else None
    if reader is None:
        raise NoStoryError(what or "XML")
    return reader.read(source)


READER = Reader("xml", (".xml",), read)
