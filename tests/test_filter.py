"""`qa filter`: every format of tables, what is added, what is dropped and why, and runs that are stopped."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Qa

from qa.archive import filtering
from qa.archive.columns import find_pair_columns
from qa.archive.filtering import Choice, FilterRun, PairTable
from qa.archive.pairs import Judged, PairJob, Usual, usual_of
from qa.archive.passages import Pair
from qa.errors import InputError
from qa.linting.setup import Setups
from qa.readers.tables import table_for

# A row that is right, and rows with what is found in each.
GOOD = ("Мер відкрив міст у понеділок.", "The mayor opened the bridge on Monday.")
BAD = {
    "SRC101": (
        "Загинуло 14 людей, ще 30 поранені.",
        "14 people died, and another 80 were wounded.",
    ),
    "SRC102": ("Суд відбувся у вівторок.", "The trial took place on Thursday."),
    "SRC104": ("Міністр не приїхав до Львова.", "The minister came to Lviv."),
    "SRC105": ("Мер відкрив міст.", " "),
    "SRC106": ("", "The mayor opened the bridge."),
    "SRC108": (
        "Der Bürgermeister hat die neue Brücke eröffnet.",
        "Der Bürgermeister hat die neue Brücke eröffnet.",
    ),
    "SRC109": ("Чи буде міст відкрито?", "The bridge will be opened."),
}
ROWS = [GOOD, *BAD.values()]
QUICK = ("--no-vectors", "--isolated")


def write(
    path: Path, rows: Sequence[tuple[str, str]], names: tuple[str, str] = ("source", "translation")
) -> Path:
    table = [dict(zip(names, row, strict=True)) | {"n": str(i)} for i, row in enumerate(rows)]
    if ".parquet" in path.name:
        pq.write_table(pa.Table.from_pylist([r | {"n": int(r["n"])} for r in table]), path)
        return path
    if "jsonl" in path.name:
        text = "".join(json.dumps(row) + "\n" for row in table)
    else:
        sign = "\t" if ".tsv" in path.name else ","
        lines = [list(table[0]), *(list(row.values()) for row in table)]
        quote = "" if ".tsv" in path.name else '"'
        text = "".join(sign.join(f"{quote}{v}{quote}" for v in line) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def read(path: Path) -> list[dict[str, Any]]:
    table = table_for(str(path))
    assert table is not None
    return [dict(row) for row in table.rows(str(path), 10**6) if isinstance(row, Mapping)]


def codes(row: Mapping[str, Any]) -> list[str]:
    found = row["findings"]
    return found.split(", ") if isinstance(found, str) and found else list(found)


@pytest.mark.parametrize("code", BAD)
def test_each_row_gets_what_is_found_in_it_and_why(code: str) -> None:
    job = PairJob(
        Setups(), "t.tsv", Usual("de" if code == "SRC108" else "uk", "en"), by_vectors=False
    )
    good, bad = job.judge([Pair(*GOOD), Pair(*BAD[code])])
    assert (good.findings, good.error) == ((), "")
    assert code in bad.findings
    assert bad.reasons
    assert good.score is not None
    assert bad.score is not None
    assert good.score < 0.5 < bad.score


NAMES = ["t.tsv", "t.csv", "t.jsonl", "t.parquet", "t.tsv.gz", "t.csv.gz", "t.jsonl.gz"]


@pytest.mark.parametrize("given", NAMES)
def test_every_format_is_read_and_written(tmp_path: Path, given: str, qa: Qa) -> None:
    write(tmp_path / given, ROWS)
    written = NAMES[(NAMES.index(given) + 2) % len(NAMES)].replace("t.", "out.")
    done = qa(
        "filter", given, "-o", written, "--drop", "SRC101,changed-day", "--lang", "en", *QUICK
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "8 rows: 6 kept in " in done.stdout
    assert "Dropped for: SRC101 changed-number 1, SRC102 changed-day 1." in done.stdout
    rows = read(tmp_path / written)
    assert [str(row["n"]) for row in rows] == ["0", "3", "4", "5", "6", "7"]
    assert list(rows[0]) == ["source", "translation", "n", "findings", "reasons", "score"]
    assert codes(rows[0]) == []
    assert codes(rows[1]) == ["SRC104"]
    assert "is negated" in str(rows[1]["reasons"])
    assert 0.5 < float(rows[1]["score"]) <= 1


def test_types_of_a_parquet_file_stay(tmp_path: Path, qa: Qa) -> None:
    write(tmp_path / "t.parquet", ROWS)
    qa("filter", "t.parquet", "-o", "o.parquet", *QUICK)
    schema = pq.read_schema(tmp_path / "o.parquet")
    assert [str(schema.field(n).type) for n in ("source", "n", "findings", "reasons", "score")] == [
        "string",
        "int64",
        "list<element: string>",
        "list<element: string>",
        "double",
    ]


# A quotation mark between tabs is one, unless all of them quote.
TABS = [
    ('source\ttranslation\n"Так\t"Yes, he said\n', ['"Так', '"Yes, he said']),
    ('source\ttranslation\n"Так", мовив він\tYes\n', ['"Так", мовив він', "Yes"]),
    ('source\ttranslation\n"Він сказав ""так"""\tYes\n', ['Він сказав "так"', "Yes"]),
    ('source\ttranslation\n"Так\nні"\t"Yes no"\n', ["Так\nні", "Yes no"]),
    ("source\ttranslation\nТак\tYes\n", ["Так", "Yes"]),
]


