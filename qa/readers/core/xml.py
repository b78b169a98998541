"""XML: the text of the elements that a vocabulary names, each code point with its place in the file.

Expat (https://libexpat.github.io) reads the markup, and says at which byte each part of it stands. It loads
nothing: a document type is passed over, and one with entities of its own is refused, since these are
what makes a small file large, and what leads to other files. The character references of HTML are read where
a document type may declare them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from qa.document.offsets import OffsetMap, Piece, PieceKind
from qa.language.codes import meant_tag
from qa.readers.core.layout import COMMENT, Layout
from qa.readers.core.reading import MalformedError, NoStoryError, Reading
from qa.text.dates import any_date
from qa.text.patterns import lazy

# No format nests so deep, and no attribute is so long, unless it is to do harm.
MAX_DEPTH = 500
MAX_ATTRIBUTE = 1_000_000

XML = "http://www.w3.org/XML/1998/namespace"
Attributes = Mapping[str, str]
Read = Callable[[str], Reading]


class Name(NamedTuple):
    """The name of an element: its namespace, empty for none, and its own name."""

    space: str
    local: str


class Handler:
    """What is told of a file, in its order. Places are code points of the decoded file."""

    def start(self, name: Name, attributes: Attributes, start: int) -> None:
        """A start tag, at `start`. The names of attributes have their namespace before a space."""

    def end(self, name: Name, start: int) -> None:
        """An end tag, or the end of an empty element, whose tag is at `start`."""

    def text(self, text: str, start: int, end: int, cdata: bool) -> None:
        """Text, which source[start:end] stands for: as it is, or a reference; `cdata` says that it is in a section."""

    def comment(self, start: int, end: int) -> None:
        """A comment."""


def parse(source: str, handler: Handler) -> None:
    """Read the XML file `source`, and tell `handler` what is in it.

    Raises MalformedError where it is not well formed, and for what no file of a desk has: entities of its
    own, elements nested too deep, attributes too long.
    """
    from pyexpat import ErrorString, ExpatError, ParserCreate

    # The declaration tells of the bytes of the file, which are decoded already.
    parser = ParserCreate("utf-8", " ")
    parser.ordered_attributes = False
    parser.buffer_text = False
    raw = source.encode()
    place = _places(source, raw)
    depth = 0
    cdata = False

    def here() -> int:
        return place(parser.CurrentByteIndex)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise MalformedError(
                f"its elements are nested more than {MAX_DEPTH} deep", parser.CurrentLineNumber
            )
        for name, value in attributes.items():
            if len(value) > MAX_ATTRIBUTE:
                raise MalformedError(
                    f"the attribute “{name.rpartition(' ')[2][:50]}” has {len(value):,} characters",
                    parser.CurrentLineNumber,
                )
        handler.start(_name(tag), attributes, here())

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(_name(tag), here())

    def text(text: str) -> None:
        a = here()
        if source[a] == "&" and not cdata:
            handler.text(text, a, source.index(";", a) + 1, cdata)
        elif source.startswith(text, a):
            handler.text(text, a, a + len(text), cdata)
        else:
            # A line end of two characters is one.
            handler.text(text, a, a + 1 + source.startswith("\r\n", a), cdata)

    def section(is_in: bool) -> Callable[[], None]:
        def change() -> None:
            nonlocal cdata
            cdata = is_in

        return change

    def comment(_: str) -> None:
        a = here()
        handler.comment(a, source.index("-->", a) + 3)

    def entity(name: str, is_parameter: bool, value: str | None, *more: str | None) -> None:
        if value is not None or not is_parameter:
            raise MalformedError(
                f"it declares an entity of its own (“{name[:50]}”), which may hide what the file holds; "
                "write the text in its place",
                parser.CurrentLineNumber,
            )

    def skipped(name: str, is_parameter: bool) -> None:
        from html.entities import html5

        if not is_parameter:
            a = here()
            written = f"&{name};"
            handler.text(html5.get(f"{name};", written), a, a + len(written), cdata)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartCdataSectionHandler = section(True)
    parser.EndCdataSectionHandler = section(False)
    parser.CommentHandler = comment
    parser.EntityDeclHandler = entity
    parser.SkippedEntityHandler = skipped
    try:
        parser.Parse(raw, True)
    except ExpatError as error:
        said = ErrorString(error.code).removeprefix("not well-formed ").strip("()")
        raise MalformedError(f"not well-formed XML: {said}", error.lineno) from None


def _name(tag: str) -> Name:
    space, _, local = tag.rpartition(" ")
    return Name(space, local)


def _places(source: str, raw: bytes) -> Callable[[int], int]:
    """The code point for each byte that is asked for; bytes are asked for in their order."""
    if len(source) == len(raw):
        return lambda byte: byte
    last_byte = last = 0

    def place(byte: int) -> int:
        nonlocal last_byte, last
        if byte < last_byte:
            return len(raw[:byte].decode())
        last += len(raw[last_byte:byte].decode())
        last_byte = byte
        return last

    return place


# --- Writing


def escape(text: str) -> str:
    """New text as XML writes it between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_cdata(text: str) -> str:
    """New text as XML writes it in a CDATA section, which knows no references."""
    return text.replace("]]>", "]]]]><![CDATA[>")


