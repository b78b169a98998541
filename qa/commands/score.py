"""`qa score`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qa.commands.output import open_output
from qa.commands.verdict import Verdict
from qa.errors import InputError
from qa.model import Document
from qa.reporters.scores import WRITERS, Writer
from qa.run import Run
from qa.score.pairs import PairScorer
from qa.score.passages import Sentence, score_document

# A passage is suspect when an editor would rather reject it than not.
MAX_SUSPICION = 0.5
FORMATS = tuple(WRITERS)


def run_score(
    paths: Sequence[str],
    *,
    overrides: Mapping[str, Any],
    config: Path | None = None,
    pairs: str | None = None,
    pivot: str | None = None,
    show_round_trip: bool = False,
    max_suspicion: float = MAX_SUSPICION,
    format_name: str = "text",
    output: Path | None = None,
    quiet: bool = False,
) -> int:
    """Score the sentences of `paths`, or the rows of the table `pairs`, and print the scores.

    Returns the exit code: 1 when a passage is more suspicious than `max_suspicion`, 2 when an
    input could not be used.
    """
    run = Run(overrides, config)
    verdict = Verdict(run)
    if bool(paths) == (pairs is not None):
        verdict.fail("give files and folders to score, or --pairs FILE, one of them")
        return 2
    try:
        with open_output(output) as stream:
            writer = WRITERS[format_name](stream, max_suspicion, show_round_trip, quiet)
            if pairs is not None:
                _score_pairs(run, pairs, pivot, writer, verdict)
            else:
                _score_documents(run, paths, pivot, writer, verdict)
            writer.close()
    except InputError as error:  # --output cannot be written
        verdict.fail(str(error))
        return 2
    verdict.failing = writer.suspects > 0
    return verdict.close()


def _score_pairs(run: Run, path: str, pivot: str | None, writer: Writer, verdict: Verdict) -> None:
    """Write the rows' scores."""
    try:
        scorer = PairScorer(run.setup(path).context, pivot)
        for row, score in scorer.scores(path):
            writer.row(row, score)
    except InputError as error:
        verdict.fail(str(error))
        return
    for problem in scorer.problems:
        verdict.fail(problem)


def _score_documents(
    run: Run, paths: Sequence[str], pivot: str | None, writer: Writer, verdict: Verdict
) -> None:
    """Write the scores of the documents' sentences."""
    for path, read in run.documents(paths):
        document, error = (read, None) if isinstance(read, Document) else (None, read)
        sentences: tuple[Sentence, ...] = ()
        if document:
            try:
                sentences = score_document(document, run.setup(path).context, pivot)
            except InputError as failed:
                error = InputError(path, str(failed))
        if error:
            verdict.fail(str(error))
        writer.file(path, document, sentences, error)
