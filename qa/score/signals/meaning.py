"""Whether source and translation mean the same, word by word, in vectors that languages share.

The idea is BERTScore's (Zhang et al. 2020, arXiv 1904.09675) between two languages: each word is
paired with the nearest of the other text, and a rare word counts more than a common one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from qa.score.networks import nearness
from qa.score.signals import Measured, Passage, Reason, Signal
from qa.source.anchors import alike, name_key, name_keys
from qa.source.names import likeness
from qa.text.english import common_words
from qa.text.patterns import lazy
from qa.text.spans import Span

if TYPE_CHECKING:
    from qa.vectors.encoder import Floats, Vectors

SIGNALS = (
    Signal("meaning", "cosine", "likeness of the two texts' vectors"),
    Signal(
        "meaning_precision",
        "cosine",
        "how near the words of the translation are to their nearest ones in the source",
    ),
    Signal(
        "meaning_recall",
        "cosine",
        "how near the words of the source are to their nearest ones in the translation",
    ),
    Signal(
        "source_gaps",
        "cosine",
        "the same of the three pieces of words of the source that are furthest from any",
    ),
    Signal(
        "copy_gaps",
        "cosine",
        "how near the three words of the translation are that are furthest from the source",
    ),
    Signal(
        "name_gap",
        "cosine",
        "how far below 0.62 the name of the translation is that is furthest from the source",
    ),
)
_WORD = lazy(r"[^\W\d_][\w’'-]*")
_FURTHEST = 3
# Nine in ten names of human translations have a word of the source as near as that.
_NEAR_NAME = 0.62
_FEWEST_LETTERS, _OPENS = 2, frozenset('.!?:“"«„')
# Two names whose letters by sound are as like as that may be one (Johnson, Джонсон).
_LIKE_NAME = 0.66
# Where a text has no word, or no name, nothing of it is far.
_USUAL = 0.8


def signals(copy: Vectors, source: Vectors) -> dict[str, float]:
    """The likeness of two texts that have a word each."""
    near = nearness(copy, source)
    means = copy.layers[:, -384:].mean(0), source.layers[:, -384:].mean(0)
    length = float(np.linalg.norm(means[0]) * np.linalg.norm(means[1]))
    return {
        "meaning": float(means[0] @ means[1]) / max(length, 1e-12),
        "meaning_precision": _weighted(near.max(1), copy),
        "meaning_recall": _weighted(near.max(0), source),
        "source_gaps": float(np.sort(near.max(0))[:_FURTHEST].mean()),
    }


def measure(passage: Passage, copy: Vectors, source: Vectors) -> Measured:
    """The likeness, and the words and names of the copy that are like nothing in the source."""
    nearest = nearness(copy, source).max(1)
    words: list[float] = []
    names: dict[Span, float] = {}
    theirs = name_keys(passage.source, passage.source_lang)
    for match in _WORD.finditer(passage.text):
        start, end = match.span()
        pieces = [i for i, s in enumerate(copy.spans) if s.start < end and start < s.end]
        if not pieces:
            continue
        words.append(float(nearest[pieces].mean()))
        if start and words[-1] < _NEAR_NAME and _is_strange(passage, match, theirs):
            names[Span(start, end)] = words[-1]
    furthest = min(names, key=names.__getitem__, default=None)
    gap = max(0.0, _NEAR_NAME - names[furthest]) if furthest is not None else 0.0
    found = signals(copy, source) | {
        "copy_gaps": float(np.mean(sorted(words)[:_FURTHEST])) if words else _USUAL,
        "name_gap": gap,
    }
    reasons = []
    if gap and furthest is not None:
        said = passage.text[slice(*furthest)]
        reasons.append(Reason("name_gap", f"no name in the source is like “{said}”", (furthest,)))
    return Measured(found, tuple(reasons))


def _is_strange(passage: Passage, match: re.Match[str], theirs: frozenset[str]) -> bool:
    """Whether a word may be a name, and none of the source sounds like it."""
    word = match[0].removesuffix("'s").removesuffix("’s")
    if not word[0].isupper() or len(word) < _FEWEST_LETTERS:
        return False
    # A word behind one of these has its capital from the sentence.
    opens = passage.text[: match.start()].rstrip()[-1:] in _OPENS
    if opens and word.lower() in common_words():
        return False
    key = name_key(word, passage.lang)
    return not key or not any(alike(key, k) or likeness(key, k) > _LIKE_NAME for k in theirs)


def _weighted(nearest: Floats, vectors: Vectors) -> float:
    rarity = -vectors.commonness
    return float((nearest * rarity).sum() / max(float(rarity.sum()), 1e-12))
