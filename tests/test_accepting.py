"""What was accepted stays accepted: comments, sidecars, the baseline; and settings by path and rule."""

import json
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from conftest import Qa
from hypothesis import given
from hypothesis import strategies as st

from qa.cli.init import TEMPLATE
from qa.config import Config
from qa.context import Context
from qa.document.model import Finding
from qa.linting.baseline import Baseline, known
from qa.linting.check import check
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import select_rules

ROOT = Path(__file__).parent.parent


@pytest.fixture
def found(qa: Qa) -> Callable[..., list[str]]:
    """The findings of a check as "line code text"."""

    def run(*arguments: str, stdin: str = "") -> list[str]:
        done = qa("check", *arguments, "--lang", "en", "--format", "json", stdin=stdin.encode())
        return [f for entry in json.loads(done.stdout)["files"] for f in found_in(entry)]

    return run


def found_in(entry: dict[str, Any]) -> list[str]:
    return [f"{f['start']['line']} {f['code']} {f['text']}" for f in entry["findings"]]


# --- Comments

ONLY = ("--select", "TYP103,GLO101", "--lang", "en")
ADVICE = "write `qa: ignore[CODE]`, or `qa: off[CODE]` and `qa: on`"
# Each: the file's name, its text, what is found in it, and what is noted.
COMMENTED = {
    "in the paragraph": (
        "a.html",
        "<p>It was was so. <!-- qa: ignore[TYP103] --></p><p>It the the so.</p>",
        ["1 TYP103 the the"],
        [],
    ),
    "before the paragraph": (
        "a.html",
        "<p>It was was so.</p>\n<!-- qa: ignore[TYP103] as he said it -->\n<p>It the the so.</p>",
        ["1 TYP103 was was"],
        [],
    ),
    "after an image": (
        "a.html",
        "<img alt='It the the so'><!-- qa: ignore --><p>It was was so.</p>",
        ["1 TYP103 the the"],
        [],
    ),
    "after the last paragraph": ("a.html", "<p>It the the so.</p><!-- qa: ignore -->", [], []),
    "of a family": ("a.html", "<p>It the the so.<!-- qa: ignore[GLO, TYP] --></p>", [], []),
    "by name": ("a.html", "<p>It the the so.<!--qa:ignore[doubled-word]--></p>", [], []),
    "of all": ("a.html", "<p>It the the so in Kiev.<!-- qa: ignore --></p>", [], []),
    "of another": (
        "a.html",
        "<p>It the the so in Kiev.\n<!-- qa: ignore[GLO101] --></p>",
        ["1 TYP103 the the"],
        [],
    ),
    "from off to on": (
        "a.html",
        "<p>It the the so.</p><!-- qa: off[TYP103] --><p>It was was.</p>\n<p>He had had it, it it "
        "was.</p><!-- qa: on --><p>Of of us.</p>",
        ["1 TYP103 the the", "2 TYP103 Of of"],
        [],
    ),
    "off to the end": (
        "a.md",
        "The the.\n\n<!-- qa: off -->\n\nThe the.\n\n- The the.\n",
        ["1 TYP103 The the"],
        ["a.md:3: `qa: off` has no `qa: on` after it; it holds to the end of the file"],
    ),
    "in a Markdown paragraph": (
        "a.md",
        "It the the so,\nhe said.<!-- qa: ignore[TYP103] -->\n\nIt was was so.\n",
        ["4 TYP103 was was"],
        [],
    ),
    "before a Markdown paragraph": (
        "a.md",
        "It the the so.\n\n<!-- qa: ignore[TYP103] -->\nIt was was so.\n",
        ["1 TYP103 the the"],
        [],
    ),
    "nothing to ignore": (
        "a.html",
        "<p>It is so.</p>\n<p>It was.<!-- qa: ignore[TYP103] --></p>",
        [],
        ["a.html:2: `qa: ignore[TYP103]` ignores nothing; take it out"],
    ),
    "a rule that was not run": ("a.html", "<p>It is so.<!-- qa: ignore[TYP101] --></p>", [], []),
    "all, of which few were run": ("a.html", "<p>It is so.<!-- qa: ignore --></p>", [], []),
    "an unknown code": (
        "a.md",
        "It the the so.\n<!-- qa: ignore[TPY103, TYP103] -->\n",
        [],
        ["a.md:2: unknown rule 'TPY103'; did you mean TYP103?"],
    ),
    "on without off": (
        "a.html",
        "<p>It is so.<!-- qa: on --></p>",
        [],
        ["a.html:1: `qa: on` has no `qa: off` before it; take it out"],
    ),
    "misspelt": (
        "a.html",
        "<p>It the the so.<!-- qa: ingore --></p>",
        ["1 TYP103 the the"],
        ["a.html:1: `qa: ingore` is unknown; write `qa: ignore[CODE]`"],
    ),
    "from off to on in a sentence": (
        "a.html",
        "<p>It <!-- qa: off -->the the<!-- qa: on --> so. It was and and.</p>",
        ["1 TYP103 and and"],
        [],
    ),
    "from off to on in a Markdown sentence": (
        "a.md",
        "It our our <!-- qa: off[TYP103] -->the the<!-- qa: on --> so. It and and.\n",
        ["1 TYP103 our our", "1 TYP103 and and"],
        [],
    ),
    "from one paragraph into another": (
        "a.html",
        "<p>Our our <!-- qa: off -->the the</p>\n<p>And and<!-- qa: on --> or or so.</p>",
        ["1 TYP103 Our our", "2 TYP103 or or"],
        [],
    ),
    "on for some of what is off": (
        "a.md",
        "<!-- qa: off[TYP103, GLO101] -->\n\nThe the.\n\n<!-- qa: on[TYP103] -->\n\nThe the in "
        "Kiev.\n\n<!-- qa: on -->\n\nKiev.\n",
        ["7 TYP103 The the", "11 GLO101 Kiev"],
        [],
    ),
    "in capitals": (
        "a.html",
        "<p>It the the so.<!-- QA: IGNORE[TYP103] --></p><p><!-- qa: Off -->Our our<!-- qa: ON --></p>",
        [],
        [],
    ),
    "a code without brackets": (
        "a.md",
        "<!-- qa: ignore TYP103 -->\nIt the the so in Kiev.\n",
        ["2 TYP103 the the", "2 GLO101 Kiev"],
        [f"a.md:1: `qa: ignore TYP103` is taken for nothing: codes stand in brackets; {ADVICE}"],
    ),
    "off with a code without brackets": (
        "a.html",
        "<!-- qa: off GLO101 --><p>It the the so in Kiev.</p>",
        ["1 TYP103 the the", "1 GLO101 Kiev"],
        [f"a.html:1: `qa: off GLO101` is taken for nothing: codes stand in brackets; {ADVICE}"],
    ),
    "a bracket that is not closed": (
        "a.html",
        "<p>It the the so.<!-- qa: ignore[TYP103 --></p>",
        ["1 TYP103 the the"],
        [f"a.html:1: `qa: ignore[TYP103` is taken for nothing: codes stand in brackets; {ADVICE}"],
    ),
    "off the record": (
        "a.html",
        "<!-- qa: off the record --><p>It the the so.</p>",
        ["1 TYP103 the the"],
        [f"a.html:1: `qa: off the record` is taken for nothing: codes stand in brackets; {ADVICE}"],
    ),
    "without a colon": (
        "a.md",
        "It the the so.\n<!-- qa ignore[TYP103] -->\n",
        ["1 TYP103 the the"],
        [f"a.md:2: `qa ignore[TYP103]` is taken for nothing; {ADVICE}"],
    ),
    "as another program has it": (
        "a.html",
        "<p>It the the so.<!-- qa: disable --></p><p>Our our.<!-- qa: disable-line TYP103 --></p>",
        ["1 TYP103 the the", "1 TYP103 Our our"],
        [
            "a.html:1: `qa: disable` is unknown; write `qa: ignore[CODE]`",
            "a.html:1: `qa: disable-line` is unknown; write `qa: ignore[CODE]`",
        ],
    ),
    "off with an unknown code": (
        "a.html",
        "<p><!-- qa: off[TPY103] -->It the the so.<!-- qa: on --></p>",
        ["1 TYP103 the the"],
        [
            "a.html:1: unknown rule 'TPY103'; did you mean TYP103?",
            "a.html:1: `qa: on` has no `qa: off` before it; take it out",
        ],
    ),
    "before text in its line": (
        "a.md",
        "<!-- qa: ignore[GLO101] --> It the the so in Kiev.\n",
        ["1 TYP103 the the"],
        [],
    ),
    "of somebody else": ("a.html", "<p>It is so.<!-- qa: checked by Anna --></p>", [], []),
    "in a script": (
        "a.html",
        "<p>It the the so.</p><script>'<!-- qa: ignore -->'</script>",
        ["1 TYP103 the the"],
        [],
    ),
    "text, not a comment": (
        "a.txt",
        "It the the so. <!-- qa: ignore -->\n",
        ["1 TYP103 the the"],
        [],
    ),
}


