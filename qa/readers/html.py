"""HTML: the text of an article's elements, with captions, `alt` and `title`.

Tags are told apart by the rules of the WHATWG HTML standard, section 13.2.5. The standard library's
html.parser has exact places too, but raises on some malformed pages, takes minutes for some of
60 KB, and differs between versions of Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from qa.language.codes import meant_tag
from qa.readers.core.elements import BLOCKS, CODE, KINDS, OBJECTS, SKIPPED
from qa.readers.core.layout import COMMENT, Layout
from qa.readers.core.reading import Reader, Reading
from qa.text.dates import iso_date
from qa.text.front_matter import front_matter_end


def read(source: str) -> Reading:
    """Read a page or a fragment of one; malformed markup is taken as browsers take it."""
    page = _Page(source)
    for token in _tokens(source):
        if token.kind == "text":
            page.text(token.start, token.end)
        elif token.kind == "start":
            page.start(token)
        elif token.kind == "comment":
            page.comment(token.start, token.end)
        elif token.kind == "object":
            page.layout.object()
        else:
            page.end(token.name)
    page.finish()
    return page.layout.reading(page.lang, page.date)


# What they hold is no markup; that of `title` has character references all the same.
_RAW = frozenset(
    ["iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"]
)
# XML inside HTML: only there, "/>" ends an element.
_FOREIGN = frozenset({"math", "svg"})
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_READ_ATTRIBUTES = ("alt", "title")
# Theirs is not shown on the page.
_HEAD_ONLY = frozenset({"base", "link", "meta"})
# What names the date of publication in a `meta` element: Open Graph, schema.org, Dublin Core.
_PUBLISHED = frozenset(
    {
        "article:published_time",
        "datepublished",
        "dc.date",
        "dc.date.issued",
        "dcterms.issued",
        "date",
    }
)
# A start tag ends these elements when they are open, up to the element that holds them.
_ENDS = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"table"})),
    "th": (frozenset({"td", "th"}), frozenset({"table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
_P = (frozenset({"p"}), frozenset({"button", "table", "td", "th", "caption", "object"}))
# As deep as Chromium nests; what is deeper lies beside each other.
_MAX_DEPTH = 512


class _Open(NamedTuple):
    """An element whose end was not reached yet, with what holds in it: its language, and if it is code."""

    name: str
    lang: str | None
    is_code: bool


class _Page:
    """Builds the layout while the tokens go by."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.layout = Layout(source)
        self.lang: str | None = None
        self.date = ""
        self._stack: list[_Open] = []
        self._attributes: list[tuple[str, _Attribute, str | None]] = []
        self._space: tuple[int, int] | None = None
        self._breaks: list[tuple[int, int]] = []
        self._kind = "paragraph"
        self._block_lang: str | None = None
        self._langs: set[str | None] = set()
        # The element that has just begun, if it may be an icon: it has attributes, and nothing in it.
        self._started = ""

    def text(self, start: int, end: int) -> None:
        """Text of the page, references and white space included."""
        is_code = bool(self._stack) and self._stack[-1].is_code
        self._started = ""
        for m in _TEXT.finditer(self.source, start, end):
            if m.lastgroup == "space":
                if self._space is None:
                    self._space = m.span()
                continue
            if m.lastgroup == "words":
                a, b, text = *m.span(), m[0]
            else:
                text, length = _reference(m[0])
                a, b = m.start(), m.start() + length
            if not text:
                continue
            self._content()
            if is_code:
                self.layout.code(text, a, b)
                self.layout.code(self.source[b : m.end()], b, m.end())
                continue
            if text == self.source[a:b]:
                self.layout.copy(a, b, escape)
            else:
                self.layout.entity(text, a, b, escape)
            # A reference without its semicolon may be shorter than what looked like one.
            self.layout.copy(b, m.end(), escape)

    def start(self, tag: _Token) -> None:
        """A start tag."""
        name = tag.name
        self._started = name if tag.attributes and name != "a" else ""
        if name in OBJECTS:
            self.layout.object()
        if name == "br":
            self._breaks.append((tag.start, tag.end))
            self._space = None
            return
        if name == "meta" and not self.date:
            self.date = self._published(tag)
        if name in BLOCKS:
            self.finish()
            self._close_implied(*_P)
        if name in _ENDS:
            self._close_implied(*_ENDS[name])
        lang = self._stack[-1].lang if self._stack else None
        for attribute in tag.attributes:
            if attribute.name in ("lang", "xml:lang"):
                declared = self.source[attribute.start : attribute.end]
                if name == "html":
                    self.lang, lang = declared if meant_tag(declared) else None, None
                elif declared.strip().lower() in _NO_LANGUAGE:
                    lang = None
                elif meant := meant_tag(declared):
                    lang = meant.language
        for attribute in tag.attributes:
            if attribute.name in _READ_ATTRIBUTES and name not in _HEAD_ONLY:
                self._attributes.append((attribute.name, attribute, lang))
        if name not in _VOID and len(self._stack) < _MAX_DEPTH:
            is_code = name in CODE or (bool(self._stack) and self._stack[-1].is_code)
            self._stack.append(_Open(name, lang, is_code))

    def _published(self, tag: _Token) -> str:
        """The ISO date of publication, if a `meta` element gives it."""
        values = {a.name: self.source[a.start : a.end] for a in tag.attributes}
        named = (values.get(key, "").strip().lower() for key in ("property", "name", "itemprop"))
        return iso_date(values.get("content", "")) if _PUBLISHED.intersection(named) else ""

    def end(self, name: str) -> None:
        """An end tag."""
        if name in BLOCKS:
            self.finish()
        elif name == self._started:
            self.layout.object()
        for i in range(len(self._stack) - 1, -1, -1):
            if self._stack[i].name == name:
                del self._stack[i:]
                break

    def comment(self, start: int, end: int) -> None:
        """A comment."""
        if self.layout.is_empty:
            # The attributes of an image before it come first.
            self.finish()
        self.layout.comment(start, end)

    def finish(self) -> None:
        """End the block at hand; the attributes of the elements in it follow it."""
        lang = self._langs.pop() if len(self._langs) == 1 else self._block_lang
        self.layout.finish(self._kind, lang)
        self._langs.clear()
        self._breaks.clear()
        self._space = None
        for name, attribute, of in self._attributes:
            self._attribute(attribute)
            self.layout.finish(name, of)
        self._attributes.clear()

    def _content(self) -> None:
        """Make ready for text: write the space or the line break that stands before it."""
        layout = self.layout
        if len(self._breaks) > 1:
            self.finish()
        if layout.is_empty:
            self._kind = self._kind_here()
            holders = (e.lang for e in reversed(self._stack) if e.name in BLOCKS)
            self._block_lang = next(holders, None)
        elif self._breaks:
            layout.gap("\n", *self._breaks[0])
        elif self._space:
            start, end = self._space
            if self.source[start:end] == " ":
                layout.copy(start, end, escape)
            else:
                layout.entity(" ", start, end, escape)
        self._langs.add(self._stack[-1].lang if self._stack else None)
        self._breaks.clear()
        self._space = None

    def _kind_here(self) -> str:
        in_p = False
        for element in reversed(self._stack):
            kind = KINDS.get(element.name)
            # Old pages are laid out in tables: a paragraph in a cell is one.
            if kind and not (in_p and kind == "cell"):
                return kind
            in_p = in_p or element.name == "p"
        return "paragraph"

    def _close_implied(self, ended: frozenset[str], holders: frozenset[str]) -> None:
        for i in range(len(self._stack) - 1, -1, -1):
            name = self._stack[i].name
            if name in ended:
                del self._stack[i:]
                return
            if name in holders:
                return

    def _attribute(self, attribute: _Attribute) -> None:
        value = self.source[attribute.start : attribute.end]
        write = _ESCAPES[attribute.quote]
        stripped = value.strip(_SPACE)
        start = attribute.start + len(value) - len(value.lstrip(_SPACE))
        end = start + len(stripped)
        # Emptied, an unquoted value must become a pair of quotes: all of it is one piece, or fixed.
        frozen = not attribute.quote and "&" in value
        for m in _TEXT.finditer(self.source, start, end):
            if m.lastgroup == "reference":
                text, length = _reference(m[0], self.source[m.end() : m.end() + 1])
            else:
                text, length = " " if m.lastgroup == "space" else m[0], len(m[0])
            a, b = m.start(), m.start() + length
            if frozen:
                self.layout.gap(text, a, b)
                self.layout.gap(self.source[b : m.end()], b, m.end())
            elif text == self.source[a:b]:
                self.layout.copy(a, m.end(), write)
            else:
                self.layout.entity(text, a, b, write)
                self.layout.copy(b, m.end(), write)


