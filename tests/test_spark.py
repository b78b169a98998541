"""Archives on a Spark cluster of two workers: the results are those of a run on one machine."""

import csv
import gzip
import json
import os
import pickle
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.archive.checking import Job
from qa.archive.local import LocalRun
from qa.archive.results import Results, batches
from qa.archive.spark import report_on_spark
from qa.archive.spark import run as spark_run
from qa.archive.spark.results import SparkResults
from qa.archive.spark.session import spark_session
from qa.archive.stories import Stories, batch_of, failed_story
from qa.linting.setup import Setups

pyspark = pytest.importorskip("pyspark", reason="no PySpark; pip install '.[spark]'")
pytestmark = [
    pytest.mark.skipif(not shutil.which("java"), reason="no Java; Spark needs Java 17"),
    # PySpark's own calls of other packages, and sockets that it leaves to the end of the process.
    pytest.mark.filterwarnings("default"),
]

ROOT = Path(__file__).parent.parent
WIRE = [p.read_text("utf-8") for p in sorted((ROOT / "fixtures" / "wire").glob("*.txt"))]
FIELDS = ("id", "headline", "body", "published", "desk", "lang")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        # What starts the workers, and where they work.
        patch.setenv("SPARK_HOME", str(Path(pyspark.__file__).parent))
        patch.setenv("SPARK_WORKER_DIR", str(tmp_path_factory.mktemp("workers")))
        patch.setenv("PYTHONPATH", str(ROOT))
        # What runs once need not be compiled well.
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        with spark_session("local-cluster[2,1,1024]") as session:
            # Small files are cut into several parts, too.
            session.conf.set("spark.sql.files.maxPartitionBytes", "100k")
            session.conf.set("spark.sql.codegen.wholeStage", "false")
            yield session