def test_a_comment_accepts_what_is_in_its_block(qa: Qa, tmp_path: Path) -> None:
    files = {}
    for case, (name, text, _, _) in COMMENTED.items():
        files[case] = f"{case.replace(' ', '-')}{name[1:]}"
        (tmp_path / files[case]).write_text(text)
    done = qa("check", *files.values(), *ONLY, "--lang", "en", "--format", "json")
    table = json.loads(done.stdout)
    for case, entry in zip(COMMENTED, table["files"], strict=True):
        name, _, left, notes = COMMENTED[case]
        assert found_in(entry) == left, case
        assert [n.replace(files[case], name) for n in entry["notes"]] == notes, case
    notes = [f"qa: note: {n}" for entry in table["files"] for n in entry["notes"]]
    assert done.stderr.splitlines() == notes
    done = qa("check", files["nothing to ignore"], *ONLY)
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1)


def test_what_a_comment_accepts_is_not_fixed(qa: Qa, tmp_path: Path) -> None:
    text = "<p>It the the so. <!-- qa: ignore --></p><p>It was was so.</p>"
    (tmp_path / "a.html").write_text(text)
    assert qa("check", "a.html", *ONLY, "--fix", "--lang", "en").returncode == 0
    assert (tmp_path / "a.html").read_text() == text.replace("was was", "was")
    assert qa("clean", "a.html", *ONLY, "--lang", "en").stdout == text.replace("was was", "was")


