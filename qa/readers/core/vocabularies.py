"""What the elements of XHTML and NITF are, which several formats hold."""

from __future__ import annotations

from qa.readers.core.elements import BLOCKS, CODE, KINDS, OBJECTS, SKIPPED
from qa.readers.core.xml import Vocabulary

XHTML = Vocabulary(
    "XHTML",
    {
        **dict.fromkeys(BLOCKS - {"head", "html", "legend", "hr"}, "paragraph"),
        **KINDS,
        **dict.fromkeys(CODE, "code"),
        **dict.fromkeys(OBJECTS, "object"),
        **dict.fromkeys(SKIPPED, "skip"),
        "br": "break",
    },
    spaces=("http://www.w3.org/1999/xhtml",),
)

# News Industry Text Format 3.6: https://iptc.org/std/NITF/3.6/documentation/nitf.html
NITF = Vocabulary(
    "NITF",
    {
        "head/title": "headline",
        "hl1": "headline",
        "hl2": "headline",
        "byline": "byline",
        "dateline": "dateline",
        "abstract": "lead",
        "p": "paragraph",
        "note": "paragraph",
        "tagline": "paragraph",
        "credit": "byline",
        "bibliography": "skip",
        **dict.fromkeys(("li", "dt", "dd"), "list-item"),
        **dict.fromkeys(("td", "th"), "cell"),
        "caption": "caption",
        "media-caption": "caption",
        "media-producer": "byline",
        **dict.fromkeys(("media-metadata", "media-object", "object", "pre", "nitf-col", "nitf-table-metadata"), "skip"),
        "br": "break",
    },
    spaces=("", "http://iptc.org/std/NITF/2006-10-18/"),
    dates=("date.issue@norm", "story.date@norm"),
)  # fmt: skip
