"""Round trips: a text through another language and back, and which of its words survive.

What an engine does not understand it does not bring back, so a passage that comes back changed
may have been bad. The signal is weak (Moon et al. 2020, arXiv 2004.13937; docs/scoring.md has our
figures): it ranks, it does not judge.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.engines import RoundTripRoute
from qa.engines.cache import TranslationCache
from qa.files import cache_dir
from qa.score.tokens import Token, tokens
from qa.text.sentences import sentences
from qa.text.spans import Span

# Changes with `compare`, so that nothing is taken from the cache that it would not say now.
_VERSION = 1


@dataclass(frozen=True)
class RoundTrip:
    """A text, what it became in the pivot language, and what came back.

    `lost` are the places of the words that did not survive, in code points of `text`; a word that
    came back at another place did. `words` counts the text's words, `errors` the words to change,
    drop and add to make what came back from it. `cer` is the share of characters to change, from
    0 to 1.
    """

    text: str
    pivot: str
    back: str
    words: int
    lost: tuple[Span, ...]
    errors: int
    cer: float

    @property
    def wer(self) -> float:
        """The word error rate of the round trip against the text, at most 1."""
        return min(1.0, self.errors / self.words) if self.words else 0.0

    @property
    def loss(self) -> float:
        """The share of the words that did not survive, from 0 to 1."""
        return len(self.lost) / self.words if self.words else 0.0

    @cached_property
    def lost_phrases(self) -> tuple[Span, ...]:
        """The places of the words that did not survive, those side by side as one."""
        phrases: list[Span] = []
        for start, end in self.lost:
            if phrases and not self.text[phrases[-1].end : start].strip():
                start = phrases.pop().start
            phrases.append(Span(start, end))
        return tuple(phrases)


def round_trips(texts: Sequence[str], route: RoundTripRoute) -> list[RoundTrip]:
    """The round trip of each text; a text of several sentences is translated one by one.

    Raises InputError when the engine cannot translate.
    """
    lang, pivot = route.lang, route.pivot
    pieces = [[t[s.start : s.end] for s in sentences(t, lang)] for t in texts]
    flat = [p for ps in pieces for p in ps]
    there = iter(route.engine.translate(flat, lang, pivot))
    abroad = [[next(there) for _ in ps] for ps in pieces]
    home = iter(route.engine.translate([a for xs in abroad for a in xs], pivot, lang))
    returned = [[next(home) for _ in ps] for ps in pieces]
    return _kept_comparisons(
        texts, [" ".join(a) for a in abroad], [" ".join(r) for r in returned], route.lang
    )


def _kept_comparisons(
    texts: Sequence[str], pivots: Sequence[str], backs: Sequence[str], lang: str
) -> list[RoundTrip]:
    """What `compare` says, from the cache where it has it: loading sacremoses takes a third of a
    second, which is most of a second run.
    """
    cache = TranslationCache(cache_dir() / "judgements.sqlite3")
    signature = f"alignment:{lang}:{_VERSION}"
    keys = [json.dumps(pair) for pair in zip(texts, backs, strict=True)]
    known = cache.get(signature, keys)
    new = [i for i, key in enumerate(keys) if key not in known]
    compared = compare(
        [texts[i] for i in new], [pivots[i] for i in new], [backs[i] for i in new], lang
    )
    found = dict(zip(new, compared, strict=True))
    cache.put(signature, {keys[i]: json.dumps(_measures(trip)) for i, trip in found.items()})
    return [
        found.get(i) or _trip(texts[i], pivots[i], backs[i], *json.loads(known[key]))
        for i, key in enumerate(keys)
    ]


def _measures(trip: RoundTrip) -> tuple[int, tuple[Span, ...], int, float]:
    return trip.words, trip.lost, trip.errors, trip.cer


def _trip(
    text: str, pivot: str, back: str, words: int, lost: list[list[int]], errors: int, cer: float
) -> RoundTrip:
    return RoundTrip(text, pivot, back, words, tuple(Span(*place) for place in lost), errors, cer)


def compare(
    texts: Sequence[str], pivots: Sequence[str], backs: Sequence[str], lang: str
) -> list[RoundTrip]:
    """Align each text with its round trip, word by word, with jiwer."""
    if not texts:
        return []
    import jiwer

    before = [tokens(t, lang) for t in texts]
    after = [tokens(t, lang) for t in backs]
    # jiwer splits at spaces, and a key has none.
    references = [" ".join(t.key for t in ts) for ts in before]
    hypotheses = [" ".join(t.key for t in ts) for ts in after]
    aligned = jiwer.process_words(references, hypotheses)
    results = []
    for i, text in enumerate(texts):
        gone: list[Token] = []
        come: list[Token] = []
        errors = 0
        for chunk in aligned.alignments[i]:
            if chunk.type != "equal":
                gone += before[i][chunk.ref_start_idx : chunk.ref_end_idx]
                come += after[i][chunk.hyp_start_idx : chunk.hyp_end_idx]
                errors += max(
                    chunk.ref_end_idx - chunk.ref_start_idx, chunk.hyp_end_idx - chunk.hyp_start_idx
                )
        results.append(
            RoundTrip(
                text=text,
                pivot=pivots[i],
                back=backs[i],
                words=len(before[i]),
                lost=tuple(_not_among(gone, come)),
                errors=errors,
                cer=_cer(references[i], hypotheses[i]),
            )
        )
    return results


def _not_among(gone: Sequence[Token], come: Sequence[Token]) -> Iterator[Span]:
    """The places of the words in `gone` that are not in `come`, each there counted once."""
    moved = Counter(token.key for token in come)
    for token in gone:
        if moved[token.key]:
            moved[token.key] -= 1
        else:
            yield token.span


def _cer(reference: str, hypothesis: str) -> float:
    import jiwer

    if not reference:
        return 0.0
    return min(1.0, float(jiwer.cer(reference, hypothesis)))
