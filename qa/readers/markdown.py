"""Markdown (CommonMark with tables and strike-through), through markdown-it-py.

markdown-it keeps the lines of blocks only. The places inside a line are taken while it works: each
of its inline rules is wrapped, and notes from where to where it read, and what came of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from qa.readers.core.elements import CODE, OBJECTS
from qa.readers.core.layout import COMMENT, Layout
from qa.readers.core.reading import Reader, Reading
from qa.text.dates import iso_date
from qa.text.front_matter import front_matter_end
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


def read(source: str) -> Reading:
    """Read Markdown; front matter, code blocks, HTML blocks and link targets are passed over."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("inline")
    inline = _Inline(parser)
    lines = _Lines(source)
    layout = Layout(source)
    env: dict[str, Any] = {}
    opened: list[str] = []
    for token in parser.parse(_without_front_matter(lines.normal), env):
        if token.nesting > 0:
            opened.append(token.type)
        elif token.nesting < 0:
            opened.pop()
        elif token.type == "html_block" and token.map and not _BEFORE_TEXT.match(token.content):
            if COMMENT.search(token.content):
                for m in _COMMENT.finditer(source, *lines.span(token.map)):
                    layout.comment(*m.span())
        elif token.type in ("inline", "html_block") and token.map:
            # After a comment, the rest of its line is text to all who look at the page.
            content, parent = token.content, opened[-1] if opened else ""
            if token.type == "html_block":
                content = content.rstrip("\n")
            places = lines.places(content, token.map, parent)
            if places:
                events = inline.events(content, env)
                write = _escape_cell if parent in _CELLS else escape
                text = _Text(content, places, write)
                for part, kind in _parts(_with_opaque(events, content), content, _kind(opened)):
                    _write_block(layout, part, text, kind)
    return layout.reading(date=_date(lines.normal))


_COMMENT = re.compile(r"<!--.*?-->", re.S)
_BEFORE_TEXT = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)+[^\s<]", re.S)
_CELLS = ("td_open", "th_open")
_KINDS = {
    "heading_open": "headline",
    "list_item_open": "list-item",
    "td_open": "cell",
    "th_open": "cell",
}


def _kind(opened: Sequence[str]) -> str:
    return next((_KINDS[t] for t in reversed(opened) if t in _KINDS), "paragraph")


_DATE = re.compile(r"^[ \t]*[\"']?date[\"']?[ \t]*[:=][ \t]*[\"']?([^\"',\n]*)", re.M)


def _date(text: str) -> str:
    """The story's date, from the front matter."""
    found = _DATE.search(text, 0, front_matter_end(text))
    return iso_date(found[1]) if found else ""


def _without_front_matter(text: str) -> str:
    end = front_matter_end(text)
    return "\n" * text.count("\n", 0, end) + text[end:]


# --- From a block's content back to the file

_LINE_END = re.compile(r"\r\n?|\n")
Places = list[tuple[int, int]]


