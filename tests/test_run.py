"""A run over many files: the same in one process and in several."""

import os
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Qa
from hypothesis import given
from hypothesis import strategies as st

from qa.cli.baseline import run_write_baseline
from qa.config import Config
from qa.context import Context
from qa.document.model import Document
from qa.linting.check import Checked, check
from qa.linting.run import Run
from qa.linting.setup import Setup, Setups
from qa.load import load
from qa.names.batch import Glance, Sample

STORIES = {
    "a.txt": "Anthony Blinken went to Kiev.\n",
    "b.html": "<p>He was in <b>Kiev</b> &amp; left.</p>",
    "c.md": "# Kiev\n\nHe left *from from* Kiev.\n",
    "d.txt": "\xff\xfe\x00bad",
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for number in range(12):
        for name, text in STORIES.items():
            (tmp_path / f"{number:02}{name}").write_bytes(text.encode("latin-1"))
    (tmp_path / "qa.toml").write_text('glossaries = ["missing.toml"]\nselct = []\n')
    return tmp_path


def outcome(run: Run, desk: Path) -> tuple[list[object], list[str]]:
    found = [
        (c.path, c.findings, c.errors, c.document and c.document.text)
        for c in run.check([str(desk), str(desk / "nowhere")])
    ]
    return list(found), run.setups.errors


@pytest.mark.skipif(sys.platform != "linux", reason="only a forked process has what a test patched")
@pytest.mark.parametrize(("jobs", "elsewhere"), [("1", False), ("2", True)])
def test_a_check_runs_in_as_many_processes_as_jobs_says(
    qa: Qa, desk: Path, tmp_path_factory: pytest.TempPathFactory, jobs: str, elsewhere: bool
) -> None:
    """With 1 in the own one, however many files there are; with 2 in others, however few."""
    log = tmp_path_factory.mktemp("log") / "processes"

    def check_and_log(document: Document, setup: Setup) -> Checked:
        with log.open("a") as stream:
            stream.write(f"{os.getpid()}\n")
        return check(document, setup)

    (desk / "qa.toml").unlink()
    given = [str(desk)] if jobs == "1" else [str(desk / "00a.txt"), str(desk / "00b.html")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qa.linting.run.check", check_and_log)
        qa("check", *given, "--jobs", jobs, "--isolated")
    processes = {int(line) for line in log.read_text().split()}
    assert processes
    assert (os.getpid() not in processes) == elsewhere


def test_several_processes_find_the_same_in_the_same_order(desk: Path) -> None:
    one, two, auto = (outcome(Run(jobs=n), desk) for n in (1, 2, 0))
    assert one == two == auto
    found, errors = one
    assert len(found) == 49
    assert len(errors) == 2  # the unknown key and the glossary that is missing, each said once


@pytest.mark.parametrize("name", ["a.txt", "b.html", "c.md"])
def test_a_document_comes_whole_from_another_process(name: str) -> None:
    document = load(name, STORIES[name].encode(), Context(Config(lang="en")))
    assert document.segments
    assert document.quotations is not None
    copy = pickle.loads(pickle.dumps(document))
    assert (copy.text, copy.raw, copy.blocks) == (document.text, document.raw, document.blocks)
    assert copy.offsets.pieces == document.offsets.pieces
    assert [s.text for s in copy.segments] == [s.text for s in document.segments]


NAMES = {
    "a.txt": "Skipper Ludde Ingvall spoke. Ingvall set sail. Ingvall won.\n",
    "b.html": "<p>The skipper, <b>Ludde Ingvall</b>, was ill &amp; left.</p>",
    "c.md": "# The boat\n\nThe boat of Ludde *Ingval* won.\n",
    "d.txt": "Ludde Ingval spoke to Ingvall.\n",
    "e.txt": "Der Kapitän Ludde Ingvald hat gesagt, dass er nicht mehr mit uns in die Stadt geht.\n",
}


@pytest.fixture
def names(tmp_path: Path) -> Path:
    for name, text in NAMES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def batch_findings(folder: Path, **settings: Any) -> list[tuple[str, str, str]]:
    """File, text and message of what a batch rule finds."""
    run = Run(Setups({"select": ("GLO202",), **settings.pop("overrides", {})}), **settings)
    return [
        (Path(c.path).name, c.document.text[f.span.start : f.span.end], f.message)
        for c in run.check([str(folder)])
        for f in c.findings
        if c.document
    ]


def test_a_batch_rule_knows_all_files(names: Path) -> None:
    found = batch_findings(names)
    message = (
        "“Ingval” (2 times in 2 files) is “Ingvall” elsewhere in this batch (5 times in 3 files)"
    )
    # d.txt has both spellings, which GLO201 reports; e.txt is in German.
    assert found == [("c.md", "Ingval", message)]
    assert batch_findings(names, jobs=2) == found


def test_one_file_is_no_batch(names: Path) -> None:
    run = Run(Setups({"select": ("GLO202",)}))
    assert [c.findings for c in run.check([str(names / "c.md")])] == [()]


def test_what_is_accepted_in_a_batch_is_not_said_to_be_gone_alone(names: Path) -> None:
    known = names / "known.json"
    assert (
        run_write_baseline(Run(Setups({"select": ("GLO202",)})), [str(names)], known, quiet=True)
        == 0
    )
    settings = {"select": ("GLO202",), "baseline": str(known)}
    assert batch_findings(names, overrides=settings) == []
    run = Run(Setups(settings))
    (checked,) = run.check([str(names / "c.md")])
    assert (checked.notes, list(run.setups.notes())) == ((), [])
    # Nor does writing the baseline of that file anew drop it.
    alone = Run(Setups({"select": ("GLO202",)}))
    assert run_write_baseline(alone, [str(names / "c.md")], known, quiet=True) == 0
    assert batch_findings(names, overrides=settings) == []


def test_a_sidecar_accepts_what_a_batch_rule_finds(names: Path) -> None:
    (names / "c.md.qa.toml").write_text('[[ignore]]\nrules = ["GLO202"]\n')
    assert batch_findings(names) == []
    (checked,) = Run(Setups({"select": ("GLO202",)})).check([str(names / "c.md")])
    assert checked.notes == ()


def test_a_file_that_turns_the_rule_off_is_no_part_of_the_batch(names: Path) -> None:
    (names / "qa.toml").write_text('[[per-path]]\npaths = ["[abd].*"]\nignore = ["GLO202"]\n')
    assert batch_findings(names) == []


@given(st.lists(st.integers(0, 40)), st.randoms())
def test_a_sample_is_the_same_in_any_order_and_in_parts(stories: list[int], chance: Any) -> None:
    glances = [Glance(bytes([n]), {f"Name {n}": 1}) for n in stories]
    whole, mixed = Sample(most=7), Sample(most=7)
    whole.add_all(glances)
    chance.shuffle(glances)
    for one in glances:
        # Who looks may know an older limit than the sample has by then.
        limit = mixed.limit
        mixed.add(Glance(one.digest, {}) if limit and one.digest > limit else one)
    assert [*whole.stories()] == [*mixed.stories()]
    assert whole.files == mixed.files == len(stories)
    assert len([*whole.stories()]) == min(7, len(set(stories)))


def test_a_small_run_is_sampled_whole_and_counts_equal_stories() -> None:
    sample = Sample()
    sample.add_all(
        [Glance(b"a", {"Kyiv": 2}), Glance(b"b", {"Lviv": 1}), Glance(b"a", {"Kyiv": 2})]
    )
    assert [*sample.stories()] == [({"Kyiv": 2}, 2), ({"Lviv": 1}, 1)]
    assert sample.limit is None
