"""`qa score`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from qa import vectors
from qa.archive.columns import PAIR_FIELDS
from qa.archive.passages import passages
from qa.cli import options
from qa.cli.output import open_output
from qa.cli.progress import with_progress
from qa.cli.verdict import Verdict
from qa.context import Context
from qa.document.model import Document
from qa.errors import STOPS, InputError, unchecked
from qa.linting.findings import RuleFindings
from qa.linting.run import Run
from qa.linting.setup import Setups
from qa.processes.limits import time_limit
from qa.reporters.scores import WRITERS, Writer
from qa.score.pairs import BadRow, PairScorer
from qa.score.passages import (
    Score,
    Sentence,
    missing_engine,
    own_route,
    score_document,
    source_language,
)

app = options.command()


@app.command()
def score(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH…]", help="Files and folders; - is standard input."),
    ] = None,
    pairs: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Score the rows of this table instead: TSV, CSV, JSON Lines or Parquet.",
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=NAME",
            help="With --pairs: the column that holds translation, source, id, source_lang or "
            "target_lang.",
        ),
    ] = None,
    pivot: Annotated[
        str | None, typer.Option(metavar="CODE", help="Make a round trip through this language.")
    ] = None,
    show_round_trip: Annotated[
        bool, typer.Option("--show-round-trip", help="Show what came of each sentence.")
    ] = False,
    worst: Annotated[
        str | None,
        typer.Option(metavar="SHARE", help="Call suspect the worst of all instead: 5%."),
    ] = None,
    max_suspicion: Annotated[
        float | None,
        typer.Option(metavar="P", min=0, max=1, help="Call suspect what is above this."),
    ] = None,
    lang: options.Lang = None,
    source: options.Source = None,
    source_lang: options.SourceLang = None,
    exclude: options.Exclude = None,
    format_in: options.FormatIn = None,
    gitignore: options.Gitignore = None,
    engine: options.Engine = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, json or jsonl.")
    ] = "text",
    output: options.Output = None,
    force: options.Force = False,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    quiet: options.Quiet = False,
) -> None:
    """Say which sentences to read first, and beside a source how likely an editor would reject each.

    Exit codes: 0 nothing suspect, 1 something suspect, 2 a call or an input was wrong.
    """
    overrides = options.overrides(
        format_in=options.format_in(format_in),
        lang=options.language_and_region("--lang", lang),
        source=options.source(source),
        source_lang=options.language("--source-lang", source_lang),
        max_suspicion=max_suspicion,
        exclude=exclude and tuple(exclude),
        gitignore=gitignore,
        engine=options.engine_name(engine),
    )
    code = run_score(
        paths or [],
        overrides=overrides,
        config=options.existing(config, isolated),
        pairs=pairs,
        columns=options.columns(column or [], PAIR_FIELDS),
        pivot=options.language("--pivot", pivot),
        show_round_trip=show_round_trip,
        worst=worst,
        format_name=options.choice("--format", format_, {n: n for n in FORMATS}),
        output=output,
        force=force,
        quiet=quiet,
    )
    raise typer.Exit(code)


FORMATS = tuple(WRITERS)
_MOST_ERRORS = 20


def run_score(
    paths: Sequence[str],
    *,
    overrides: Mapping[str, Any],
    config: Path | None = None,
    pairs: str | None = None,
    columns: Mapping[str, str] | None = None,
    pivot: str | None = None,
    show_round_trip: bool = False,
    worst: str | None = None,
    format_name: str = "text",
    output: Path | None = None,
    force: bool = False,
    quiet: bool = False,
) -> int:
    """Score the sentences of `paths`, or the rows of the table `pairs`, and print the scores.

    `columns` names columns of the table by what they hold.
    A passage is suspect when something certain was found, when beside its source it is more suspicious
    than the setting `max_suspicion`, or when `worst` is given ("5%") and it is among that share of all. Returns the exit code: 1 when a passage is suspect, 2
    when an input could not be used.
    """
    run = Run(Setups(overrides, config))
    verdict = Verdict(run.setups, run.passed, quiet)
    if bool(paths) == (pairs is not None):
        verdict.fail("give files and folders to score, or --pairs FILE, one of them")
        return 2
    try:
        share = None if worst is None else options.share("--worst", worst)
        with open_output(output, [*paths, *filter(None, [pairs])], force) as stream:
            most = run.setups.of(pairs or paths[0]).context.config.max_suspicion
            writer = WRITERS[format_name](stream, most, show_round_trip, quiet)
            if pairs is not None:
                trips = show_round_trip or pivot is not None
                found = _score_pairs(run, pairs, columns or {}, pivot, trips, writer, verdict)
                total = None
            else:
                found = _score_documents(run, paths, pivot, writer, verdict)
                total = run.count(paths)
            # On a terminal the scores themselves are what moves.
            shown = quiet or (output is None and sys.stdout.isatty())
            _write(
                with_progress(found, total, "stories" if pairs is None else "pairs", shown),
                writer,
                share,
            )
            writer.close()
    except InputError as error:  # --output cannot be written
        verdict.fail(str(error))
        return 2
    if not quiet and str(run.passed):
        verdict.note(f"passed over: {run.passed}")
    if not quiet and not vectors.installed():
        what = "what the texts show of themselves"
        verdict.note(f"the vectors (wireqa[vectors]) are not installed; scored by {what} alone")
    verdict.failing = writer.suspects > 0
    return verdict.close()


# The scores of a row or a file, and what writes them.
_Scored = tuple[Sequence[Score], Callable[[], None]]


def _write(found: Iterator[_Scored], writer: Writer, share: float | None) -> None:
    """Write what was found as it comes, or when a share of all is wanted at the end."""
    if share is None:
        for _, write in found:
            write()
        return
    everything = list(found)
    writer.choose_worst([score for scores, _ in everything for score in scores], share)
    for _, write in everything:
        write()


def _score_pairs(
    run: Run,
    path: str,
    columns: Mapping[str, str],
    pivot: str | None,
    trips: bool,
    writer: Writer,
    verdict: Verdict,
) -> Iterator[_Scored]:
    """The rows' scores."""
    bad = 0
    try:
        context = run.setups.of(path).context
        scorer = PairScorer(context, RuleFindings(context), pivot, trips)
        for found in scorer.scores(passages(path, columns), path):
            if isinstance(found, BadRow):
                bad += 1
                if bad <= _MOST_ERRORS:
                    verdict.fail(str(found.error))
                yield (), partial(writer.bad_row, found)
            else:
                yield (found[1],), partial(writer.row, *found)
    except InputError as error:
        verdict.fail(str(error))
        return
    if bad > _MOST_ERRORS:
        verdict.fail(f"{path}: {bad - _MOST_ERRORS:,} more rows were wrong")
    for problem in scorer.problems:
        verdict.fail(f"{path}: {problem}")
    for note in scorer.notes:
        verdict.note(note)


