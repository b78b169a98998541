"""What is wrong with a request."""

from __future__ import annotations


class RequestError(Exception):
    """What is wrong with a request, for the one who made it."""
