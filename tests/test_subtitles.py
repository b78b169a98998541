"""Subtitles: a sentence runs on over cues, and a fix leaves all but its own letters."""

import textwrap
from collections import Counter
from pathlib import Path

import pytest
from conftest import Qa
from hypothesis import given
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Document, Safety
from qa.linting.check import check
from qa.linting.fix import fixed
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import select_rules
from qa.text.spans import Edit

CONTEXT = Context(Config(lang="en"))
SETUP = Setup(CONTEXT, select_rules([], []))
ARTICLES = sorted((Path(__file__).parent.parent / "fixtures" / "wire").glob("*.txt"))
TIME = "00:00:01,000 --> 00:00:02,000"
LATER = "00:00:02,100 --> 00:00:03,000"
MUCH_LATER = "00:01:02,100 --> 00:01:03,000"


def texts(source: str, name: str = "a.srt") -> list[str]:
    doc = load(name, source.encode(), CONTEXT)
    assert {s.kind for s in doc.segments} == {"cue"}
    return [s.text for s in doc.segments]


SRT = [
    (f"1\n{TIME}\nHe went\nto\n\n2\n{LATER}\nKyiv.\n", ["He went to Kyiv."]),
    (f"1\r\n{TIME}\r\nHe went\r\n\r\n2\r\n{MUCH_LATER}\r\nTo Kyiv\r\n", ["He went", "To Kyiv"]),
    (f"1\n{TIME}\n- Yes\n- No\n\n", ["- Yes", "- No"]),
    (f"1\n{TIME}\nKyiv\n— the capital.\n— Yes.\n", ["Kyiv — the capital.", "— Yes."]),
    (f"1\n{TIME}\n<i>A</i> <b>b & c</b>{{\\an8}}\n", ["A b & c"]),
    # Without numbers; without a blank line between cues; with one in a cue; with a number for its text.
    (f"{TIME}\nOne.\n\n{LATER}\nTwo.\n", ["One.", "Two."]),
    (f"1\n{TIME}\nOne.\n2\n{LATER}\nTwo.", ["One.", "Two."]),
    (f"1\n{TIME}\nOne\n\nmore.\n\n2\n{LATER}\nTwo.\n", ["One more.", "Two."]),
    (f"1\n{TIME}\n10\n\n2\n{MUCH_LATER}\nNine.\n", ["10", "Nine."]),
    (f"1\n{TIME}\nIt is 3 <5 and a --> b.\n", ["It is 3 <5 and a --> b."]),
]  # fmt: skip
VTT = [
    ("WEBVTT\n\n00:01.000 --> 00:02.000\nA &amp; b <00:01.500><c.x>c</c>\n", ["A & b c"]),
    ("WEBVTT\n\nSTYLE\n::cue { color: red }\n\nNOTE\nno prose\n\nname\n00:01.000 --> 00:02.000\nOne.\n", ["One."]),
    ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One\n\n00:02.000 --> 00:03.000\n<v Bob>two\n", ["One", "two"]),
    ("WEBVTT\n\nno cue\n\n00:01.000 --> 00:02.000 line:0\nOne.\n", ["One."]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), SRT)
