"""A story in each of the wire formats, as programs of newsrooms write them; and their usual libraries."""

import base64
import email
import email.policy
import json
import quopri
import re
import textwrap
from collections.abc import Callable, Sequence
from email.header import Header
from email.message import EmailMessage
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

# The kind and the text of each segment.
Story = Sequence[tuple[str, str]]


class Format(NamedTuple):
    """How a story is written, and what reads the file with the library that is usual for it."""

    suffix: str
    write: Callable[[Story], bytes]
    parse: Callable[[bytes], object]
    # Whether a fixed story is written as that program would write it.
    is_regular: bool = True


def _xml(before: str, headline: str, paragraph: str, after: str) -> Callable[[Story], bytes]:
    def write(story: Story) -> bytes:
        parts = [
            (headline if kind == "headline" else paragraph).format(escape(text))
            for kind, text in story
        ]
        return f"{before}{chr(10).join(parts)}{after}".encode()

    return write


def _html(story: Story) -> str:
    tags = {"headline": "h1", "paragraph": "p"}
    return "\n".join(f"<{tags[kind]}>{escape(text)}</{tags[kind]}>" for kind, text in story)


_NITF = _xml(
    '<?xml version="1.0" encoding="UTF-8"?>\n<nitf><head><docdata/></head><body><body.head/><body.content>\n',
    "<hl2>{}</hl2>", "<p>{}</p>", "\n</body.content></body></nitf>\n",
)  # fmt: skip


def _in_nitf(before: str, after: str, space: str = "") -> Callable[[Story], bytes]:
    def write(story: Story) -> bytes:
        nitf = _NITF(story).decode().partition("\n")[2].replace("<nitf>", f"<nitf{space}>", 1)
        return f"{before}{nitf}{after}".encode()

    return write


def _rss(story: Story) -> bytes:
    page = _html(story).replace("]]>", "]]]]><![CDATA[>")
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><language>en</language>'
        f"<item><content:encoded><![CDATA[{page}]]></content:encoded></item></channel></rss>"
    ).encode()


def _atom(story: Story) -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><entry>'
        f'<content type="html">{escape(_html(story))}</content></entry></feed>'
    ).encode()


def _xhtml(story: Story) -> bytes:
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{_html(story)}</body></html>'
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentSet><inlineXML>'
        f"{page}</inlineXML></contentSet></newsItem>"
    ).encode()


def _ninjs(ascii_only: bool) -> Callable[[Story], bytes]:
    def write(story: Story) -> bytes:
        value = {"uri": "urn:x", "language": "en", "body_html": _html(story)}
        return json.dumps(value, ensure_ascii=ascii_only, indent=1).encode()

    return write


def _stories(story: Story) -> bytes:
    value = [{"title": None, kind: text} for kind, text in story]
    named = [
        {("headline" if k == "headline" else "text"): v for k, v in v.items() if v} for v in value
    ]
    return json.dumps(named).encode()


def _wire(before: str, paragraph: str, headline: str, after: str) -> Callable[[Story], bytes]:
    def write(story: Story) -> bytes:
        parts = []
        for kind, text in story:
            lines = textwrap.wrap(text, 69, break_long_words=False, break_on_hyphens=False)
            parts.append((headline if kind == "headline" else paragraph).format("\r\n".join(lines)))
        return f"{before}{''.join(parts)}{after}".encode()

    return write


def _frame(raw: bytes) -> None:
    assert re.fullmatch(rb"[^\x02\x03]*\x02[^\x02\x03]*\x03[^\x02\x03]*", raw)


def _mail(kind: str, encoding: str, charset: str = "utf-8") -> Callable[[Story], bytes]:
    def write(story: Story) -> bytes:
        headline = "".join(text for kind, text in story if kind == "headline")
        paragraphs = [part for part in story if part[0] != "headline"]
        page = _html(paragraphs) if kind == "html" else "\n\n".join(text for _, text in paragraphs)
        raw = page.encode(charset)
        if encoding == "base64":
            raw = base64.encodebytes(raw)
        elif encoding == "quoted-printable":
            raw = quopri.encodestring(raw)
        header = (
            f"From: Anna <anna@example.org>\nTo: Desk <desk@example.org>\nSubject: {Header(headline, 'utf-8').encode()}\n"
            f"MIME-Version: 1.0\nContent-Type: text/{kind}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
        )
        return (header.encode() + raw).replace(b"\n", b"\r\n")

    return write


def _two_forms(story: Story) -> bytes:
    first, second = _mail("plain", "8bit")(story), _mail("html", "base64")(story)
    header, _, _ = first.partition(b"Content-Type")
    parts = [b"--x\r\n" + m[m.index(b"Content-Type") :] + b"\r\n" for m in (first, second)]
    return (
        header
        + b"Content-Type: multipart/alternative; boundary=x\r\n\r\n"
        + b"".join(parts)
        + b"--x--\r\n"
    )


def _message(raw: bytes) -> None:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body()
    assert body is not None
    assert not message.defects
    assert not body.defects
    assert body.get_content()


FORMATS = {
    "NITF": Format(".nitf", _NITF, ElementTree.fromstring),
    "NewsML 1.2": Format(
        ".newsml",
        _in_nitf("<NewsML><NewsItem><NewsComponent><ContentItem><DataContent>", "</DataContent></ContentItem>"
                 "</NewsComponent></NewsItem></NewsML>"),
        ElementTree.fromstring),
    "NewsML-G2 with NITF": Format(
        ".xml",
        _in_nitf('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentSet><inlineXML>',
                 "</inlineXML></contentSet></newsItem>", ' xmlns="http://iptc.org/std/NITF/2006-10-18/"'),
        ElementTree.fromstring),
    "NewsML-G2 with XHTML": Format(".xml", _xhtml, ElementTree.fromstring),
    "RSS": Format(".rss", _rss, ElementTree.fromstring),
    "Atom": Format(".atom", _atom, ElementTree.fromstring),
    "ninjs": Format(".json", _ninjs(False), json.loads),
    "ninjs in ASCII": Format(".json", _ninjs(True), json.loads),
    "stories in JSON": Format(".json", _stories, json.loads),
    "IPTC 7901": Format(
        ".iptc",
        _wire("\x01abc0123 4 i 32 Ukraine/\r\nUkraine/\r\n\x02", "   {}\r\n", "{} =\r\n\r\n", "\x03abc\r\n\x04\r\n"),
        _frame, is_regular=False),
    "ANPA 1312": Format(
        ".anpa",
        _wire("\x16\x16\x01a1234\x1fupi-\r\nr i\x13\x11 bc-x 02-24 0032\r\n\x02\r\n^BC-X,0032<\r\n",
              "\t{}\r\n", "^{}<\r\n", "\x03\r\nAP-NY-02-24-22 1045EST<\r\n\x04\r\n"),
        _frame, is_regular=False),
    **{
        f"mail, {kind}, {encoding}": Format(".eml", _mail(kind, encoding), _message, is_regular=False)
        for kind, encoding in (("plain", "8bit"), ("plain", "quoted-printable"), ("html", "base64"))
    },
}  # fmt: skip
