"""Stories in bulk: tables of every kind, results in parts, what is kept, and runs that are killed."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Qa
from hypothesis import given
from hypothesis import strategies as st

from qa.archive.checking import Job, Look, Outcome
from qa.archive.columns import find_columns
from qa.archive.keys import Keys
from qa.archive.results import Results, batches
from qa.archive.schema import RESULT, STORY
from qa.archive.stories import Stories
from qa.errors import InputError
from qa.linting.setup import Setups
from qa.processes.pool import in_order

TEXT = "Officials from from Kyiv said on Monday that the talks would go on for another week."
ROW = {"id": "a1", "headline": "Talks", "body": TEXT, "published": "2026-03-01", "desk": "World"}
LONG = "He said that the talks would go on. " * 10


def stories(*given: str | Path, **settings: Any) -> list[dict[str, Any]]:
    found = Stories(Setups(), [*map(str, given)], **settings)
    return [row for batch in found.batches() for row in batch.to_pylist()]


def known(story: dict[str, Any]) -> dict[str, Any]:
    left_out = ("path", "suffix")
    return {k: v for k, v in story.items() if v not in (None, 0) and k not in left_out}


WHOLE = {
    "story": "a1",
    "row": 1,
    "raw": TEXT.encode(),
    "title": "Talks",
    "date": "2026-03-01",
    "desk": "World",
}


def write_table(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    if path.name.endswith(".parquet"):
        pq.write_table(pa.Table.from_pylist(list(rows)), path)
        return path
    if "json" in path.name:
        text = "".join(json.dumps(row) + "\n" for row in rows)
    else:
        sign = "\t" if ".tsv" in path.name else ";" if "semicolon" in path.name else ","
        text = sign.join(rows[0]) + "\r\n"
        text += "".join(sign.join(f'"{v}"' for v in row.values()) + "\r\n" for row in rows)
    encoding = "utf-8-sig" if "bom" in path.name else "utf-8"
    encoding = "utf-16" if "utf16" in path.name else encoding
    raw = text.encode("cp1251" if "cyrillic" in path.name else encoding)
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "t.jsonl",
        "t.ndjson",
        "t.bom.jsonl",
        "t.jsonl.gz",
        "t.csv",
        "t.semicolon.csv",
        "t.bom.csv",
        "t.tsv",
        "t.utf16.csv",
        "t.csv.gz",
        "T.TSV.GZ",
        "t.parquet",
    ],
)
def test_a_table_of_each_format_gives_the_same_story(tmp_path: Path, name: str) -> None:
    path = write_table(tmp_path / name.lower(), [ROW, {**ROW, "id": "a2"}])
    path = path.rename(tmp_path / name)
    found = stories(path)
    assert [known(s) for s in found] == [WHOLE, {**WHOLE, "story": "a2", "row": 2}]
    assert {s["path"] for s in found} == {str(path)}
    assert {s["suffix"] for s in found} == {".txt"}


def test_a_table_in_another_encoding_is_read(tmp_path: Path) -> None:
    text = "Міністр зустрівся з журналістами в Києві в понеділок і сказав, що переговори тривають."
    path = write_table(tmp_path / "cyrillic.csv", [{**ROW, "body": text}] * 3)
    assert [s["raw"].decode() for s in stories(path)] == [text] * 3


def test_a_folder_holds_tables_beside_stories_and_the_report_is_none(tmp_path: Path) -> None:
    write_table(tmp_path / "b.parquet", [ROW])
    (tmp_path / "a.txt").write_text("A story.\n")
    (tmp_path / "a.xlsx").write_bytes(b"PK\3\4\0")
    (tmp_path / "out" / "results").mkdir(parents=True)
    (tmp_path / "out" / "run.json").write_text('{"version": 1, "qa": "0.1", "given": ["."]}')
    write_table(tmp_path / "out" / "results" / "part-00000.jsonl", [ROW])
    found = stories(tmp_path)
    assert [s["story"] for s in found] == [str(tmp_path / "a.txt"), "a1"]


def test_bytes_are_decoded_as_those_of_a_file(tmp_path: Path) -> None:
    texts = ["Міністр зустрівся з журналістами в Києві.", "Міністр сказав, що переговори тривають."]
    raw = [texts[0].encode(), texts[1].encode("cp1251"), b"\x89PNG\r\n\x1a\n\0\0", b""]
    rows = [{"text": text, "desk": b"World", "source": ["A", "B"]} for text in raw]
    found = stories(write_table(tmp_path / "t.parquet", rows))
    assert [s["raw"] for s in found] == [*raw[:3], None]
    assert {(s["desk"], s["source"]) for s in found} == {("World", "A, B")}
    outcome = Job(Setups(), keep=False).check(pa.RecordBatch.from_pylist(found, schema=STORY))
    assert [bool(error) for error in outcome.results["error"].to_pylist()] == [
        False,
        False,
        True,
        True,
    ]


def test_values_of_other_types_are_text(tmp_path: Path) -> None:
    rows = [
        '{"article": {"body": ["One.", "Two."]}, "meta": {"date": "2026-03-01T10:00Z"}, "id": 7}',
        '{"article": {"body": "Three."}, "meta": {"date": null}, "id": null}',
    ]
    (tmp_path / "t.jsonl").write_text("\n".join(rows))
    first, second = stories(tmp_path / "t.jsonl")
    assert (first["raw"], first["date"], first["story"]) == (
        b"One.\n\nTwo.",
        "2026-03-01T10:00Z",
        "7",
    )
    assert (second["raw"], second["date"]) == (b"Three.", None)
    assert second["story"] == f"{tmp_path / 't.jsonl'}:2"


@pytest.mark.parametrize(
    ("names", "given", "expected"),
    [
        (["Body", "ID"], {}, {"text": "Body", "id": "ID"}),
        (["articleBody", "datePublished"], {}, {"text": "articleBody", "date": "datePublished"}),
        (["pub_date", "story.full-text"], {}, {"text": "story.full-text", "date": "pub_date"}),
        (["text", "source_text"], {}, {"text": "text", "original": "source_text"}),
        (["translation", "source"], {}, {"text": "translation", "original": "source"}),
        (["long", "x"], {}, {"text": "long"}),
        (["text", "body"], {"text": "body"}, {"text": "body"}),
        (["text", "x"], {"desk": "x"}, {"text": "text", "desk": "x"}),
        (["text", "date"], {"desk": "date"}, {"text": "text", "desk": "date"}),
    ],
)
def test_columns_are_found_by_their_names(
    names: list[str], given: dict[str, str], expected: dict[str, str]
) -> None:
    found = find_columns(
        "t.csv", names, [{n: LONG if n == "long" else "short" for n in names}], given
    )
    assert dict(found.items()) == expected


PAIRS = [
    (["source", "translation"], "Київ сьогодні", "Kyiv today", "source"),
    (["Source", "Target"], "北京今天开会讨论", "Beijing held a meeting on it today", "Source"),
    (["source", "translation", "original"], "AFP", LONG, "original"),
    (["source", "translation"], "Reuters", LONG, None),
    (["source", "text"], "Київ сьогодні", "Kyiv today", None),
]


@pytest.mark.parametrize(("names", "source", "translation", "original"), PAIRS)
def test_a_table_of_pairs_has_originals(
    names: list[str], source: str, translation: str, original: str | None
) -> None:
    row = dict(zip(names, [source, translation, "x"], strict=False))
    found = find_columns("t.csv", names, [row], {})
    assert (found.original, found.text) == (original, names[1])
    assert found.source == (None if original == names[0] else names[0])


def test_a_report_reads_pairs_in_their_languages_and_says_so(tmp_path: Path, qa: Qa) -> None:
    rows = [
        {
            "source": "Загинуло 14 людей.",
            "translation": "40 people died.",
            "source_lang": "uk",
            "target_lang": "en",
        }
    ]
    write_table(tmp_path / "t.jsonl", rows)
    done = qa("report", "t.jsonl", "-o", "out")
    assert "t.jsonl: text from “translation”, original from “source”, language from" in done.stdout
    assert "original_language from “source_lang”" in done.stdout
    (found,) = (row for batch in batches(tmp_path / "out") for row in batch.to_pylist())
    assert found["error"] is None
    assert found["source"] is None
    assert [f["code"] for f in found["findings"]] == ["SRC101"]


@pytest.mark.parametrize(
    ("row", "given", "problem"),
    [
        ({"a": "x", "b": 1}, {}, "no column looks like the text; there are a, b: name one"),
        ({"a": LONG, "b": LONG}, {}, "several columns may be the text; there are a, b"),
        ({"a": LONG}, {"text": "c"}, "has no column 'c' for text; there are a"),
    ],
)
def test_columns_that_cannot_be_told_are_said(
    row: dict[str, Any], given: dict[str, str], problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        find_columns("t.csv", list(row), [row], given)


BROKEN = {
    "line.jsonl": (b'{"text": "One."}\nnonsense\n[1]\n{"text": "Two."}\n', [2, 3]),
    "empty-text.jsonl": (b'{"text": "One."}\n{"text": " "}\n{"text": "Two."}\n', [2]),
    "fields.csv": (b"id,text\n1,One.\n2,a,b\n3,Two.\n", [2]),
    "cut.jsonl": (b'{"text": "One."}\n{"text": "Two."}\n{"te', [3]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_bad_row_costs_itself_alone(tmp_path: Path, name: str) -> None:
    raw, bad = BROKEN[name]
    (tmp_path / name).write_bytes(raw)
    found = stories(tmp_path / name)
    assert [s["raw"] for s in found if s["raw"]] == [b"One.", b"Two."]
    assert [n for n, s in enumerate(found, 1) if s["error"]] == bad
    assert all(str(tmp_path / name) in s["error"] for s in found if s["error"])


NO_TABLES = {
    "nothing.csv": b"",
    "header.csv": b"id,text\n",
    "twice.csv": b"text,text\na,b\n",
    "nothing.jsonl": b"\n",
    "no.parquet": b"PAR1 is not all",
    "no.jsonl.gz": b"no gzip",
    "cut.jsonl.gz": gzip.compress(b'{"text": "One."}\n' * 9)[:-9],
    "binary.csv": b"\x89PNG\r\n\x1a\n\0\0",
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_a_file_that_is_no_table_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(NO_TABLES[name])
    found = stories(tmp_path / name)
    assert found[-1]["error"]
    assert name in found[-1]["error"]


def test_a_row_that_is_too_long_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "qa.toml").write_text("max-file-size = 1000\n")
    rows = ["One.", "x" * 5000, "y" * 1500, "Two."]
    write_table(tmp_path / "t.jsonl", [{"text": text} for text in rows])
    found = stories(tmp_path / "t.jsonl")
    assert [s["raw"] for s in found if s["raw"]] == [b"One.", b"Two."]
    assert ["1,500 bytes" in s["error"] or "2,000" in s["error"] for s in found[1:3]] == [True] * 2


def test_batches_have_a_size_and_are_the_same_each_time(tmp_path: Path) -> None:
    write_table(tmp_path / "t.jsonl", [{"text": "x" * (n * 2000)} for n in range(1, 60)])
    twice = [
        [len(batch) for batch in Stories(Setups(), [str(tmp_path)]).batches()] for _ in range(2)
    ]
    assert twice[0] == twice[1]
    assert sum(twice[0]) == 59
    assert max(twice[0]) <= 20
    assert twice[0][-1] <= 3  # of 100,000 bytes and more


# --- keys


def batch(**changes: Any) -> pa.RecordBatch:
    story = dict.fromkeys(STORY.names) | {
        "story": "s",
        "path": "t.jsonl",
        "row": 1,
        "suffix": ".txt",
        "raw": TEXT.encode(),
    }
    return pa.RecordBatch.from_pylist([story | changes], schema=STORY)


@pytest.mark.parametrize(
    "changes",
    [
        {"raw": b"Another text."},
        {"raw": None, "error": "is missing"},
        {"story": "t"},
        {"path": "u.jsonl"},
        {"row": 2},
        {"desk": "World"},
        {"desk": ""},
        {"language": "uk"},
        {"original": "Текст."},
        {"suffix": ".html"},
    ],
)
def test_a_key_changes_with_all_that_a_result_says(changes: dict[str, Any]) -> None:
    job = Job(Setups(), keep=False)
    assert job.keys_of(batch()) == Job(Setups(), keep=False).keys_of(batch())
    assert job.keys_of(batch(**changes)) != job.keys_of(batch())


@pytest.mark.parametrize(
    "changes",
    [
        {"raw": b"Another text."},
        {"suffix": ".html"},
        {"date": "2024-05-06"},
        {"language": "uk"},
        {"original": "Текст."},
        {"original_language": "uk"},
    ],
)
def test_a_kept_result_is_of_all_that_findings_depend_on(changes: dict[str, Any]) -> None:
    setups = Setups()
    keys = Keys(setups.batch)

    def key(**changes: Any) -> bytes:
        (story,) = batch(**changes).to_pylist()
        return keys.key(story, setups.of("t.jsonl"))

    assert key() == key()
    assert key(**changes) != key()
    # What it is called, and where it is from, changes no finding.
    assert key(story="t", row=2, desk="World") == key()


def test_a_key_changes_with_the_settings_the_glossary_and_the_sidecar(tmp_path: Path) -> None:
    glossary = tmp_path / "names.toml"
    glossary.write_text("")
    story = {"path": str(tmp_path / "s.txt"), "row": 0}

    def key(**settings: Any) -> bytes:
        return Job(Setups(settings), keep=False).keys_of(batch(**story))

    seen = [key(), key(ignore=("TYP",)), key(lang="en"), key(glossaries=(str(glossary),))]
    glossary.write_text('[[entry]]\nid = "x"\n')
    seen.append(key(glossaries=(str(glossary),)))
    glossary.write_text('[[entry]]\nid = "x"\nfrom = 9999-01-01\n')
    seen.append(key(glossaries=(str(glossary),)))
    (tmp_path / "s.txt.qa.toml").write_text('[[ignore]]\ncode = "TYP103"\n')
    seen.append(key())
    assert len(set(seen)) == len(seen)


def test_a_key_changes_with_what_the_batch_says_of_its_names() -> None:
    one, other = Setups(), Setups()
    other.batch.files = 2
    other.batch.spellings = {"Ingvall": []}
    about = "Then Ludde Ingvall won."
    keys = [
        [Job(setups, keep=False).keys_of(batch(raw=raw.encode())) for setups in (one, other)]
        for raw in (about, TEXT)
    ]
    assert keys[0][0] != keys[0][1]
    assert keys[1][0] == keys[1][1]


# --- results


def test_rows_say_the_same_in_both_formats(tmp_path: Path, qa: Qa) -> None:
    write_table(tmp_path / "t.jsonl", [ROW, {**ROW, "id": "a2", "body": "It was well."}])
    assert qa("report", "t.jsonl", "-o", "out").returncode == 1
    lines = (tmp_path / "out" / "results" / "part-00000.jsonl").read_text("utf-8").splitlines()
    rows = [row for batch in batches(tmp_path / "out") for row in batch.to_pylist()]
    for row in rows:
        for finding in row["findings"]:
            finding["data"] = json.loads(finding["data"])
    assert [json.loads(line) for line in lines] == rows
    assert [row["story"] for row in rows] == ["a1", "a2"]
    assert rows[0]["title"] == "Talks"
    (finding,) = (f for f in rows[0]["findings"] if f["code"] == "TYP103")
    assert TEXT[finding["start"]["offset"] : finding["end"]["offset"]] == finding["text"]
    assert finding["before"] + finding["text"] + finding["after"] == TEXT


def test_half_written_parts_are_not_read(tmp_path: Path) -> None:
    results = Results(tmp_path)
    results.place.mkdir(parents=True)
    empty = Outcome(pa.RecordBatch.from_pylist([], RESULT), b"", b"", False, ())
    for number in range(3):
        results.write(number, [empty])
    assert (len(results.parts()[0]), results.parts()[1]) == (3, "")
    (results.place / "part-00002.jsonl").unlink()
    assert (len(results.parts()[0]), results.parts()[1]) == (2, "part-00002")
    (results.place / "part-00001.parquet").write_bytes(b"PAR1")
    assert (len(results.parts()[0]), results.parts()[1]) == (1, "part-00001")
    (results.place / ".part-00001.parquet.x.tmp").write_bytes(b"half")
    with results.begun():
        results.drop(1)
    assert sorted(p.name for p in results.place.iterdir()) == [
        "part-00000.json",
        "part-00000.jsonl",
        "part-00000.parquet",
    ]


@given(st.text(st.characters(), max_size=300))
def test_any_text_has_a_row(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    outcome = JOB.check(batch(raw=raw))
    assert len(outcome.results) == outcome.lines.count(b"\n") == 1
    assert outcome.keys == JOB.keys_of(batch(raw=raw))


JOB = Job(Setups(), keep=False)


# --- what is kept


def test_a_story_that_did_not_change_is_not_checked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_CACHE_DIR", str(tmp_path))
    first = Job(Setups()).check(batch())

    class Unable(Job):
        def _check(self, *_: Any) -> dict[str, Any]:
            raise AssertionError("checked again")

    again = Unable(Setups()).check(batch(story="another", desk="World"))
    assert again.results["findings"] == first.results["findings"]
    assert again.results["story"].to_pylist() == ["another"]
    with pytest.raises(AssertionError, match="checked again"):
        Unable(Setups({"ignore": ("TYP",)})).check(batch())
    with pytest.raises(AssertionError, match="checked again"):
        Unable(Setups(), keep=False).check(batch())


@pytest.mark.parametrize("settings", [{"select": ("RTT", "TYP")}, {"source": "."}])
def test_what_depends_on_more_than_the_story_is_not_kept(settings: dict[str, Any]) -> None:
    setups = Setups(settings)
    assert Job(setups).keys.hold_all(Setups().of("t.jsonl"))
    assert not Job(setups).keys.hold_all(setups.of("t.jsonl"))


def test_what_failed_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_CACHE_DIR", str(tmp_path))
    bad = batch(raw=b"\x89PNG\r\n\x1a\n\0\0")
    assert Job(Setups()).check(bad).results["error"].to_pylist() != [None]
    monkeypatch.setattr(Job, "_check", lambda *_: pytest.fail("checked again"))
    with pytest.raises(pytest.fail.Exception):
        Job(Setups()).check(bad)


def test_a_batch_of_kept_and_new_stories_is_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_CACHE_DIR", str(tmp_path))
    texts = [f"Text {n} is is here." for n in range(6)]
    each = [batch(raw=text.encode(), row=n + 1, story=text) for n, text in enumerate(texts)]
    for one in each[::2]:
        Job(Setups()).check(one)
    whole = pa.RecordBatch.from_pylist([s for b in each for s in b.to_pylist()], schema=STORY)
    kept, anew = Job(Setups()).check(whole), Job(Setups(), keep=False).check(whole)
    assert kept == anew


# --- runs that are killed, and processes that die


def _square(items: Sequence[int]) -> list[int]:
    if 13 in items:
        os._exit(1)
    return [item * item for item in items]


def _rescued(items: Sequence[int], alone: Any) -> list[int]:
    return [-1 if item == 13 else alone([item])[0] for item in items]


def _nothing() -> None:
    pass


def test_a_process_that_dies_costs_the_others_nothing() -> None:
    found = in_order(_square, range(40), 2, _nothing, (), 4, _rescued)
    assert [n for chunk in found for n in chunk] == [-1 if n == 13 else n * n for n in range(40)]


class Deadly(Job):
    """Ends its process at a certain story."""

    def fresh(self) -> Job:
        return Deadly(self.setups.fresh(), self.keep)

    def _check(self, story: Any, setup: Any) -> dict[str, Any]:
        if b"deadly" in story["raw"]:
            os._exit(1)
        return super()._check(story, setup)


def test_a_story_that_takes_down_its_process_is_recorded(tmp_path: Path) -> None:
    from qa.archive.local import LocalRun

    rows = [{"text": f"It was was {n}{' deadly' * (n == 30)}."} for n in range(50)]
    path = str(write_table(tmp_path / "t.jsonl", rows))
    results = Results(tmp_path / "out")
    results.place.mkdir(parents=True)
    run = LocalRun(Stories(Setups(), [path]), Deadly(Setups(), keep=False), results, 2)
    list(run.check(resume=False, watch=lambda n: None))
    found = [row for batch in batches(tmp_path / "out") for row in batch.to_pylist()]
    assert [row["row"] for row in found] == [*range(1, 51)]
    assert [row["row"] for row in found if row["error"]] == [31]
    assert sum(len(row["findings"]) for row in found) >= 49
    # What is there is not checked again, the recorded story included.
    list(run.check(resume=True, watch=lambda n: None))


class DeadlyLook(Job):
    """A look, and a check, at this word end the process."""

    def fresh(self) -> Job:
        return DeadlyLook(self.setups.fresh(), self.keep)

    def look(self, stories: pa.RecordBatch, limit: bytes | None) -> Look:
        if any(b"deadly" in story["raw"] for story in stories.to_pylist()):
            os._exit(9)
        return super().look(stories, limit)


def test_a_story_that_takes_down_the_first_look_costs_no_other(tmp_path: Path) -> None:
    from qa.archive.local import LocalRun

    for n in range(50):
        text = f"It was was {n}{' deadly' * (n == 30)}.\n" if n % 5 else "id,text\n1,a\n2,b\n" * 9
        (tmp_path / f"{n:02}.txt").write_text(text)
    results = Results(tmp_path / "out")
    results.place.mkdir(parents=True)
    run = LocalRun(Stories(Setups(), [str(tmp_path)]), DeadlyLook(Setups(), False), results, 2)
    assert run.look(lambda n: None) == 40
    list(run.check(resume=False, watch=lambda n: None))
    found = [row for batch in batches(tmp_path / "out") for row in batch.to_pylist()]
    assert len(found) == 40
    assert all(row["findings"] for row in found)


KILLS = 10


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path: Path, qa: Qa) -> None:
    """At ten random moments, all of its processes at once or the first one alone."""
    texts = ["Officials from from Kyiv spoke.", "He met Anthony Blinken.", "All was well."]
    rows = [{"text": f"{texts[n % 3]} It was day {n}.", "desk": f"d{n % 4}"} for n in range(1700)]
    write_table(tmp_path / "t.jsonl", rows)
    command = [sys.executable, "-m", "qa", "report", "t.jsonl", "--no-cache", "--jobs", "2", "-q"]
    started = time.monotonic()
    assert qa(*command[3:], "-o", "whole").returncode == 1
    whole_time = time.monotonic() - started
    chance = random.Random()
    seed = chance.randrange(1 << 32)
    chance.seed(seed)
    for _ in range(KILLS):
        process = subprocess.Popen(
            [*command, "-o", "parts", "--resume"], cwd=tmp_path, start_new_session=True
        )
        time.sleep(chance.uniform(0.2, 0.6 * whole_time))
        if chance.random() < 0.5:
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        if (tmp_path / "parts" / "results").is_dir():
            readable(tmp_path / "parts")
    done = qa(*command[3:], "-o", "parts", "--resume")
    assert (done.returncode, done.stderr) == (1, ""), seed
    whole, parts = (tmp_path / name / "results" for name in ("whole", "parts"))
    names = sorted(p.name for p in whole.iterdir())
    assert len(names) == 12
    assert sorted(p.name for p in parts.iterdir()) == names, seed
    for name in names:
        assert (parts / name).read_bytes() == (whole / name).read_bytes(), (seed, name)


def readable(folder: Path) -> None:
    """All that is there to be read is whole."""
    for path in (folder / "results").glob("part-*.parquet"):
        lines = path.with_suffix(".jsonl").read_bytes()
        assert lines.endswith(b"\n")
        assert len(pq.read_table(path)) == len([*map(json.loads, lines.splitlines())])


def test_a_resumed_run_checks_again_what_changed(tmp_path: Path, qa: Qa) -> None:
    rows = [{"text": f"It was was {n}."} for n in range(1100)]
    path = write_table(tmp_path / "t.jsonl", rows)
    assert qa("report", "t.jsonl", "-o", "out", "--select", "TYP").returncode == 1
    parts = sorted((tmp_path / "out" / "results").glob("*.parquet"))
    before = [p.stat().st_mtime_ns for p in parts]
    rows[700]["text"] = "It was."
    write_table(path, rows)
    assert qa("report", "t.jsonl", "-o", "out", "--select", "TYP", "--resume").returncode == 1
    found = [row for batch in batches(tmp_path / "out") for row in batch.to_pylist()]
    assert [n for n, row in enumerate(found) if not row["findings"]] == [700]
    after = [p.stat().st_mtime_ns for p in parts]
    assert (after[0] == before[0], after[1] == before[1]) == (True, False)
    # With other settings nothing of it holds.
    again = qa("report", "t.jsonl", "-o", "out", "--select", "PUN", "--resume")
    assert again.returncode == 0


def test_the_jobs_of_a_run_make_no_difference(tmp_path: Path, qa: Qa) -> None:
    wire = Path(__file__).parent.parent / "fixtures" / "wire"
    write_table(tmp_path / "t.jsonl", [ROW] * 45)
    for jobs in ("1", "2"):
        done = qa("report", wire, "t.jsonl", "-o", jobs, "--jobs", jobs, "--no-cache")
        assert done.returncode == 1
    one, two = ((tmp_path / jobs / "results" / "part-00000.jsonl") for jobs in "12")
    assert one.read_bytes() == two.read_bytes()


def test_replaced_settings_are_for_the_files_below(tmp_path: Path, qa: Qa) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "qa.toml").write_text('ignore = ["TYP103"]\n')
    for folder in (tmp_path, tmp_path / "a"):
        write_table(folder / "t.jsonl", [ROW])
    assert qa("report", ".", "-o", "out").returncode == 1
    found = [row for batch in batches(tmp_path / "out") for row in batch.to_pylist()]
    codes = {row["path"]: {f["code"] for f in row["findings"]} for row in found}
    assert codes == {"t.jsonl": {"TYP103"}, os.path.join("a", "t.jsonl"): set()}
