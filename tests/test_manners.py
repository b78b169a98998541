"""The manners of the command among files: what it passes over, what it never overwrites, what it says of it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import Qa

WRONG = "Two envoys flew to Washuington for the talks.\n"
RIGHT = "The envoys left Kyiv late at night.\n"
DOUBLED = "Nobody in the hall knew whether the the talks would go on until a deal was reached.\n"
EMPTY = {"nothing": b"", "blank": b" \n\t\n", "mark": b"\xef\xbb\xbf", "wide": "\u00a0\u3000\n".encode()}  # fmt: skip
GERMAN = "Der Minister sagte am Montag, dass die Gespräche in Berlin fortgesetzt würden.\n"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def checked(qa: Qa, *arguments: str) -> list[str]:
    done = qa("check", "--format", "json", *arguments)
    return [f["path"] for f in json.loads(done.stdout)["files"]]


@pytest.mark.parametrize("kind", EMPTY)
@pytest.mark.parametrize("ending", [".md", ".txt", ".html"])
def test_an_empty_file_is_fine(qa: Qa, tmp_path: Path, kind: str, ending: str) -> None:
    (tmp_path / f"e{ending}").write_bytes(EMPTY[kind])
    (tmp_path / "ok.md").write_text(RIGHT)
    name = f"e{ending}"
    done = qa("check", name, "ok.md")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Nothing found in 1 file.\nPassed over: 1 empty.\n"
    assert qa("check", "--fix", "--quiet", name).returncode == 0
    done = qa("clean", name)
    assert (done.returncode, done.stdout.encode(), done.stderr) == (0, EMPTY[kind], "")


def test_an_empty_file_is_fine_for_scores_and_reports(qa: Qa, tmp_path: Path) -> None:
    for kind, content in EMPTY.items():
        (tmp_path / f"{kind}.txt").write_bytes(content)
    done = qa("score", ".")
    assert (done.returncode, done.stderr) == (0, "qa: note: passed over: 4 empty\n")
    assert qa("score", ".", "--quiet").stderr == ""
    done = qa("report", ".", "-o", "out", "--no-cache")
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 empty" in done.stdout


# Each: the patterns of qa.toml, the arguments, and which of the files are checked from the top folder.
STORIES = ["desk/a.md", "desk/sub/b.md", "desk/sub/deep/c.md", "desk/d.bak.txt", "other/sub/e.md"]
EXCLUDED: list[tuple[list[str], list[str], list[str]]] = [
    (["desk/sub/"], ["desk"], ["desk/d.bak.txt", "desk/a.md"]),
    (["desk/sub/"], ["."], ["desk/d.bak.txt", "desk/a.md", "other/sub/e.md"]),
    (["/sub/"], ["desk"], ["desk/d.bak.txt", "desk/a.md", "desk/sub/b.md", "desk/sub/deep/c.md"]),
    (["sub/"], ["desk", "other"], ["desk/d.bak.txt", "desk/a.md"]),
    (["*.bak.txt", "deep"], ["desk"], ["desk/a.md", "desk/sub/b.md"]),
    (["desk/*", "!desk/a.md"], ["desk"], ["desk/a.md"]),
    (["desk/sub/deep/c.md"], ["desk/sub"], ["desk/sub/b.md"]),
    (["desk/sub/"], ["desk/sub", "desk/sub/b.md", "desk/a.md"], ["desk/a.md"]),
    (["desk/sub/"], ["./desk/../desk/sub/deep/c.md"], []),
]


@pytest.mark.parametrize(("patterns", "given", "expected"), EXCLUDED)
def test_patterns_count_from_the_folder_of_the_configuration(
    qa: Qa, tmp_path: Path, patterns: list[str], given: list[str], expected: list[str]
) -> None:
    write(tmp_path, dict.fromkeys(STORIES, RIGHT))
    (tmp_path / "qa.toml").write_text(f"exclude = {json.dumps(patterns)}\n")
    assert sorted(checked(qa, *given)) == sorted(expected)


def test_a_file_that_is_named_and_excluded_is_said(qa: Qa, tmp_path: Path) -> None:
    write(tmp_path, {"desk/sub/b.md": WRONG, "qa.toml": 'exclude = ["sub/"]\n'})
    done = qa("check", "desk/sub/b.md")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "qa: note: desk/sub/b.md: excluded by qa.toml\n"
    done = qa("check", "--quiet", "desk/sub/b.md")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = qa("check", "--exclude", "*.md", "desk/sub/b.md")
    assert done.stderr == "qa: note: desk/sub/b.md: excluded by --exclude\n"


def test_a_nearer_configuration_excludes_for_its_folder(qa: Qa, tmp_path: Path) -> None:
    write(tmp_path, {"a/x.md": RIGHT, "a/b/x.md": RIGHT, "a/b/y.md": RIGHT, "a/b/qa.toml": 'exclude = ["x.md"]\n'})  # fmt: skip
    assert checked(qa, ".") == ["a/x.md", "a/b/y.md"]


# Each: .gitignore files by their folder, the arguments, and what is checked.
IGNORED: list[tuple[dict[str, str], list[str], list[str]]] = [
    ({"": "build/\n"}, ["."], ["a.md", "desk/c.md", "desk/d.txt"]),
    ({"": "# of the desk\n\n*.md\n!c.md\n"}, ["."], ["build/x.txt", "desk/c.md", "desk/d.txt"]),
    ({"desk": "*\n!*.md\n"}, ["."], ["a.md", "build/x.txt", "desk/c.md"]),
    ({"": "*.md\n", "desk": "!c.md\n"}, ["."], ["build/x.txt", "desk/c.md", "desk/d.txt"]),
    ({"": "/desk/d.txt\n"}, ["desk"], ["desk/c.md"]),
    ({"": "desk\n"}, ["."], ["a.md", "build/x.txt"]),
    ({".git/info": "a.md\n"}, ["."], ["build/x.txt", "desk/c.md", "desk/d.txt"]),
    # What is named is checked, and a folder that is named is looked through.
    ({"": "build/\n"}, ["build", "build/x.txt"], ["build/x.txt"]),
    ({"": "*.md\n"}, ["a.md"], ["a.md"]),
    ({"": "build/\n"}, [".", "--no-gitignore"], ["a.md", "build/x.txt", "desk/c.md", "desk/d.txt"]),
]


@pytest.mark.parametrize(("lists", "given", "expected"), IGNORED)
def test_what_git_ignores_is_passed_over(
    qa: Qa, tmp_path: Path, lists: dict[str, str], given: list[str], expected: list[str]
) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    write(tmp_path, dict.fromkeys(["a.md", "build/x.txt", "desk/c.md", "desk/d.txt"], RIGHT))
    for folder, text in lists.items():
        name = "exclude" if folder == ".git/info" else ".gitignore"
        write(tmp_path, {f"{folder}/{name}" if folder else name: text})
    assert checked(qa, *given) == expected


def test_outside_of_a_work_tree_a_gitignore_means_nothing(qa: Qa, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": RIGHT, ".gitignore": "*.md\n"})
    assert checked(qa, ".") == ["a.md"]
    (tmp_path / ".git").mkdir()
    assert checked(qa, ".") == []
    write(tmp_path, {"qa.toml": "gitignore = false\n"})
    assert checked(qa, ".") == ["a.md"]


def test_a_folder_of_which_all_is_passed_over_is_no_error(qa: Qa, tmp_path: Path) -> None:
    write(tmp_path, {"desk/a.md": WRONG, "qa.toml": 'exclude = ["*.md"]\n'})
    done = qa("check", "desk")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Nothing was checked.\nPassed over: 1 excluded.\n"


def test_a_report_is_passed_over_and_what_lies_beside_it_is_not(qa: Qa, tmp_path: Path) -> None:
    write(tmp_path, {"desk/a.md": RIGHT, "site/index.html": f"<p>{RIGHT}</p>"})
    assert qa("report", "desk", "-o", "desk", "--no-cache", "-q").returncode == 0
    assert checked(qa, ".") == ["desk/a.md", "site/index.html"]
    assert "1 of a report" in qa("check", ".").stdout


def test_what_is_passed_over_is_counted_by_kind(qa: Qa, tmp_path: Path) -> None:
    write(tmp_path, {"d/a.md": RIGHT, "d/b.pdf": "", "d/c.pdf": "", "d/e.XLSX": "", "d/README": "", "d/.h.txt": RIGHT,
                     "d/a.md.qa.toml": "", "qa.toml": ""})  # fmt: skip
    (tmp_path / "d" / "binary.txt").write_bytes(b"\0\1\2" * 50)
    (tmp_path / "d" / "link.txt").symlink_to(tmp_path / "d" / "a.md")
    done = qa("check", "d")
    assert done.stdout.endswith(
        "Passed over: 2 .pdf, 1 without an ending, 1 binary, 1 .xlsx, 1 linked.\n"
    )
    summary = json.loads(qa("check", "--format", "json", "d").stdout)["summary"]
    assert summary["passed_over"] == {".pdf": 2, "linked": 1, "without an ending": 1, "binary": 1, ".xlsx": 1}  # fmt: skip
    assert qa("check", "--quiet", "d").stdout == ""


# --- What is never overwritten


OUTPUTS = [
    (["check", "desk/story.txt", "--format", "json"], "out.json"),
    (["check", "desk/story.txt"], "out.txt"),
    (["check", "desk/story.txt", "--statistics"], "out.txt"),
    (["check", "desk/story.txt", "--diff"], "out.diff"),
    (["score", "desk/story.txt", "--format", "jsonl"], "out.jsonl"),
    (["score", "desk/story.txt", "--format", "json"], "out.json"),
    (["score", "desk/story.txt"], "out.txt"),
]


@pytest.mark.parametrize(("call", "name"), OUTPUTS, ids=str)
def test_only_its_own_output_is_replaced(
    qa: Qa, tmp_path: Path, call: list[str], name: str
) -> None:
    write(tmp_path, {"desk/story.txt": DOUBLED, "copy.txt": RIGHT})
    for _ in range(2):
        assert qa(*call, "-o", name).stderr == ""
    assert (tmp_path / name).read_text()
    done = qa(*call, "-o", "copy.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "qa: copy.txt: is there already, and no output of qa; name another file, or use --force\n"
    )
    assert (tmp_path / "copy.txt").read_text() == RIGHT
    for more in ([], ["--force"]):
        done = qa(*call, "-o", "./desk/story.txt", *more)
        assert done.returncode == 2
        assert "is one of the files to read" in done.stderr
        assert (tmp_path / "desk/story.txt").read_text() == DOUBLED
    assert qa(*call, "-o", "copy.txt", "--force").stderr == ""
    assert (tmp_path / "copy.txt").read_text() != RIGHT


def test_a_glossary_is_not_overwritten(qa: Qa, tmp_path: Path) -> None:
    write(tmp_path, {"story.txt": DOUBLED, "mine.toml": "# my names\n", "my.csv": "a,b\n"})
    for call in (
        ["glossary", "mine", "story.txt", "-o", "mine.toml"],
        ["glossary", "export", "mine.toml", "-o", "my.csv"],
        ["glossary", "import", "my.csv", "-o", "mine.toml"],
    ):
        done = qa(*call)
        assert done.returncode == 2
        assert "--force" in done.stderr
    assert (tmp_path / "mine.toml").read_text() == "# my names\n"
    assert (tmp_path / "my.csv").read_text() == "a,b\n"


@pytest.mark.parametrize("name", ["index.html", "run.json", "results/story.txt"])
def test_a_folder_that_is_no_report_is_not_made_one(qa: Qa, tmp_path: Path, name: str) -> None:
    write(tmp_path, {"story.txt": RIGHT, f"site/{name}": "{}"})
    done = qa("report", "story.txt", "-o", "site")
    assert done.returncode == 2
    assert "is there already, and of no report" in done.stderr
    assert (tmp_path / "site" / name).read_text() == "{}"
    assert qa("report", "story.txt", "-o", "site", "--force", "-q").returncode == 0
    assert qa("report", "story.txt", "-o", "site", "-q").returncode == 0


# --- What is said


def test_a_diff_exits_1_where_there_is_one(qa: Qa, tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": DOUBLED, "b.txt": RIGHT, "c.txt": WRONG})
    assert qa("check", "--diff", "a.txt", "b.txt").returncode == 1
    assert qa("check", "--diff", "b.txt").returncode == 0
    # What is found, and only review fixes could change, makes no diff.
    assert qa("check", "--diff", "c.txt").returncode == 0
    assert qa("check", "--diff", "--unsafe-fixes", "c.txt").returncode == 1
    assert qa("check", "--diff", "a.txt", "missing.txt").returncode == 2
    assert (tmp_path / "a.txt").read_text() == DOUBLED


def test_what_was_fixed_is_counted(qa: Qa, tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": DOUBLED + WRONG, "b.txt": DOUBLED, "c.txt": RIGHT})
    done = qa("check", "--fix", "--format", "json", "a.txt", "b.txt", "c.txt")
    said = json.loads(done.stdout)
    assert [f["fixed"] for f in said["files"]] == [1, 1, 0]
    assert said["summary"]["fixed"] == 2
    write(tmp_path, {"a.txt": DOUBLED + WRONG, "b.txt": DOUBLED})
    done = qa("check", "--fix", "a.txt", "b.txt", "c.txt")
    assert "Fixed 2 in 2 files; 1 finding left; 1 more with --unsafe-fixes.\n" in done.stdout
    done = qa("check", "--fix", "b.txt", "c.txt")
    assert done.stdout == "Fixed nothing; no findings left.\n"


def test_what_is_hidden_is_counted(qa: Qa, tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": WRONG + DOUBLED})
    assert qa("check", "a.txt", "--write-baseline", "known.json").returncode == 0
    hidden: dict[str, Any] = {
        "Hidden: 2 by the baseline.": {"qa.toml": 'baseline = "known.json"\n'},
        "Hidden: 1 by allow.": {"qa.toml": '[allow]\nTYP101 = ["Washuington"]\n'},
        "Hidden: 1 by their confidence.": {"qa.toml": "[confidence]\nTYP101 = 1.0\n"},
        "Hidden: 1 by comments and sidecar files.": {
            "qa.toml": "",
            "a.txt.qa.toml": '[[ignore]]\nrules = ["TYP101"]\n',
        },
    }
    for line, files in hidden.items():
        write(tmp_path, files)
        assert line in qa("check", "a.txt").stdout.splitlines()
        assert "Hidden" not in qa("check", "--quiet", "a.txt").stdout
    said = json.loads(qa("check", "--format", "json", "a.txt").stdout)
    assert said["files"][0]["hidden"]["accepted"] == said["summary"]["hidden"]["accepted"] == 1


@pytest.mark.parametrize(
    ("text", "says", "found"),
    [
        (GERMAN, "Checked as German: ", "Nothing found in 1 file.\n"),
        ("12 : 3\n", "Language unknown, too short to tell: ", "Hardly anything was checked.\n"),
        ("ΔΩ\n" * 2, "Checked as Greek: ", "Nothing found in 1 file.\n"),
        (
            "Olá, mundo: está tudo bem aqui.\n",
            "Checked as Portuguese",
            "Nothing found in 1 file.\n",
        ),
    ],
)
def test_rules_that_do_not_know_the_language_are_said(
    qa: Qa, tmp_path: Path, text: str, says: str, found: str
) -> None:
    (tmp_path / "a.txt").write_text(text)
    done = qa("check", "a.txt", "--select", "MTA,TYP105")
    first, second = done.stdout.splitlines()
    assert first + "\n" == found
    assert second.startswith(says)
    assert "know English only" in second
    said = json.loads(qa("check", "a.txt", "--format", "json").stdout)
    assert said["files"][0]["rules_not_run"] > 30
    assert "know" not in qa("check", "a.txt", "--lang", "en").stdout


def test_a_report_says_which_columns_it_took(qa: Qa, tmp_path: Path) -> None:
    row = {"Body": DOUBLED, "headline": "Talks", "lang": "en", "author": "A. B."}
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps(row) + "\n")
    (tmp_path / "c.jsonl").write_text(json.dumps({"artikel": GERMAN * 4}) + "\n")
    done = qa("report", ".", "-o", "out", "--no-cache")
    assert "./a.jsonl and 1 more: text from “Body”, title from “headline”, language from “lang”.\n" in done.stdout.replace("\na.jsonl", "\n./a.jsonl")  # fmt: skip
    assert "c.jsonl: text from “artikel”.\n" in done.stdout
    assert "Checked as German: " in done.stdout
    said = json.loads((tmp_path / "out/run.json").read_text())
    assert said["tables"]["c.jsonl"] == {"text": "artikel"}
    done = qa("report", ".", "-o", "out", "--no-cache", "--quiet")
    assert (done.stdout, done.stderr) == ("", "")
