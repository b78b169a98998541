"""What rows of several formats share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any


def flat(row: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """A row without objects in it: {"body": {"text": "…"}} has the column `body.text`."""
    found: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            found |= flat(value, f"{above}{key}.")
        else:
            found[f"{above}{key}"] = value
    return found


def numbered(names: Sequence[str]) -> list[str]:
    """Names of columns of which each is there once: the second "text" is "text (2)"."""
    found: dict[str, None] = {}
    for name in names:
        own, number = name, 1
        while own in found:
            number += 1
            own = f"{name} ({number})".strip()
        found[own] = None
    return [*found]


def as_text(value: Any, between: str = ", ") -> str | None:
    """A value of a table as text; `between` stands between those of a list, days are in ISO 8601."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, list | tuple):
        return between.join(filter(None, (as_text(v, between) for v in value)))
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value != value:  # what pandas writes for a missing text
        return None
    return str(value)


def as_utf8(text: str) -> str:
    """Text without half surrogate pairs, which have no UTF-8 form: broken files and odd file names have them."""
    return text.encode("utf-8", "backslashreplace").decode()
