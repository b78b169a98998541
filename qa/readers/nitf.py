"""NITF, the News Industry Text Format of the IPTC, version 3.6 and those before it.

https://iptc.org/std/NITF/3.6/documentation/nitf.html
"""

from __future__ import annotations

from qa.readers.core.reading import Reader, Reading
from qa.readers.core.vocabularies import NITF
from qa.readers.core.xml import read_with


def read(source: str) -> Reading:
    """The headlines, byline, abstract, paragraphs, tables and captions of a story."""
    return read_with(source, [NITF], "NITF")


READER = Reader("nitf", (".nitf",), read, ("NITF",))
