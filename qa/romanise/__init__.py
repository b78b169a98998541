"""Names in Latin letters: the official romanisation, and the spellings met in the press."""

from __future__ import annotations

from qa.romanise.standards import official
from qa.romanise.variants import expand

__all__ = ["expand", "official"]