_SPACE = " \t\n\f\r"
_WORD = r"(?:[^ \t\n\f\r&]|&(?!\#[0-9]|\#[xX][0-9a-fA-F]|[A-Za-z]))++"
_TEXT = re.compile(
    r"(?P<space>[ \t\n\f\r]+)"
    r"|(?P<reference>&(?:\#[0-9]{1,20};?|\#[xX][0-9a-fA-F]{1,20};?|[A-Za-z][A-Za-z0-9]{0,40};?))"
    rf"|(?P<words>{_WORD}(?: {_WORD})*+)"
)


def escape(text: str) -> str:
    """New text as HTML writes it between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escape_double(text: str) -> str:
    return escape(text).replace('"', "&quot;")


def _escape_single(text: str) -> str:
    return escape(text).replace("'", "&#39;")


def _escape_unquoted(text: str) -> str:
    return re.sub(r"[\s\"'`=<>&]", lambda m: f"&#{ord(m[0])};", text) or '""'


_ESCAPES: dict[str, Callable[[str], str]] = {
    '"': _escape_double,
    "'": _escape_single,
    "": _escape_unquoted,
}


def _reference(found: str, following: str | None = None) -> tuple[str, int]:
    """The text that a character reference stands for, and how long the reference is.

    What is none is given back as it is. `following` is the code point after it, in an attribute
    value: there, a reference without its semicolon must not run into a word.
    """
    from html import unescape

    if found[1] == "#":
        return unescape(found), len(found)
    names = _names()
    if found[1:] in names and found.endswith(";"):
        return names[found[1:]], len(found)
    name = found[1:].removesuffix(";")
    for end in range(len(name), 1, -1):
        if name[:end] in names:
            rest = found[1 + end :] or following or ""
            if following is not None and (rest[:1] == "=" or rest[:1].isalnum()):
                break
            return names[name[:end]], 1 + end
    return found, len(found)


@cache
def _names() -> dict[str, str]:
    from html.entities import html5

    return html5


# What says that the language is not known, several, or none.
_NO_LANGUAGE = frozenset({"", "und", "mul", "zxx"})


# --- Tags


class _Attribute(NamedTuple):
    """An attribute: its name in small letters, where its value stands, and the quote around it."""

    name: str
    start: int
    end: int
    quote: str


class _Token(NamedTuple):
    """A stretch of text, a tag, or a comment that speaks to qa; `end` is after it."""

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: tuple[_Attribute, ...] = ()


_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"[\s/]*(?:(>)|([^\s/>][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(?![\"'])([^\s>]*)))?)"
)
_COMMENT_END = re.compile(r"--!?>")


def _tokens(source: str) -> Iterator[_Token]:
    """Text and tags of the elements that are read. What never ends runs to the end of the file."""
    skip = _skipper(source)
    last_program = source.rfind("?>")
    at = text = front_matter_end(source)
    while (at := source.find("<", at)) >= 0:
        start = at
        following = source[at + 1 : at + 2]
        tag: _Token | None = None
        comment = False
        if following.isascii() and following.isalpha():
            tag = _tag(source, "start", at, at + 1)
            at = tag.end
        elif following == "/" and len(source) > at + 2:
            if source[at + 2].isascii() and source[at + 2].isalpha():
                tag = _tag(source, "end", at, at + 2)
                at = tag.end
            else:
                at = _after(source, ">", at)
        elif source.startswith("<!--", at):
            short = source.startswith((">", "->"), at + 4)
            ended = None if short else _COMMENT_END.search(source, at + 4)
            at = _after(source, ">", at) if short else ended.end() if ended else len(source)
            comment = bool(COMMENT.match(source, start))
        elif following == "?" and at < last_program:
            # A program may hold a ">"; a browser never sees it.
            at = source.index("?>", at) + 2
        elif following in ("!", "?"):
            at = _after(source, ">", at)
        else:
            at += 1
            continue
        if text < start:
            yield _Token("text", text, start)
        text = at
        if comment:
            yield _Token("comment", start, at)
        if tag is None or (tag.end == len(source) and source[-1] != ">"):
            continue
        if tag.kind == "start":
            at = text = skip(tag)
            if tag.name in SKIPPED and at > tag.end:
                if tag.name in OBJECTS:
                    yield _Token("object", tag.start, at)
                continue
        yield tag
        if text > tag.end:
            yield _Token("text", tag.end, text)
    if text < len(source):
        yield _Token("text", text, len(source))


def _after(source: str, mark: str, at: int) -> int:
    found = source.find(mark, at)
    return len(source) if found < 0 else found + len(mark)


def _tag(source: str, kind: str, start: int, at: int) -> _Token:
    name = _NAME.match(source, at)
    assert name
    at = name.end()
    attributes: dict[str, _Attribute] = {}
    while m := _ATTRIBUTE.match(source, at):
        at = m.end()
        if m[1]:
            break
        key = m[2].lower()
        for group, quote in ((3, '"'), (4, "'"), (5, "")):
            if m[group]:
                # The first of two of the same name counts.
                attributes.setdefault(key, _Attribute(key, *m.span(group), quote))
    else:
        at = len(source)
    return _Token(kind, start, at, name[0].lower(), tuple(attributes.values()))


def _skipper(source: str) -> Callable[[_Token], int]:
    """Where reading goes on after a start tag: behind the content that is no markup or not read.

    An element that is skipped and never ends is not skipped, unless its content is no markup: a
    browser leaves it at the next tag that does not belong there.
    """
    lowered = source.lower() if len(source.lower()) == len(source) else source

    @cache
    def last(name: str) -> int:
        return lowered.rfind(f"</{name}")

    def skip(tag: _Token) -> int:
        name = tag.name
        if name in _RAW:
            ended = _end_tag(name).search(source, tag.end)
            return ended.start() if ended else len(source)
        closed = name in _FOREIGN and source[tag.end - 2] == "/"
        if name not in SKIPPED or closed or last(name) < tag.end:
            return tag.end
        depth, at = 1, tag.end
        for m in _any_tag(name).finditer(source, tag.end):
            depth += -1 if m[1] else 0 if m[0].endswith("/>") else 1
            at = m.end()
            if not depth:
                break
        return at

    return skip


@cache
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.I)


@cache
def _any_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}(?=[\s/>])[^>]*>?", re.I)


READER = Reader("html", (".html", ".htm", ".xhtml"), read)
