"""The score of a passage, and of the sentences of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from qa import vectors
from qa.engines import RoundTripRoute, route
from qa.errors import InputError
from qa.offsets import Span
from qa.score.evidence import VectorSignals, measure_surface, together
from qa.score.evidence import signature as vector_signature
from qa.score.roundtrip import RoundTrip, round_trips
from qa.score.signals import Measured, Passage, engine, round_trip
from qa.score.suspicion import Logistic, shipped_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qa.context import Context
    from qa.model import Document

# What is written for a translation that is not there: nobody would publish it.
_NOTHING = "there is no translation"
_NO_WORDS = "there is no word to judge"
# A reason is told when its signal adds this to the log-odds: a tenth more, or so.
_WORTH_TELLING = 0.1
_MOST_REASONS = 4


@dataclass(frozen=True, slots=True)
class Score:
    """What is known of a passage.

    `suspicion` is the probability, from 0 to 1, that an editor would reject it; `signals` are the
    numbers it rests on, none where nothing could be measured, and `case` says which of them there
    were. `spans` are places that carry it, in code points of the passage, each with its reason.
    `signature` names engine and models.
    """

    suspicion: float
    signals: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    spans: tuple[tuple[Span, str], ...] = ()
    trip: RoundTrip | None = None
    case: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document: its place, the kind of segment that it is in, its score, its source."""

    span: Span
    kind: str
    score: Score
    source: str = ""


class Scorer:
    """Scores passages by all signals that can be had."""

    def __init__(self, vector_signals: VectorSignals | None = None) -> None:
        self._vectors = vector_signals or VectorSignals()

    def score(self, passages: Sequence[Passage], way: RoundTripRoute | None = None) -> list[Score]:
        """The score of each passage; all are in one language, and translated from one.

        With a `way`, its engine makes a round trip of each, and a translation of each source if it
        can. Raises InputError when the engine fails.
        """
        trips: list[RoundTrip | None] = [None] * len(passages)
        if way is not None:
            trips = [*round_trips([p.text for p in passages], way)]
        # A passage and what came back of it go together, so that the passage is encoded once.
        asked = [
            asked
            for p, trip in zip(passages, trips, strict=True)
            for asked in (p, _returned(p, trip))
            if asked is not None
        ]
        judged = dict(zip(asked, self._vectors.measure(asked), strict=True))
        translated = engine.measure(passages, way.engine) if way is not None else []
        signature = _signature(way)
        scores = []
        for i, (p, trip) in enumerate(zip(passages, trips, strict=True)):
            measured = together([_measured(p, trip, way, judged), *translated[i : i + 1]])
            scores.append(_scored(p, trip, measured, signature))
        return scores


def _returned(passage: Passage, trip: RoundTrip | None) -> Passage | None:
    """What came back, as a translation of the passage."""
    return Passage(trip.back, passage.lang, passage.text, passage.lang) if trip else None


def _measured(
    passage: Passage,
    trip: RoundTrip | None,
    way: RoundTripRoute | None,
    judged: Mapping[Passage, Measured],
) -> Measured:
    found = [measure_surface(passage), judged[passage]]
    returned = _returned(passage, trip)
    if trip is not None and way is not None and returned is not None:
        found.append(round_trip.measure(trip, way.pivot))
        meaning = judged[returned].signals.get("meaning")
        if meaning is not None and found[-1].signals:
            found.append(Measured({"round_trip_meaning": meaning}))
    return together(found)


def _scored(passage: Passage, trip: RoundTrip | None, measured: Measured, signature: str) -> Score:
    model = shipped_model()
    if not passage.text.strip():
        return Score(1.0, reasons=(_NOTHING,), trip=trip, signature=signature)
    chosen = model.case_for(measured.signals)
    if chosen is None or not any(map(str.isalnum, passage.text)):
        return Score(model.prior, reasons=(_NO_WORDS,), trip=trip, signature=signature)
    name, case = chosen
    reasons, spans = _told(measured, case)
    return Score(
        suspicion=case.probability(measured.signals),
        signals=measured.signals,
        reasons=reasons,
        spans=spans,
        trip=trip,
        case=name,
        signature=signature,
    )


def _told(
    measured: Measured, case: Logistic
) -> tuple[tuple[str, ...], tuple[tuple[Span, str], ...]]:
    """The reasons that weigh, the heaviest first, and the places that they name."""
    weights = [case.share(r.signal, measured.signals) for r in measured.reasons]
    order = sorted(range(len(weights)), key=lambda i: -weights[i])
    told = [measured.reasons[i] for i in order if weights[i] >= _WORTH_TELLING][:_MOST_REASONS]
    spans = sorted((span, reason.text) for reason in told for span in reason.spans)
    return tuple(r.text for r in told), tuple(spans)


def _signature(way: RoundTripRoute | None) -> str:
    parts = [way.signature] if way is not None else []
    if vectors.installed():
        parts.append(vector_signature())
    return " | ".join((*parts, shipped_model().name))


def document_route(
    document: Document, context: Context, pivot: str | None = None
) -> RoundTripRoute:
    """The round trip for a document: through `pivot`, else through its source language if possible.

    Raises InputError when no engine has one.
    """
    return route(context.engine, document.lang, pivot, context.config.source_lang)


# The rules of a round trip ask about the same document, one after the other.
@lru_cache(maxsize=1)
def score_document(
    document: Document, context: Context, pivot: str | None = None
) -> tuple[Sentence, ...]:
    """The scores of the sentences of `document`, in their order.

    Each is held against its source where the context has one. Sentences without a word and those in
    another language are passed over. Raises InputError when the source cannot be read, and when no
    engine has a round trip for the document's language, and there are no vectors to do without
    one, or a pivot or an engine was named.
    """
    places = list(_sentences(document, context))
    if not places:
        return ()
    try:
        way = document_route(document, context, pivot)
    except InputError:
        # What was asked for by name must be there.
        if pivot is not None or context.config.engine != "auto" or not vectors.installed():
            raise
        way = None
    lang = document.lang
    passages = [Passage(document.text[s.start : s.end], lang) for s, _ in places]
    comparison = context.comparison(document)
    if comparison is not None:
        sources = [comparison.source_of(span) for span, _ in places]
        passages = [
            replace(p, source=source, source_lang=comparison.source_lang) if source else p
            for p, source in zip(passages, sources, strict=True)
        ]
    scores = Scorer().score(passages, way)
    return tuple(
        Sentence(span, kind, score, passage.source)
        for (span, kind), score, passage in zip(places, scores, passages, strict=True)
    )


def _sentences(document: Document, context: Context) -> Iterable[tuple[Span, str]]:
    from qa.language.judge import Judge

    judge = Judge(document.lang, context.detector)
    for segment in document.segments:
        if segment.lang != document.lang:
            continue
        for sentence in segment.sentences:
            text = segment.text[sentence.start : sentence.end]
            if any(map(str.isalpha, text)) and judge.foreign(text) is None:
                yield sentence.shifted(segment.offset), segment.kind