def _score_documents(
    run: Run, paths: Sequence[str], pivot: str | None, writer: Writer, verdict: Verdict
) -> Iterator[_Scored]:
    """The scores of the documents' sentences."""
    missing: set[str] = set()
    for read in run.documents(paths):
        if isinstance(read, InputError):
            verdict.fail(str(read))
            yield [], partial(writer.file, read.path, None, (), read)
            continue
        item, document = read
        run.passed.kinds.update(["empty"] if document.is_empty else [])
        sentences: tuple[Sentence, ...] = ()
        error = None
        try:
            context = item.setup.context
            with time_limit(item.path, item.seconds):
                sentences = score_document(document, context, RuleFindings(context), pivot)
            missing |= _without_engine(document, context) if pivot is None else set()
        except InputError as failed:
            error = InputError(item.path, str(failed))
        except STOPS:
            raise
        except BaseException as failed:  # one story must not cost all the others
            error = unchecked(item.path, failed)
        if error:
            verdict.fail(str(error))
        scores = [s.score for s in sentences]
        yield scores, partial(writer.file, item.path, document, sentences, error)
    for note in sorted(missing):
        verdict.note(note)


def _without_engine(document: Document, context: Context) -> set[str]:
    """What to install for a round trip, where the story says where it came from."""
    lang, came = document.lang, source_language(document, context) or ""
    if not came or came == lang or own_route(context, lang, came) is not None:
        return set()
    return {missing_engine(lang, came)}
