"""A run over many files: the same in one process and in several."""

import pickle
from pathlib import Path

import pytest

from qa.config import Config
from qa.context import Context
from qa.load import load
from qa.run import Run

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
    return list(found), run.errors


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
