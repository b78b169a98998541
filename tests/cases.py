"""Cases in data files: texts with ⟦ and ⟧ round what is to be found."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from qa.document.model import Finding


def rows(name: str) -> list[list[str]]:
    """The rows of tests/data/NAME, without its header."""
    path = Path(__file__).with_name("data") / name
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def without_marks(text: str) -> str:
    """The text without its marks."""
    return re.sub("[⟦⟧]", "", text)


def with_marks(text: str, findings: Iterable[Finding]) -> str:
    """The text with marks round its findings."""
    pieces = list(text)
    for finding in reversed(list(findings)):
        pieces.insert(finding.span.end, "⟧")
        pieces.insert(finding.span.start, "⟦")
    return "".join(pieces)