# --- Vocabularies


class Vocabulary(NamedTuple):
    """What the elements of a format are.

    `elements` has for a name, or for one with that of the element above it (`item/title`), the kind of
    its text; the longer one counts. Text stands in no other elements. Behind the kind may stand what
    the text is: `html`, HTML with its tags written as text; `plain`, lines; `typed`, one of them or
    markup, as the element's `type` says. `skip` passes over all in it, `inline` is for what runs on in
    a block, `break` a line end, `object` for what is no text, `code` for what is no prose.
    `spaces` are the namespaces that it is for, `foreign` the prefix of the names of others.
    `langs` and `dates` are elements, or attributes of them (`date.issue@norm`), that hold
    the language and the date of the story; the first in the file counts. With each of `parts`, another
    story begins.
    """

    name: str
    elements: Mapping[str, str]
    spaces: tuple[str, ...] = ("",)
    foreign: Mapping[str, str] = {}
    langs: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def read_with(
    source: str,
    vocabularies: Sequence[Vocabulary],
    what: str = "XML",
    inner: Mapping[str, Read] | None = None,
) -> Reading:
    """Read the XML file `source`; of the vocabularies, the one for an element's namespace says what it is.

    The first is that of the root. `inner` reads what stands in an element as text of another form: "html",
    and "plain". Raises MalformedError, and NoStoryError where no element with text
    is in the file.
    """
    story = _Story(source, vocabularies, inner or {})
    parse(source, story)
    story.finish()
    if not story.known:
        raise NoStoryError(what)
    return story.layout.reading(story.lang, story.date)


class _Open(NamedTuple):
    """An element whose end was not reached: its path of two names, its kind, form, and language."""

    path: str
    kind: str
    form: str
    lang: str | None
    plain: Vocabulary


_SPACE = " \t\r\n"
_PARTS = lazy(r"(?P<space>[ \t\r\n]+)|(?P<words>[^ \t\r\n]+(?: [^ \t\r\n]+)*)")
_INLINE = frozenset({"", "inline", "code", "object", "break", "skip"})