class _Lines:
    """The lines of a file, and where the content that markdown-it gives stands in them."""

    def __init__(self, source: str) -> None:
        # The same changes that markdown-it makes first.
        self.normal = _LINE_END.sub("\n", source).replace("\0", "\ufffd")
        ends = list(_LINE_END.finditer(source))
        self._starts = [0, *(m.end() for m in ends)]
        self._end = len(source)
        self._texts = self.normal.split("\n")
        self._cell_end = (-1, 0)

    def span(self, lines: Sequence[int]) -> tuple[int, int]:
        """The stretch of the file from the first of these lines up to the last, which is not in."""
        ends = [*self._starts, self._end]
        return ends[lines[0]], ends[min(lines[1], len(ends) - 1)]

    def places(self, content: str, lines: Sequence[int], parent: str) -> Places | None:
        """The stretch of the file for each code point of `content`, a part of these lines."""
        first, last = lines
        if parent in _CELLS:
            return self._cell(content, first)
        # Lines of no-break spaces at the start are stripped, so the first line may be a later one.
        spare = last - first - content.count("\n") - 1
        tries = (self._paragraph(content, first + k) for k in range(max(spare, 0) + 1))
        return next((found for found in tries if found), None)

    def _paragraph(self, content: str, first: int) -> Places | None:
        places: Places = []
        for i, text in enumerate(content.split("\n"), first):
            bare = text.lstrip(" \t")
            at = self._texts[i].rfind(bare) if i < len(self._texts) else -1
            if at < 0:
                return None
            start = self._starts[i] + at
            if i > first:
                before = self._starts[i - 1] + len(self._texts[i - 1])
                places.append((before, self._starts[i]))
            # Indentation may hold tabs where the content has spaces; it is part of the line break.
            places += [(start, start)] * (len(text) - len(bare))
            places += [(start + k, start + k + 1) for k in range(len(bare))]
        return places

    def _cell(self, content: str, line: int) -> Places | None:
        row = self._texts[line]
        cursor = self._cell_end[1] if self._cell_end[0] == line else 0
        written = content.replace("|", r"\|")
        at = row.find(written, cursor)
        if at < 0 or not content:
            return None
        self._cell_end = (line, at + len(written))
        places: Places = []
        at += self._starts[line]
        for c in content:
            width = 2 if c == "|" else 1
            places.append((at, at + width))
            at += width
        return places


class _Text(NamedTuple):
    """A block's content, the place in the file of each code point, and how new text is written."""

    content: str
    places: Places
    escape: Callable[[str], str]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.places[start][0], self.places[end - 1][1]


# --- What the inline rules read


class _Event(NamedTuple):
    """A rule read content[start:end]; `text` is what came of it, by `kind`.

    Kinds: copy, entity, code (never edited), space, break, comment, tag and object, which give no text,
    split, where a block ends, and alt and title, which hold the events of a text of their own.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    inner: tuple[_Event, ...] = ()
    token: Token | None = None

    def moved(self, by: int) -> _Event:
        """The same event, `by` code points further on; inner ones are in their place already."""
        return self._replace(start=self.start + by, end=self.end + by)


class _Inline:
    """markdown-it's inline parser, watched."""

    def __init__(self, parser: MarkdownIt) -> None:
        self._parser = parser
        self._events: list[_Event] = []
        self._base = 0
        ruler = parser.inline.ruler
        # Code points that no rule wants are text; noting them takes a rule too.
        ruler.push("literal", _literal)
        names = ruler.get_active_rules()
        for name, rule in zip(names, ruler.getRules(""), strict=True):
            ruler.at(name, self._watched(name, rule))
        parser.inline.ruler2.after("emphasis", "settle", self._settle)

    def events(self, content: str, env: dict[str, Any]) -> list[_Event]:
        """What the rules read in `content`, in its order."""
        self._events, self._base = [], 0
        self._parser.inline.parse(content, self._parser, env, [])
        return self._events

    def _watched(
        self, name: str, rule: Callable[[StateInline, bool], bool]
    ) -> Callable[[StateInline, bool], bool]:
        def watched(state: StateInline, silent: bool) -> bool:
            if silent:
                return rule(state, silent)
            start, outer, base = state.pos, self._events, self._base
            if name == "image":
                # Its description is parsed as a text of its own, which starts after "![".
                self._events, self._base = [], base + start + 2
            found = rule(state, silent)
            inner, self._events, self._base = self._events, outer, base
            if found:
                for event in _outcome(name, state, start, inner if name == "image" else []):
                    outer.append(event.moved(base) if base else event)
            return found

        return watched

    def _settle(self, state: StateInline) -> None:
        """Emphasis marks that found no partner are text; this is known at the end of a text only."""
        self._events[:] = [
            e._replace(token=None)
            for e in self._events
            if e.token is None or (e.token.type == "text" and e.token.content)
        ]


def _literal(state: StateInline, silent: bool) -> bool:
    if not silent:
        state.pending += state.src[state.pos]
    state.pos += 1
    return True


