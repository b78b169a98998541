"""Addresses: what stands in a text without spaces and is no prose.

URLs, e-mail addresses, domains, paths and file names, handles, hashtags, identifiers, numbers of
registers such as a DOI. What stands inside one has no spelling to correct.
"""

from __future__ import annotations

from collections.abc import Iterator

from qa.text.patterns import lazy

_WRAPPING = "()[]{}<>«»„“”‘’\"'…"
_LONGEST = 500
_NO_SPACE = lazy(r"\S+")
# What every address but a handle at its edge has; and what parts words where no spaces are written.
_SIGNS = frozenset("/@#_\\=:.$>(0123456789")
_UNBROKEN = lazy(r"[^\s—\u2e80-\u9fff\uff00-\uffef]+")

_ADDRESS = lazy(
    # A dot with a lower-case or digit-holding end: a domain or a file ("kiev.ua", "Kiev_2.jpg"), not
    # a full stop with its space lost ("in Kiev.The").
    r"[\w-]+(?:\.[\w-]+)*\.[a-z][a-z0-9]{1,5}(?:[/?#:].*)?"
    # Longer ends of names that machines have, and chains of names in lower case.
    r"|[\w-]+(?:\.[\w-]+)*\.(?:internal|invalid|example|localhost|localdomain|website|digital)"
    r"(?:[/?#:].*)?"
    r"|[a-z0-9_-]{2,}(?:\.[a-z0-9_-]{2,})+\.[a-z][a-z0-9_-]+(?:[/?#:].*)?"
    r"|[\w.-]+\.(?:PDF|DOCX?|XLSX?|PPTX?|JPE?G|PNG|GIF|SVG|TIFF?|TXT|HTML?|MP[34]|MOV|AVI|CSV|XML|ZIP)"
    # Numbers and names of registers.
    r"|(?i:doi|urn|arxiv|isbn|issn|tel|sms|data|file|geo|magnet|xmpp|sip|skype|git|ssh|hdl|pmid|ark"
    r"|orcid|javascript|sha1|sha256|md5|mailto):.*"
    r"|10\.\d{4,9}/.*"
    r"|(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    # Paths that begin as one, and folders.
    r"|(?://?|\.{1,2}/|~/|[A-Za-z]:[\\/]|\\\\)[\w.~@%+-].*"
    r"|[\w.~%+-]+(?:/[\w.~%+-]+)+/|[a-z0-9._-]+/"
    # Machines with a port, variables, options, calls.
    r"|[A-Za-z][\w.-]*:(?!(?:19|20)\d\d\b)\d{4,5}(?:/.*)?|\d{1,3}(?:\.\d{1,3}){3}[/:].*"
    r"|\$[A-Za-z_].*|--?\w[\w-]*=.*|[\w.:]+\(\)"
)
# These make a token an address wherever they stand in it.
_INSIDE = lazy(
    # "=E2" is what a mail leaves of a letter.
    r"://|@|[^\W_]_+[^\W_]|\w=(?![0-9A-F]{2})[\"'“]?\w|\w::\w|\w->\w"
    r"|[^\W\d_]\\[A-Z][a-z]|\A(?i:www\.|mailto:)"
)
_HASHTAG = lazy(r"#\w")


def address_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the addresses of `text` stand, in its order, without the brackets and quotes around."""
    for m in _UNBROKEN.finditer(text):
        token = m[0]
        if _SIGNS.isdisjoint(token):
            continue
        start, end = _bare(token)
        if _is_address(token[start:end]):
            yield m.start() + start, m.start() + end


def in_address(text: str, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` are part of an address, a file name or a handle."""
    at, floor = start, max(0, start - _LONGEST)
    while at > floor and not text[at - 1].isspace():
        at -= 1
    m = _NO_SPACE.match(text, end, end + _LONGEST)
    head, tail = text[at:start], m[0] if m else ""
    if not head and not tail:
        return False
    if head.endswith(("@", "#", "_", "\\")) or tail.startswith(("@", "_", "\\")):
        return True
    words = text[start:end].split() or [""]
    tokens = [head + words[0], words[-1] + tail] if len(words) > 1 else [head + words[0] + tail]
    return any(_is_address(t[slice(*_bare(t))]) for t in tokens)


def _bare(token: str) -> tuple[int, int]:
    """Where a token stands without what is written around an address."""
    start = len(token) - len(token.lstrip(_WRAPPING))
    end = len(token.rstrip(".,;:!?" + _WRAPPING))
    if token.startswith("()", end):  # a call
        end += 2
    return start, max(start, end)


def _is_address(token: str) -> bool:
    return bool(
        _INSIDE.search(token)
        or _HASHTAG.match(token)
        or _ADDRESS.fullmatch(token)
        or ("/" in token and _is_path(token.split("/")))
    )


_FOLDER = lazy(r"[a-z][a-z0-9_.-]*")
_PART = lazy(r"[\w.%+~-]+")


def _is_path(parts: list[str]) -> bool:
    """Whether these are the parts of a path ("docs/Kiev"), and not "Kiev/Minsk" or "and/or"."""
    return (
        all(map(_PART.fullmatch, parts))
        and any(_FOLDER.fullmatch(p) for p in parts)
        and (len(parts) > 2 or any(not p.islower() and p[0].isalpha() for p in parts))
    )
