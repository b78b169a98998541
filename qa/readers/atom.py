"""Atom feeds and entries (RFC 4287)."""

from __future__ import annotations

from qa.readers.core.reading import Reader, Reading
from qa.readers.core.vocabularies import XHTML
from qa.readers.core.xml import Vocabulary, read_with
from qa.readers.rss import FOREIGN, INNER, MEDIA

_ATOM = Vocabulary(
    "Atom",
    {
        "title": "headline typed",
        "subtitle": "lead typed",
        "summary": "lead typed",
        "content": "paragraph typed",
        "author/name": "byline",
        "source": "skip",
        **MEDIA,
    },
    spaces=("http://www.w3.org/2005/Atom",),
    foreign=FOREIGN,
    dates=("published", "updated"),
    parts=("entry",),
)


def read(source: str) -> Reading:
    """The titles, summaries and contents of a feed, one behind the other."""
    return read_with(source, [_ATOM, XHTML], "an Atom feed", INNER)


READER = Reader("atom", (".atom",), read, ("an Atom feed",))
