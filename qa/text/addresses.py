"""Addresses: URLs, e-mail addresses, domain and file names, handles, hashtags.

What stands inside one is not prose: it has no spelling to correct.
"""

from __future__ import annotations

import re

_BEFORE = re.compile(r"\S*\Z")
_AFTER = re.compile(r"\S*")
_WRAPPING = "()[]{}<>«»„“”‘’\"'…"
# A dot with a lower-case or digit-holding end: a domain or a file ("kiev.ua", "Kiev_2.jpg"), not a
# full stop with its space lost ("in Kiev.The").
_DOTTED = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z][a-z0-9]{1,5}(?:[/?#:].*)?")


def in_address(text: str, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` are part of an address, a file name or a handle."""
    left = _BEFORE.search(text, max(0, start - 500), start)
    right = _AFTER.match(text, end, end + 500)
    head, tail = left[0] if left else "", right[0] if right else ""
    if not head and not tail:
        return False
    middle = text[start:end]
    if head.endswith(("@", "#", "_", "\\")) or tail.startswith(("@", "_", "\\")):
        return True
    token = (head + middle.split()[0] if middle.split() else head) + (
        "" if len(middle.split()) > 1 else tail
    )
    last = (middle.split()[-1] if len(middle.split()) > 1 else "") + tail
    return any(_is_address(t) for t in {token, last} if t)


def _is_address(token: str) -> bool:
    token = token.strip(_WRAPPING).rstrip(".,;:!?" + _WRAPPING)
    if "://" in token or token.lower().startswith(("www.", "mailto:")) or "@" in token:
        return True
    return _DOTTED.fullmatch(token) is not None
