"""RSS 2.0 and the extended RSS that WordPress exports (WXR), with stories as HTML in their items.

https://www.rssboard.org/rss-specification, https://www.rssboard.org/media-rss
"""

from __future__ import annotations

from qa.readers import html, text
from qa.readers.core.reading import Reader, Reading
from qa.readers.core.vocabularies import XHTML
from qa.readers.core.xml import Vocabulary, read_with

# How the text of an element may be written.
INNER = {"html": html.read, "plain": text.read}
FOREIGN = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/2005/Atom": "atom",
    **{f"http://wordpress.org/export/1.{n}/": "wp" for n in range(3)},
    **{f"http://wordpress.org/export/1.{n}/excerpt/": "excerpt" for n in range(3)},
}
MEDIA = {
    "media:title": "caption",
    "media:description": "caption typed",
    "media:text": "paragraph typed",
    "media:credit": "byline",
}
_RSS = Vocabulary(
    "RSS",
    {
        "channel/title": "headline",
        "channel/description": "lead html",
        "item/title": "headline",
        "item/description": "lead html",
        "content:encoded": "paragraph html",
        "excerpt:encoded": "lead html",
        "dc:creator": "byline",
        **MEDIA,
        **dict.fromkeys(("channel/image", "textInput", "cloud", "wp:comment", "wp:postmeta"), "skip"),
        **dict.fromkeys(("wp:category", "wp:tag", "wp:term", "wp:author"), "skip"),
    },
    foreign=FOREIGN,
    langs=("channel/language",),
    dates=("item/pubDate", "channel/pubDate"),
    parts=("item",),
)  # fmt: skip


def read(source: str) -> Reading:
    """The titles, descriptions and stories of a feed, one behind the other."""
    return read_with(source, [_RSS, XHTML], "an RSS feed", INNER)


READER = Reader("rss", (".rss", ".wxr"), read, ("an RSS feed",))
