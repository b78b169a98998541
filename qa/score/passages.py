"""The score of a passage, and of the sentences of a document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qa import vectors
from qa.document.computed import of_document
from qa.engines import RoundTripRoute, route
from qa.errors import InputError
from qa.score.cleaning import FAMILIES, LABEL, SHORT, Part, parts
from qa.score.evidence import VectorSignals, measure_surface, together
from qa.score.evidence import signature as vector_signature
from qa.score.facts import Fact, Findings, fault_facts, language_facts, story_facts
from qa.score.roundtrip import RoundTrip, round_trips
from qa.score.signals import Measured, Passage, Reason, engine, round_trip
from qa.score.suspicion import Logistic, shipped_model
from qa.text.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.context import Context
    from qa.document.model import Document

# What is written for a translation that is not there: nobody would publish it.
_NOTHING = "there is no translation"
_NO_WORDS = "no word to judge"
# A reason is told when its signal adds this to the log-odds: a tenth more, or so.
_WORTH_TELLING = 0.1
_MOST_REASONS = 4
# What is certain enough to say so where no source gives a probability.
_CERTAIN = 0.5


@dataclass(frozen=True, slots=True)
class Score:
    """What is known of a passage.

    `suspicion`, from 0 to 1, orders passages; None where the passage is not scored, for the reason
    `skipped`. Where it is `calibrated` it is the probability that an editor would reject the passage.
    It is `certain` that somebody must look where something was found that no editor would publish.
    `signals` are the numbers it rests on, and `case` says which of them there were. `spans` are places
    that carry it, in code points of the passage, each with its reason. `signature` names engine and
    models.
    """

    suspicion: float | None
    calibrated: bool = False
    certain: bool = False
    skipped: str = ""
    signals: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    spans: tuple[tuple[Span, str], ...] = ()
    trip: RoundTrip | None = None
    translated: str = ""
    case: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document: its place, the kind of segment that it is in, its score, its source.

    The spans of its score, and those of the words that a round trip `lost`, are code points of the
    document.
    """

    span: Span
    kind: str
    score: Score
    source: str = ""
    lost: tuple[Span, ...] = ()


class Scorer:
    """Scores passages by all signals that can be had."""

    def __init__(self, vector_signals: VectorSignals | None = None) -> None:
        self._vectors = vector_signals or VectorSignals()

    def score(
        self,
        passages: Sequence[Passage],
        facts: Sequence[Sequence[Fact]] | None = None,
        way: RoundTripRoute | None = None,
    ) -> list[Score]:
        """The score of each passage; all are in one language, and translated from one.

        `facts` are what is certain of each. With a `way`, its engine makes a round trip of each, and a
        translation of each source if it can: they are shown, and do not change the suspicion. Raises
        InputError when the engine fails.
        """
        trips: list[RoundTrip | None] = [None] * len(passages)
        if way is not None:
            trips = [*round_trips([p.text for p in passages], way)]
        judged = self._vectors.measure(passages)
        translated = engine.measure(passages, way.engine) if way is not None else []
        signature = _signature(way)
        scores = []
        for i, (p, trip) in enumerate(zip(passages, trips, strict=True)):
            found = [measure_surface(p), judged[i]]
            if trip is not None and way is not None:
                found.append(round_trip.measure(trip, way.pivot))
            own = translated[i : i + 1]
            score = _scored(p, trip, together([*found, *(o.measured for o in own)]), signature)
            score = replace(score, translated="".join(o.text for o in own))
            scores.append(_with_facts(score, facts[i] if facts is not None else ()))
        return scores


def _scored(passage: Passage, trip: RoundTrip | None, measured: Measured, signature: str) -> Score:
    if not passage.text.strip():
        return Score(1.0, True, True, reasons=(_NOTHING,), trip=trip, signature=signature)
    chosen = shipped_model().case_for(measured.signals)
    if chosen is None or not any(map(str.isalnum, passage.text)):
        return Score(None, skipped=_NO_WORDS, trip=trip, signature=signature)
    name, case = chosen
    relative = shipped_model().relative(measured.signals, passage.source_lang)
    reasons, spans = _told(measured.reasons, relative, case)
    return Score(
        suspicion=case.probability(relative),
        calibrated=case.calibrated,
        signals=measured.signals,
        reasons=reasons,
        spans=spans,
        trip=trip,
        case=name,
        signature=signature,
    )


def _with_facts(score: Score, facts: Sequence[Fact]) -> Score:
    """The score with what is certain: its reasons come first, and the suspicion is no lower."""
    if not facts or score.suspicion == 1:
        return score
    surest = max(fact.probability for fact in facts)
    # Of two that are as good as certain, the one that reads worse comes first.
    most = max(surest + (1 - surest) * (score.suspicion or 0.0), score.suspicion or 0.0)
    told = tuple(dict.fromkeys(fact.text for fact in facts))
    spans = [(span, fact.text) for fact in facts for span in fact.spans]
    return replace(
        score,
        suspicion=most,
        certain=any(fact.verdict and fact.probability > _CERTAIN for fact in facts),
        skipped="",
        reasons=(*told, *score.reasons)[:_MOST_REASONS],
        spans=tuple(sorted({*spans, *score.spans})),
    )


