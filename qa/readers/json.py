"""JSON with stories: ninjs of the IPTC, versions 1 to 3, and what web sites and archives export.

https://iptc.org/std/ninjs/userguide/, https://developer.wordpress.org/rest-api/reference/posts/
"""

from __future__ import annotations

from collections.abc import Iterable

from qa.language.codes import meant_tag
from qa.readers import html, text
from qa.readers.core.json import Members, String, escape_for, parse
from qa.readers.core.layout import Layout
from qa.readers.core.reading import NoStoryError, Reader, Reading
from qa.text.dates import any_date
from qa.text.patterns import lazy

# What fields hold, by their names in small letters without "_" and "-": the kind of the text, and how it is
# written; "any" is HTML if it has a tag. In what is linked to a story, a description is a caption.
_FIELDS = {
    **dict.fromkeys(("headline", "title"), "headline any"),
    **dict.fromkeys(("byline", "by", "author"), "byline line"),
    "dateline": "dateline line",
    **dict.fromkeys(("descriptiontext", "abstract", "standfirst", "subtitle", "teaser"), "lead any"),
    **dict.fromkeys(("description", "summary", "excerpt", "lead", "dek"), "lead any"),
    **dict.fromkeys(("descriptionhtml", "descriptionxhtml"), "lead html"),
    "bodytext": "paragraph plain",
    **dict.fromkeys(("bodyhtml", "bodyxhtml"), "paragraph html"),
    **dict.fromkeys(("body", "text", "content", "article", "story", "articlebody"), "paragraph any"),
    **dict.fromkeys(("contenttext", "contenthtml", "fulltext", "copy", "translation"), "paragraph any"),
    "caption": "caption any",
    "headlines": "headline any",
    "descriptions": "lead any",
    "bodies": "paragraph any",
}  # fmt: skip
# Where stories stand, and what stands beside one.
_STORIES = frozenset(
    [
        "items",
        "stories",
        "articles",
        "posts",
        "results",
        "docs",
        "documents",
        "data",
        "entries",
        "news",
    ]
)
_LINKED = frozenset({"associations", "images", "media", "image", "photos"})
_LANGUAGES = frozenset({"language", "lang", "inlanguage", "locale"})
_DATES = frozenset(
    [
        "contentcreated",
        "versioncreated",
        "firstcreated",
        "date",
        "published",
        "publishedat",
        "pubdate",
        "datepublished",
    ]
)
_TAG = lazy(r"</[A-Za-z][A-Za-z0-9]*>|<(?:p|br|div|img|hr)\b[^<>]*>", 0)


def read(source: str) -> Reading:
    """The headlines, bylines, leads, bodies and captions of each story in the file."""
    stories = _Stories(source)
    stories.read(parse(source))
    if not stories.has_text:
        raise NoStoryError("JSON")
    return stories.layout.reading(stories.lang, stories.date)


class _Stories:
    """Builds the layout."""

    def __init__(self, source: str) -> None:
        self.layout = Layout(source)
        self.lang: str | None = None
        self.date = ""
        self.has_text = False
        self._write = escape_for(source)
        self._bodies = 0

    def read(self, value: object, linked: bool = False) -> None:
        """Read a story, or each of several."""
        for item in _several(value):
            if isinstance(item, Members):
                self._story(item, linked)

    def _story(self, story: Members, linked: bool) -> None:
        if not linked:
            self.layout.part()
        self._bodies = 0
        for written, value in story.members:
            name = written.lower().replace("_", "").replace("-", "")
            if name in _LANGUAGES and self.lang is None and isinstance(value, String):
                self.lang = value.text() if meant_tag(value.text()) else None
            elif name in _DATES and not self.date and isinstance(value, String):
                self.date = any_date(value.text())
            elif field := _FIELDS.get(name):
                kind, form = field.split()
                self._field(kind, form, value, linked)
            elif name in _LINKED:
                self._linked(value)
            elif name in _STORIES:
                self.read(value)

    def _linked(self, value: object) -> None:
        # Up to version 1.x of ninjs they have names, from 2.0 on they are a list.
        named = isinstance(value, Members) and all(
            isinstance(item, Members) for _, item in value.members
        )
        if named and isinstance(value, Members):
            for _, item in value.members:
                self.read(item, linked=True)
        else:
            self.read(value, linked=True)

    def _field(self, kind: str, form: str, value: object, linked: bool) -> None:
        if linked and kind == "lead":
            kind = "caption"
        if kind == "paragraph":
            # The body again, in another form.
            if self._bodies:
                self.layout.part()
            self._bodies += 1
        for item in _several(value):
            if isinstance(item, String):
                self._text(kind, form, item)
            elif isinstance(item, Members):
                members = dict(item.members)
                declared = members.get("contenttype")
                is_html = isinstance(declared, String) and "html" in declared.text()
                # ninjs from 2.0 on has a "value"; the REST interface of WordPress writes HTML.
                for name, written in (("value", "html" if is_html else form), ("rendered", "html")):
                    inner = members.get(name)
                    if isinstance(inner, String):
                        self._text(kind, written, inner)

    def _text(self, kind: str, form: str, string: String) -> None:
        written = string.text()
        self.has_text = self.has_text or kind in ("headline", "paragraph", "lead", "caption")
        if form == "any":
            form = "html" if _TAG.search(written) else "plain"
        reading = (html if form == "html" else text).read(written)
        given = "" if form == "html" and kind == "paragraph" else kind
        self.layout.nest(reading, string.way(self._write), given)


def _several(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else [value]


READER = Reader("json", (".json",), read, ("stories in JSON",))