@pytest.mark.parametrize(("text", "expected"), TABS)
def test_quotation_marks_between_tabs(
    tmp_path: Path, text: str, expected: list[str], qa: Qa
) -> None:
    (tmp_path / "t.tsv").write_text(text, "utf-8")
    qa("filter", "t.tsv", "-o", "o.tsv", "--lang", "en", "--source-lang", "uk", *QUICK)
    for name in ("t.tsv", "o.tsv"):
        assert [list(row.values())[:2] for row in read(tmp_path / name)] == [expected], name


COLUMNS = [
    (["source", "translation"], {}, ("source", "translation")),
    (["id", "src", "mt", "ref"], {}, ("src", "mt")),
    (["Source Text", "Target Text"], {}, ("Source Text", "Target Text")),
    (["original", "target"], {}, ("original", "target")),
    (["uk", "en", "score"], {}, ("uk", "en")),
    (["de", "pt-BR"], {}, ("de", "pt-BR")),
    (["a", "b"], {"source": "b", "translation": "a"}, ("b", "a")),
    (["source", "translation", "b"], {"translation": "b"}, ("source", "b")),
]


@pytest.mark.parametrize(("names", "given", "expected"), COLUMNS)
def test_columns_of_pairs(
    names: list[str], given: dict[str, str], expected: tuple[str, str]
) -> None:
    found = find_pair_columns("t.csv", names, given)
    assert (found["source"], found["translation"]) == expected