def _told(
    reasons: Sequence[Reason], signals: Mapping[str, float], case: Logistic
) -> tuple[tuple[str, ...], tuple[tuple[Span, str], ...]]:
    """The reasons that weigh, the heaviest first, and the places that they name."""
    # What only orders has no log-odds to weigh.
    weights = [
        case.share(r.signal, signals) if case.calibrated else float(r.signal in case.weights)
        for r in reasons
    ]
    order = sorted(range(len(weights)), key=lambda i: -weights[i])
    told = [reasons[i] for i in order if weights[i] >= _WORTH_TELLING][:_MOST_REASONS]
    spans = sorted((span, reason.text) for reason in told for span in reason.spans)
    return tuple(r.text for r in told), tuple(spans)


def _signature(way: RoundTripRoute | None) -> str:
    parts = [way.signature] if way is not None else []
    if vectors.installed():
        parts.append(vector_signature())
    return " | ".join((*parts, shipped_model().name))


def own_route(
    context: Context, lang: str, source_lang: str | None, pivot: str | None = None
) -> RoundTripRoute | None:
    """The round trip through the language that a story came from, or through `pivot` where that is
    asked for; None where no engine has the pair, or nothing says where the story came from.

    Raises InputError when no engine has the pivot that was asked for.
    """
    if pivot is not None:
        return route(context.engine, lang, pivot)
    if not source_lang or source_lang == lang:
        return None
    try:
        return route(context.engine, lang, source_lang)
    except InputError:
        # An engine that was asked for by name must be there.
        if context.config.engine != "auto":
            raise
        return None


def missing_engine(lang: str, source_lang: str) -> str:
    """One line for people: the pair that no engine has, and the command that installs it."""
    there, back = f"{source_lang}-{lang}", f"{lang}-{source_lang}"
    return (
        f"no engine translates {source_lang} and {lang}, so there is no round trip; "
        f"install one: qa models install --from-index {there} {back}"
    )


def source_language(document: Document, context: Context) -> str | None:
    """The language that a document came from, where a source or the configuration says it."""
    comparison = context.comparison(document)
    return comparison.source_lang if comparison is not None else context.config.source_lang


@of_document
def score_document(
    document: Document, context: Context, findings: Findings, pivot: str | None = None
) -> tuple[Sentence, ...]:
    """The scores of the sentences of `document`, in their order.

    What the cleaning stage takes for no sentence of the story is not scored, and says why. Each other
    is held against its source where the context has one. Raises InputError when the source cannot be
    read, and when no engine has the pivot or is the one that was asked for by name.
    """
    found = list(parts(document, [*findings.of_document(document, FAMILIES)]))
    if not found:
        return ()
    comparison = context.comparison(document)
    if comparison is not None:
        facts = story_facts(comparison, findings)
    else:
        facts = fault_facts(document, findings)
    way = own_route(context, document.lang, source_language(document, context), pivot)
    lang = document.lang
    asked: list[tuple[Part, Passage, list[Fact]]] = []
    skipped: dict[Span, Score] = {}
    for part in found:
        own = [_within(fact, part) for fact in facts if _touches(fact, part.span)]
        source = comparison.source_of(part.span) if comparison is not None else ""
        passage = Passage(part.text, lang)
        if source and comparison is not None:
            passage = replace(passage, source=source, source_lang=comparison.source_lang)
            own += [f for f in language_facts(passage, context) if not own]
        certain = any(fact.verdict for fact in own)
        if part.skipped and not certain and not (source and part.skipped in (LABEL, SHORT)):
            skipped[part.span] = Score(None, skipped=part.skipped)
        else:
            asked.append((part, passage, own))
    scores = Scorer().score([p for _, p, _ in asked], [own for _, _, own in asked], way)
    scored = {
        part.span: (score, p.source) for (part, p, _), score in zip(asked, scores, strict=True)
    }
    sentences = []
    for part in found:
        score, source = scored.get(part.span) or (skipped[part.span], "")
        placed = tuple((part.place(span), why) for span, why in score.spans)
        lost = tuple(map(part.place, score.trip.lost_phrases)) if score.trip else ()
        sentences.append(Sentence(part.span, part.kind, replace(score, spans=placed), source, lost))
    return tuple(sentences)


def _touches(fact: Fact, span: Span) -> bool:
    return any(place.overlaps(span) for place in fact.spans)


def _within(fact: Fact, part: Part) -> Fact:
    """A fact of the document as one of a sentence, with the places that lie in its text."""
    spans = []
    for start, end in fact.spans:
        first = bisect_left(part.places, start)
        last = bisect_left(part.places, end)
        if first < last:
            spans.append(Span(first, last))
    return fact._replace(spans=tuple(spans))


@dataclass(frozen=True)
class Scores:
    """The scores of a document, for rules on them; made when they are asked for."""

    document: Document
    context: Context
    findings: Findings

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The scores of the sentences. Raises InputError as `score_document` does."""
        return score_document(self.document, self.context, self.findings)

    @property
    def source_lang(self) -> str | None:
        """The language that the document came from, where that is known."""
        return source_language(self.document, self.context)
