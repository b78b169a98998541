"""Markdown (CommonMark with tables and strike-through), through markdown-it-py.

markdown-it keeps the lines of blocks only. The places inside a line are taken while it works: each
of its inline rules is wrapped, and notes from where to where it read, and what came of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from qa.layout import COMMENT_MARK, Layout
from qa.readers import Reader, Reading
from qa.text.dates import iso_date

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
        elif token.type == "html_block" and token.map and COMMENT_MARK in token.content:
            for m in _COMMENT.finditer(source, *lines.span(token.map)):
                layout.comment(*m.span())
        elif token.type == "inline" and token.map:
            places = lines.places(token.content, token.map, opened[-1])
            if places:
                events = inline.events(token.content, env)
                write = _escape_cell if opened[-1] in _CELLS else escape
                _write_block(layout, events, _Text(token.content, places, write), _kind(opened))
    return layout.reading(date=_date(lines.normal))


_COMMENT = re.compile(r"<!--.*?-->", re.S)
_CELLS = ("td_open", "th_open")
_KINDS = {
    "heading_open": "headline",
    "list_item_open": "list-item",
    "td_open": "cell",
    "th_open": "cell",
}


def _kind(opened: Sequence[str]) -> str:
    return next((_KINDS[t] for t in reversed(opened) if t in _KINDS), "paragraph")


_DATE = re.compile(r"^date[ \t]*:[ \t]*[\"']?(.*)", re.M)


def _date(text: str) -> str:
    """The story's date, from the front matter."""
    front = _FRONT_MATTER.match(text)
    found = _DATE.search(front[0]) if front else None
    return iso_date(found[1]) if found else ""


_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")


def _without_front_matter(text: str) -> str:
    found = _FRONT_MATTER.match(text)
    return "\n" * found[0].count("\n") + text[found.end() :] if found else text


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

    Kinds: copy, entity, fixed (text that is never edited), space, break, comment, and alt and title,
    which hold the events of a text of their own.
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
        yield _Event("fixed", start, end, last.content)
    elif name == "autolink":
        yield _Event("fixed", start, end, read[1:-1])
    elif name == "html_inline":
        if _BR.match(read):
            yield _Event("break", start, end)
        elif read.startswith("<!--"):
            yield _Event("comment", start, end)
    elif name in ("link", "image"):
        if name == "image":
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
        elif event.kind == "fixed":
            layout.gap(event.text, *text.span(start, end))
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