@pytest.mark.parametrize(
    ("names", "given", "problem"),
    [
        (
            ["source", "text"],
            {},
            "no column looks like the translation; there are source, text: name",
        ),
        (["a", "b"], {}, "no column looks like the source; there are a, b: name it with --column"),
        (["source", "mt"], {"translation": "c"}, "has no column 'c' for translation"),
    ],
)
def test_columns_of_pairs_that_cannot_be_told(
    names: list[str], given: dict[str, str], problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        find_pair_columns("t.csv", names, given)


CHOICES = [
    (("--drop", "SRC104"), ["0", "1", "2", "4", "5", "6", "7"], "SRC104 lost-negation 1"),
    (("--keep", "SRC104,SRC101"), ["1", "3"], "none of the findings to keep 6"),
    (("--drop-worst", "25%"), ["0", "1", "2", "3", "6", "7"], "among the worst 25% 2"),
    (("--max-suspicion", "0.9"), ["0", "3"], "score above 0.9 6"),
    (("--ignore", "SRC101", "--drop", "SRC1"), ["0", "1"], "SRC102 changed-day 1"),
]


@pytest.mark.parametrize(("options", "kept", "why"), CHOICES)
def test_rows_are_dropped_by_rule_score_and_share(
    tmp_path: Path, options: tuple[str, ...], kept: list[str], why: str, qa: Qa
) -> None:
    write(tmp_path / "t.tsv", ROWS)
    more = ("--lang", "en", "--source-lang", "uk", "--dropped", "rest.jsonl")
    done = qa("filter", "t.tsv", "-o", "o.tsv", *options, *more, *QUICK)
    assert (done.returncode, done.stderr) == (0, "")
    assert [row["n"] for row in read(tmp_path / "o.tsv")] == kept
    assert why in done.stdout
    rest = read(tmp_path / "rest.jsonl")
    assert sorted([row["n"] for row in rest] + kept) == [str(n) for n in range(len(ROWS))]
    assert all(row["dropped"] for row in rest)


def test_rules_about_the_translation_alone_run_where_they_are_named(tmp_path: Path, qa: Qa) -> None:
    write(tmp_path / "t.tsv", [("Чиновники з Києва.", "Officials from from Kyiv.")])
    for select, found in ((), ""), (("--select", "SRC,TYP"), "TYP103"):
        qa("filter", "t.tsv", "-o", "o.tsv", "--lang", "en", "--source-lang", "uk", *select, *QUICK)
        assert read(tmp_path / "o.tsv")[0]["findings"] == found


def test_what_was_taken_for_what_is_said(tmp_path: Path, qa: Qa) -> None:
    write(tmp_path / "t.csv", [GOOD] * 30, ("src", "mt"))
    done = qa("filter", "t.csv", "-o", "o.csv", *QUICK)
    assert "t.csv: source from “src”, translation from “mt”; Ukrainian into English." in done.stdout
    assert "To drop rows, name --drop, --max-suspicion or --drop-worst." in done.stdout


def test_columns_of_the_same_names_stay(tmp_path: Path, qa: Qa) -> None:
    (tmp_path / "t.csv").write_text("source,translation,score\nТак,Yes,7\n", "utf-8")
    qa("filter", "t.csv", "-o", "o.csv", *QUICK)
    (row,) = read(tmp_path / "o.csv")
    assert row["score"] == "7"
    assert list(row)[3:] == ["qa_findings", "qa_reasons", "qa_score"]


def test_bad_rows_cost_themselves_alone(tmp_path: Path, qa: Qa) -> None:
    text = "source,translation,source_lang\nТак,Yes,uk\nНі,No,uk,1\nНі,No,klingonish\nНі,No,uk\n"
    (tmp_path / "t.csv").write_text(text, "utf-8")
    done = qa("filter", "t.csv", "-o", "o.csv", *QUICK)
    assert done.returncode == 2
    assert "t.csv:3: has 4 fields for 3 columns" in done.stderr
    assert "t.csv:3: unknown language “klingonish”" in done.stderr
    assert [row["translation"] for row in read(tmp_path / "o.csv")] == ["Yes", "No"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("t.txt", "-o", "o.csv"), "t.txt: is no table by its name; filter takes .csv"),
        (("t.csv", "-o", "o.txt"), "o.txt: is no table by its name; write .csv"),
        (("t.csv", "-o", "t.csv"), "t.csv: is the table to filter; name another one with -o"),
        (("t.csv", "-o", "other.csv"), "other.csv: is there already, and no filter wrote it"),
        (("t.csv", "-o", "o.csv", "--drop-worst", "x"), "--drop-worst: 'x' is no share of all"),
        (("none.csv", "-o", "o.csv"), "none.csv: cannot be read"),
        (("empty.csv", "-o", "o.csv"), "empty.csv: is empty"),
        (("t.csv", "-o", "none/o.csv"), "none/o.csv: cannot be written"),
    ],
)
def test_a_wrong_call_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], problem: str, qa: Qa
) -> None:
    for name in ("t.csv", "t.txt", "other.csv"):
        (tmp_path / name).write_text("source,translation\nТак,Yes\n", "utf-8")
    (tmp_path / "empty.csv").touch()
    done = qa("filter", *arguments, *QUICK)
    assert done.returncode == 2
    assert problem in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_table_of_its_own_is_replaced(tmp_path: Path, qa: Qa) -> None:
    write(tmp_path / "t.csv", ROWS)
    for _ in range(2):
        assert qa("filter", "t.csv", "-o", "o.csv", *QUICK).returncode == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["o.csv", "t.csv"]


