"""Detection through eldc, the C extension of the Efficient Language Detector: 60 languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import eldc

if TYPE_CHECKING:
    from collections.abc import Mapping


class EldcDetector:
    """eldc's normalised scores; a line takes about 15 µs."""

    name = "eldc"

    def __init__(self) -> None:
        eldc.init()
        eldc.set_scores(eldc.MAX_SCORES)
        self.languages = frozenset(eldc.LANGUAGES)

    def scores(self, text: str) -> Mapping[str, float]:
        """The scores of the 20 languages that fit best."""
        # eldc reads UTF-8 up to the first NUL: neither NUL nor lone surrogates may get there.
        encodable = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
        scores: dict[str, float] = eldc.detect_details(encodable).scores
        return scores