# --- Sidecars


def test_a_sidecar_accepts_a_passage_wherever_it_goes(
    qa: Qa, tmp_path: Path, found: Callable[..., list[str]]
) -> None:
    story = tmp_path / "a.txt"
    story.write_text("He went to the the town.\nHe went to the the river.\n")
    (tmp_path / "a.txt.qa.toml").write_text(
        '[[ignore]]\nrules = ["TYP103"]\ntext = "the the river"\nreason = "a pun"\n'
    )
    assert found("a.txt", *ONLY) == ["1 TYP103 the the"]
    story.write_text("A new line.\nAnd one more: to the the\nriver. To the the town.\n")
    assert found("a.txt", *ONLY) == ["3 TYP103 the the"]
    # As standard input, it is the same file.
    text = story.read_text()
    assert found("-", *ONLY, "--stdin-filename", "a.txt", stdin=text) == ["3 TYP103 the the"]
    assert len(found("-", *ONLY, stdin=text)) == 2
    story.write_text("It is not so.\n")
    done = qa("check", "a.txt", *ONLY)
    assert (done.returncode, done.stderr) == (
        0,
        "qa: note: a.txt.qa.toml:1: this entry ignores nothing: the text it is for is not there; "
        "take it out\n",
    )


def test_a_sidecar_without_text_is_for_the_file(
    tmp_path: Path, found: Callable[..., list[str]]
) -> None:
    (tmp_path / "a.txt").write_text("It the the so in Kiev.\nIt the the not so.\n")
    (tmp_path / "a.txt.qa.toml").write_text('[[ignore]]\nrules = ["doubled-word"]\n')
    assert found("a.txt", *ONLY) == ["1 GLO101 Kiev"]


