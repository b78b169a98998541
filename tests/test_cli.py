"""The installed command on real files: what it prints, what it changes, and its exit codes."""

import codecs
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Qa

from qa import cli
from qa.cli import glossary
from qa.rules.registry import all_rules

WIRE = Path(__file__).parent.parent / "fixtures" / "wire"
SCRIPT = Path(sys.executable).with_name("qa")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A story with a safe fix (line 3), one for review and one trailing space."""
    path = tmp_path / "story.txt"
    path.write_bytes(
        b"Minister meets reporters\n"
        b"\n"
        b"He said now that the the road is shut.\n"
        b"The bridge is open and all of the traffic goes over it again.  \n"
    )
    return path


FIXED = (
    b"Minister meets reporters\n"
    b"\n"
    b"He said now that the road is shut.\n"
    b"The bridge is open and all of the traffic goes over it again.\n"
)


def test_the_script_and_the_module_are_the_same_command(qa: Qa) -> None:
    script = subprocess.run([SCRIPT, "--version"], capture_output=True, encoding="utf-8")
    assert script.stdout == qa("--version").stdout
    assert script.stdout.startswith("qa 0.")


def test_text_names_the_place_and_marks_it(qa: Qa, story: Path) -> None:
    done = qa("check", story.name, "--select", "TYP103")
    assert done.returncode == 1
    assert done.stdout == (
        "story.txt:3:18: TYP103 “the” is doubled [safe: Keep one “the”]\n"
        "    He said now that the the road is shut.\n"
        "                     ^^^^^^^\n"
        "1 finding in 1 file; 1 fixable with --fix.\n"
    )
    assert done.stderr == ""


def test_nothing_found_is_exit_0(qa: Qa, story: Path) -> None:
    story.write_bytes(FIXED)
    done = qa("check", story.name)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Nothing found in 1 file.\n", "")
    assert qa("check", story.name, "--quiet").stdout == ""


NOT_HIDDEN = {"accepted": 0, "allowed": 0, "baseline": 0, "confidence": 0}


def test_json_has_exactly_this_shape(qa: Qa, story: Path) -> None:
    done = qa("check", story.name, "missing.txt", "--select", "TYP103", "--format", "json")
    assert done.returncode == 2
    assert json.loads(done.stdout) == {
        "version": 1,
        "files": [
            {
                "path": "story.txt",
                "language": "en",
                "error": None,
                "notes": [],
                "fixed": 0,
                "hidden": NOT_HIDDEN,
                "rules_not_run": 0,
                "findings": [
                    {
                        "code": "TYP103",
                        "name": "doubled-word",
                        "severity": "warning",
                        "confidence": 1.0,
                        "message": "“the” is doubled",
                        "text": "the the",
                        "start": {"line": 3, "column": 18, "offset": 43},
                        "end": {"line": 3, "column": 25, "offset": 50},
                        "fix": {
                            "safety": "safe",
                            "title": "Keep one “the”",
                            "edits": [{"start": 46, "end": 50, "text": ""}],
                        },
                        "related": [],
                        "data": {},
                    }
                ],
            },
            {
                "path": "missing.txt",
                "language": None,
                "error": "missing.txt: no such file or folder",
                "notes": [],
                "fixed": 0,
                "hidden": NOT_HIDDEN,
                "rules_not_run": 0,
                "findings": [],
            },
        ],
        "summary": {
            "files": 2,
            "findings": 1,
            "errors": 1,
            "fixed": 0,
            "hidden": NOT_HIDDEN,
            "passed_over": {},
            "excluded": [],
            "languages": [],
        },
    }


def test_json_offsets_count_code_points_of_the_file(qa: Qa, tmp_path: Path) -> None:
    text = "🙂 “Так” – he said\r\nthat that it was was over.\r\n"
    (tmp_path / "a.txt").write_bytes(codecs.BOM_UTF8 + text.encode())
    done = qa("check", "a.txt", "--lang", "en", "--format", "json")
    findings = json.loads(done.stdout)["files"][0]["findings"]
    assert findings
    for f in findings:
        start, end = f["start"], f["end"]
        assert text[start["offset"] : end["offset"]] == f["text"]
        assert text.split("\r\n")[start["line"] - 1][start["column"] - 1 :].startswith(f["text"])


@pytest.mark.parametrize(("fail_on", "code"), [("info", 1), ("warning", 0), ("error", 0)])
def test_fail_on_sets_from_where_findings_fail(
    qa: Qa, story: Path, fail_on: str, code: int
) -> None:
    done = qa("check", story.name, "--select", "PUN101", "--fail-on", fail_on)
    assert "PUN101" in done.stdout
    assert done.returncode == code


def test_select_and_ignore_take_codes_families_and_names(qa: Qa, story: Path) -> None:
    def codes(*arguments: str) -> set[str]:
        done = qa("check", story.name, "--format", "json", *arguments)
        return {f["code"] for f in json.loads(done.stdout)["files"][0]["findings"]}

    assert codes() == {"TYP103", "PUN101"}
    assert codes("--select", "TYP") == {"TYP103"}
    assert codes("--select", "doubled-word,PUN101") == {"TYP103", "PUN101"}
    assert codes("--select", "TYP", "--select", "PUN") == {"TYP103", "PUN101"}
    assert codes("--ignore", "trailing-space") == {"TYP103"}
    assert codes("--select", "ALL", "--ignore", "ENC,LNG,TYP,PUN,BLR,GLO,MTA,RTT") == set()


def test_a_folder_is_walked_and_exclude_passes_over(qa: Qa, story: Path, tmp_path: Path) -> None:
    for name in ("deep/er/b.txt", "drafts/c.txt", ".hidden/d.txt", "picture.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("It was was so.\n")

    def paths(*arguments: str) -> list[str]:
        done = qa("check", ".", "--format", "json", *arguments)
        return [f["path"] for f in json.loads(done.stdout)["files"]]

    assert paths() == ["story.txt", "deep/er/b.txt", "drafts/c.txt"]
    assert paths("--exclude", "drafts/") == ["story.txt", "deep/er/b.txt"]
    assert paths("--exclude", "drafts/", "--exclude", "b.*") == ["story.txt"]


def test_output_goes_to_a_file_all_at_once(qa: Qa, story: Path, tmp_path: Path) -> None:
    printed = qa("check", story.name, "--format", "json")
    done = qa("check", story.name, "--format", "json", "--output", "found.json")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert (tmp_path / "found.json").read_text("utf-8") == printed.stdout
    done = qa("check", story.name, "--output", "no/such/folder.json")
    assert (done.returncode, done.stderr) == (
        2,
        "qa: no/such/folder.json: no such file or folder\n",
    )


def test_standard_input_is_checked(qa: Qa, story: Path) -> None:
    done = qa("check", "-", "--select", "TYP103", "--quiet", stdin=story.read_bytes())
    assert done.returncode == 1
    assert done.stdout.startswith("-:3:18: TYP103 ")


def test_fix_changes_the_file_once(qa: Qa, story: Path) -> None:
    done = qa("check", "--fix", story.name)
    assert (done.returncode, done.stdout) == (0, "Fixed 2 in 1 file; no findings left.\n")
    assert story.read_bytes() == FIXED
    before = story.stat()
    assert qa("check", "--fix", story.name).returncode == 0
    assert story.read_bytes() == FIXED
    assert story.stat().st_mtime_ns == before.st_mtime_ns


def test_fix_leaves_what_wants_a_review(qa: Qa, tmp_path: Path) -> None:
    text = "The “Steady” In their report was the the name of the ship.\n"
    path = tmp_path / "a.txt"
    path.write_text(text)
    done = qa("check", "--fix", path.name, "--select", "PUN301,TYP103")
    assert done.returncode == 1
    assert path.read_text() == text.replace("the the", "the")
    assert "1 more with --unsafe-fixes" in done.stdout
    done = qa("check", "--unsafe-fixes", path.name, "--select", "PUN301,TYP103")
    assert done.returncode == 0
    assert path.read_text() == text.replace("the the", "the").replace("In", "in")


def test_diff_prints_and_changes_nothing(qa: Qa, story: Path) -> None:
    before = story.read_bytes()
    done = qa("check", "--diff", story.name)
    assert story.read_bytes() == before
    assert done.stdout == (
        "--- story.txt\n"
        "+++ story.txt\n"
        "@@ -1,4 +1,4 @@\n"
        " Minister meets reporters\n"
        " \n"
        "-He said now that the the road is shut.\n"
        "-The bridge is open and all of the traffic goes over it again.  \n"
        "+He said now that the road is shut.\n"
        "+The bridge is open and all of the traffic goes over it again.\n"
    )
    patched = subprocess.run(
        ["git", "apply", "-p0", "-"], input=done.stdout.encode(), cwd=story.parent
    )
    assert patched.returncode == 0
    assert story.read_bytes() == FIXED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_fix_keeps_encoding_line_ends_and_mode(
    qa: Qa, tmp_path: Path, encoding: str, newline: str
) -> None:
    lines = ["Міністр «Річка»", "It was was the road to the river.", "And that was all of it."]
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path = tmp_path / "a.txt"
    path.write_bytes((mark + newline.join(lines)).encode(encoding))
    path.chmod(0o640)
    done = qa("check", "--fix", path.name, "--lang", "en", "--select", "TYP103")
    assert (done.returncode, done.stderr) == (0, "")
    wanted = newline.join(lines).replace("was was", "was")
    assert path.read_bytes() == (mark + wanted).encode(encoding)
    assert path.stat().st_mode & 0o777 == 0o640


def test_fixing_the_articles_twice_is_fixing_them_once(qa: Qa, tmp_path: Path) -> None:
    names = []
    for article in sorted(WIRE.iterdir()):
        (tmp_path / article.name).write_bytes(article.read_bytes())
        names.append(article.name)
    unsafe = ("check", "--unsafe-fixes", "--max-deletion", "1", *names)
    assert qa(*unsafe).returncode in (0, 1)
    once = [(tmp_path / n).read_bytes() for n in names]
    assert once != [(WIRE / n).read_bytes() for n in names]
    done = qa(*unsafe)
    assert [(tmp_path / n).read_bytes() for n in names] == once
    assert "fixable" not in done.stdout
    assert "--unsafe-fixes" not in done.stdout


def test_a_read_only_file_is_not_fixed(qa: Qa, story: Path) -> None:
    before = story.read_bytes()
    story.chmod(0o444)
    if os.access(story, os.W_OK):
        pytest.skip("the superuser may write to any file")
    done = qa("check", "--fix", story.name)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert story.read_bytes() == before


# Each: the file's name, its bytes (None: there is none), the arguments, and what is said of it.
BAD_FILES = {
    "missing": ("no.txt", None, "qa: no.txt: no such file or folder"),
    "binary": ("no.txt", b"\x7fELF\0\0\1\2\3", "qa: no.txt: looks like "),
    "picture": ("no.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "qa: no.txt: looks like "),
    "invalid UTF-8": ("no.txt", "café був тут\n".encode() * 9 + b"\xff\xfe\n", "qa: no.txt:10: "),
    "a long line": ("no.txt", b"word " * 2_000_001, "qa: no.txt: has 10,000,005 bytes, more than"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_one_line_and_the_others_are_checked(
    qa: Qa, story: Path, tmp_path: Path, case: str
) -> None:
    name, content, says = BAD_FILES[case]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = qa("check", name, story.name, "--quiet")
    assert done.returncode == 2
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == 1
    assert "story.txt:3:18: TYP103" in done.stdout


def test_a_folder_without_files_is_one_line(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    done = qa("check", "none")
    assert done.returncode == 2
    assert done.stderr.startswith("qa: none: no files to check in this folder")
    assert done.stderr.count("\n") == 1


BAD_CALLS = {
    "unknown code": (["--select", "TPY103"], "unknown rule 'TPY103'; did you mean TYP103?"),
    "unknown name": (["--ignore", "doubled-wrod"], "did you mean doubled-word?"),
    "unknown severity": (["--fail-on", "fatal"], "--fail-on fatal: must be one of info, warning"),
    "unknown format": (["--format", "xml"], "--format xml: must be one of text, concise, json"),
    "unknown option": (["--fxi"], "--fxi"),
    "no configuration": (["--config", "my.toml"], "--config my.toml: no such file"),
}


@pytest.mark.parametrize("case", BAD_CALLS)
def test_a_bad_call_is_one_line(qa: Qa, story: Path, case: str) -> None:
    arguments, says = BAD_CALLS[case]
    done = qa("check", story.name, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


BAD_CONFIGS = {
    "no TOML": ("select = [\n", "qa: {qa.toml}:2: not valid TOML"),
    "an unknown key": ('lang = "en"\nselct = []\n', "qa: {qa.toml}:2: unknown key 'selct'; write"),
    "no day": ("date = 2015\n", "qa: {qa.toml}:1: date must be a day: date = 2022-02-24"),
    "a wrong type": ("ignore = 5\n", "qa: {qa.toml}:1: ignore must be a list of strings"),
    "a wrong value": ('fail-on = "bad"\n', "qa: {qa.toml}:1: fail-on = 'bad' must be one of"),
    "an unknown code": ('select = ["TPY"]\n', "qa: {qa.toml}:1: select: unknown rule 'TPY'"),
    "no glossary": ('glossaries = ["my.toml"]\n', "qa: {my.toml}: "),
}


@pytest.mark.parametrize("case", BAD_CONFIGS)
def test_a_broken_configuration_is_one_line_with_its_place(
    qa: Qa, story: Path, tmp_path: Path, case: str
) -> None:
    text, says = BAD_CONFIGS[case]
    (tmp_path / "qa.toml").write_text(text)
    done = qa("check", story.name, "--quiet")
    assert done.returncode == 2
    for name in ("qa.toml", "my.toml"):
        says = says.replace(f"{{{name}}}", str(tmp_path / name))
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == 1
    assert "story.txt:3:18: TYP103" in done.stdout


def test_a_broken_glossary_is_one_line_with_its_place(qa: Qa, story: Path, tmp_path: Path) -> None:
    (tmp_path / "qa.toml").write_text('glossaries = ["names.toml"]\n')
    (tmp_path / "names.toml").write_text("[[entry]]\nid = \n")
    done = qa("check", story.name, "--quiet")
    assert done.returncode == 2
    assert done.stderr.startswith(f"qa: {tmp_path / 'names.toml'}:2: ")
    assert done.stderr.count("\n") == 1
    assert "story.txt:3:18: TYP103" in done.stdout


def test_the_nearest_configuration_counts(qa: Qa, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "story.txt").write_text("It was was so.\n")
    (tmp_path / "pyproject.toml").write_text('[tool.qa]\nignore = ["TYP103"]\n')
    (tmp_path / "b" / "qa.toml").write_text('select = ["TYP103"]\n')
    done = qa("check", "a", "b", "--quiet")
    assert [line.split(":")[0] for line in done.stdout.splitlines()[::3]] == ["b/story.txt"]


def test_clean_is_a_filter(qa: Qa, story: Path) -> None:
    done = qa("clean", stdin=story.read_bytes())
    assert (done.returncode, done.stdout, done.stderr) == (0, FIXED.decode(), "")
    assert qa("clean", story.name).stdout == FIXED.decode()
    assert story.read_bytes() != FIXED
    assert qa("clean", stdin=b"").stdout == ""
    done = qa("clean", "no.txt")
    assert (done.returncode, done.stderr) == (2, "qa: no.txt: no such file or folder\n")


def test_clean_applies_what_it_is_asked_for(qa: Qa, story: Path) -> None:
    """The options choose the rules and how sure a fix must be."""
    text = "The goverment met  again.\nIt was was so in Kiev.  \n"
    clean = ("clean", "--lang", "en")
    assert qa(*clean, stdin=text).stdout == "The goverment met again.\nIt was so in Kiev.\n"
    done = qa(*clean, "--unsafe-fixes", stdin=text)
    assert done.stdout == "The government met again.\nIt was so in Kiev.\n"
    done = qa(*clean, "--select", "TYP103", stdin=text)
    assert done.stdout == "The goverment met  again.\nIt was so in Kiev.  \n"
    done = qa(*clean, "--ignore", "TYP103", stdin=text)
    assert done.stdout == "The goverment met again.\nIt was was so in Kiev.\n"
    # A rule of another stage runs when it is named.
    done = qa(*clean, "--select", "GLO101", "--unsafe-fixes", stdin=text)
    assert done.stdout == text.replace("Kiev", "Kyiv")


def test_fix_does_not_take_standard_input(qa: Qa) -> None:
    done = qa("check", "--fix", "-", stdin=b"It was was so.\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "qa clean -" in done.stderr


def test_rules_lists_all(qa: Qa) -> None:
    lines = qa("rules").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(all_rules())
    table = json.loads(qa("rules", "--format", "json").stdout)
    assert [r["name"] for r in table] == [r.name for r in all_rules().values()]


def test_explain_shows_documentation_and_examples(qa: Qa) -> None:
    by_code, by_name = qa("explain", "TYP103"), qa("explain", "doubled-word")
    assert by_code.stdout == by_name.stdout
    assert by_code.stdout.startswith("# TYP103 doubled-word\n")
    assert "Why it matters." in by_code.stdout
    done = qa("explain", "TPY103")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "qa: unknown rule 'TPY103'; did you mean TYP103?\n"


def test_init_writes_a_configuration_that_is_read(qa: Qa, story: Path, tmp_path: Path) -> None:
    assert qa("init").returncode == 0
    template = (tmp_path / "qa.toml").read_text()
    uncommented = "".join(
        f"{line.removeprefix('# ')}\n" if " = " in line else f"{line}\n"
        for line in template.splitlines()
    )
    (tmp_path / "qa.toml").write_text(uncommented)
    done = qa("check", story.name, "--quiet")
    assert done.stderr == ""
    done = qa("init")
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert (tmp_path / "qa.toml").read_text() == uncommented


def test_a_reader_that_goes_away_is_not_an_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "qa", "check", str(WIRE)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in (0, 1)


@pytest.mark.parametrize(
    ("group", "summaries"), [([], cli.SUMMARIES), (["glossary"], glossary.SUMMARIES)]
)
def test_the_list_of_commands_says_what_each_says_itself(
    qa: Qa, group: list[str], summaries: dict[str, str]
) -> None:
    listed = " ".join(qa(*group, "--help").stdout.split())
    for command, summary in summaries.items():
        own = " ".join(qa(*group, command, "--help").stdout.split())
        assert f"Usage: {' '.join(['qa', *group, command])} " in own
        assert summary in own
        assert f"{command} {summary}" in listed


@pytest.mark.parametrize("call", [["-h"], ["check", "-h"], ["glossary", "-h"], ["glossary", "check", "-h"]])  # fmt: skip
def test_h_is_help(qa: Qa, call: list[str]) -> None:
    done = qa(*call)
    assert done.returncode == 0
    assert done.stdout == qa(*call[:-1], "--help").stdout


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        (["chekc"], "no such command: chekc; did you mean check?"),
        (["Explain", "TYP103"], "no such command: Explain; did you mean explain?"),
        (["stroy.txt"], "no such command: stroy.txt; `qa --help` lists them"),
        (["glossary", "exprot"], "no such command: exprot; did you mean export?"),
        (["glossary", "."], "no such command: .; `qa glossary --help` lists them"),
    ],
)
def test_a_command_that_is_none_is_one_line(qa: Qa, call: list[str], wanted: str) -> None:
    done = qa(*call)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"qa: {wanted}\n")


def test_a_file_in_the_place_of_a_command_is_checked(qa: Qa, story: Path) -> None:
    wanted = qa("check", story.name, "--select", "TYP", "--format", "json")
    done = qa(story.name, "--select", "TYP", "--format", "json")
    assert (done.returncode, done.stdout) == (wanted.returncode, wanted.stdout)
    assert "doubled-word" in qa(".", "--format", "json").stdout
    assert "doubled-word" in qa("-", "--format", "json", stdin=story.read_bytes()).stdout


def test_a_command_stands_above_a_file_of_its_name(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    assert qa("rules").stdout.startswith("BLR101")


def test_without_a_path_this_folder_is_checked(qa: Qa, story: Path) -> None:
    assert qa("check", "--quiet").stdout == qa("check", ".", "--quiet").stdout
    assert "is doubled" in qa("check", "--quiet").stdout


def test_families_have_names(qa: Qa, story: Path) -> None:
    wanted = qa("check", story.name, "--select", "TYP,PUN", "--format", "json").stdout
    assert qa("check", story.name, "--select", "spelling,punctuation", "--format", "json").stdout == wanted  # fmt: skip
    assert "doubled-word" not in qa("check", story.name, "--ignore", "spelling", "--format", "json").stdout  # fmt: skip
    done = qa("check", story.name, "--select", "punctation")
    assert (
        done.stderr == "qa: Invalid value: unknown rule 'punctation'; did you mean punctuation?\n"
    )


@pytest.mark.parametrize(
    ("env", "wanted"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_is_forced_where_it_is_asked_for(
    qa: Qa, story: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str], wanted: bool
) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    assert ("\x1b[" in qa("check", story.name, env=env).stdout) is wanted
    qa("check", story.name, "-o", "out.txt", env=env)
    assert "\x1b[" not in (story.parent / "out.txt").read_text()
