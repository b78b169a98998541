"""Scores, as text for people, and as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from qa.document.model import Document, Span
from qa.errors import InputError
from qa.reporters import wants_color
from qa.score.pairs import BadRow, ScoredRow
from qa.score.passages import Score, Sentence
from qa.text.notation import json_text
from qa.text.visible import visible

_BAR = 10
# Without a source, the share of a story's words that is shown, in the order to read them, and the
# fewest sentences.
_READ, _FEWEST_READ = 0.3, 3
# Measured on annotated stories: docs/scoring.md.
_TRUST = (
    "Without a source this is an order of reading, not a verdict, and a weak one: on 28 real stories the "
    "worst\ntenth of the words held 16% of the faults, the worst three tenths 40%."
)
_BOLD, _DIM, _LOST, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[4;33m", "\x1b[0m"


class Writer:
    """Writes scores as they come, and counts those that are suspect."""

    def __init__(self, stream: TextIO, max_suspicion: float, trips: bool, quiet: bool) -> None:
        self.stream = stream
        self.max_suspicion = max_suspicion
        self.trips = trips
        self.quiet = quiet
        self.files = self.passages = self.suspects = self.errors = self.skipped = 0
        self._worst: tuple[float, frozenset[int]] | None = None

    def choose_worst(self, scores: Sequence[Score], share: float) -> None:
        """Call suspect that share of `scores`, at least one, in the place of a fixed limit."""
        scored = [s for s in scores if s.suspicion is not None]
        count = max(1, int(share * len(scored)))
        worst = sorted(scored, key=lambda s: -(s.suspicion or 0))[:count]
        self._worst = share, frozenset(map(id, worst))

    @property
    def limit(self) -> str:
        """What makes a passage suspect, for people."""
        if self._worst:
            return f"the worst {100 * self._worst[0]:g}% of all"
        return f"suspicion above {self.max_suspicion:g}"

    def suspect(self, score: Score) -> bool | None:
        """Whether the passage is suspect, None where nobody can tell; it is counted."""
        self.passages += 1
        self.skipped += score.suspicion is None
        verdict = self._verdict(score)
        self.suspects += verdict is True
        return verdict

    def _verdict(self, score: Score) -> bool | None:
        if score.suspicion is None:
            return None
        if self._worst:
            return id(score) in self._worst[1]
        if score.certain:
            return True
        return score.suspicion > self.max_suspicion if score.calibrated else None

    def row(self, row: ScoredRow, score: Score) -> None:
        """Write the score of a row of a table."""
        raise NotImplementedError

    def bad_row(self, row: BadRow) -> None:
        """Write what is wrong with a row."""

    def file(
        self,
        path: str,
        document: Document | None,
        sentences: Sequence[Sentence],
        error: InputError | None,
    ) -> None:
        """Write the scores of a file, or that it has none."""
        raise NotImplementedError

    def close(self) -> None:
        """Write what comes at the end."""


class JsonLinesWriter(Writer):
    """One JSON object a passage; the shape is in docs/json.md and stays as it is."""

    def row(self, row: ScoredRow, score: Score) -> None:
        """Write one line."""
        self._line(pair_entry(row, score, self.suspect(score)))

    def bad_row(self, row: BadRow) -> None:
        """Write one line."""
        self._line(bad_entry(row))

    def file(
        self,
        path: str,
        document: Document | None,
        sentences: Sequence[Sentence],
        error: InputError | None,
    ) -> None:
        """Write a line a sentence."""
        for sentence in sentences:
            assert document is not None
            suspect = self.suspect(sentence.score)
            self._line({"path": path} | sentence_entry(document, sentence, suspect))

    def _line(self, entry: Mapping[str, Any]) -> None:
        self.stream.write(json_text(entry) + "\n")


class JsonWriter(Writer):
    """One JSON object, file by file; the shape is in docs/json.md and stays as it is."""

    def __init__(self, stream: TextIO, max_suspicion: float, trips: bool, quiet: bool) -> None:
        super().__init__(stream, max_suspicion, trips, quiet)
        self._started = False

    def row(self, row: ScoredRow, score: Score) -> None:
        """Write the entry of a row."""
        self._entry("rows", pair_entry(row, score, self.suspect(score)))

    def bad_row(self, row: BadRow) -> None:
        """Write the entry of a row."""
        self.errors += 1
        self._entry("rows", bad_entry(row))

    def file(
        self,
        path: str,
        document: Document | None,
        sentences: Sequence[Sentence],
        error: InputError | None,
    ) -> None:
        """Write the entry of a file."""
        self.files += 1
        self.errors += error is not None
        entries = (
            [sentence_entry(document, s, self.suspect(s.score)) for s in sentences]
            if document
            else []
        )
        entry = {
            "path": path,
            "language": document.lang if document else None,
            "error": str(error) if error else None,
            "sentences": entries,
        }
        self._entry("files", entry)

    def close(self) -> None:
        """Write the summary."""
        if not self._started:
            self.stream.write('{"version": 1,\n "files": [')
        summary = {
            "files": self.files,
            "passages": self.passages,
            "suspect": self.suspects,
            "skipped": self.skipped,
            "errors": self.errors,
        }
        self.stream.write(f'],\n "summary": {json_text(summary)}}}\n')

    def _entry(self, key: str, entry: Mapping[str, Any]) -> None:
        self.stream.write(",\n  " if self._started else f'{{"version": 1,\n "{key}": [\n  ')
        self._started = True
        self.stream.write(json_text(entry))


class TextWriter(Writer):
    """For people: what is certain or has a probability in its place, with a bar and the reasons; of
    the rest what to read first, in that order, with the words that carry it.
    """

    def __init__(self, stream: TextIO, max_suspicion: float, trips: bool, quiet: bool) -> None:
        super().__init__(stream, max_suspicion, trips, quiet)
        self.color = wants_color(stream)
        self._signatures: dict[str, None] = {}
        self._left_out: Counter[str] = Counter()
        self._judged = self._ordered = 0

    def row(self, row: ScoredRow, score: Score) -> None:
        """Write a row's score, under its id."""
        if score.suspicion is None:
            self.suspect(score)
            self._left_out[score.skipped] += 1
        else:
            self._passage(row.id, row.translation, score, score.spans)

    def file(
        self,
        path: str,
        document: Document | None,
        sentences: Sequence[Sentence],
        error: InputError | None,
    ) -> None:
        """Write the sentences that were judged in their order, then the others to be read first."""
        if document is None:
            return
        self.files += 1
        unjudged: list[Sentence] = []
        for sentence in sentences:
            if sentence.score.suspicion is None:
                self.suspect(sentence.score)
                self._left_out[sentence.score.skipped] += 1
            elif sentence.score.calibrated or sentence.score.certain or self._worst:
                self._sentence(path, document, sentence)
            else:
                unjudged.append(sentence)
        if unjudged:
            self._read_first(path, document, unjudged)

    def close(self) -> None:
        """Write what the numbers mean and what made them."""
        if self.quiet or not self.passages:
            return
        scored = self.passages - self.skipped
        said = f"{scored} passage{'s' * (scored != 1)} scored"
        if self._judged or self._worst or self.suspects:
            suspects = f"{self.suspects} suspect" if self.suspects else "none above the limit"
            said += f", {suspects} ({self.limit})"
        self.stream.write(f"{said}.\n")
        if self._left_out:
            kinds = ", ".join(f"{what} ({n})" for what, n in self._left_out.most_common())
            self.stream.write(f"Not scored: {kinds}.\n")
        if self._judged:
            self.stream.write(
                "Suspicion beside a source is the probability that an editor would reject the "
                "passage.\n"
            )
        if self._ordered:
            self.stream.write(f"{_TRUST}\n")
        for signature in self._signatures:
            self.stream.write(f"{self._styled('made by ' + signature, _DIM)}\n")

    def _read_first(self, path: str, document: Document, sentences: Sequence[Sentence]) -> None:
        """The sentences that read worst, until a third of the words are read."""
        order = sorted(sentences, key=lambda s: -(s.score.suspicion or 0))
        sizes = [len(document.text[slice(*s.span)].split()) for s in order]
        total, read = sum(sizes), 0
        self.stream.write(f"{self._styled(f'{visible(path)}: read these first', _BOLD)}\n")
        for rank, (sentence, size) in enumerate(zip(order, sizes, strict=True), 1):
            if rank > _FEWEST_READ and read + size > _READ * total:
                read = total  # what comes later is not shown, however short
                self.suspect(sentence.score)
                continue
            read += size
            place = f"{rank} of {len(order)}, with it {read / total:.0%} of the words"
            self._sentence(path, document, sentence, place)

    def _sentence(self, path: str, document: Document, sentence: Sentence, place: str = "") -> None:
        start = sentence.span.start
        line, column = document.line_col(document.source_span(sentence.span).start)
        text = document.text[slice(*sentence.span)]
        spans = [(Span(s.start - start, s.end - start), why) for s, why in sentence.score.spans]
        self._passage(f"{path}:{line}:{column}", text, sentence.score, spans, place)

    def _passage(
        self,
        place: str,
        text: str,
        score: Score,
        spans: Sequence[tuple[Span, str]],
        rank: str = "",
    ) -> None:
        suspect = self.suspect(score)
        suspicion = score.suspicion or 0.0
        if rank:
            says = rank
        else:
            filled = round(suspicion * _BAR)
            bar = "█" * filled + "░" * (_BAR - filled)
            judged = score.calibrated or score.certain
            says = f"{bar} {'suspicion' if judged else 'order'} {suspicion:.2f}"
            self._judged += judged
        self._ordered += not (score.calibrated or score.certain)
        verdict = "  suspect" if suspect else ""
        self.stream.write(f"{self._styled(visible(place), _BOLD)}: {says}{verdict}\n")
        self.stream.write(f"    {self._marked(text, [span for span, _ in spans])}\n")
        for reason in score.reasons:
            self.stream.write(f"    – {_visible(reason)}\n")
        if score.trip and self.trips:
            if score.trip.lost:
                lost = " · ".join(
                    _visible(score.trip.text[a:b]) for a, b in score.trip.lost_phrases
                )
                self.stream.write(f"    lost: {lost}\n")
            for label, shown in (
                ("there:", score.trip.pivot),
                ("back: ", score.trip.back),
                ("the engine's own:", score.translated),
            ):
                if shown:
                    self.stream.write(f"    {self._styled(label, _DIM)} {_visible(shown)}\n")
        if score.signature:
            self._signatures[score.signature] = None

    def _marked(self, text: str, spans: Sequence[Span]) -> str:
        shown, at = "", 0
        for start, end in sorted(spans):
            start = max(start, at)  # two reasons may name one word
            if start < end <= len(text) and (start, end) != (0, len(text)):
                marked = _visible(text[start:end])
                marked = self._styled(marked, _LOST) if self.color else f"⟦{marked}⟧"
                shown, at = shown + _visible(text[at:start]) + marked, end
        return shown + _visible(text[at:])

    def _styled(self, text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if self.color else text


def _visible(text: str) -> str:
    """`text` in one line."""
    return visible("".join(" " if c.isspace() else c for c in text))


def pair_entry(row: ScoredRow, score: Score, suspect: bool | None) -> dict[str, Any]:
    """What programs get for a row; offsets are code points of the translation."""
    return (
        {"id": row.id}
        | _score_entry(score, suspect)
        | {
            "spans": [
                {"start": s.start, "end": s.end, "reason": reason} for s, reason in score.spans
            ],
            "error": None,
        }
    )


def bad_entry(row: BadRow) -> dict[str, Any]:
    """What programs get for a row that has no score."""
    return {"id": row.id} | _score_entry(Score(None), None) | {"spans": [], "error": str(row.error)}


def sentence_entry(document: Document, sentence: Sentence, suspect: bool | None) -> dict[str, Any]:
    """What programs get for a sentence; offsets are code points of the decoded file."""
    span = sentence.span

    def place(start: int, end: int) -> dict[str, Any]:
        at = document.source_span(Span(start, end))
        return {"start": _position(document, at.start), "end": _position(document, at.end)}

    return {
        "kind": sentence.kind,
        "text": document.text[span.start : span.end],
        **place(*span),
        **_score_entry(sentence.score, suspect),
        "spans": [
            place(s.start, s.end) | {"text": document.text[slice(*s)], "reason": reason}
            for s, reason in sentence.score.spans
        ],
    }


def _score_entry(score: Score, suspect: bool | None) -> dict[str, Any]:
    return {
        "suspicion": None if score.suspicion is None else round(score.suspicion, 6),
        "calibrated": score.calibrated,
        "suspect": suspect,
        "skipped": score.skipped or None,
        "signals": {name: round(value, 4) for name, value in score.signals.items()},
        "reasons": list(score.reasons),
        "case": score.case or None,
        "pivot": score.trip.pivot if score.trip else None,
        "round_trip": score.trip.back if score.trip else None,
        "translated": score.translated or None,
        "signature": score.signature or None,
    }


def _position(document: Document, offset: int) -> dict[str, int]:
    line, column = document.line_col(offset)
    return {"line": line, "column": column, "offset": offset}


WRITERS: dict[str, type[Writer]] = {
    "text": TextWriter,
    "json": JsonWriter,
    "jsonl": JsonLinesWriter,
}
