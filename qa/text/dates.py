"""Days: the one that a story is of, and the names of days and months in English."""

from __future__ import annotations

import datetime
import re

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def iso_date(text: str) -> str:
    """The ISO date that a text begins with, such as "2016-05-19T10:00Z"; empty if there is none."""
    found = re.match(r"\s*(\d{4}-\d\d-\d\d)(?!\d)", text)
    try:
        return datetime.date.fromisoformat(found[1]).isoformat() if found else ""
    except ValueError:
        return ""
