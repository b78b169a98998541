"""The day that a story is of."""

from __future__ import annotations

import datetime
import re


def iso_date(text: str) -> str:
    """The ISO date that a text begins with, such as "2016-05-19T10:00Z"; empty if there is none."""
    found = re.match(r"\s*(\d{4}-\d\d-\d\d)(?!\d)", text)
    try:
        return datetime.date.fromisoformat(found[1]).isoformat() if found else ""
    except ValueError:
        return ""
