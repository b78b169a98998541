"""From bytes to text and back to the same bytes.

UTF-8 first; then what a byte-order mark, zero bytes or a declaration in the file says; then the
legacy code pages: those of Latin script by the letters of its languages, the others through
charset-normalizer, which is good at them (but takes French in cp1252 for cp1250).
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from qa.errors import InputError
from qa.text.alphabets import alphabets
from qa.text.fit import NOT_ASCII, WORD, has_sane_case, marks, script_fit
from qa.text.patterns import lazy


class Decoded(NamedTuple):
    """A file's text without its byte-order mark: `bom + source.encode(encoding)` is the file."""

    source: str
    encoding: str
    bom: bytes


def decode(raw: bytes, path: str) -> Decoded:
    """The text in `raw`; `path` names it in messages.

    Raises InputError for binary data, for UTF-8 with broken bytes in it, and where no encoding
    gives words.
    """
    if raw.startswith(codecs.BOM_UTF8):
        return _decoded_utf8(raw, path, codecs.BOM_UTF8)
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _decoded_wide(raw, path, encoding, bom)
    if _kind_of_binary(raw[:HEAD]) or b"\0" in raw:
        wide = _wide_encoding(raw)
        if not wide:
            kind = _kind_of_binary(raw[:HEAD]) or "a binary file"
            raise InputError(path, f"looks like {kind}; give a text file")
        return _decoded_wide(raw, path, wide, b"")
    try:
        return Decoded(raw.decode("utf-8"), "utf-8", b"")
    except UnicodeDecodeError as error:
        broken = _broken_utf8(error, path)
    for encoding in () if _is_broken_utf8(raw) else _legacy(raw):
        source = _round_trip(raw, encoding)
        if source is not None:
            return Decoded(source, codecs.lookup(encoding).name, b"")
    raise broken


def encoding_of_part(raw: bytes, encoding: str, path: str) -> str:
    """The encoding of `raw`, a part of a file whose beginning is in `encoding`, which has ASCII as it is.

    That one where it gives words; else UTF-8, or what the part by itself tells. Raises InputError where none
    does.
    """
    text = _text_in(raw, "utf-8")
    several = encoding in _MULTI_BYTE
    if text is not None and (not several or sum(c > "\x7f" for c in text) >= _SURE_OF_UTF8):
        return "utf-8"
    text = None if encoding == "utf-8" else _round_trip(raw, encoding)
    fit = _fit if encoding in _LATIN or (_is_latin(raw) and not several) else script_fit
    if text is not None and fit(text) > _MIN_FIT:
        return encoding
    try:
        return decode(raw, path).encoding
    except InputError:
        # A sign or two tell nothing.
        if text is None or sum(c > "\x7f" and c.isalpha() for c in text) >= _SURE_OF_UTF8:
            raise
        return encoding