def rows(number: int, seed: int = 7) -> list[dict[str, str]]:
    """Rows of stories of real paragraphs; one in ten spells a name in a way of its own."""
    draw = random.Random(seed)
    paragraphs = [p for text in WIRE for p in text.split("\n\n") if p.strip()]
    found = []
    for i in range(number):
        body = "\n\n".join(draw.choices(paragraphs, k=6))
        name = "Marta Ostrovska" if i % 10 else "Marta Ostrowska"
        body += f"\n\nThe talks were led by {name}, and {name} said that they would go on."
        desk, date = draw.choice(["world", "sport"]), f"2026-03-{1 + i % 28:02}"
        values = (f"s{seed}-{i}", f"Story {i}", body, date, desk, "en")
        found.append(dict(zip(FIELDS, values, strict=True)))
    return found


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stories in every kind of file, with some that cannot be read."""
    folder = tmp_path_factory.mktemp("archive [1]")
    lines = [json.dumps(row, ensure_ascii=False) for row in rows(60, 1)]
    lines[3:3] = ["", "{broken", '{"id": "none", "body": ""}']
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    packed = "".join(json.dumps(row) + "\n" for row in rows(5, 2))
    (folder / "ü 1%.jsonl.gz").write_bytes(gzip.compress(packed.encode()))
    with (folder / "b.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, FIELDS)
        table.writeheader()
        table.writerows(rows(40, 3))
    (folder / "deep").mkdir()
    pq.write_table(pa.Table.from_pylist(rows(30, 4)), folder / "deep" / "c.parquet")
    for number, text in enumerate(WIRE):
        (folder / "deep" / f"{number}.txt").write_text(text, "utf-8")
    for name in ("empty.txt", "empty.csv", "empty.jsonl"):
        (folder / name).touch()
    (folder / "blank.jsonl").write_bytes(b"\n\n")
    (folder / "picture.txt").write_bytes(b"\x89PNG\x00\x00\x00\x01")
    (folder / ".hidden.txt").write_text("Not a story.")
    (folder / "drafts").mkdir()
    (folder / "drafts" / "d.txt").write_text("Not yet a story.")
    return folder


def in_order(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda row: (row["path"], row["row"]))


def here(given: Sequence[str], folder: Path, setups: Setups) -> list[dict[str, Any]]:
    results = Results(folder)
    results.place.mkdir(parents=True)
    local = LocalRun(Stories(setups, given), Job(setups, keep=False), results)
    local.look(lambda count: None)
    list(local.check(False, lambda count: None))
    return in_order([row for batch in batches(folder) for row in batch.to_pylist()])


def lines(folder: Path) -> list[dict[str, Any]]:
    found = (folder / "results").glob("part-*.jsonl")
    return in_order([json.loads(s) for p in found for s in p.read_text("utf-8").splitlines()])


def test_the_results_are_those_of_a_run_on_one_machine(
    spark: Any, archive: Path, tmp_path: Path
) -> None:
    given = [str(archive), str(tmp_path / "missing"), str(archive / "picture.txt")]
    settings = {"exclude": ("drafts/",), "min_confidence": 0.3}
    wanted = here(given, tmp_path / "here", Setups(settings))
    results = SparkResults(spark, str(tmp_path / "there"))
    results.begin()
    outcomes = list(report_on_spark(results, Setups(settings), given, {}))
    found = in_order([row for outcome in outcomes for row in outcome.results.to_pylist()])
    assert found == wanted
    assert any(outcome.failing for outcome in outcomes)
    # An empty file is none.
    assert sum(row["error"] is not None for row in wanted) == 7
    codes = {finding["code"] for row in wanted for finding in row["findings"]}
    assert "GLO202" in codes
    assert lines(tmp_path / "there") == lines(tmp_path / "here")
    # A report on this machine can be held against it.
    there = [row for batch in batches(tmp_path / "there") for row in batch.to_pylist()]
    assert in_order(there) == wanted


def test_two_workers_load_what_they_need_once_a_process(spark: Any) -> None:
    packed = pickle.dumps(Job(Setups(), keep=False))

    def seen(parts: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for part in parts:
            job, same = spark_run._job(packed), spark_run._job(bytes(packed))
            time.sleep(0.2)  # long enough for both to get some
            row = [os.getpid(), id(job), len(part), job is same]
            yield pa.RecordBatch.from_pylist([dict(zip("abcd", row, strict=True))])

    found = spark.range(0, 8, 1, 8).mapInArrow(seen, "a long, b long, c long, d boolean").collect()
    assert sum(row["c"] for row in found) == 8
    assert all(row["d"] for row in found)
    assert len({row["a"] for row in found}) == 2
    assert len({(row["a"], row["b"]) for row in found}) == 2


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=60), st.integers(400, 3_000))
def test_tasks_hold_the_same_bytes_whatever_the_stories(sizes: list[int], each: int) -> None:
    stories = [failed_story(f"{n}", error="-") | {"raw": b"x" * s} for n, s in enumerate(sizes)]
    placed = spark_run._placed(None, {0: 0}, each, iter([batch_of(stories)]))
    held: dict[int, list[int]] = {}
    for row in (row for batch in placed for row in batch.to_pylist()):
        held.setdefault(row["task"], []).append(len(row["raw"]) + spark_run._STORY_BYTES)
    assert sum(map(len, held.values())) == len(sizes)
    assert all(sum(of_task[:-1]) < each for of_task in held.values())


def test_a_run_whose_driver_is_killed_goes_on_where_it_was(spark: Any, tmp_path: Path) -> None:
    table = tmp_path / "stories.parquet"
    pq.write_table(pa.Table.from_pylist(rows(120)), table)
    wanted = here([str(table)], tmp_path / "here", Setups())
    folder = tmp_path / "there"
    command = [sys.executable, "-m", "qa", "report", str(table), "-o", str(folder)]
    command += ["--engine", "spark", "--master", "local[2]"]
    parts = folder / "results"
    driver = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)
    while driver.poll() is None and not list(parts.glob("part-*.parquet")):
        time.sleep(0.02)
    os.killpg(driver.pid, signal.SIGKILL)
    driver.wait()
    kept = {path.name for path in parts.glob("part-*.parquet")}
    assert kept
    assert "This report is not finished" in (folder / "index.html").read_text()
    done = subprocess.run([*command, "--resume"], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    # Nothing but the report is said: no log, no stage, no warning of Java.
    assert done.stderr == ""
    assert re.fullmatch(r"[\d,]+ findings in 120 stories\. Report: \S+\n", done.stdout)
    assert kept < {path.name for path in parts.glob("part-*.parquet")}
    assert lines(folder) == lines(tmp_path / "here")
    assert in_order([r for b in batches(folder) for r in b.to_pylist()]) == wanted
    # A story that has changed since is checked again, and what was found in it is gone.
    changed = rows(120)
    changed[5]["body"] = "Officials said said so."
    pq.write_table(pa.Table.from_pylist(changed), table)
    results = SparkResults(spark, str(folder))
    results.begin()
    again = report_on_spark(results, Setups(), [str(table)], {}, resume=True)
    found = in_order([row for outcome in again for row in outcome.results.to_pylist()])
    assert found == here([str(table)], tmp_path / "changed", Setups())


def test_the_job_for_a_frame_of_your_own_runs_as_documented(spark: Any, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "sizing.md").read_text("utf-8")
    job = re.search(r"```python\n(.+?)```", text, re.DOTALL)
    assert job is not None
    pq.write_table(pa.Table.from_pylist(rows(20)), tmp_path / "stories")
    exec(job[1].replace("s3a://archive", tmp_path.as_uri()), {})
    found = pq.read_table(tmp_path / "findings").to_pylist()
    assert {row["story"] for row in found} == {f"s7-{n}" for n in range(20)}
    one = Setups()
    story = failed_story("x") | {"raw": rows(1)[0]["body"].encode(), "suffix": ".txt"}
    alone = Job(one, keep=False).check(batch_of([story])).results.to_pylist()[0]["findings"]
    assert [f["id"] for f in alone] == [r["id"] for r in found if r["story"] == "s7-0"]


@pytest.mark.parametrize(
    ("without", "told"),
    [("java", "no Java found; install Java 17"), ("pyspark", "pip install 'wireqa[spark]'")],
)
def test_what_is_missing_is_said_in_one_line(tmp_path: Path, without: str, told: str) -> None:
    hidden = f"import sys; sys.modules[{without!r}] = None; from qa.cli import main; main()"
    command = [sys.executable, "-c", hidden, "report", "x.txt", "-o", "out", "--engine", "spark"]
    env = {k: v for k, v in os.environ.items() if k != "JAVA_HOME"} | {"PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=env)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert told in done.stderr


def test_a_cluster_that_cannot_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "qa", "report", "x.txt", "-o", "out", "--engine", "spark"]
    done = subprocess.run(
        [*command, "--master", "sc://host"], capture_output=True, text=True, cwd=tmp_path
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "Spark Connect" in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--master", "local[2]"], "--master is for --engine spark"),
        (["--engine", "argos", "--engine", "firefox"], "name one translation engine"),
        (["--engine", "sprak"], "sprak"),
    ],
)
def test_options_that_do_not_fit_are_named(tmp_path: Path, options: list[str], told: str) -> None:
    command = [sys.executable, "-m", "qa", "report", "x.txt", "-o", "out", *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