def _outcome(name: str, state: StateInline, start: int, inner: list[_Event]) -> Iterator[_Event]:
    """The events of a rule that read from `start` to `state.pos`."""
    end = state.pos
    read = state.src[start:end]
    last = state.tokens[-1] if state.tokens else None
    kind = last.type if last else ""
    if name in ("emphasis", "strikethrough"):
        # One token for each mark or pair of marks, after that of the text before.
        at = end
        marks: list[_Event] = []
        for token in reversed(state.tokens):
            if at <= start:
                break
            marks.append(_Event("copy", at - len(token.content), at, token=token))
            at -= len(token.content)
        yield from reversed(marks)
    elif name in ("newline", "escape") and kind in ("softbreak", "hardbreak"):
        yield _Event("space" if kind == "softbreak" else "break", start, end)
    elif name in ("escape", "entity") and last:
        yield _Event("entity", start, end, last.content)
    elif name == "backticks" and kind == "code_inline" and last and not state.pending:
        yield _Event("code", start, end, last.content)
    elif name == "autolink":
        yield _Event("code", start, end, read[1:-1])
    elif name == "html_inline":
        if _BR.match(read):
            yield _Event("break", start, end)
        elif read.startswith("<!--"):
            yield _Event("comment", start, end)
        else:
            yield _Event("tag", start, end, read)
    elif name in ("link", "image"):
        if name == "image":
            yield _Event("object", start, end)
            yield _Event("alt", start, end, inner=tuple(inner))
        title = _TITLE.search(read)
        if title and last and (name == "image" or state.tokens[-1].type == "link_close"):
            group = next(i for i in (1, 2, 3) if title[i] is not None)
            a, b = title.span(group)
            yield _Event("title", start + a, start + b, read[title.start()])
    else:
        yield _Event("copy", start, end)


_BR = re.compile(r"<br\b", re.I)
# At the end of [text](target "title").
_TITLE = re.compile(
    r"(?<=\s)(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|\(((?:[^()\\]|\\.)*)\))\s*\)\Z", re.S
)

# --- What is no prose

