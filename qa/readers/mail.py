"""Mail (RFC 5322) with its parts (MIME, RFC 2045 to 2047): the subject, and what is text or HTML.

The standard library's `email` reads headers; it says no places, so the parts are found here. What is encoded
keeps its encoding: of quoted-printable, only the edited characters are written anew, of base64 and of an
encoded subject, all of the part that was edited.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from qa.document.model import Span
from qa.document.offsets import OffsetMap, Piece, PieceKind, unescaped
from qa.language.codes import meant_tag
from qa.readers import html, text
from qa.readers.core.layout import Escape, Layout
from qa.readers.core.reading import MalformedError, Reader, Reading
from qa.text.dates import any_date
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from email.message import Message

# No mail holds parts in parts so deep, unless it is to do harm.
_MAX_DEPTH = 30


def read(source: str) -> Reading:
    """The subject, and the parts that are text or HTML, of a message, or of each in a folder (mbox)."""
    mail = _Mail(source)
    starts = [m.end() for m in _FROM_LINE.finditer(source)] if source.startswith("From ") else [0]
    ends = [m.start() for m in _FROM_LINE.finditer(source)][1:] if len(starts) > 1 else []
    for start, end in zip(starts, [*ends, len(source)], strict=True):
        mail.message(Span(start, end), 0)
    return mail.layout.reading(mail.lang, mail.date)


_FROM_LINE = lazy(r"(?:\A|(?<=\n))From \S+[^\n]*\d{4}[^\n]{0,40}\n")
_BLANK = lazy(r"\r?\n\r?\n|\A\r?\n")
_FIELD = lazy(r"^(?P<name>[!-9;-~]+):[ \t]*(?P<value>[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", re.M)


class _Mail:
    """Builds the layout."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.layout = Layout(source)
        self.lang: str | None = None
        self.date = ""

    def message(self, span: Span, depth: int) -> None:
        """Read a message: its subject, and its parts."""
        self.layout.part()
        header, body = self._header(span)
        for m in _FIELD.finditer(self.source, *header):
            if m["name"].lower() == "subject":
                self._subject(Span(*m.span("value")))
                break
        fields = self._fields(header)
        self.date = self.date or any_date(str(fields.get("date", "")))
        self._part(fields, body, depth)

    def _header(self, span: Span) -> tuple[Span, Span]:
        blank = _BLANK.search(self.source, *span)
        if self.source.startswith(("\n", "\r\n"), span.start):
            first = self.source.index("\n", span.start) + 1
            return Span(span.start, span.start), Span(first, span.end)
        if blank is None:
            return span, Span(span.end, span.end)
        return Span(span.start, blank.start() + 1), Span(blank.end(), span.end)

    def _fields(self, header: Span) -> Message:
        # Only mail needs it, and it takes a while to load.
        from email import message_from_string

        return message_from_string(self.source[header.start : header.end])

    def _part(self, fields: Message, body: Span, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise MalformedError(
                f"its parts are nested more than {_MAX_DEPTH} deep", self._line(body)
            )
        lang = str(fields.get("content-language", "")).partition(",")[0].strip()
        self.lang = self.lang or (lang if meant_tag(lang) else None)
        kind = fields.get_content_type()
        if kind.startswith("multipart/"):
            for number, part in enumerate(self._parts(fields, body)):
                if number and kind == "multipart/alternative":
                    self.layout.part()
                header, inner = self._header(part)
                own = self._fields(header)
                self._part(own, inner, depth + 1)
        elif fields.get_content_disposition() == "attachment":
            return
        elif kind == "message/rfc822":
            self.message(body, depth + 1)
        elif kind in ("text/plain", "text/html"):
            self._text(fields, body, kind == "text/html")

    def _parts(self, fields: Message, body: Span) -> Iterator[Span]:
        boundary = fields.get_boundary()
        if not boundary:
            raise MalformedError(
                "it says that it has parts, but not what parts them", self._line(body)
            )
        marks = re.compile(rf"^--{re.escape(boundary)}(--)?[ \t]*(?:\r?\n|\Z)", re.M)
        found = list(marks.finditer(self.source, *body))
        if not found or not found[-1][1]:
            raise MalformedError(
                "its last part does not end; the message is cut off", self._line(body)
            )
        for m, following in itertools.pairwise(found):
            if m[1]:
                return
            # The line end before a boundary is a part of it.
            end = following.start()
            end -= end > m.end() and self.source[end - 1] == "\n"
            end -= end > m.end() and self.source[end - 1] == "\r"
            yield Span(m.end(), max(end, m.end()))

    def _line(self, at: Span) -> int:
        return self.source.count("\n", 0, at.start) + 1

    def _text(self, fields: Message, body: Span, is_html: bool) -> None:
        encoding = str(fields.get("content-transfer-encoding", "7bit")).strip().lower()
        charset = _known(str(fields.get_content_charset() or "us-ascii"))
        reader = html if is_html else text
        if charset is None:
            raise MalformedError(
                f"the code page “{fields.get_content_charset()}” is unknown", self._line(body)
            )
        if encoding == "base64":
            written, places = self._base64(body, charset)
            encode = partial(_as_base64, charset=charset, line_end=self._line_end)
            self.layout.nest_coded(reader.read(written), written, places, encode, _kind(is_html))
            return
        if encoding == "quoted-printable":
            written, pieces = self._quoted(body, charset)
        else:
            written = self.source[body.start : body.end]
            # What has other characters all the same is in the code page of the file.
            raw = not written.isascii() and charset == "ascii"
            own = "ascii" if encoding == "7bit" and written.isascii() else charset
            write = unescaped if raw else _plain(own)
            pieces = [Piece(0, len(written), body.start, len(written), PieceKind.COPY, write)]
        self.layout.nest(reader.read(written), OffsetMap(pieces), _kind(is_html))

    @property
    def _line_end(self) -> str:
        return "\r\n" if "\r\n" in self.source else "\n"

    def _subject(self, span: Span) -> None:
        from email.errors import HeaderParseError
        from email.header import decode_header, make_header

        value = self.source[span.start : span.end].rstrip()
        span = Span(span.start, span.start + len(value))
        if _WORD.search(value):
            try:
                written = str(make_header(decode_header(value)))
            except (UnicodeError, LookupError, HeaderParseError, binascii.Error, ValueError):
                raise MalformedError("its subject is not encoded right", self._line(span)) from None
            places = [*[span.start] * len(written), span.end]
            encode = partial(_as_words, line_end=self._line_end)
            inner = Layout(written)
            inner.copy(0, len(written))
            inner.finish("headline")
            self.layout.nest_coded(inner.reading(), written, places, encode)
            return
        at = span.start
        for m in _FOLD.finditer(self.source, *span):
            self.layout.copy(at, m.start(), _plain("ascii" if value.isascii() else "utf-8"))
            self.layout.gap(" ", *m.span())
            at = m.end()
        self.layout.copy(at, span.end, _plain("ascii" if value.isascii() else "utf-8"))
        self.layout.finish("headline")

    # --- What is encoded

    def _base64(self, body: Span, charset: str) -> tuple[str, list[int]]:
        """The text in base64, and the place of each of its code points."""
        found = [m.start() for m in _DIGIT.finditer(self.source, *body)]
        coded = "".join(self.source[i] for i in found)
        try:
            raw = base64.b64decode(coded + "=" * (-len(coded) % 4), validate=True)
            written = raw.decode(charset)
        except (binascii.Error, UnicodeError):
            raise MalformedError("a part is not encoded right (base64)", self._line(body)) from None
        last = _LAST_DIGIT.search(self.source[body.start : body.end])
        end = body.start + last.end() if last else body.end
        places, at = [], 0
        for length in _lengths(written, charset):
            places.append(found[min(at * 4 // 3, len(found) - 1)] if found else body.start)
            at += length
        return written, [*(places or [body.start]), end] if written else [body.start]

    def _quoted(self, body: Span, charset: str) -> tuple[str, list[Piece]]:
        """The text in quoted-printable, and the way from it to the file."""
        parts: list[str] = []
        pieces: list[Piece] = []
        length = 0
        write = _quoted_escape(charset)
        for m in _QUOTED.finditer(self.source, *body):
            if m["plain"] is not None:
                new = [(m[0], m.start(), m.end())]
            else:
                new = list(self._characters(m, charset))
            for written, start, end in new:
                kind = PieceKind.COPY if m["plain"] is not None else PieceKind.ENTITY
                pieces.append(Piece(length, len(written), start, end - start, kind, write))
                parts.append(written)
                length += len(written)
        return "".join(parts), pieces

    def _characters(self, run: re.Match[str], charset: str) -> Iterator[tuple[str, int, int]]:
        codes = list(_CODE.finditer(self.source, *run.span()))
        raw = bytes(int(m[1], 16) for m in codes)
        try:
            written = raw.decode(charset)
        except UnicodeError:
            line = self._line(Span(*run.span()))
            raise MalformedError(f"it is not in {charset}, as it says, here", line) from None
        at = 0
        for character, length in zip(written, _lengths(written, charset), strict=True):
            yield character, codes[at].start(), codes[at + length - 1].end()
            at += length


def _kind(is_html: bool) -> str:
    # The first line is no headline: that is the subject.
    return "" if is_html else "paragraph"


def _known(charset: str) -> str | None:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return None


def _lengths(written: str, charset: str) -> Sequence[int]:
    """How many bytes each code point has."""
    return [len(c.encode(charset)) for c in written]


_WORD = lazy(r"=\?[\w.-]+(?:\*[\w-]+)?\?[bBqQ]\?[^?\s]*\?=")
_FOLD = lazy(r"\r?\n[ \t]+")
_DIGIT = lazy(r"[A-Za-z0-9+/]")
_LAST_DIGIT = lazy(r"[A-Za-z0-9+/=](?=[^A-Za-z0-9+/=]*\Z)")
_QUOTED = lazy(
    r"(?P<codes>(?:=[0-9A-Fa-f]{2})(?:=[0-9A-Fa-f]{2}|=[ \t]*\r?\n(?==[0-9A-Fa-f]{2}))*+)"
    r"|=[ \t]*(?:\r?\n|\Z)|(?P<plain>[^=]+|=)"
)
_CODE = lazy(r"=([0-9A-Fa-f]{2})")


# --- Writing

_WIDTH = 76


@cache
def _plain(charset: str) -> Escape:
    """New text as it is. Raises UnicodeEncodeError for what the part's code page has not."""

    def write(new: str) -> str:
        new.encode(charset)
        return new

    return write


@cache
def _quoted_escape(charset: str) -> Escape:
    import quopri

    def write(new: str) -> str:
        lines = new.encode(charset).split(b"\n")
        return "\n".join(
            quopri.encodestring(line).decode("ascii").replace("=\n", "") for line in lines
        )

    return write


def _as_base64(written: str, charset: str, line_end: str) -> str:
    coded = base64.b64encode(written.encode(charset)).decode("ascii")
    return line_end.join(coded[i : i + _WIDTH] for i in range(0, len(coded), _WIDTH))


def _as_words(written: str, line_end: str) -> str:
    """A subject in encoded words of at most 75 characters (RFC 2047)."""
    if written.isascii():
        return written
    words, at = [], 0
    while at < len(written):
        # 45 bytes are 60 characters of base64.
        end = at + 1
        while end < len(written) and len(written[at : end + 1].encode()) <= 45:
            end += 1
        coded = base64.b64encode(written[at:end].encode()).decode("ascii")
        words.append(f"=?utf-8?B?{coded}?=")
        at = end
    return f"{line_end} ".join(words)


READER = Reader("mail", (".eml", ".mbox", ".mbx"), read, ("a mail message",))