BAD_SIDECARS = {
    "no TOML": ("[[ignore]]\nrules = \n", "a.txt.qa.toml:2: not valid TOML: "),
    "an unknown table": ("[ignored]\n", "a.txt.qa.toml: 'ignored' is not what belongs here"),
    "no list": ("[ignore]\n", "a.txt.qa.toml: ignore is not what belongs here"),
    "an unknown key": ('\n[[ignore]]\nrule = "x"\n', "a.txt.qa.toml:2: unknown key 'rule'"),
    "an unknown code": ('[[ignore]]\nrules = ["TPY103"]\n', "a.txt.qa.toml:1: unknown rule"),
    "a wrong type": ('[[ignore]]\nrules = "TYP103"\n', "a.txt.qa.toml:1: rules must be a list"),
    "a text that is none": ("[[ignore]]\ntext = 5\n", "a.txt.qa.toml:1: text must be a string"),
    "an empty entry": ("[[ignore]]\n", "a.txt.qa.toml:1: says nothing; write rules = "),
}


def test_a_broken_sidecar_is_one_line_and_accepts_nothing(qa: Qa, tmp_path: Path) -> None:
    for case, (text, _) in BAD_SIDECARS.items():
        folder = tmp_path / case.replace(" ", "-")
        folder.mkdir()
        (folder / "a.txt").write_text("It was was so.\n")
        (folder / "a.txt.qa.toml").write_text(text)
    folders = [case.replace(" ", "-") for case in BAD_SIDECARS]
    done = qa("check", *folders, *ONLY)
    assert (done.returncode, done.stdout.count("TYP103")) == (2, len(folders))
    lines = zip(BAD_SIDECARS, folders, done.stderr.splitlines(), strict=True)
    for case, name, line in lines:
        assert line.startswith(f"qa: {name}/{BAD_SIDECARS[case][1]}")


# --- The baseline


def test_what_a_baseline_knows_is_not_reported(
    qa: Qa, tmp_path: Path, found: Callable[..., list[str]]
) -> None:
    story = tmp_path / "desk" / "a.txt"
    story.parent.mkdir()
    story.write_text("It the the so in Kiev.\nThe road was was shut.\n")
    done = qa("check", "desk", *ONLY, "--write-baseline", "known.json")
    assert (done.returncode, done.stdout) == (0, "known.json holds 3 known findings.\n")
    options = ("desk/a.txt", *ONLY, "--baseline", "known.json")
    assert found(*options) == []
    done = qa("check", *options)
    assert (done.returncode, done.stderr) == (0, "")
    # A line above, a change near a known one, and one of the same kind elsewhere.
    story.write_text(
        "Something new.\nThat the the so in Kiev.\nRoads were shut: the road was was shut.\n"
        "It was was what it was.\n"
    )
    assert found(*options) == ["4 TYP103 was was"]
    # What is known is not fixed either.
    qa("check", *options, "--fix")
    assert "the the so in Kiev" in story.read_text()
    assert "It was what" in story.read_text()
    # As standard input, it is the same file.
    text = story.read_text()
    piped = ("-", *ONLY, "--baseline", "known.json", "--stdin-filename", "desk/a.txt")
    assert found(*piped, stdin=text) == []


@pytest.mark.parametrize(
    "now",
    [
        "Late in March the river road was was shut to all lorries.",
        # Farther off than eight code points on either side; behind it; before it.
        "Early this year a river road was was shut to cars and vans.",
        "Late in March the river road was was narrow, they said.",
        "The bridge, however, was was shut to all lorries.",
    ],
)
def test_what_stands_around_tells_which_of_two_is_known(
    qa: Qa, tmp_path: Path, found: Callable[..., list[str]], now: str
) -> None:
    story = tmp_path / "a.txt"
    story.write_text("Late in March the river road was was shut to all lorries.\n")
    qa("check", "a.txt", *ONLY, "--write-baseline", "known.json")
    for lines, new in (("{0}\n{1}", 1), ("{1}\n{0}", 2)):
        story.write_text(lines.format("It was was quiet.", now) + "\n")
        assert found("a.txt", *ONLY, "--baseline", "known.json") == [f"{new} TYP103 was was"]


def test_a_baseline_keeps_24_code_points_on_each_side(qa: Qa, tmp_path: Path) -> None:
    before = "Late in March, they said, the road along the river "
    after = " shut to all lorries until the autumn."
    (tmp_path / "a.txt").write_text(f"{before}was was{after}\n")
    qa("check", "a.txt", *ONLY, "--write-baseline", "known.json")
    (kept,) = json.loads((tmp_path / "known.json").read_text())["findings"]
    assert (kept["before"], kept["after"]) == (before[-24:], after[:24])


