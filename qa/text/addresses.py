"""Addresses: URLs, e-mail addresses, domain and file names, handles, hashtags.

What stands inside one is not prose: it has no spelling to correct.
"""

from __future__ import annotations

import re

from qa.text.patterns import lazy

_WRAPPING = "()[]{}<>«»„“”‘’\"'…"
# A dot with a lower-case or digit-holding end: a domain or a file ("kiev.ua", "Kiev_2.jpg"), not a
# full stop with its space lost ("in Kiev.The").
_DOTTED = r"[\w-]+(?:\.[\w-]+)*\.[a-z][a-z0-9]{1,5}(?:[/?#:].*)?"
_LONGEST = 500
_NO_SPACE = lazy(r"\S+")


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
    return any(_is_address(t) for t in tokens)


def _is_address(token: str) -> bool:
    token = token.strip(_WRAPPING).rstrip(".,;:!?" + _WRAPPING)
    if "://" in token or token.lower().startswith(("www.", "mailto:")) or "@" in token:
        return True
    return re.fullmatch(_DOTTED, token) is not None
