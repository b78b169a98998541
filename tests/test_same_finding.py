"""A finding stays the same one while the text around it changes: for baselines, reports and verdicts."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Qa

WIRE = Path(__file__).parent.parent / "fixtures" / "wire"
ONLY = ("--select", "TYP101,TYP103,GLO101,PUN103,MTA104,ENC")
STORY = (
    "The minister said that the the talks would go on in Kiev, and he left for Washuington.\n"
    "\n"
    "Reporters had asked him in Washuington whether the bridge was shut.\n"
)


def ids(qa: Qa, story: Path) -> list[tuple[str, str]]:
    """The code and the id of each finding, as a report has them."""
    qa("report", story, "-o", "out", "--no-cache", "--quiet", *ONLY, "--lang", "en")
    part = story.parent / "out" / "results" / "part-00000.jsonl"
    return [(f["code"], f["id"]) for f in json.loads(part.read_text("utf-8"))["findings"]]


# What is done to the story: none of it makes a finding new.
EDITS: dict[str, Callable[[str], str]] = {
    "a line above": lambda text: "A new first paragraph was written here.\n\n" + text,
    "words before": lambda text: text.replace("left for", "left with his staff for"),
    "words behind": lambda text: text.replace("Washuington.", "Washuington early on Tuesday."),
    "a fix beside": lambda text: text.replace("the the", "the").replace("Kiev", "Kyiv"),
    "lines broken elsewhere": lambda text: text.replace(" he left ", "\nhe left\n"),
    "paragraphs swapped": lambda text: "\n\n".join(reversed(text.strip().split("\n\n"))),
    "all around": lambda text: (
        "Why did he go to Washuington at all?\n\n“To Washuington!” he said.\n"
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edits_around_a_finding_leave_its_identity(qa: Qa, tmp_path: Path, edit: str) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY)
    before = ids(qa, story)
    qa("check", story, *ONLY, "--lang", "en", "--write-baseline", "known.json")
    story.write_text(EDITS[edit](STORY))
    after = ids(qa, story)
    assert len([i for i in after if i[0] == "TYP101"]) == 2
    assert set(after) <= set(before)
    done = qa("check", story, *ONLY, "--lang", "en", "--baseline", "known.json", "--quiet")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_same_once_more_is_new(qa: Qa, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY)
    before = ids(qa, story)
    story.write_text(STORY + "\nAn envoy said that the the fee was due.\n")
    assert len(set(ids(qa, story)) - set(before)) == 1


def test_numbers_are_part_of_it(qa: Qa, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    found = []
    for number in ("30 million", "40 million"):
        story.write_text(f"Some {number} {number} of them have left the country since Monday.\n")
        found.append(ids(qa, story))
    assert not set(found[0]) & set(found[1])


def test_after_fixing_alone_nothing_is_new(qa: Qa, tmp_path: Path) -> None:
    shutil.copytree(WIRE, tmp_path / "wire")
    qa("report", "wire", "-o", "first", "--no-cache", "-q")
    qa("check", "wire", "--write-baseline", "known.json")
    assert "Fixed " in qa("check", "--fix", "wire").stdout
    qa("report", "wire", "-o", "second", "--no-cache", "-q", "--against", "first")
    page = (tmp_path / "second" / "index.html").read_text("utf-8")
    said = re.search(
        r"Since the run of [^<]*?, (\w+) (?:is|are) new and (\d+) (?:is|are) gone", page
    )
    assert said
    assert said[1] == "0"
    assert int(said[2]) > 5
    done = qa("check", "wire", "--baseline", "known.json", "--quiet")
    assert (done.returncode, done.stdout) == (0, "")