def test_a_baseline_is_found_from_any_folder_and_from_the_configuration(
    qa: Qa, tmp_path: Path, found: Callable[..., list[str]]
) -> None:
    for name in ("a/x.txt", "b/x.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("It was was so.\n")
    qa("check", "a", *ONLY, "--write-baseline", "a/known.json")
    (tmp_path / "qa.toml").write_text('baseline = "a/known.json"\n')
    assert found(".", *ONLY) == ["1 TYP103 was was"]
    assert found(str(tmp_path / "a"), *ONLY) == []
    assert "../" not in (tmp_path / "a/known.json").read_text()


def test_what_a_baseline_knows_in_vain_is_noted_and_dropped(qa: Qa, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("They met the the minister in Kiev.\n")
    qa("check", ".", *ONLY, "--write-baseline", "known.json")
    (tmp_path / "a.txt").write_text("They met the minister in Kiev.\n")
    (tmp_path / "b.txt").unlink()
    done = qa("check", "a.txt", *ONLY, "--baseline", "known.json")
    assert (done.returncode, done.stderr.splitlines()) == (
        0,
        [
            "qa: note: known.json: a.txt: TYP103 “the the” no longer occurs; "
            "--write-baseline drops it",
            "qa: note: known.json: b.txt is not there any more; --write-baseline drops it",
        ],
    )
    # A rule that was not run says nothing.
    done = qa("check", "a.txt", "--select", "GLO101", "--baseline", "known.json")
    assert "TYP103" not in done.stderr
    # Only a.txt and one rule are brought up to date.
    qa("check", "a.txt", "--select", "TYP103", "--write-baseline", "known.json")
    kept = json.loads((tmp_path / "known.json").read_text())["findings"]
    assert [(k["path"], k["code"]) for k in kept] == [
        ("a.txt", "GLO101"),
        ("c.txt", "GLO101"),
        ("c.txt", "TYP103"),
    ]


def test_a_baseline_is_sorted_and_has_a_finding_a_line(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("It the the so in Kiev. In Kiev.\n")
    (tmp_path / "a.txt").write_text("Kiev\u200b and\u202e Kiev.\n")
    qa("check", ".", *ONLY, "--write-baseline", "known.json")
    first = (tmp_path / "known.json").read_bytes()
    qa("check", ".", *ONLY, "--write-baseline", "known.json")
    assert (tmp_path / "known.json").read_bytes() == first
    lines = [json.loads(x.rstrip(",")) for x in first.decode().splitlines() if '"path"' in x]
    assert lines == json.loads(first)["findings"]
    keys = [tuple(entry.values()) for entry in lines]
    assert keys == sorted(keys)
    assert len(keys) == 5
    # Nothing in it reads differently from what it is.
    assert b"\\u202e" in first
    assert "\u202e" not in first.decode()


BAD_BASELINES = {
    "missing": (None, "qa: known.json: there is no such baseline; `--write-baseline known.json`"),
    "no JSON": ('{"version": 1,\n', "qa: known.json:2: not valid JSON: "),
    "something else": ("[]", "qa: known.json: is no baseline; "),
    "another version": ('{"version": 9, "findings": []}', "qa: known.json: has another version"),
    "a broken finding": (
        '{"version": 1, "findings": [{"path": 5}]}',
        "qa: known.json: finding 1 must have the strings path, code, text, before, after",
    ),
}


@pytest.mark.parametrize("case", BAD_BASELINES)
def test_a_broken_baseline_is_one_line_and_knows_nothing(qa: Qa, tmp_path: Path, case: str) -> None:
    text, says = BAD_BASELINES[case]
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("It was was so.\n")
    if text is not None:
        (tmp_path / "known.json").write_text(text)
    done = qa("check", "a.txt", "b.txt", *ONLY, "--baseline", "known.json")
    assert done.returncode == 2
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == 1
    assert done.stdout.count("TYP103") == 2


def test_many_files_are_checked_with_all_of_it(qa: Qa, tmp_path: Path) -> None:
    """On all cores, too."""
    for i in range(60):
        (tmp_path / f"{i:02}.html").write_text(
            f"<p>It the the so.</p><!-- qa: ignore --><p>It was was so, {i}.</p>"
        )
    qa("check", ".", *ONLY, "--write-baseline", "known.json")
    (tmp_path / "07.html").write_text("<p>That is so. It had had to.<!-- qa: ignore --></p>")
    done = qa("check", ".", "--select", "TYP103", "--baseline", "known.json", "--statistics")
    assert (done.returncode, done.stdout) == (
        0,
        "Nothing found in 60 files.\n"
        "Hidden: 59 by comments and sidecar files, 59 by the baseline.\n"
        "Passed over: 1 JSON.\n",
    )
    assert done.stderr == (
        "qa: note: known.json: 07.html: TYP103 “the the” no longer occurs; "
        "--write-baseline drops it\n"
    )


RULES = select_rules(("TYP103", "GLO101", "PUN101", "ENC"), ())
CONTEXT = Context(Config(lang="en"))
calm = st.sampled_from(
    ["The council met again on Monday, and agreed.", "Nobody was hurt", "“We know,” he said.", ""]
)
faulty = st.sampled_from(
    ["It was was so.", "In Kiev he spoke.", "An end.  ", "CafÃ© to to it.", "It was was so."]
)


def findings(text: str) -> list[Finding]:
    return list(check(load("a.txt", text.encode(), CONTEXT), Setup(CONTEXT, RULES)).findings)


@given(
    st.lists(calm | faulty, max_size=8), st.lists(st.tuples(st.integers(0, 8), calm), max_size=5)
)
def test_lines_inserted_anywhere_revive_nothing(
    lines: list[str], more: list[tuple[int, str]]
) -> None:
    text = "\n".join(lines)
    document = load("a.txt", text.encode(), CONTEXT)
    kept = [known(document, f, "a.txt") for f in findings(text)]
    baseline = Baseline(Path("known.json"), {"a.txt": kept})
    longer = list(lines)
    for at, line in more:
        longer.insert(at, line)
    text = "\n".join(longer)
    fresh = findings("\n".join(line for _, line in more))
    new, notes = baseline.without_known(
        load("a.txt", text.encode(), CONTEXT), findings(text), {r.code for r in RULES}, "a.txt"
    )
    assert fresh == []
    assert new == []
    assert notes == []


# --- Settings


def test_settings_for_some_files(qa: Qa, tmp_path: Path, found: Callable[..., list[str]]) -> None:
    for name in ("a.txt", "archive/old/b.txt", "archive/c.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("It the the so in Kiev.\n")
    (tmp_path / "qa.toml").write_text(
        'select = ["TYP103", "GLO101"]\nfail-on = "warning"\n\n'
        '[[per-path]]\npaths = ["archive/"]\nignore = ["TYP103"]\n\n'
        '[[per-path]]\npaths = ["archive/*.html", "a.txt"]\nignore = ["GLO101"]\n'
        'severity = { TYP = "info" }\n'
    )
    assert found("a.txt") == ["1 TYP103 the the"]
    assert found("archive/old/b.txt") == ["1 GLO101 Kiev"]
    assert found(".", "--fail-on", "error") == ["1 TYP103 the the", "1 GLO101 Kiev"]
    assert qa("check", "archive/c.html").stdout == "Nothing found in 1 file.\n"
    assert qa("check", "a.txt").returncode == 0
    assert qa("check", "archive/old/b.txt").returncode == 1
    # The call stands above the file.
    assert found("archive/c.html", "--ignore", "PUN") == ["1 TYP103 the the", "1 GLO101 Kiev"]


def test_settings_for_some_files_may_set_the_language(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "uk").mkdir()
    (tmp_path / "uk" / "a.txt").write_text("OK.\n")
    (tmp_path / "pyproject.toml").write_text('[[tool.qa.per-path]]\npaths = ["uk/"]\nlang = "uk"\n')
    table = json.loads(qa("check", ".", "--format", "json").stdout)
    assert table["files"][0]["language"] == "uk"


def test_severities_are_set_by_code_family_and_name(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It the the so in Kiev.  \n")

    def severities() -> dict[str, str]:
        done = qa("check", "a.txt", "--lang", "en", "--format", "json", *ONLY, "--select", "PUN101")
        assert done.stderr == ""
        return {f["code"]: f["severity"] for f in json.loads(done.stdout)["files"][0]["findings"]}

    assert severities() == {"TYP103": "warning", "GLO101": "warning", "PUN101": "info"}
    (tmp_path / "qa.toml").write_text(
        '[severity]\ndoubled-word = "info"\nTYP = "error"\nALL = "warning"\nGLO1 = "off"\n'
    )
    assert severities() == {"TYP103": "info", "PUN101": "warning"}


def test_findings_below_the_least_confidence_are_left_out(qa: Qa, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((ROOT / "fixtures/wire/004_6847d38faeedb502.txt").read_bytes())

    def confidences(*arguments: str) -> list[float]:
        done = qa("check", "a.txt", "--format", "json", *arguments)
        return [f["confidence"] for f in json.loads(done.stdout)["files"][0]["findings"]]

    every = confidences()
    assert min(every) < 0.95 < max(every)
    assert confidences("--min-confidence", "0.95") == [c for c in every if c >= 0.95]
    (tmp_path / "qa.toml").write_text("min-confidence = 0.95\n")
    assert confidences() == [c for c in every if c >= 0.95]
    assert confidences("--min-confidence", "0") == every


def test_a_rule_may_need_more_confidence_than_others(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "It the the so in Kiev.\n\nThe bridge was built in 2023 year.\n"
    )

    def codes(settings: str, *arguments: str) -> list[str]:
        (tmp_path / "qa.toml").write_text(settings)
        done = qa("check", "a.txt", "--lang", "en", "--format", "json", *arguments)
        assert done.stderr == ""
        return [f["code"] for f in json.loads(done.stdout)["files"][0]["findings"]]

    assert codes("") == ["TYP103", "GLO101", "MTA308"]
    assert codes("[confidence]\nMTA = 0.95\n") == ["TYP103", "GLO101"]
    # The name of one rule stands above the beginning of several.
    assert codes("[confidence]\nyear-behind = 0.9\nMTA = 1\n") == codes("")
    assert codes("[confidence]\nMTA = 0\n", "--min-confidence", "0.95") == ["TYP103", "GLO101"]
    section = '[[per-path]]\npaths = ["a.txt"]\nconfidence = { MTA = 1 }\n'
    assert codes(f"[confidence]\nMTA308 = 0.5\n{section}") == codes("")
    assert codes(f"[confidence]\nALL = 0.5\n{section}") == ["TYP103", "GLO101"]


def test_an_allowed_text_is_not_reported(
    qa: Qa, tmp_path: Path, found: Callable[..., list[str]]
) -> None:
    story = "It the the so in Kiev.\n\nIt the\nthe so, but The the band.\n"
    (tmp_path / "a.md").write_text(story)
    (tmp_path / "qa.toml").write_text('select = ["TYP103", "GLO101"]\n[allow]\nTYP = ["the the"]\n')
    assert found("a.md") == ["1 GLO101 Kiev", "4 TYP103 The the"]
    section = '[[per-path]]\npaths = ["*.md"]\nallow = { GLO101 = ["Kiev", "Odessa"] }\n'
    with (tmp_path / "qa.toml").open("a") as settings:
        settings.write(section)
    assert found("a.md") == ["4 TYP103 The the"]
    # Nothing of it is fixed.
    assert qa("check", "a.md", "--unsafe-fixes", "--lang", "en").returncode == 0
    assert (tmp_path / "a.md").read_text() == story.replace("The the", "The")


def test_statistics_count_by_rule(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It the the so in Kiev.\n")
    (tmp_path / "b.txt").write_text("It the the so, and and it.\n")
    done = qa("check", ".", *ONLY, "--lang", "en", "--statistics")
    assert (done.returncode, done.stdout) == (
        1,
        "findings  files  safe  review  severity  code    name\n"
        "       3      2     3       0  warning   TYP103  doubled-word\n"
        "       1      1     1       0  warning   GLO101  forbidden-spelling\n"
        "Kyiv: Kiev 1 in 1 file (wrong)\n"
        "4 findings in 2 files.\n",
    )
    done = qa("check", ".", *ONLY, "--lang", "en", "--statistics", "--format", "json")
    table = json.loads(done.stdout)
    assert len(table["files"]) == 2
    assert table["statistics"][0] == {
        "code": "TYP103",
        "name": "doubled-word",
        "severity": "warning",
        "findings": 3,
        "files": 2,
        "safe": 3,
        "review": 0,
    }


# Each: the configuration, and what is said of it after its path.
BAD_SETTINGS = {
    "a severity": ('\n[severity]\nTYP = "bad"\n', ":3: TYP = 'bad' must be one of info, warning"),
    "a severity's rule": ('[severity]\nTPY103 = "info"\n', ":2: severity: unknown rule 'TPY103'"),
    "severities": ('severity = "info"\n', ":1: severity must be a table: [severity]"),
    "a rule's confidence": (
        "[confidence]\nTYP = 80\n",
        ":2: TYP = 80 must be a number, from 0 to 1",
    ),
    "allowed texts": (
        '[allow]\nTYP101 = "Kiev"\n',
        ":2: TYP101 = 'Kiev' must be a list of texts: [\"…\"]",
    ),
    "an empty text": ('allow = { TYP101 = [" "] }\n', ":1: TYP101 = [' '] must be a list of texts"),
    "an allowed text's rule": (
        '[allow]\nTPY101 = ["Kiev"]\n',
        ":2: allow: unknown rule 'TPY101'",
    ),
    "a probability": ("min-confidence = 80\n", ":1: min-confidence must be a number, from 0 to 1"),
    "no paths": ('[[per-path]]\nignore = ["PUN"]\n', ":1: per-path: write which files it is for"),
    "sections": ('per-path = ["a"]\n', ":1: per-path must be sections: [[per-path]]"),
    "a pattern": ('\n[[per-path]]\npaths = ["!"]\n', ":3: '!' is no pattern"),
    "a key of the second section": (
        '[[per-path]]\npaths = ["a/"]\nlang = "uk"\n[[per-path]]\npaths = ["b/"]\nlagn = "uk"\n',
        ":6: unknown key 'lagn'; write 'lang'",
    ),
    "a value of the second section": (
        'lang = "en"\n[[per-path]]\npaths = ["a/"]\nlang = "uk"\n'
        '[[per-path]]\npaths = ["b/"]\nlang = 5\n',
        ":7: lang must be a string",
    ),
    "a code in a section": (
        'ignore = []\n[[per-path]]\npaths = ["a/"]\nignore = ["TPY"]\n',
        ":4: ignore: unknown rule 'TPY'",
    ),
    "a setting for all files": (
        '[[per-path]]\npaths = ["a/"]\nbaseline = "b.json"\n',
        ":3: 'baseline' cannot be set for some files only",
    ),
}


def test_a_broken_setting_is_one_line_with_its_place(qa: Qa, tmp_path: Path) -> None:
    folders = [case.replace(" ", "-") for case in BAD_SETTINGS]
    for folder, (text, _) in zip(folders, BAD_SETTINGS.values(), strict=True):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("It was was so.\n")
        (tmp_path / folder / "qa.toml").write_text(text)
    done = qa("check", *folders, "--quiet", "--select", "TYP103")
    assert (done.returncode, done.stdout.count(" TYP103 ")) == (2, len(folders))
    lines = zip(BAD_SETTINGS.values(), folders, done.stderr.splitlines(), strict=True)
    for (_, says), folder, line in lines:
        assert line.startswith(f"qa: {tmp_path / folder / 'qa.toml'}{says}")


def test_every_setting_is_documented_with_its_default() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([\w-]+)` \| ([^|]+) \|", page, re.M))
    template = dict(re.findall(r"^# ([\w-]+) = (\S.*?)(?: +#.*)?$", TEMPLATE, re.M))
    keys = [f.name.replace("_", "-") for f in fields(Config)]
    assert sorted(rows) == sorted(keys)
    # A file beside stories may not have those of the user's own.
    shared = [f for f in fields(Config) if not f.metadata.get("own")]
    assert sorted(template) == sorted(f.name.replace("_", "-") for f in shared)
    for f in shared:
        key, default = f.name.replace("_", "-"), f.default
        if isinstance(default, bool | int | float) and not hasattr(default, "label"):
            written = str(default).lower()
            assert (rows[key].strip(), template[key]) == (written, written)
        elif default and not isinstance(default, tuple):
            written = f'"{getattr(default, "label", default)}"'
            assert (rows[key].strip(), template[key]) == (f"`{written}`", written)