def test_subrip(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


@pytest.mark.parametrize(("source", "expected"), VTT)
def test_webvtt(source: str, expected: list[str]) -> None:
    assert texts(source, "a.vtt") == expected


def test_the_header_says_the_language_and_a_note_ignores() -> None:
    source = (
        "WEBVTT\nKind: captions\nLanguage: de\n\n00:01.000 --> 00:02.000\nDer Minister fuhr am Montag nach Kiew.\n\n"
        "NOTE qa: ignore\n\n00:02.000 --> 00:03.000\nSie war in Kiew.\n"
    )
    doc = load("a.vtt", source.encode(), Context(Config()))
    assert (doc.lang, [(c.text, c.block) for c in doc.comments]) == (
        "de",
        [("<!-- qa: ignore -->", 1)],
    )


@pytest.mark.parametrize(
    ("name", "source", "message"),
    [
        ("a.srt", "1\n00:00:01,000 -->\nHe left.\n", ":2: the times of a cue are broken"),
        ("a.srt", f"1\n{TIME}\nOne.\n\n2\n00:00:xx,000 --> 00:00:05,000\nTwo.\n", ":6: the times of a cue are broken"),
        ("a.srt", "He left Kiev .\n", ":1: a cue begins without its times"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 2\nHe left.\n", ":3: the times of a cue are broken"),
        ("a.vtt", "WEBVTT\n\nNOTE nothing\n", "is subtitles without text"),
    ],
)  # fmt: skip
def test_what_is_broken_is_said_in_one_line(
    qa: Qa, tmp_path: Path, name: str, source: str, message: str
) -> None:
    (tmp_path / name).write_text(source)
    done = qa("check", "--fix", name)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert message in done.stderr
    assert (tmp_path / name).read_text() == source


def test_many_cues_without_a_stop_are_no_sentence() -> None:
    source = "".join(f"{TIME}\nand\n\n" for _ in range(2000)) + "<" * 100_000
    assert len(texts(source)) >= 100


def cues(paragraphs: list[str], *, is_vtt: bool) -> bytes:
    """The paragraphs as subtitles of two short lines, with a pause after each paragraph."""
    written, now = ["WEBVTT\n\n"] if is_vtt else [], 0
    for paragraph in paragraphs:
        lines = textwrap.wrap(paragraph, 40, break_long_words=False, break_on_hyphens=False)
        for i in range(0, len(lines), 2):
            text = "\n".join(lines[i : i + 2])
            if is_vtt:
                text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            times = [
                f"{t // 3600:02}:{t // 60 % 60:02}:{t % 60:02}{'.' if is_vtt else ','}000"
                for t in (now, now + 2)
            ]
            written.append(f"{len(written)}\n{times[0]} --> {times[1]}\n{text}\n\n")
            now += 2
        now += 10
    return "".join(written).encode()


# Subtitles have no sections, teasers and paragraphs, and speech has no verb now and then.
_OF_PAGES = {"BLR101", "BLR102", "BLR103", "BLR104", "MTA104", "PUN304"}


def findings(document: Document) -> list[tuple[str, str, str]]:
    return sorted(
        (f.code, " ".join(document.text[slice(*f.span)].split()), f.message)
        for f in check(document, SETUP).findings
    )


@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name[:3])
def test_an_article_has_the_same_findings_in_subtitles(path: Path, name: str) -> None:
    story = load("story.txt", path.read_bytes(), CONTEXT)
    paragraphs = [" ".join(s.text.split()) for s in story.segments]
    raw = cues(paragraphs, is_vtt=name == "a.vtt")
    document = load(name, raw, CONTEXT)
    assert document.text.split() == story.text.split()
    # Subtitles have no paragraphs: it is as if each sentence stood in a line of its own.
    lines = [s.text for s in document.segments]
    plain = load("story.txt", "\n\n".join(lines).encode(), CONTEXT)
    here, there = Counter(findings(document)), Counter(findings(plain))
    assert {code for code, _, _ in there - here} <= _OF_PAGES
    # What stands in the residue of a page has no other findings.
    assert here <= there or any(code.startswith("BLR") for code, _, _ in there)
    # After all fixes, the numbers and times are what they were.
    done = fixed(check(document, SETUP), SETUP, Safety.REVIEW).document
    assert done is not None
    timings = [line for line in raw.split(b"\n") if b"-->" in line]
    assert [line for line in done.raw.split(b"\n") if b"-->" in line] == timings


_TEXT = st.text(st.sampled_from("ab cé“😀&<>\"'\\;"), min_size=1, max_size=12).filter(
    lambda text: text == text.strip() != "" and "  " not in text
)


@given(st.lists(_TEXT, min_size=1, max_size=4), _TEXT, st.data())
def test_new_text_is_written_as_webvtt_needs_it(
    paragraphs: list[str], new: str, data: st.DataObject
) -> None:
    document = load("a.vtt", cues(paragraphs, is_vtt=True), CONTEXT)
    assert [s.text for s in document.segments] == paragraphs
    segment = data.draw(st.sampled_from(document.segments))
    edit = Edit(segment.span.start, segment.span.end, new)
    source = document.source
    for e in sorted(document.source_edits(edit), reverse=True):
        source = source[: e.start] + e.text + source[e.end :]
    paragraphs[segment.number] = new
    again = load("a.vtt", source.encode(), CONTEXT)
    assert [s.text for s in again.segments] == paragraphs


@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_without_findings_nothing_changes(name: str) -> None:
    raw = cues(["Talks in Kyiv went on", "The minister left."], is_vtt=name == "a.vtt")
    raw = raw.replace(b"\n", b"\r\n")
    document = fixed(check(load(name, raw, CONTEXT), SETUP), SETUP, Safety.REVIEW).document
    assert document is not None
    assert document.raw == raw
