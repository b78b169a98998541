"""Nothing in a story, a name or a setting is obeyed by a terminal, and none of it makes a line of its own."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Qa = Callable[..., subprocess.CompletedProcess[str]]

# Clears the screen, sets a title, colours, turns the direction of text, and begins a line that lies.
EVIL = "x\x1b[2J\x1b]0;own\x07\x9b31m\u202eb\u2066\n\rqa: a.txt: fine"
STORY = f"He was in Kiev {EVIL} and and the\x1b[31m minister.\n"
SETTINGS = """
select = ["TYP\\u001b[2J"]
lang = "\\u001b[2J"
"k\\u001b]0;x\\u0007" = 1
baseline = "x\\u001b[2Jy"
source = "n\\u001b[2J"
glossaries = ["z\\u001b[2J.toml"]
"""
# What a terminal obeys or hides, but for line ends and tabs; colours of our own are off.
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]"
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {
        f"{EVIL}.txt": STORY,
        f"f{EVIL}/{EVIL}.md": STORY,
        f"binary{EVIL}.txt": b"\x7fELF\0\1\2",
        f"bytes{EVIL}.txt": "\u043a\u043e\u0442 ".encode() * 20 + b"\xff\xfe\n",
        f"t{EVIL}.tsv": "id\ttext\tx\x1b[2J\n1\tHe was in Kiev\x1b[31m.\t\x9b2J\n",
        f"t{EVIL}.jsonl": json.dumps({"id": EVIL, "text": STORY, "title": EVIL, "lang": EVIL}),
        "pairs.tsv": "source\ttarget\n\u0412\u0456\u043d \x1b[2J.\tHe \x1b[2J was.\n",
        f"g{EVIL}.toml": '[["pl\\u001b[2Jace"]]\nx = 1\n',
        f"q{EVIL}.toml": SETTINGS,
        f"v{EVIL}.jsonl": json.dumps({"version": 1, "verdict": EVIL, "code": EVIL}),
        "a.txt": "He was in Kiev.\n",
        "a.txt.qa.toml": '[[ignore]]\nrules = ["\\u001b[2J"]\n',
        "c.html": "<p>He was in Kiev <!-- qa: ignore[\x1b[2J] -->.</p><!-- qa: ingore \x1b[31m -->",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


CALLS = [
    ("check", "."),
    ("check", "--diff", "."),
    ("check", "--format", "json", "."),
    ("check", "--statistics", "."),
    ("check", f"{EVIL}.txt", f"none{EVIL}"),
    ("check", "--config", f"q{EVIL}.toml", "a.txt"),
    ("check", "--select", EVIL, "a.txt"),
    ("check", "--lang", EVIL, "a.txt"),
    ("check", f"--{EVIL}", "a.txt"),
    ("check", "--source", f"n{EVIL}", "a.txt"),
    ("check", "--exclude", f"a{EVIL}", "a.txt"),
    ("check", "--write-baseline", f"b{EVIL}.json", f"{EVIL}.txt"),
    ("check", "--baseline", f"none{EVIL}.json", "a.txt"),
    (EVIL,),
    ("clean", f"binary{EVIL}.txt"),
    ("score", f"{EVIL}.txt"),
    ("score", "--format", "json", f"{EVIL}.txt"),
    ("score", "--pairs", "pairs.tsv"),
    ("report", "-o", f"o{EVIL}", "."),
    ("report", "-o", "o", "--column", f"text={EVIL}", f"t{EVIL}.tsv"),
    ("filter", "pairs.tsv", "-o", f"o{EVIL}.tsv"),
    ("filter", f"none{EVIL}.tsv", "-o", "o.tsv"),
    ("tune", f"v{EVIL}.jsonl"),
    ("explain", EVIL),
    ("init", f"--{EVIL}"),
    ("glossary", "check", f"g{EVIL}.toml"),
    ("glossary", "fmt", f"g{EVIL}.toml"),
    ("glossary", "import", f"t{EVIL}.tsv"),
    ("models", "install", EVIL),
]


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("call", CALLS, ids=lambda call: " ".join(call[:2]).partition("x\x1b")[0])
def test_nothing_that_is_printed_is_obeyed(
    qa: Qa, desk: Path, call: tuple[str, ...], terminal: bool
) -> None:
    done = qa(*call, terminal=terminal, env={"NO_COLOR": "1", "TERM": "dumb"})
    assert done.stdout + done.stderr
    # The diff in a pipe is for `patch`; the bar of a report moves on a terminal.
    shown = "" if "--diff" in call and not terminal else done.stdout
    said = "" if call[0] in ("report", "filter") and terminal else done.stderr
    assert not OBEYED.findall(shown + said)
    assert "\nqa: a.txt: fine" not in shown + said


@pytest.mark.parametrize("call", [("clean", f"{EVIL}.txt"), ("check", "--diff", f"{EVIL}.txt")])
def test_a_text_is_shown_on_a_terminal_and_written_as_it_is_elsewhere(
    qa: Qa, desk: Path, call: tuple[str, ...]
) -> None:
    assert not OBEYED.findall(qa(*call, terminal=True, env={"NO_COLOR": "1"}).stdout)
    assert "\x1b[2J\x1b]0;own\x07" in qa(*call).stdout


def test_json_holds_what_it_escapes(qa: Qa, desk: Path) -> None:
    table = json.loads(qa("check", "--format", "json", f"{EVIL}.txt").stdout)
    assert table["files"][0]["path"] == f"{EVIL}.txt"
