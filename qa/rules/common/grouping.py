"""One finding for a defect that a whole file has, instead of one at every place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qa.document.model import Document, Edit, Finding, Safety

# From this many places on, an editor wants to hear it once.
MANY = 3


def place_by_place_or_once(
    document: Document,
    places: Sequence[tuple[tuple[int, int], Edit]],
    message: str,
    *,
    safety: Safety = Safety.SAFE,
    **more: Any,
) -> Iterator[Finding]:
    """A finding for each (span, edit), or a single one at the first that fixes them all."""
    if len(places) < MANY:
        for span, edit in places:
            yield document.finding(span, message, edits=[edit], safety=safety, **more)
        return
    yield document.finding(
        places[0][0],
        f"{message}, here and in {len(places) - 1} other places",
        edits=[edit for _, edit in places],
        safety=safety,
        related=[span for span, _ in places[1:]],
        **more,
    )
