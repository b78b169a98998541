"""The line that the text reporter shows around a finding."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Qa
from hypothesis import given
from hypothesis import strategies as st

from qa.reporters.text import _Cells, _PlainCells, excerpt
from qa.text.visible import visible

PLAIN = st.text(alphabet="abc XYZ éß Жї “„’–—…", max_size=300)


@given(PLAIN, st.integers(-5, 320))
def test_plain_cells_are_cells_that_need_no_counting(text: str, room: int) -> None:
    plain, cells = _PlainCells(text), _Cells(list(text))
    assert (plain.text, plain.width, plain.length) == (cells.text, cells.width, cells.length)
    assert plain.first(room).text == cells.first(room).text
    assert plain.last(room).text == cells.last(room).text


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.integers(16, 120))
def test_an_excerpt_fits_and_marks_something(
    line: str, start: int, length: int, width: int
) -> None:
    shown, marker = excerpt(line, start, start + length, width)
    assert marker.strip("^ ") == ""
    assert "^" in marker
    assert len(marker) <= width + 1
    assert not any(ord(c) < 32 for c in shown)


LINE = "0123456789" * 30


@pytest.mark.parametrize(
    ("start", "end", "shown", "marker"),
    [
        # A mark that fits is shown whole, however much of the line it takes.
        (0, 58, f"{LINE[:58]}…", "^" * 58),
        (2, 40, f"{LINE[:58]}…", "  " + "^" * 38),
        (100, 157, f"…{LINE[100:158]}…", " " + "^" * 57),
        # A longer one from both its ends, which do not overlap.
        (0, 59, f"{LINE[:29]}…{LINE[31:59]}…", "^" * 58),
        (5, 300, f"…{LINE[5:34]}…{LINE[272:]}", " " + "^" * 58),
        (0, 300, f"{LINE[:29]}…{LINE[272:]}", "^" * 58),
    ],
)
def test_a_mark_is_shown_once(start: int, end: int, shown: str, marker: str) -> None:
    assert excerpt(LINE, start, end, 60) == (shown, marker)


@given(st.text(alphabet="aé 漢Ж", min_size=1, max_size=400), st.data(), st.integers(20, 110))
def test_what_is_shown_stands_in_the_line(line: str, data: st.DataObject, width: int) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))
    shown, _ = excerpt(line, start, end, width)
    at = 0
    for piece in shown.split("…"):
        at = line.index(piece, at) + len(piece)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Київ, “Kyiv” – 5 €", "Київ, “Kyiv” – 5 €"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\rb\nc\x7f", "a␍b␊c␡"),
        ("abc\u202edef\u2066", "abc<U+202E>def<U+2066>"),
        ("\u200fא\u061c", "<U+200F>א<U+061C>"),
        ("می\u200cخواهد", "می·خواهد"),
        ("\x9b31m", "<U+009B>31m"),
        ("a\u2028b\ud800", "a<U+2028>b<U+D800>"),
        ("\ue000 \U000e0041", "<U+E000> <U+E0041>"),
    ],
)
def test_what_a_terminal_would_obey_or_hide_is_seen(text: str, expected: str) -> None:
    assert visible(text) == expected


NASTY = "The minister said \x1b[2Jthat the the\u202e talks would go on in Kiev on Monday ."


@pytest.mark.parametrize("name", ["a\x1b]0;x\x07.txt", "b\u202etxt.md", "c\nd.txt"])
def test_no_escape_of_a_story_reaches_the_terminal(qa: Qa, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(NASTY)
    for arguments in (
        ("check", name),
        ("check", name, "--statistics"),
        ("check", name + "?"),
        ("check", name, "--lang", "\x1b[0m"),
        ("check", name, "-o", f"{name}/out"),
    ):
        done = qa(*arguments)
        assert not set(done.stdout + done.stderr) & set("\x1b\x07\u202e"), arguments
    assert "␛[2Jthat the the<U+202E> talks" in qa("check", name, "--select", "TYP103").stdout


def test_a_diff_is_exact_in_a_file_and_harmless_on_a_terminal(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NASTY + "\u2028end\tend\n", newline="")
    call = ("check", "--select", "TYP103", "--diff", "a.txt")
    piped = qa(*call).stdout
    assert f"-{NASTY}\u2028end\tend\n" in piped
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "qa", *call], cwd=tmp_path, stdout=theirs, stdin=subprocess.DEVNULL
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 10_000)
        except OSError:
            break
    os.close(ours)
    text = shown.decode()
    assert (
        "-The minister said ␛[2Jthat the the<U+202E> talks would go on in Kiev on Monday .<U+2028>end\tend"
        in text
    )
    assert "\x1b" not in text
