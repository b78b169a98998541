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


_BASIC = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?!\d)")


def any_date(text: str) -> str:
    """The ISO date that a text begins with, written as in ISO 8601, with hyphens or none, or as in mail.

    "Tue, 24 May 2016 10:00:00 +0300" is of the second kind (RFC 5322). Empty if there is none.
    """
    if basic := _BASIC.match(text):
        return iso_date("-".join(basic.groups()))
    if found := iso_date(text):
        return found
    from email.utils import parsedate

    parts = parsedate(text[:200])
    return iso_date("{:04}-{:02}-{:02}".format(*parts[:3])) if parts else ""
