"""The set-up commands, as far as they go without installing anything, and the measuring scripts."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parent.parent
COMMANDS = ("scripts/demo", "scripts/test", ".ci/run")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_python_that_is_new_enough_is_one_clear_line(tmp_path: Path, command: str) -> None:
    project = tmp_path / "a new machine"
    for folder in ("scripts", ".ci"):
        shutil.copytree(ROOT / folder, project / folder)
    old = tmp_path / "python2"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = subprocess.run(
        [project / command],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHON": str(old)},
    )
    assert done.returncode == 2
    assert done.stderr == f"PYTHON={old} does not run, or is older than Python 3.11\n"
    assert not (project / ".venv").exists()


def test_ci_runs_the_test_script_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set "))]
    assert commands == ['exec "$(dirname -- "${BASH_SOURCE[0]}")/../scripts/test"']


def test_findings_in_copy_are_counted_by_rule(tmp_path: Path) -> None:
    corpus = tmp_path / "stories.txt"
    story = "The minister said that the talks would go on until a deal was reached in the capital."
    corpus.write_text(
        f"{story}\nHe said that the the talks would go on in the capital.\n\n{story}\n"
    )
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "measure-clean-copy", corpus, "--list", "TYP"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    place, size, *rules, total = done.stdout.splitlines()
    assert place.startswith("TYP103 He said that ⟦the the⟧ talks")
    assert size.startswith("3 documents, 46 words")
    assert [r.split()[:3] for r in rules] == [["TYP103", "doubled-word", "1"]]
    assert total.split()[:2] == ["all", "1"]


def made(output: Path, *options: str) -> Path:
    subprocess.run(
        [sys.executable, ROOT / "scripts" / "make-stories", output, *options], check=True
    )
    return output


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_made_stories_are_the_same_again_and_in_every_format(tmp_path: Path) -> None:
    stories = rows(made(tmp_path / "a.jsonl", "--stories", "300"))
    assert rows(made(tmp_path / "b.jsonl", "--stories", "20")) == stories[:20]
    assert rows(made(tmp_path / "c.jsonl", "--stories", "20", "--seed", "1")) != stories[:20]
    with made(tmp_path / "a.csv", "--stories", "300").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == stories
    table = pq.read_table(made(tmp_path / "a.parquet", "--stories", "300"))
    assert [{**row, "date": row["date"].isoformat()} for row in table.to_pylist()] == stories
    folder = made(tmp_path / "texts", "--stories", "20")
    texts = {p.relative_to(folder): p.read_text("utf-8") for p in folder.rglob("*.txt")}
    assert texts == {
        Path(s["date"]) / f"{s['id']}.txt": f"{s['title']}\n\n{s['text']}\n" for s in stories[:20]
    }


def test_made_stories_are_as_long_and_as_varied_as_was_asked(tmp_path: Path) -> None:
    stories = rows(made(tmp_path / "a.jsonl", "--stories", "500", "--bytes", "3000", "--days", "3"))
    lengths = sorted(len(s["text"].encode()) for s in stories)
    assert 2_800 < sum(lengths) / len(lengths) < 3_200
    assert lengths[25] < 1_200 < 6_000 < lengths[-25]
    assert {s["date"] for s in stories} == {"2026-01-01", "2026-01-02", "2026-01-03"}
    assert all(bool(s["translator"]) != bool(s["system"]) for s in stories)
    assert len({s["text"] for s in stories}) == len({s["id"] for s in stories}) == 500


def test_defects_of_made_stories_are_a_setting(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    numbers = range(1000, 1150)
    corpus.write_text(
        "".join(f"The mayor opened school {n} on Monday.\n" for n in numbers), "utf-8"
    )

    def share(defects: str) -> float:
        options = ("--stories", "100", "--from", str(corpus), "--defects", defects)
        stories = rows(made(tmp_path / f"{defects}.jsonl", *options))
        paragraphs = [s["text"].replace("\n\n", " ") for s in stories]
        others = [re.sub(r"The mayor opened school \d+ on Monday\.", "", p) for p in paragraphs]
        return sum(bool(text.strip()) for text in others) / len(stories)

    assert share("0") == 0
    assert 0.2 < share("0.3") < 0.4
    assert share("1") == 1


def test_too_little_to_make_stories_of_is_one_clear_line(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("One sentence is all that there is.\n")
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/make-stories", tmp_path / "a.jsonl", "--from", corpus],
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 2
    assert done.stderr == "stories need at least 100 sentences without defects; there are 1\n"
    assert not (tmp_path / "a.jsonl").exists()


# What each tool printed about the text below, in the form that scripts/compare-tools asks for.
PRINTED = {
    "codespell": ("story.txt:2: teh ==> the\n" * 2, ["teh", "teh"]),
    "typos": (
        '{"type":"typo","path":"./story.txt","line_num":2,"byte_offset":3,"typo":"teh",'
        '"corrections":["the"]}\n',
        ["teh"],
    ),
    "proselint": (
        '{"result":{"file:///desk/story.txt":{"diagnostics":[{"check_path":"lexical_illusions",'
        '"message":"A phrase is repeated.","pos":[1,1],"replacements":null,"span":[1,8]}]}}}',
        ["The The"],
    ),
    "cspell": ("/desk/story.txt:2:3 - Unknown word (teh)\n", ["teh"]),
    "harper": (
        '[{"file":"folder/story.txt","lint_count":2,"lints":[{"rule":"SpellCheck",'
        '"kind":"Spelling","span":{"char_start":18,"char_end":21}},{"rule":"LongSentences",'
        '"kind":"Readability","span":{"char_start":0,"char_end":40}}]}]',
        ["teh"],
    ),
    "vale": (
        '{"/desk/story.txt":[{"Span":[3,5],"Check":"Vale.Spelling","Severity":"error",'
        '"Match":"teh","Line":2}]}',
        ["teh"],
    ),
}


@pytest.mark.parametrize("tool", PRINTED)
def test_places_that_other_tools_print_are_found_in_the_text(
    tool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from measuring import tools

    text = "The The premier\né teh end, and teh rest.\n"
    printed, expected = PRINTED[tool]
    places = getattr(tools, f"_{tool}")(printed, {"story.txt": tools.Text(text)})
    assert [text[p.start : p.end] for p in places] == expected


def test_tools_are_compared_by_what_they_find_of_marked_defects() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "compare-tools", "--show", "qa check"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    table = [
        line.strip("| ").split(" | ") for line in done.stdout.splitlines() if line.startswith("|")
    ]
    rows = {row[0].strip("*"): row[1] for row in table if len(row) > 1}
    assert rows["typo (2)"] == "2"
    assert int(rows["all defects (77)"]) >= 70
    shown = [line for line in done.stdout.splitlines() if not line.startswith("|")]
    assert len(shown) == int(rows["findings elsewhere"])