class StoppedError(Exception):
    """In the place of a kill."""


def test_a_run_that_was_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filtering, "_PART", 4)
    monkeypatch.setattr(filtering, "_TASK", 2)
    path = write(tmp_path / "t.tsv", ROWS * 2)
    judged: list[Pair] = []
    judge = PairJob.judge

    def counting(self: PairJob, rows: Sequence[Pair]) -> list[Judged]:
        judged.extend(rows)
        if len(judged) == 14:
            raise StoppedError
        return judge(self, rows)

    monkeypatch.setattr(PairJob, "judge", counting)

    def run() -> FilterRun:
        table = PairTable.opened(str(path), {})
        job = PairJob(
            Setups(), str(path), usual_of(table.first, table.columns, Setups(), str(path)), False
        )
        return FilterRun(table, job, tmp_path / "parts")

    here = run()
    with here.begun(resume=True), pytest.raises(StoppedError):
        here.judge(lambda n: None)
    assert len([*(tmp_path / "parts").glob("part-*")]) == 3
    judged.clear()
    done: list[int] = []
    here = run()
    with here.begun(resume=True):
        here.judge(done.append)
        assert len(judged) == 4
        assert sum(done) == 16
        found = here.write(tmp_path / "o.tsv", None, Choice(), lambda n: None)
    assert (found.kept, found.dropped) == (16, 0)
    assert len(read(tmp_path / "o.tsv")) == 16
    assert not (tmp_path / "parts").exists()


def test_parts_of_other_rows_or_settings_are_judged_again(tmp_path: Path) -> None:
    path = write(tmp_path / "t.tsv", ROWS)

    def key(**settings: Any) -> list[str]:
        table = PairTable.opened(str(path), {})
        setups = Setups(settings)
        usual = usual_of(table.first, table.columns, setups, str(path))
        job = PairJob(setups, str(path), usual, False)
        here = FilterRun(table, job, tmp_path / "parts")
        with here.begun(resume=True):
            here.judge(lambda n: None)
        return [json.loads(p.read_bytes()[33:])[0] for p in (tmp_path / "parts").glob("part-*")]

    first = key(lang="en")
    assert key(lang="en") == first
    assert key(lang="en", ignore=("SRC101",)) != first
    write(path, [*ROWS[:-1], GOOD])
    assert key(lang="en") != first


def test_several_processes_say_what_one_says(tmp_path: Path, qa: Qa) -> None:
    write(tmp_path / "t.csv", ROWS * 40)
    for jobs in ("1", "2"):
        assert qa("filter", "t.csv", "-o", f"o{jobs}.csv", "-j", jobs, *QUICK).returncode == 0
    assert (tmp_path / "o1.csv").read_bytes() == (tmp_path / "o2.csv").read_bytes()


def test_with_vectors_a_row_of_another_meaning_is_among_the_worst(tmp_path: Path, qa: Qa) -> None:
    good = [
        ("Уряд підвищив податки на тютюн.", "The government raised taxes on tobacco."),
        ("Команда виграла фінал.", "The team won the final."),
        ("Ціни на хліб зростають.", "Bread prices are rising."),
    ]
    write(
        tmp_path / "t.csv", [*good, ("Лікарі рятують пацієнтів.", "The orchestra played a waltz.")]
    )
    done = qa("filter", "t.csv", "-o", "o.csv", "--drop-worst", "25%", "--isolated")
    assert (done.returncode, done.stderr) == (0, "")
    assert [row["n"] for row in read(tmp_path / "o.csv")] == ["0", "1", "2"]
