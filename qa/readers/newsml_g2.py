"""NewsML-G2 of the IPTC, versions 2.x: news items, packages and messages, with NITF, XHTML or text in them.

https://iptc.org/std/NewsML-G2/guidelines/
"""

from __future__ import annotations

from qa.readers import html, text
from qa.readers.core.reading import Reader, Reading
from qa.readers.core.vocabularies import NITF, XHTML
from qa.readers.core.xml import Vocabulary, read_with

_G2 = Vocabulary(
    "NewsML-G2",
    {
        "headline": "headline",
        "itemRef/title": "headline",
        "group/title": "headline",
        **dict.fromkeys(("by", "creditline"), "byline"),
        "dateline": "dateline",
        "contentMeta/description": "lead",
        "partMeta/description": "caption",
        "itemRef/description": "paragraph",
        "inlineData": "paragraph typed",
        **dict.fromkeys(("slugline", "keyword", "assert", "rightsInfo", "catalog", "header", "remoteContent"), "skip"),
    },
    spaces=("http://iptc.org/std/nar/2006-10-01/",),
    langs=("contentMeta/language@tag",),
    dates=("contentMeta/contentCreated", "itemMeta/versionCreated", "itemMeta/firstCreated"),
    parts=("newsItem", "packageItem", "itemRef"),
)  # fmt: skip


def read(source: str) -> Reading:
    """The headlines, bylines and descriptions, and the story where it stands in the item."""
    return read_with(
        source, [_G2, NITF, XHTML], "NewsML-G2", {"html": html.read, "plain": text.read}
    )


READER = Reader("newsml-g2", (".g2",), read, ("NewsML-G2",))
