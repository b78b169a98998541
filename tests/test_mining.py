"""`qa glossary mine`: entries proposed for names that no glossary has."""

import subprocess
import tomllib
from pathlib import Path

import pytest
from command import run_qa

STORIES = {
    "a.txt": (
        "Skipper Ludde Ingvall spoke in Lappenberg. Ingvall won; he was born in Lappenberg.\n"
        "Jens Stoltenberg spoke in Kyiv. Stoltenberg left Kyiv. Stoltenberg came to Kyiv.\n"
    ),
    "b.html": "<p>The skipper, <b>Ludde Ingvall</b>, was ill &amp; left Lappenberg for Lapenberg.</p>",
    "c.md": "# The boat\n\nThe boat of Ludde *Ingval* won near Lappenberg.\n",
    "d.txt": "Antony Hallweg spoke. Antony Hallweg left. Then Anthony Hallweg, and Hallweg’s sons.\n",
    "e.txt": "Der Kapitän Ludde Ingvald war in Lappenberg, und Ingvald hat gesagt, dass er geht.\n",
}
MINED = """\
# Names that no glossary has, the most frequent first, with how often they come in how many stories.
# Made by `qa glossary mine`. Proposals: look at the kind and the spelling, and cite a source.

# Lappenberg: 4 times in 3 stories; Lapenberg: once in 1 story

[[place]]
id = "lappenberg"
preferred = "Lappenberg"
forbidden = ["Lapenberg"]

# Antony Hallweg: 4 times in 1 story; Anthony Hallweg: once in 1 story

[[person]]
id = "antony-hallweg"
given.preferred = "Antony"
given.forbidden = ["Anthony"]
surname = "Hallweg"

# Ludde Ingvall: 3 times in 2 stories; Ingval: once in 1 story

[[person]]
id = "ludde-ingvall"
given = "Ludde"
surname.preferred = "Ingvall"
surname.forbidden = ["Ingval"]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for name, text in STORIES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def qa(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return run_qa(*arguments, cwd=cwd)


def test_names_without_an_entry_are_proposed_most_frequent_first(desk: Path) -> None:
    done = qa("glossary", "mine", ".", cwd=desk)
    assert (done.returncode, done.stdout) == (0, MINED)
    assert done.stderr == "qa: 3 entries proposed, from 4 stories in English\n"


def test_what_is_mined_is_a_glossary_in_its_layout(desk: Path) -> None:
    assert qa("glossary", "mine", ".", "-o", "mined.toml", cwd=desk).returncode == 0
    assert qa("glossary", "check", "mined.toml", cwd=desk).returncode == 0
    assert qa("glossary", "fmt", "--check", "mined.toml", cwd=desk).returncode == 0
    # In force, it knows the slips, and there is nothing left to mine.
    (desk / "qa.toml").write_text('glossaries = ["mined.toml"]\n')
    found = qa("check", "b.html", "c.md", "--select", "GLO101", cwd=desk).stdout
    assert "write “Lappenberg”" in found
    assert "write “Ludde Ingvall”" in found
    assert tomllib.loads(qa("glossary", "mine", ".", cwd=desk).stdout) == {}


def test_the_number_of_names_can_be_bounded(desk: Path) -> None:
    def ids(*options: str) -> list[str]:
        tables = tomllib.loads(qa("glossary", "mine", ".", *options, cwd=desk).stdout)
        return sorted(entry["id"] for entries in tables.values() for entry in entries)

    assert ids("--limit", "1") == ["lappenberg"]
    assert ids("--least", "4") == ["antony-hallweg", "lappenberg"]


def test_an_id_of_the_glossary_is_not_taken_again(desk: Path) -> None:
    (desk / "own.toml").write_text('[[place]]\nid = "ludde-ingvall"\npreferred = "Sofiivka"\n')
    (desk / "qa.toml").write_text('glossaries = ["own.toml"]\n')
    assert 'id = "ludde-ingvall-2"' in qa("glossary", "mine", ".", cwd=desk).stdout


def test_what_cannot_be_read_or_written_is_one_line(desk: Path) -> None:
    done = qa("glossary", "mine", "missing.txt", "a.txt", cwd=desk)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        "qa: missing.txt: no such file or folder",
    )
    done = qa("glossary", "mine", ".", "-o", "no/such/folder.toml", cwd=desk)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
