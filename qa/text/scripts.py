"""Latin, Cyrillic and Greek letters, and which of them look the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LATIN = "A-Za-zÀ-ÖØ-öø-\u024f\u1e00-\u1eff"
CYRILLIC = "\u0400-\u0481\u048a-\u052f"
GREEK = "\u0370-\u0373\u0376\u0377\u037b-\u037d\u0386\u0388-\u03ff\u1f00-\u1fff"
SCRIPTS = {"Latin": LATIN, "Cyrillic": CYRILLIC, "Greek": GREEK}

_TABLE = Path(__file__).parent.parent / "data" / "look_alikes.tsv"


@cache
def look_alikes(source: str, target: str) -> Mapping[str, str]:
    """The letters of the script `source` that look like one of `target`, with that letter."""
    rows = [r.split("\t") for r in _TABLE.read_text("utf-8").splitlines() if not r.startswith("#")]
    a, b = (rows[0].index(name.lower()) for name in (source, target))
    return {row[a]: row[b] for row in rows[1:] if "-" not in (row[a], row[b])}


@cache
def letters_of(script: str) -> re.Pattern[str]:
    """Matches one letter of the script."""
    return re.compile(f"[{SCRIPTS[script]}]")
