"""What is kept on disk and was damaged since: a value is as good as none, is made again, and is never believed."""

import json
import random
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Qa

from qa.archive.filtering import Filtered
from qa.config import Config
from qa.files.cache import Kept
from qa.glossary import load_glossary

STORY = "Officials from from Kiev said on Monday that the talks go on.\n"
Change = Callable[[bytes], object]

CHANGES: dict[str, Change] = {
    "nothing": lambda _: b"",
    "no zlib": lambda _: b"nonsense, and a lot of it",
    "no JSON": lambda _: zlib.compress(b"{nonsense"),
    "another type": lambda _: zlib.compress(b"[1, 2]"),
    "another object": lambda _: zlib.compress(b'{"findings": 7}'),
    "cut": lambda value: value[:-3],
    "longer": lambda value: value + b"x",
    "a flipped byte": lambda value: value[:20] + bytes([value[20] ^ 1]) + value[21:],
    "a flipped digest": lambda value: bytes([value[0] ^ 1]) + value[1:],
    "a number": lambda _: 17,
    "a text": lambda _: "a text",
    "bytes as a text": lambda value: value.decode("latin-1"),
}


def change_all(path: Path, change: Change) -> None:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT key, value FROM kept").fetchall()
        assert rows
        for key, value in rows:
            connection.execute("UPDATE kept SET value = ? WHERE key = ?", (change(value), key))
    connection.close()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of one test."""
    monkeypatch.setenv("QA_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.parametrize("kind", CHANGES)
def test_results_that_were_changed_are_made_again(
    tmp_path: Path, cache: Path, qa: Qa, kind: str
) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    first = qa("report", "-o", "out", "a.txt")
    results = (tmp_path / "out/results/part-00000.jsonl").read_bytes()
    change_all(cache / "results.sqlite3", CHANGES[kind])
    again = qa("report", "-o", "out", "a.txt")
    assert (again.returncode, again.stderr) == (first.returncode, "")
    assert (tmp_path / "out/results/part-00000.jsonl").read_bytes() == results
    # It was made again, and is kept again.
    key, value = (
        sqlite3.connect(cache / "results.sqlite3").execute("SELECT * FROM kept").fetchone()[1:]
    )
    kept = Kept("results.sqlite3", "results", None, 1 << 20)
    assert json.loads(zlib.decompress(kept.get([key])[key]))["findings"]
    kept.close()
    assert value


@pytest.mark.parametrize("kind", CHANGES)
def test_values_that_were_changed_are_none(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "k.sqlite3"
    values = {b"%d" % n: b"A value that is long enough: %d" % n for n in range(9)}
    kept = Kept("k", "values", path, 1 << 20)
    kept.put(values)
    kept.close()
    change_all(path, CHANGES[kind])
    assert kept.get([*values]) == {}
    kept.put(values)
    assert kept.get([*values]) == values
    kept.close()


def test_values_that_changed_places_are_none(tmp_path: Path) -> None:
    path = tmp_path / "k.sqlite3"
    kept = Kept("k", "values", path, 1 << 20)
    kept.put({b"a": b"one", b"b": b"two", b"c": b"three"})
    kept.close()
    with sqlite3.connect(path) as connection:
        other = connection.execute("SELECT value FROM kept WHERE key = ?", (b"a",)).fetchone()
        connection.execute("UPDATE kept SET value = ? WHERE key = ?", (*other, b"b"))
    connection.close()
    assert kept.get([b"a", b"b", b"c"]) == {b"a": b"one", b"c": b"three"}
    kept.close()


SCHEMAS = {
    "other columns": "CREATE TABLE kept (what TEXT)",
    "no key": "CREATE TABLE kept (id INTEGER PRIMARY KEY, value BLOB)",
    "a view": "CREATE VIEW kept AS SELECT 1 AS id, 'a' AS key, 'b' AS value",
    "a limit": "CREATE TABLE kept (id INTEGER PRIMARY KEY, key BLOB, value BLOB CHECK (length(value) < 3))",
}


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_file_with_other_tables_is_begun_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    path = tmp_path / "k.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute(SCHEMAS[kind])
    connection.close()
    kept = Kept("k", "values", path, 1 << 20)
    kept.get([b"a"])
    kept.put({b"a": b"one"})
    assert kept.get([b"a"]) == {b"a": b"one"}
    kept.close()
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("seed", range(30))
def test_a_file_with_any_bytes_changed_gives_what_was_put_or_nothing(
    tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "k.sqlite3"
    values = {b"key %d" % n: b"value %d " % n * (n % 90) for n in range(200)}
    kept = Kept("k", "values", path, 1 << 20)
    kept.put(values)
    kept.close()
    raw, dice = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(dice.choice((1, 3, 300))):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    path.write_bytes(raw[: dice.choice((len(raw), len(raw), dice.randrange(len(raw))))])
    for _ in range(2):
        assert kept.get([*values]).items() <= values.items()
        kept.put(values)
        assert kept.get([*values]).items() <= values.items()
        kept.close()


@pytest.mark.parametrize("seed", range(12))
def test_a_glossary_with_any_byte_changed_is_compiled_again(cache: Path, seed: int) -> None:
    before = load_glossary(Config())
    assert before.knows("kyiv")
    (kept,) = cache.glob("glossary-*.cdb")
    raw = kept.read_bytes()
    damaged, dice = bytearray(raw), random.Random(seed)
    damaged[dice.randrange(len(raw)) if seed else raw.find(b"kyiv")] ^= 1 << dice.randrange(8)
    kept.write_bytes(damaged[: len(raw) - (seed == 5)])
    assert len(load_glossary(Config())) == len(before)
    assert kept.read_bytes() == raw


# --- parts of a run that is gone on with

# What happens to a file of a part.
TORN: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda raw: raw[: len(raw) // 2],
    "emptied": lambda _: b"",
    "a digit": lambda raw: raw.replace(b"700", b"701") if b"700" in raw else raw[:-1] + b"!",
    "in the middle": lambda raw: raw[:900] + bytes([raw[900] ^ 4]) + raw[901:],
    "other": lambda _: b"[[[[{}]]]]",
    "deep": lambda _: b"[" * 100_000,
}


@pytest.mark.parametrize("kind", TORN)
@pytest.mark.parametrize("ending", ["parquet", "jsonl", "json"])
def test_a_part_of_a_report_that_was_changed_is_made_again(
    tmp_path: Path, qa: Qa, kind: str, ending: str
) -> None:
    lines = [json.dumps({"text": f"It was was {n}."}) + "\n" for n in range(1100)]
    (tmp_path / "t.jsonl").write_text("".join(lines))
    call = ("report", "t.jsonl", "-o", "out", "--select", "TYP", "--resume", "-q")
    assert qa(*call).stderr == ""
    parts = tmp_path / "out/results"
    before = {path.name: path.read_bytes() for path in parts.iterdir()}
    path = parts / f"part-00001.{ending}"
    raw = path.read_bytes()
    path.write_bytes(TORN[kind](raw + bytes(max(0, 901 - len(raw)))))
    again = qa(*call)
    assert again.returncode == 1
    (said,) = again.stderr.splitlines()
    assert said == "qa: note: out/results/part-00001 was changed or cut since; it is made again"
    assert {path.name: path.read_bytes() for path in parts.iterdir()} == before
    assert qa(*call).stderr == ""


@pytest.mark.parametrize("kind", TORN)
def test_a_part_of_a_filter_that_was_changed_is_judged_again(
    tmp_path: Path, qa: Qa, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("qa.archive.filtering._PART", 300)
    rows = "".join(f"Було {n} людей.\tThere were {n} people.\n" for n in range(699, 1299))
    (tmp_path / "p.tsv").write_text("source\ttranslation\n" + rows, "utf-8")
    call = ("filter", "p.tsv", "-o", "kept.tsv", "--no-vectors", "--isolated", "-q", "--force")
    monkeypatch.setattr("qa.archive.filtering.FilterRun.write", lambda *_: Filtered())
    assert qa(*call).returncode == 0
    part = tmp_path / "kept.tsv.parts/part-00001.json"
    raw = part.read_bytes()
    part.write_bytes(TORN[kind](raw))
    again = qa(*call)
    (said,) = again.stderr.splitlines()
    assert said.endswith("part-00001.json was changed or cut since; its rows are judged again")
    assert part.read_bytes() == raw
