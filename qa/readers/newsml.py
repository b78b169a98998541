"""NewsML 1.2 of the IPTC, with the story in NITF, XHTML or lines of text.

https://iptc.org/std/NewsML/1.2/documentation/NewsML_1.2-doc-Guidelines_1.00.pdf
"""

from __future__ import annotations

from qa.readers import text
from qa.readers.core.reading import Reader, Reading
from qa.readers.core.vocabularies import NITF, XHTML
from qa.readers.core.xml import Vocabulary, read_with

_NEWSML = Vocabulary(
    "NewsML",
    {
        # NITF and XHTML stand in it without a namespace of their own.
        **XHTML.elements,
        **NITF.elements,
        **dict.fromkeys(("HeadLine", "SubHeadLine"), "headline"),
        **dict.fromkeys(("ByLine", "CreditLine", "CopyrightLine"), "byline"),
        "DateLine": "dateline",
        "NewsLineText": "paragraph",
        "DataContent": "paragraph plain",
        **dict.fromkeys(("Catalog", "TopicSet", "KeywordLine", "SlugLine"), "skip"),
    },
    langs=("DescriptiveMetadata/Language@FormalName",),
    dates=(
        "NewsManagement/ThisRevisionCreated",
        "NewsManagement/FirstCreated",
        "DateAndTime",
    ),
    parts=("NewsItem", "ContentItem"),
)


def read(source: str) -> Reading:
    """The news lines and the contents of all items."""
    return read_with(source, [_NEWSML, XHTML, NITF], "NewsML", {"plain": text.read})


READER = Reader("newsml", (".newsml",), read, ("NewsML",))
