"""What rows of several formats share."""

from __future__ import annotations

from collections.abc import Mapping
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