class _Story(Handler):
    """Builds the layout of a file by its vocabularies."""

    def __init__(
        self, source: str, vocabularies: Sequence[Vocabulary], inner: Mapping[str, Read]
    ) -> None:
        self.source = source
        self.layout = Layout(source)
        self.lang: str | None = None
        self.date = ""
        self.known = False
        self._spaces = {space: v for v in reversed(vocabularies) for space in v.spaces}
        self._root = vocabularies[0]
        self._inner = inner
        self._stack: list[_Open] = []
        self._skipping = 0
        self._space: tuple[int, int, bool] | None = None
        self._break: tuple[int, int] | None = None
        self._caught: _Caught | None = None
        self._meta: list[str] | None = None

    def start(self, name: Name, attributes: Attributes, start: int) -> None:
        if self._skipping:
            self._skipping += 1
            return
        above = self._stack[-1] if self._stack else None
        v = self._spaces.get(name.space)
        if v is None and not above:
            # A namespace of another version.
            v = self._spaces[name.space] = self._root
        key = name.local
        if v is None:
            # A foreign element, in the vocabulary of the one that holds it.
            v = above.plain if above else self._root
            prefix = v.foreign.get(name.space)
            key = f"{prefix}:{name.local}" if prefix else f"?:{name.local}"
        path = f"{above.path.rpartition('/')[2]}/{key}" if above else key
        kind, _, form = (v.elements.get(path) or v.elements.get(key) or "").partition(" ")
        self.known = self.known or bool(kind)
        lang = above.lang if above else None
        declared = attributes.get(f"{XML} lang") or (attributes.get("lang") if kind else None)
        if declared is not None and (meant := meant_tag(declared)):
            if above is None:
                self.lang = declared
            else:
                lang = meant.language
        if key in v.parts:
            self.finish()
            self.layout.part()
        self._metadata(v, path, attributes)
        if self._caught is not None and self._caught.is_blank:
            self._caught = None
        if kind == "skip" or (self._caught is not None and kind not in _INLINE):
            self._skipping = 1
            return
        if kind == "object":
            self.layout.object()
        elif kind == "break" and not self.layout.is_empty:
            self._break = (start, self.source.find(">", start) + 1)
        elif kind not in _INLINE:
            self.finish()
        if form == "typed":
            form = _form(attributes)
        if form in ("html", "plain"):
            self._caught = _Caught(form, len(self._stack))
        self._stack.append(_Open(path, kind, form, lang, v))

    def _metadata(self, v: Vocabulary, path: str, attributes: Attributes) -> None:
        """Take the language and the date from an element, or wait for its text."""
        self._meta = None
        names = {path, path.rpartition("/")[2]}
        for wanted, is_lang in (*((w, True) for w in v.langs), *((w, False) for w in v.dates)):
            element, _, attribute = wanted.partition("@")
            if element not in names:
                continue
            if attribute:
                self._told(attributes.get(attribute, ""), is_lang)
            else:
                self._meta = ["lang" if is_lang else "date"]

    def _told(self, value: str, is_lang: bool) -> None:
        if is_lang and meant_tag(value):
            self.lang = value.strip()
        elif not is_lang:
            self.date = self.date or any_date(value)

    def end(self, name: Name, start: int) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        if self._meta is not None:
            self._told("".join(self._meta[1:]), self._meta[0] == "lang")
            self._meta = None
        if self._caught is not None and self._caught.depth == len(self._stack) - 1:
            self._nest(self._caught)
            self._caught = None
        closed = self._stack[-1]
        if closed.kind not in _INLINE:
            self.finish()
        self._stack.pop()

    def text(self, text: str, start: int, end: int, cdata: bool) -> None:
        if self._skipping:
            return
        if self._meta is not None:
            self._meta.append(text)
        if self._caught is not None:
            self._caught.add(text, start, end, cdata)
            return
        kind = self._kind()
        if not kind:
            return
        write = escape_cdata if cdata else escape
        is_copy = end - start == len(text) and (cdata or self.source[start] != "&")
        if not is_copy and not (text == "\n" and self.source[start] == "\r"):
            self._content()
            self.layout.entity(text, start, end, write)
            return
        is_code = any(e.kind == "code" for e in self._stack)
        for m in _PARTS.finditer(self.source, start, end):
            a, b = m.span()
            if m.lastgroup == "space":
                self._space = self._space or (a, b, cdata)
                continue
            self._content()
            if is_code:
                self.layout.code(m[0], a, b)
            else:
                self.layout.copy(a, b, write)

    def _content(self) -> None:
        """Make ready for text: write the space or line break that stands before it."""
        if not self.layout.is_empty:
            if self._break:
                self.layout.gap("\n", *self._break)
            elif self._space:
                start, end, cdata = self._space
                write = escape_cdata if cdata else escape
                if self.source[start:end] == " ":
                    self.layout.copy(start, end, write)
                else:
                    self.layout.entity(" ", start, end, write)
        self._space = self._break = None

    def _kind(self) -> str:
        """The kind of the text that stands here; empty for none."""
        found = ""
        for element in reversed(self._stack):
            if element.kind in _INLINE:
                continue
            if element.kind != "paragraph":
                return element.kind
            found = "paragraph"
        return found

    def comment(self, start: int, end: int) -> None:
        if not self._skipping and COMMENT.match(self.source, start):
            self.layout.comment(start, end)

    def finish(self) -> None:
        """End the block at hand."""
        if self._stack:
            self.layout.finish(self._kind() or "paragraph", self._stack[-1].lang)
        self._space = self._break = None

    def _nest(self, caught: _Caught) -> None:
        kind, lang = self._kind(), self._stack[-1].lang
        inner = self._inner[caught.form](caught.text)
        # The first line is no headline where that has an element of its own.
        kind = "" if kind == "paragraph" and caught.form == "html" else kind
        self.layout.nest(inner, OffsetMap(caught.pieces), kind, lang)


def _form(attributes: Attributes) -> str:
    """How the text of an element is written whose type is declared."""
    declared = (attributes.get("type") or attributes.get("contenttype") or "text").lower()
    return "html" if "html" in declared and "xhtml" not in declared else "plain"


class _Caught:
    """The text of an element that is a file of its own."""

    def __init__(self, form: str, depth: int) -> None:
        self.form = form
        self.depth = depth
        self.pieces: list[Piece] = []
        self._parts: list[str] = []
        self._length = 0

    @property
    def is_blank(self) -> bool:
        return not any(part.strip(_SPACE) for part in self._parts)

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, text: str, start: int, end: int, cdata: bool) -> None:
        write = escape_cdata if cdata else escape
        kind = PieceKind.COPY if end - start == len(text) else PieceKind.ENTITY
        self.pieces.append(Piece(self._length, len(text), start, end - start, kind, write))
        self._parts.append(text)
        self._length += len(text)
