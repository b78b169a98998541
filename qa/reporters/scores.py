"""Scores, as text for people, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from qa.errors import InputError
from qa.model import Document, Span
from qa.reporters import wants_color
from qa.score.pairs import Row
from qa.score.passages import Score, Sentence
from qa.text.visible import visible

_BAR = 10
_BOLD, _DIM, _LOST, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[4;33m", "\x1b[0m"


class Writer:
    """Writes scores as they come, and counts those that are suspect."""

    def __init__(self, stream: TextIO, max_suspicion: float, trips: bool, quiet: bool) -> None:
        self.stream = stream
        self.max_suspicion = max_suspicion
        self.trips = trips
        self.quiet = quiet
        self.files = self.passages = self.suspects = self.errors = 0
        self._worst: tuple[float, frozenset[int]] | None = None

    def choose_worst(self, scores: Sequence[Score], share: float) -> None:
        """Call suspect that share of `scores`, at least one, in the place of a fixed limit."""
        count = max(1, int(share * len(scores)))
        worst = sorted(scores, key=lambda s: -s.suspicion)[:count]
        self._worst = share, frozenset(map(id, worst))

    @property
    def limit(self) -> str:
        """What makes a passage suspect, for people."""
        if self._worst:
            return f"the worst {100 * self._worst[0]:g}% of all"
        return f"suspicion above {self.max_suspicion:g}"

    def suspect(self, score: Score) -> bool:
        """Whether the passage is suspect; it is counted."""
        self.passages += 1
        suspect = (
            id(score) in self._worst[1] if self._worst else score.suspicion > self.max_suspicion
        )
        self.suspects += suspect
        return suspect

    def row(self, row: Row, score: Score) -> None:
        """Write the score of a row of a table."""
        raise NotImplementedError

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

    def row(self, row: Row, score: Score) -> None:
        """Write one line."""
        self._line(pair_entry(row, score, self.suspect(score)))

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
        self.stream.write(json.dumps(entry, ensure_ascii=False) + "\n")


class JsonWriter(Writer):
    """One JSON object, file by file; the shape is in docs/json.md and stays as it is."""

    def __init__(self, stream: TextIO, max_suspicion: float, trips: bool, quiet: bool) -> None:
        super().__init__(stream, max_suspicion, trips, quiet)
        self._started = False

    def row(self, row: Row, score: Score) -> None:
        """Write the entry of a row."""
        self._entry("rows", pair_entry(row, score, self.suspect(score)))

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
            "errors": self.errors,
        }
        self.stream.write(f'],\n "summary": {json.dumps(summary)}}}\n')

    def _entry(self, key: str, entry: Mapping[str, Any]) -> None:
        self.stream.write(",\n  " if self._started else f'{{"version": 1,\n "{key}": [\n  ')
        self._started = True
        json.dump(entry, self.stream, ensure_ascii=False)


class TextWriter(Writer):
    """For people: a bar, the number, the sentence with the words that carry it, the reasons."""

    def __init__(self, stream: TextIO, max_suspicion: float, trips: bool, quiet: bool) -> None:
        super().__init__(stream, max_suspicion, trips, quiet)
        self.color = wants_color(stream)
        self._signatures: dict[str, None] = {}

    def row(self, row: Row, score: Score) -> None:
        """Write a row's score, under its id."""
        self._passage(row.id, row.translation, score)

    def file(
        self,
        path: str,
        document: Document | None,
        sentences: Sequence[Sentence],
        error: InputError | None,
    ) -> None:
        """Write the scores of the sentences, in their order."""
        self.files += document is not None
        for sentence in sentences:
            assert document is not None
            line, column = document.line_col(document.source_span(sentence.span).start)
            text = document.text[sentence.span.start : sentence.span.end]
            self._passage(f"{path}:{line}:{column}", text, sentence.score)

    def close(self) -> None:
        """Write what the numbers mean and what made them."""
        if self.quiet or not self.passages:
            return
        suspects = f"{self.suspects} suspect" if self.suspects else "none suspect"
        self.stream.write(
            f"{self.passages} passage{'s' * (self.passages != 1)}, {suspects} "
            f"({self.limit}).\n"
            "Suspicion is the probability that an editor would reject the passage; "
            "docs/scoring.md\nsays how far to trust it.\n"
        )
        for signature in self._signatures:
            self.stream.write(f"{self._styled('made by ' + signature, _DIM)}\n")

    def _passage(self, place: str, text: str, score: Score) -> None:
        suspect = self.suspect(score)
        filled = round(score.suspicion * _BAR)
        bar = "█" * filled + "░" * (_BAR - filled)
        verdict = "  suspect" if suspect else ""
        self.stream.write(
            f"{self._styled(visible(place), _BOLD)}: {bar} suspicion {score.suspicion:.2f}{verdict}\n"
        )
        self.stream.write(f"    {self._marked(text, [span for span, _ in score.spans])}\n")
        for reason in score.reasons:
            self.stream.write(f"    – {_visible(reason)}\n")
        if score.trip and score.trip.lost and self.trips and not self.color:
            lost = " · ".join(_visible(text[a:b]) for a, b in score.trip.lost_phrases)
            self.stream.write(f"    lost: {lost}\n")
        if score.trip and self.trips:
            self.stream.write(
                f"    {self._styled('there:', _DIM)} {_visible(score.trip.pivot)}\n"
                f"    {self._styled('back: ', _DIM)} {_visible(score.trip.back)}\n"
            )
        if score.signature:
            self._signatures[score.signature] = None

    def _marked(self, text: str, spans: Sequence[Span]) -> str:
        if not self.color:
            return _visible(text)
        shown, at = "", 0
        for start, end in sorted(spans):
            start = max(start, at)  # two reasons may name one word
            if start < end:
                marked = self._styled(_visible(text[start:end]), _LOST)
                shown, at = shown + _visible(text[at:start]) + marked, end
        return shown + _visible(text[at:])

    def _styled(self, text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if self.color else text


def _visible(text: str) -> str:
    """`text` in one line."""
    return visible("".join(" " if c.isspace() else c for c in text))


def pair_entry(row: Row, score: Score, suspect: bool) -> dict[str, Any]:
    """What programs get for a row; offsets are code points of the translation."""
    return (
        {"id": row.id}
        | _score_entry(score, suspect)
        | {
            "spans": [
                {"start": s.start, "end": s.end, "reason": reason} for s, reason in score.spans
            ]
        }
    )


def sentence_entry(document: Document, sentence: Sentence, suspect: bool) -> dict[str, Any]:
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
            place(span.start + s.start, span.start + s.end)
            | {"text": document.text[span.start + s.start : span.start + s.end], "reason": reason}
            for s, reason in sentence.score.spans
        ],
    }


def _score_entry(score: Score, suspect: bool) -> dict[str, Any]:
    return {
        "suspicion": round(score.suspicion, 6),
        "suspect": suspect,
        "signals": {name: round(value, 4) for name, value in score.signals.items()},
        "reasons": list(score.reasons),
        "case": score.case or None,
        "pivot": score.trip.pivot if score.trip else None,
        "round_trip": score.trip.back if score.trip else None,
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