# Formulas, in which Markdown would see escapes and emphasis, and templates.
_FIXED = lazy(
    r"\\{1,2}\((?s:.{1,500}?)\\{1,2}\)|\\{1,2}\[(?s:.{1,1000}?)\\{1,2}\]"
    r"|\$\$(?s:.{1,1000}?)\$\$"
    r"|(?<![\w$\\])\$(?=[^\s$])(?:[A-Za-z]|(?=[^$\n]{0,200}[\\^_={}<>+])[^$\n]{0,200}[^\s$\\])\$(?!\w)"
    r"|\{\{(?s:.{0,1000}?)\}\}+|\{%(?s:.{0,1000}?)%\}"
)
# Attribute lists, of kramdown and Pandoc, and lines that open or close a box.
_UNSEEN = lazy(
    r"\{(?::|(?=[#.]))(?:[^{}\n\"']|\"[^\"\n]*\"|'[^'\n]*'){0,300}\}"
    r"|(?<=[\])}`*_])\{[\w-]+=[^{}\n]{1,300}\}"
    r"|^:::+[^\n]*$|^!!![ \t]*\w+(?:[ \t]+\"[^\"\n]*\")?[ \t]*$|^\[\[?(?:TOC|toc|_TOC_)\]\]?$|\[\^[^\]\s]{1,60}\]:?",
    re.M,
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")


def _with_opaque(events: Sequence[_Event], content: str) -> list[_Event]:
    """The events with one "code" or "object" for each stretch of `content` that is no prose."""
    stretches = [*_tagged(events, content), *_matched(events, content)]
    if not stretches:
        return list(events)
    stretches.sort(key=lambda e: (e.start, -e.end))
    result: list[_Event] = []
    waiting = deque(events)
    end = 0
    for stretch in stretches:
        if stretch.start < end:
            continue  # it lies in the one before
        while waiting and waiting[0].start < stretch.start:
            event = waiting.popleft()
            if event.end > stretch.start and event.kind == "copy":
                waiting.appendleft(event._replace(start=stretch.start))
                event = event._replace(end=stretch.start)
            result.append(event)
        end = stretch.end
        while waiting and waiting[0].start < end:
            event = waiting.popleft()
            if event.end > end and event.kind == "copy":
                waiting.appendleft(event._replace(start=end))
        result.append(stretch)
    return [*result, *waiting]


_MAY_BE_OPAQUE = frozenset("{$\\:![")


def _matched(events: Sequence[_Event], content: str) -> Iterator[_Event]:
    """What the patterns find outside of code, descriptions and comments."""
    if _MAY_BE_OPAQUE.isdisjoint(content):
        return
    taken = [e for e in events if e.kind in ("code", "alt", "title", "comment")]
    starts = [e.start for e in taken]
    for pattern, kind in ((_FIXED, "code"), (_UNSEEN, "object")):
        for m in pattern.finditer(content):
            i = bisect_left(starts, m.end()) - 1
            if i < 0 or taken[i].end <= m.start():
                yield _Event(kind, *m.span(), m[0].replace("\n", " ") if kind == "code" else "")


def _tagged(events: Sequence[_Event], content: str) -> Iterator[_Event]:
    """What HTML elements in a text hold: code, and objects."""
    closing: dict[str, _Event] = {}
    for event in reversed(events):
        tag = _TAG.match(event.text) if event.kind == "tag" else None
        if not tag:
            continue
        name = tag[2].lower()
        close = closing.get(name)
        if tag[1]:
            closing[name] = event
        elif name in CODE and close and close.start > event.end:
            text = content[event.end : close.start].replace("\n", " ")
            yield _Event("code", event.end, close.start, text)
        elif name in OBJECTS or (close and close.start == event.end and "=" in event.text):
            end = close.end if close and name not in ("img", "input", "embed") else event.end
            yield _Event("object", event.start, end)


_DEFINITION = re.compile(r"^[:~][ \t]+(?=\S)", re.M)


def _parts(
    events: Sequence[_Event], content: str, kind: str
) -> Iterator[tuple[Sequence[_Event], str]]:
    """The events of a paragraph, or of the terms and definitions of a list of these, with their kind."""
    marks = [m.span() for m in _DEFINITION.finditer(content)]
    if not marks or kind == "headline":
        yield events, kind
        return
    part: list[_Event] = []
    for event in events:
        start = event.start
        mark = next((m for m in marks if m[0] <= start < m[1] or m[0] == event.end), None)
        if mark and event.kind == "space" and mark[0] == event.end:
            yield part, "list-item"
            part = []
        elif mark and mark[0] <= start and event.kind == "copy":
            if event.end > mark[1]:
                part.append(event._replace(start=mark[1]))
        else:
            part.append(event)
    yield part, "list-item"


# --- From events to pieces


def _write_block(layout: Layout, events: Sequence[_Event], text: _Text, kind: str) -> None:
    apart: list[_Event] = []
    _write(layout, events, text, apart)
    layout.finish(kind)
    while apart:
        event = apart.pop(0)
        if event.kind == "alt":
            _write(layout, event.inner, text, apart)
        else:
            _write_title(layout, event, text)
        layout.finish(event.kind)


def _write(layout: Layout, events: Sequence[_Event], text: _Text, apart: list[_Event]) -> None:
    """Write the events as one text; those that are a text of their own go to `apart`."""
    waiting: tuple[str, int, int] | None = None
    for event in events:
        if event.kind in ("alt", "title"):
            apart.append(event)
            continue
        start, end = event.start, event.end
        if event.kind == "comment":
            layout.comment(*text.span(start, end))
            continue
        if event.kind in ("object", "tag"):
            if event.kind == "object":
                layout.object()
            continue
        if event.kind in ("space", "break"):
            if not layout.is_empty and (waiting is None or event.kind == "break"):
                waiting = (event.kind, *text.span(start, end))
            continue
        if event.kind == "copy":
            if layout.is_empty or waiting:
                start += _leading(text.content, start, end)
            if start >= end:
                continue
        if waiting:
            _write_waiting(layout, waiting, text.escape)
            waiting = None
        if event.kind == "copy":
            stop = start + len(text.content[start:end].rstrip(" \t"))
            _copy(layout, start, stop, text)
            if stop < end:
                waiting = ("space", *text.span(stop, end))
        elif event.kind == "code":
            layout.code(event.text, *text.span(start, end))
        elif event.text == text.content[start:end]:
            _copy(layout, start, end, text)
        else:
            layout.entity(event.text, *text.span(start, end), text.escape)


def _write_waiting(
    layout: Layout, waiting: tuple[str, int, int], write: Callable[[str], str]
) -> None:
    kind, start, end = waiting
    stretch = layout.source[start:end]
    if kind == "break":
        layout.gap("\n", start, end)
    elif stretch.strip(" \t"):
        layout.entity(" ", start, end, write)
    else:
        layout.copy(start, end, write)


def _leading(content: str, start: int, end: int) -> int:
    part = content[start:end]
    return len(part) - len(part.lstrip(" \t"))


def _copy(layout: Layout, start: int, end: int, text: _Text) -> None:
    """Copy content[start:end]; where the file writes a code point longer, it is an entity."""
    run = start
    for i in range(start, end):
        a, b = text.places[i]
        if b - a != 1:
            _copy_run(layout, run, i, text)
            layout.entity(text.content[i], a, b, text.escape)
            run = i + 1
        elif i > run and text.places[i - 1][1] != a:
            _copy_run(layout, run, i, text)
            run = i
    _copy_run(layout, run, end, text)


def _copy_run(layout: Layout, start: int, end: int, text: _Text) -> None:
    if start < end:
        layout.copy(*text.span(start, end), text.escape)


def _write_title(layout: Layout, event: _Event, text: _Text) -> None:
    write = _TITLE_ESCAPES[event.text]
    whole = _Text(text.content, text.places, write)
    for m in _TITLE_PART.finditer(text.content, event.start, event.end):
        if m.lastgroup == "escaped":
            layout.entity(m[0][1], *text.span(*m.span()), write)
        elif m.lastgroup == "reference":
            from html import unescape

            layout.entity(unescape(m[0]), *text.span(*m.span()), write)
        elif m.lastgroup == "space":
            layout.entity(" ", *text.span(*m.span()), write)
        else:
            _copy(layout, *m.span(), whole)


_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_TITLE_PART = re.compile(
    rf"(?P<escaped>\\{_PUNCTUATION})|(?P<space>\s*\n\s*)"
    r"|(?P<reference>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<words>[^\\&\s]+|.)",
    re.S,
)

# --- Writing new text

_MARKUP = re.compile(
    rf"[*`\[\]~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=\#?\w+;)|\\(?={_PUNCTUATION}|$)"
    # At its start only: a heading, a quotation, a list.
    r"|\A[#>+-](?=\s|\Z)|(?<=\A\d)[.)](?=\s|\Z)"
)


def escape(text: str) -> str:
    """New text as Markdown writes it: what would become markup gets a backslash."""
    return _MARKUP.sub(r"\\\g<0>", text)


def _escape_cell(text: str) -> str:
    return escape(text).replace("|", r"\|")


def _title_escape(quotes: str) -> Callable[[str], str]:
    pattern = re.compile(rf"[{re.escape(quotes)}]|\\(?={_PUNCTUATION}|$)|&(?=\#?\w+;)")
    return lambda text: pattern.sub(r"\\\g<0>", text)


_TITLE_ESCAPES = {'"': _title_escape('"'), "'": _title_escape("'"), "(": _title_escape("()")}

READER = Reader("markdown", (".md", ".markdown"), read)