def _text_in(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def is_binary(head: bytes) -> bool:
    """Whether a file that starts with `head` (some thousand bytes) is not text."""
    if head.startswith((codecs.BOM_UTF8, *(bom for bom, _ in _BOMS))):
        return False
    return bool(_kind_of_binary(head)) and not _wide_encoding(head[: len(head) // 4 * 4])


# Bytes at the start of a file that tell what it is.
HEAD = 8192
# The longer marks first: that of UTF-32 LE starts with that of UTF-16 LE.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A few controls are normal: wire headers (IPTC 7901) have SOH, STX and ETX. Those that are the low
# byte of a quotation mark or a dash (U+2019) are many in the copy that has them.
_FEW_CONTROLS = 4
_MAX_CONTROLS = 0.05
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x13\x14\x18\x19\x1a\x1c\x1d")) + b"\x7f"
# The frames of wire messages (IPTC 7901, ANPA 1312) have these, and short ones have little else.
_NOT_OF_FRAMES = bytes(set(_CONTROLS) - set(b"\x01\x02\x03\x04\x08\x10\x11\x12\x16\x17\x1f"))
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
}


def _kind_of_binary(head: bytes) -> str:
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind
    framed = b"\x01" in head[:8] and b"\x02" in head and b"\x03" in head
    controls = len(head) - len(head.translate(None, _NOT_OF_FRAMES if framed else _CONTROLS))
    if b"\0" in head or controls > max(_FEW_CONTROLS, _MAX_CONTROLS * len(head)):
        return "a binary file"
    return ""


def _decoded_utf8(raw: bytes, path: str, bom: bytes) -> Decoded:
    try:
        return Decoded(raw[len(bom) :].decode("utf-8"), "utf-8", bom)
    except UnicodeDecodeError as error:
        raise _broken_utf8(error, path, len(bom)) from None


def _broken_utf8(error: UnicodeDecodeError, path: str, before: int = 0) -> InputError:
    byte, at = error.object[error.start], error.start
    return InputError(
        path,
        f"not valid UTF-8: byte 0x{byte:02X} at offset {at + before}; save the file as UTF-8",
        error.object.count(b"\n", 0, at) + 1,
    )


def _is_broken_utf8(raw: bytes) -> bool:
    """Whether `raw` is UTF-8 with some bytes broken, not text in another encoding.

    Other encodings give a valid sequence of several bytes by chance only; KOI8-U gives most, where
    "і" follows a small letter, and still has more bytes that are none.
    """
    text = raw.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= c <= "\udcff" for c in text)
    valid = sum(c > "\x7f" for c in text) - broken
    return valid >= broken


# --- UTF-16 and UTF-32


def _decoded_wide(raw: bytes, path: str, encoding: str, bom: bytes) -> Decoded:
    try:
        return Decoded(raw[len(bom) :].decode(encoding), encoding, bom)
    except UnicodeDecodeError as error:
        name, at = encoding[:6].upper(), error.start + len(bom)
        raise InputError(
            path, f"not valid {name} at byte offset {at}; save the file as UTF-8"
        ) from None


def wide_encoding(head: bytes) -> str:
    """The kind of UTF-16 or UTF-32 that a file with this beginning is in, with broken bytes or not; empty for
    another encoding.
    """
    marked = next((encoding for bom, encoding in _BOMS if head.startswith(bom)), "")
    return marked or (_wide_encoding(head) if b"\0" in head else "")


def _wide_encoding(raw: bytes) -> str:
    """The kind of UTF-16 or UTF-32 that `raw` is without a byte-order mark, if any."""
    head = raw[: HEAD * 4]
    best, best_share = "", 0.9
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            text = decoder.decode(head, final=len(head) == len(raw))
        except UnicodeDecodeError:
            continue
        if all(c.isprintable() or c in _SPACES for c in text):
            share = _common_share(text)
            if share > best_share:
                best, best_share = encoding, share
    return best


def _common_share(text: str) -> float:
    """The share of code points that stand in the three most frequent blocks of 256.

    Bytes read the wrong way round spread over many blocks. Ideographs, kana and Hangul count as one.
    """
    blocks = Counter("CJK" if _is_cjk(c) else ord(c) >> 8 for c in text)
    return sum(n for _, n in blocks.most_common(3)) / len(text) if text else 0.0


def _is_cjk(c: str) -> bool:
    return any(a <= c <= b for a, b in ("\u3000\u30ff", "一\u9fff", "가\ud7af", "\uff00\uffef"))


_SPACES = frozenset(
    "\t\n\v\f\r\x85\xa0\xad\u2028\u2029\u200b\u200c\u200d\u200e\u200f\u202f\ufeff\u3000"
)

# --- Legacy encodings

# Fewer letters of another encoding may be UTF-8 by chance.
_SURE_OF_UTF8 = 4
_MULTI_BYTE = ("shift_jis", "euc_jp", "gb18030", "big5", "cp949")
_NON_LATIN = (
    *("cp1251", "koi8_u", "koi8_r", "iso8859_5", "cp866", "mac_cyrillic", "cp1253", "iso8859_7"),
    *("cp1255", "cp1256", *_MULTI_BYTE),
)
# In the order of preference: of two that explain a text equally well, the first is taken.
_LATIN = (
    *("cp1252", "cp1254", "cp1250", "cp1257", "iso8859_15", "iso8859_2"),
    *("mac_roman", "cp850", "cp852"),
)
# Most letters of a text in Latin script are a-z; in the other scripts nearly none are, names and
# addresses aside.
_MAX_LATIN_SHARE = 0.4
_MIN_FIT = 0.75
_SAMPLE = 20_000
_DECLARED = lazy(
    rb"<(?:\?xml[^>]*?encoding|meta[^>]*?charset)\s*=\s*[\"']?\s*([\w.:-]+)"
    # Of a mail message, or a part of one.
    rb"|^content-type:[^\n;]{1,100}(?:;[^\n;]{0,200}|;\r?\n[^\n;]{0,200}){0,5}?charset\s*=\s*[\"']?([\w.:-]+)",
    re.I | re.M,
)
_HEADER = lazy(rb"(?:From [^\n]{1,200}\n)?[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")
# What browsers take these names for (WHATWG Encoding Standard): pages that say Latin-1 use cp1252.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}


def _legacy(raw: bytes) -> Iterator[str]:
    """The encodings that `raw` may be in, best first."""
    yield from _declared(raw)
    # The controls in the frame of a wire message say nothing.
    sample = _sample(raw).translate(None, _CONTROLS)
    if _is_latin(sample):
        yield from _latin(sample)
        # An English text with a Cyrillic line in it: only that line tells which code page it is.
        lines = [line for line in sample.splitlines(keepends=True) if not _is_latin(line)]
        sample = b"".join(lines) or sample
    from charset_normalizer import from_bytes

    found = list(from_bytes(sample, cp_isolation=list(_NON_LATIN)))
    if found and found[0].encoding in _MULTI_BYTE and script_fit(str(found[0])) > _MIN_FIT:
        yield found[0].encoding
    # Its order stands between those whose words are equally good.
    single = [match for match in found if match.encoding not in _MULTI_BYTE]
    best = max(single, key=lambda match: script_fit(str(match)), default=None)
    if best and script_fit(str(best)) > _MIN_FIT:
        yield best.encoding


def _is_latin(sample: bytes) -> bool:
    high = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    letters = sum(chr(b).isalpha() for b in sample if b < 0x80)
    return high <= _MAX_LATIN_SHARE * (high + letters)


def _declared(raw: bytes) -> Iterator[str]:
    # The header of a message may be long.
    found = _DECLARED.search(raw, 0, 16_384 if _HEADER.match(raw) else 2048)
    if found:
        try:
            name = codecs.lookup((found[1] or found[2]).decode("ascii")).name
        except (LookupError, UnicodeDecodeError):
            return
        # A declaration that is plain ASCII cannot be in one of these.
        if not name.startswith(("utf", "unicode")):
            yield _MEANT.get(name, name)


def _sample(raw: bytes) -> bytes:
    """Lines of `raw` that are not plain ASCII, enough to tell the encoding."""
    if len(raw) <= _SAMPLE:
        return raw
    lines, size = [], 0
    for line in raw.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line[:_SAMPLE])
            size += len(lines[-1])
            if size > _SAMPLE:
                break
    return b"".join(lines)


