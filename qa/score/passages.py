"""The score of a passage, and of the sentences of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.engines import RoundTripRoute, primary, route
from qa.language import language_name
from qa.offsets import Span
from qa.score.roundtrip import RoundTrip, round_trips
from qa.score.suspicion import shipped_model, signals_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.context import Context
    from qa.model import Document

# What is written for a translation that is not there: nobody would publish it.
_NOTHING = "there is no translation"


@dataclass(frozen=True, slots=True)
class Score:
    """What is known of a passage.

    `suspicion` is the probability, from 0 to 1, that an editor would reject it; `signals` are the
    numbers it rests on, none where nothing could be measured. `spans` are places that carry it, in
    code points of the passage, each with its reason. `signature` names engine and models.
    """

    suspicion: float
    signals: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    spans: tuple[tuple[Span, str], ...] = ()
    trip: RoundTrip | None = None
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document: its place, the kind of segment that it is in, its score."""

    span: Span
    kind: str
    score: Score


def score_texts(texts: Sequence[str], way: RoundTripRoute) -> list[Score]:
    """The score of each text, without a source. Raises InputError when the engine fails."""
    model = shipped_model()
    signature = f"{way.signature} | {model.name}"
    reason = f"did not survive the round trip through {language_name(way.pivot)}"
    scores = []
    for trip in round_trips(texts, way):
        if not trip.text.strip():
            scores.append(Score(1.0, reasons=(_NOTHING,), signature=signature))
            continue
        signals = signals_of(trip)
        scores.append(
            Score(
                suspicion=model.probability(signals),
                signals=signals,
                reasons=(f"{len(trip.lost)} of {trip.words} words {reason}",) if trip.lost else (),
                spans=tuple((span, reason) for span in trip.lost_phrases),
                trip=trip,
                signature=signature,
            )
        )
    return scores


def unscored(reason: str) -> Score:
    """The score of a passage that no engine can judge: what is true of passages in general."""
    return Score(shipped_model().prior, reasons=(reason,))


def document_route(
    document: Document, context: Context, pivot: str | None = None
) -> RoundTripRoute:
    """The round trip for a document: through `pivot`, else through its source language if possible.

    Raises InputError when no engine has one.
    """
    return route(context.engine, document.lang, pivot, context.config.source_lang)


def score_document(
    document: Document, context: Context, pivot: str | None = None
) -> tuple[Sentence, ...]:
    """The scores of the sentences of `document`, in their order.

    Sentences without a word and those in another language are passed over. Raises InputError when
    no engine has a round trip for the document's language.
    """
    places = list(_sentences(document, context))
    if not places:
        return ()
    way = document_route(document, context, pivot)
    scores = score_texts([document.text[s.start : s.end] for s, _ in places], way)
    return tuple(
        Sentence(span, kind, score) for (span, kind), score in zip(places, scores, strict=True)
    )


def _sentences(document: Document, context: Context) -> list[tuple[Span, str]]:
    from qa.language.judge import Judge

    judge = Judge(document.lang, context.detector)
    places = []
    for segment in document.segments:
        if primary(segment.lang) != primary(document.lang):
            continue
        for sentence in segment.sentences:
            text = segment.text[sentence.start : sentence.end]
            if any(map(str.isalpha, text)) and judge.foreign(text) is None:
                places.append((sentence.shifted(segment.offset), segment.kind))
    return places
