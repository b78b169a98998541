"""Translations that are scored one by one, in the order of a table, with or without their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from qa.engines import RoundTripRoute
from qa.errors import STOPS, InputError, fault
from qa.language.codes import tag_of
from qa.language.main import main_language
from qa.score.facts import Findings, row_facts
from qa.score.passages import Score, Scorer, missing_engine, own_route
from qa.score.signals import Passage

if TYPE_CHECKING:
    from qa.context import Context

# Rows that are scored together: enough for an engine's batches, few enough to keep in memory.
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """A passage; `source` and the languages are empty where the table does not say them."""

    id: str
    translation: str
    source: str = ""
    source_lang: str = ""
    target_lang: str = ""


class BadRow(NamedTuple):
    """A row that has no passage, or one that could not be scored."""

    id: str
    error: InputError


@dataclass
class PairScorer:
    """Scores rows in the order of the file.

    With `trips`, a round trip through `pivot`, or else through its own source language, is made of
    each row. `problems` and `notes` gather, for standard error, why rows could not have one.
    """

    context: Context
    findings: Findings
    pivot: str | None = None
    trips: bool = False
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _scorer: Scorer = field(default_factory=Scorer)
    _routes: dict[tuple[str, str], RoundTripRoute | None] = field(default_factory=dict)
    _lang: str = ""  # of the rows that do not say theirs

    def scores(
        self, rows: Iterable[ScoredRow | BadRow], path: str
    ) -> Iterator[tuple[ScoredRow, Score] | BadRow]:
        """Each row of the table at `path` with its score, or what is wrong with it, in their order.

        Raises InputError for a bad file.
        """
        waiting = iter(rows)
        while chunk := list(islice(waiting, _CHUNK)):
            scored = self._scored([row for row in chunk if isinstance(row, ScoredRow)], path)
            yield from (row if isinstance(row, BadRow) else next(scored) for row in chunk)

    def _scored(
        self, rows: list[ScoredRow], path: str
    ) -> Iterator[tuple[ScoredRow, Score] | BadRow]:
        """The rows with their scores; one that cannot be scored costs none of the others theirs."""
        if not rows:
            return
        try:
            scores = self._chunk(rows)
        except (InputError, *STOPS):
            raise
        except BaseException as error:
            if len(rows) == 1:
                problem = f"row {rows[0].id} could not be scored ({fault(error)})"
                yield BadRow(rows[0].id, InputError(path, f"{problem}; please report this text"))
            else:
                for row in rows:
                    yield from self._scored([row], path)
            return
        yield from zip(rows, scores, strict=True)

    def _chunk(self, rows: list[ScoredRow]) -> list[Score]:
        if not self._lang and not all(row.target_lang for row in rows):
            self._lang = self._guess(rows)
        by_route: dict[tuple[str, str], list[int]] = {}
        for i, row in enumerate(rows):
            by_route.setdefault(self._langs(row), []).append(i)
        scores: dict[int, Score] = {}
        for langs, indices in by_route.items():
            way = self._route(langs) if self.trips else None
            passages = [
                Passage(rows[i].translation, langs[0], rows[i].source, langs[1]) for i in indices
            ]
            facts = [row_facts(p, self.context, self.findings) for p in passages]
            scores.update(zip(indices, self._scorer.score(passages, facts, way), strict=True))
        return [scores[i] for i in range(len(rows))]

    def _langs(self, row: ScoredRow) -> tuple[str, str]:
        source = row.source_lang or self.context.config.source_lang or ""
        return row.target_lang or self._lang, source

    def _guess(self, rows: list[ScoredRow]) -> str:
        if self.context.config.lang:
            return tag_of(self.context.config.lang).language
        text = "\n".join(r.translation for r in rows if not r.target_lang)
        return main_language(text, self.context.detector)

    def _route(self, langs: tuple[str, str]) -> RoundTripRoute | None:
        if langs not in self._routes:
            target, source = langs
            try:
                self._routes[langs] = own_route(self.context, target, source, self.pivot)
            except InputError as error:
                self._routes[langs] = None
                if str(error) not in self.problems:
                    self.problems.append(f"rows in {target!r} have no round trip: {error}")
            if self._routes[langs] is None and source and self.pivot is None:
                self.notes.append(missing_engine(target, source))
        return self._routes[langs]