def _latin(sample: bytes) -> Iterator[str]:
    """The code page of Latin script in which most non-ASCII characters make sense."""
    best, best_fit = "", _MIN_FIT
    for encoding in _LATIN:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        fit = _fit(text)
        if fit > best_fit:
            best, best_fit = encoding, fit
    if best:
        yield best


_ONE_LETTER_WORDS = frozenset("àèéóíåö")


def _fit(text: str) -> float:
    """The share, from 0 to 1, of the non-ASCII characters that words and marks of one language explain."""
    fits: Counter[str] = Counter()
    words: Counter[str] = Counter()
    total, good = marks(text)
    for word in WORD.findall(text):
        if not word.isascii():
            words[word] += 1
    evidence = good > 0
    for word, count in words.items():
        letters = set(NOT_ASCII.findall(word.lower()))
        if not has_sane_case(word):
            continue
        evidence = evidence or len(word) > 1 or word in _ONE_LETTER_WORDS
        weight = count * len(NOT_ASCII.findall(word))
        for lang, alphabet in alphabets().items():
            if letters <= alphabet:
                fits[lang] += weight
    best = max(fits.values(), default=0)
    return (good + best) / total if total and evidence else 0.0


def _round_trip(raw: bytes, encoding: str) -> str | None:
    """`raw` as text, if it is that encoding and comes back as the same bytes."""
    try:
        source = raw.decode(encoding)
        same = source.encode(encoding) == raw
    except (UnicodeError, LookupError):
        return None
    return source if same and _printable(source) else None


def _printable(source: str) -> bool:
    return not any("\x80" <= c <= "\x9f" and c != "\x85" for c in source)
