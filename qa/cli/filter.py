"""`qa filter`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli import options
from qa.cli.output import say, tell
from qa.cli.progress import Progress
from qa.cli.verdict import Verdict
from qa.errors import InputError
from qa.linting.inputs import PassedOver
from qa.linting.setup import Setups

if TYPE_CHECKING:
    from qa.archive.filtering import Choice, Filtered, PairTable
    from qa.archive.pairs import Usual

_MOST_ERRORS = 20
# Fewer rows than this are judged before processes have started.
_MANY, _MANY_BY_VECTORS = 1_000, 100

app = options.command()


@app.command(name="filter")
def filter_pairs(
    pairs: Annotated[
        str, typer.Argument(metavar="PAIRS", help="TSV, CSV, JSON Lines or Parquet, or .gz.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUT", help="The table of the rows to keep.")
    ],
    dropped: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the rows that are dropped here, with the reasons."
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=NAME",
            help="The column that holds source, translation, id, source_lang or target_lang.",
        ),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODES", help="Drop rows in which one of these rules finds something."
        ),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="CODES", help="Keep only rows in which one of them finds something."),
    ] = None,
    max_suspicion: Annotated[
        float | None,
        typer.Option(metavar="P", min=0, max=1, help="Drop rows with a score above this."),
    ] = None,
    drop_worst: Annotated[
        str | None, typer.Option(metavar="SHARE", help="Drop the worst of all by score: 5%.")
    ] = None,
    vectors: Annotated[
        bool | None,
        typer.Option(
            "--vectors/--no-vectors",
            help="Compare the meaning, too, which is thirty times as slow; where it is installed.",
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume/--no-resume", help="Go on with a run for OUT that was interrupted."),
    ] = True,
    lang: options.Lang = None,
    source_lang: options.SourceLang = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    force: options.Force = False,
    jobs: options.Jobs = 0,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    quiet: options.Quiet = False,
) -> None:
    """Add findings, reasons and a score to each row of a table of texts and translations, and drop rows.

    Without an option that drops rows, all are kept. Exit codes: 0 all rows were filtered, 2 a call or a
    row was wrong.
    """
    from qa.archive.columns import PAIR_FIELDS

    overrides = options.overrides(
        lang=options.language_and_region("--lang", lang),
        source_lang=options.language("--source-lang", source_lang),
        select=options.codes(select),
        ignore=options.codes(ignore),
    )
    wanted = Wanted(
        pairs=pairs,
        output=output,
        dropped=dropped,
        columns=options.columns(column or [], PAIR_FIELDS),
        drop=_chosen(drop),
        keep=_chosen(keep),
        max_suspicion=max_suspicion,
        drop_worst=drop_worst,
        vectors=vectors,
        resume=resume,
        force=force,
        jobs=jobs,
        quiet=quiet,
    )
    setups = Setups(overrides, options.existing(config, isolated))
    raise typer.Exit(run_filter(setups, wanted))


@dataclass(frozen=True)
class Wanted:
    """Which table is to be filtered, how, and where to. The codes `drop` and `keep` are of rules."""

    pairs: str
    output: Path
    dropped: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    max_suspicion: float | None = None
    drop_worst: str | None = None
    vectors: bool | None = None
    resume: bool = True
    force: bool = False
    jobs: int = 0
    quiet: bool = False


def run_filter(setups: Setups, wanted: Wanted) -> int:
    """Filter the table, and say what came of it; returns the exit code."""
    from qa import vectors
    from qa.archive.filtering import Choice, FilterRun, PairTable
    from qa.archive.pairs import PairJob, usual_of
    from qa.processes.pool import cores

    verdict = Verdict(setups, PassedOver(), wanted.quiet)
    try:
        worst = (
            None if wanted.drop_worst is None else options.share("--drop-worst", wanted.drop_worst)
        )
        choice = Choice(wanted.drop, wanted.keep, wanted.max_suspicion, worst)
        _make_sure(wanted)
        by_vectors = vectors.installed() if wanted.vectors is None else wanted.vectors
        if by_vectors:
            vectors.model_path()  # says so where it is not there
        table = PairTable.opened(wanted.pairs, wanted.columns)
        usual = usual_of(table.first, table.columns, setups, wanted.pairs)
        job = PairJob(setups, wanted.pairs, usual, by_vectors)
        folder = wanted.output.with_name(wanted.output.name + ".parts")
        total = sum(1 for _ in table.pairs())
        many = total >= (_MANY_BY_VECTORS if by_vectors else _MANY)
        processes = wanted.jobs or (cores() if many else 1)
        if processes > 1:
            job.load()
        here = FilterRun(table, job, folder, processes)
        with here.begun(wanted.resume):
            with Progress("rows judged", total, wanted.quiet) as progress:
                here.judge(progress.advance)
            for note in here.notes:
                verdict.note(note)
            with Progress("rows written", total, wanted.quiet) as progress:
                found = here.write(wanted.output, wanted.dropped, choice, progress.advance)
    except InputError as error:
        verdict.fail(str(error))
        return 2
    except KeyboardInterrupt:
        say("stopped; the same call goes on from here")
        raise
    for problem in found.errors[:_MOST_ERRORS]:
        verdict.fail(problem)
    if len(found.errors) > _MOST_ERRORS:
        verdict.fail(f"{len(found.errors) - _MOST_ERRORS:,} more rows were wrong")
    if not wanted.quiet:
        for line in _said(table, usual, wanted, choice, found):
            tell(line)
        if not by_vectors and wanted.vectors is None:
            verdict.note("the vectors (wireqa[vectors]) are not installed; scored without them")
    return verdict.close()


def _make_sure(wanted: Wanted) -> None:
    """Raise InputError where a table would replace what no filter wrote, or the input."""
    from qa.archive.filtering import is_filtered
    from qa.readers.tables import suffixes, table_for

    for path in filter(None, (wanted.output, wanted.dropped)):
        if table_for(str(path)) is None:
            raise InputError(str(path), f"is no table by its name; write {', '.join(suffixes())}")
        if not path.parent.is_dir():
            raise InputError(str(path), "cannot be written: its folder is not there")
        if not path.exists():
            continue
        if Path(wanted.pairs).exists() and path.samefile(wanted.pairs):
            raise InputError(str(path), "is the table to filter; name another one with -o")
        if not wanted.force and not is_filtered(path):
            problem = "is there already, and no filter wrote it; name another, or use --force"
            raise InputError(str(path), problem)


def _said(
    table: PairTable, usual: Usual, wanted: Wanted, choice: Choice, found: Filtered
) -> list[str]:
    """What came of it, in lines for people."""
    from qa.language import language_name
    from qa.rules.registry import all_rules
    from qa.text.visible import visible

    def named(counts: Mapping[str, int]) -> str:
        rules = all_rules()
        return ", ".join(
            f"{code} {rules[code].name} {number:,}" if code in rules else f"{code} {number:,}"
            for code, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        )

    taken = ", ".join(f"{what} from “{name}”" for what, name in table.columns.items())
    if usual.source_lang and usual.lang:
        taken += f"; {language_name(usual.source_lang)} into {language_name(usual.lang)}"
    rows = found.kept + found.dropped
    lines = [
        f"{visible(table.path)}: {visible(taken)}.",
        f"{rows:,} rows: {found.kept:,} kept in {wanted.output}, {found.dropped:,} dropped.",
    ]
    if found.reasons:
        lines.append(f"Dropped for: {named(found.reasons)}.")
    if found.found:
        lines.append(f"Found in rows: {named(found.found)}.")
    if choice == type(choice)():
        lines.append("To drop rows, name --drop, --max-suspicion or --drop-worst.")
    return lines


def _chosen(given: list[str] | None) -> frozenset[str]:
    """The codes of the rules that --drop or --keep name."""
    from qa.rules.registry import select_rules

    words = options.codes(given)
    return frozenset(rule.code for rule in select_rules(words, ())) if words else frozenset()
