"""A story beside its source: finding the source, aligning sentences, and what the command says."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command import run_qa
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.errors import InputError
from qa.linting.check import check
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import select_rules
from qa.source.align import align_sentences
from qa.source.anchors import addresses, alike, name_key
from qa.source.calendar import named_days
from qa.source.negation import negation
from qa.source.pairing import source_file
from qa.text.sentences import sentences

SOURCE = [
    "Три солдати загинули під час обстрілу Харкова в понеділок вранці.",
    "Поліція затримала двох чоловіків, підозрюваних у підпалі складу біля вокзалу.",
    "Міністр оборони прибув до Брюсселя на зустріч із союзниками НАТО.",
    "Врожай пшениці цього року буде меншим через посуху на півдні країни.",
    "Суд продовжив арешт колишнього мера на 60 днів.",
]
COPY = [
    "Three soldiers were killed in the shelling of Kharkiv on Monday morning.",
    "Police detained two men suspected of setting fire to a warehouse near the station.",
    "The defence minister arrived in Brussels for a meeting with NATO allies.",
    "The wheat harvest will be smaller this year because of drought in the south of the country.",
    "A court extended the arrest of the former mayor by 60 days.",
]


def pairs(source: list[str], copy: list[str]) -> set[tuple[int, int]]:
    beads = align_sentences(source, copy, "uk", "en")
    return {(i, j) for bead in beads for i in bead.source for j in bead.copy}


def test_sentences_find_their_translations() -> None:
    assert pairs(SOURCE, COPY) == {(i, i) for i in range(5)}


def test_a_sentence_that_is_missing_has_no_translation() -> None:
    assert pairs(SOURCE, [*COPY[:1], *COPY[2:]]) == {(0, 0), (2, 1), (3, 2), (4, 3)}


def test_two_sentences_may_become_one() -> None:
    joined = [COPY[0], COPY[1][:-1] + ", and " + COPY[2], *COPY[3:]]
    assert pairs(SOURCE, joined) == {(0, 0), (1, 1), (2, 1), (3, 2), (4, 3)}


def test_sentences_may_change_their_order() -> None:
    moved = [COPY[4], *COPY[:4]]
    assert pairs(SOURCE, moved) == {(4, 0), (0, 1), (1, 2), (2, 3), (3, 4)}


def test_every_sentence_is_in_one_bead() -> None:
    beads = align_sentences(SOURCE, COPY[3:], "uk", "en")
    assert sorted(i for b in beads for i in b.source) == list(range(5))
    assert sorted(j for b in beads for j in b.copy) == [0, 1]
    assert align_sentences([], ["A."], "uk", "en") == [((), (0,), 0.0)]


# Each text runs through the model.
@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.text(min_size=1, max_size=30), max_size=3),
    st.lists(st.text(min_size=1, max_size=30), max_size=3),
)
def test_any_texts_are_aligned(source: list[str], copy: list[str]) -> None:
    beads = align_sentences(source, copy, "uk", "en")
    assert sorted(i for b in beads for i in b.source) == list(range(len(source)))
    assert sorted(j for b in beads for j in b.copy) == list(range(len(copy)))
    assert all(0 <= b.likeness <= 1 for b in beads)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("У середу, 5 березня, та в п’ятницю", "uk", ["weekday 3", "month 3", "weekday 5"]),
        ("On Wednesday, March 5, he may march.", "en", ["weekday 3", "month 3"]),
        ("W środę 5 marca", "pl", ["weekday 3", "month 3"]),
        ("3月5日水曜日", "ja", ["month 3", "weekday 3"]),
        ("no such language", "xx", []),
    ],
)
def test_days_are_read_in_many_languages(text: str, lang: str, expected: list[str]) -> None:
    assert [f"{d.kind} {d.number}" for d in named_days(text, lang)] == expected


@pytest.mark.parametrize(
    ("text", "lang", "sure", "possible"),
    [
        ("He didn't go.", "en", True, True),
        ("Not only he but all of them went.", "en", False, True),
        ("He refused.", "en", False, True),
        ("He went home.", "en", False, False),
        ("Він не пішов.", "uk", True, True),
        ("Він пішов не тільки туди.", "uk", False, True),
        ("Вони пішли додому.", "uk", False, False),
        ("Rząd nie podniesie podatków.", "pl", True, True),
        ("Він ніколи не був незалежним.", "uk", True, True),
        ("The independent union discussed it.", "en", False, False),
        ("The road is unsafe.", "en", False, True),
        ("Bilet almadan girmədi.", "az", True, True),
        ("Karar onaylanmayacak.", "tr", True, True),
        ("Namaz temmuzda kılındı.", "tr", False, False),
        ("Nu a semnat.", "ro", True, True),
        ("Er kam nicht nur gestern.", "de", False, True),
        ("Und die Universität ist unser.", "de", False, False),
    ],
)
def test_negation_is_sure_or_possible(text: str, lang: str, sure: bool, possible: bool) -> None:
    found = negation(text, lang)
    assert found is not None
    assert (bool(found.sure), found.possible) == (sure, possible)
    assert negation(text, "xx") is None


def test_addresses_and_names_are_anchors() -> None:
    assert addresses("See https://a.org/b?c=1, or write to d@e.ua.") == [
        "https://a.org/b?c=1",
        "d@e.ua",
    ]
    assert alike(name_key("Залужний", "uk"), name_key("Zaluzhnyy", "en"))
    assert alike(name_key("Варшаві", "uk"), name_key("Warszawa", "pl"))
    assert not alike(name_key("Варшаві", "uk"), name_key("Vilnius", "en"))


# --- finding the source


def test_the_source_is_at_the_same_place_or_of_the_same_name(tmp_path: Path) -> None:
    story = tmp_path / "en" / "day" / "story.en.txt"
    folder = tmp_path / "uk"
    (folder / "day").mkdir(parents=True)
    with pytest.raises(InputError, match="has no source in"):
        source_file(str(story), str(folder))
    (folder / "story.uk.html").write_text("…")
    assert source_file(str(story), str(folder)) == folder / "story.uk.html"
    (folder / "day" / "story_uk.md").write_text("…")
    assert source_file(str(story), str(folder)) == folder / "day" / "story_uk.md"
    (folder / "day" / "story.en.txt").write_text("…")
    assert source_file(str(story), str(folder)) == folder / "day" / "story.en.txt"
    one = folder / "story.uk.html"
    assert source_file(str(story), str(one)) == one


def test_two_sources_are_one_too_many(tmp_path: Path) -> None:
    for name in ("story.uk.txt", "story.ru.txt"):
        (tmp_path / name).write_text("…")
    with pytest.raises(InputError, match=r"several sources.*story\.ru\.txt, story\.uk\.txt"):
        source_file("story.txt", str(tmp_path))


# --- the command


def qa(*arguments: str, folder: Path) -> tuple[int, list[dict[str, Any]], str]:
    """The exit code of `qa check --select SRC`, its findings, and what it says on standard error."""
    done = run_qa("check", "--select", "SRC", "--format", "json", *arguments, cwd=folder)
    files = json.loads(done.stdout)["files"] if done.stdout else []
    return done.returncode, [f for file in files for f in file["findings"]], done.stderr


WRONG = " ".join([*COPY[:4], COPY[4].replace("60", "6")])


def test_a_story_is_held_against_its_source(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(WRONG, "utf-8")
    (tmp_path / "source.txt").write_text(" ".join(SOURCE), "utf-8")
    code, (finding,), _ = qa("--source", "source.txt", "story.txt", folder=tmp_path)
    assert code == 1
    assert (finding["code"], finding["text"]) == ("SRC101", "6")
    assert finding["data"]["source"] == SOURCE[4]
    assert qa("story.txt", folder=tmp_path)[:2] == (0, [])


def test_a_file_with_both_languages_is_its_own_source(tmp_path: Path) -> None:
    both = "\n\n".join(f"{s}\n\n{c}" for s, c in zip(SOURCE, COPY, strict=True))
    (tmp_path / "both.txt").write_text(both.replace("60 days", "90 days"), "utf-8")
    code, (finding,), _ = qa("--lang", "en", "--source", "both.txt", "both.txt", folder=tmp_path)
    assert (code, finding["text"]) == (1, "90")


def test_a_folder_of_sources(tmp_path: Path) -> None:
    for name in ("uk", "en"):
        (tmp_path / name).mkdir()
    (tmp_path / "en" / "one.txt").write_text(WRONG, "utf-8")
    (tmp_path / "en" / "two.txt").write_text(" ".join(COPY), "utf-8")
    (tmp_path / "uk" / "one.txt").write_text(" ".join(SOURCE), "utf-8")
    code, findings, errors = qa("--source", "uk", "en", folder=tmp_path)
    assert code == 2
    assert [f["text"] for f in findings] == ["6"]
    assert errors.count("two.txt") == 1
    assert "has no source in uk" in errors


def test_a_source_in_the_language_of_the_story_is_refused(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(" ".join(COPY), "utf-8")
    (tmp_path / "source.txt").write_text(" ".join(COPY[::-1]), "utf-8")
    code, findings, errors = qa("--source", "source.txt", "story.txt", folder=tmp_path)
    assert (code, findings) == (2, [])
    assert "source.txt: is in en as story.txt is" in errors


def test_a_source_that_is_not_there_ends_the_call(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(" ".join(COPY), "utf-8")
    code, findings, errors = qa("--source", "gone.txt", "story.txt", folder=tmp_path)
    assert (code, findings) == (2, [])
    assert errors.endswith("--source gone.txt: no such file or folder\n")


def test_scores_take_the_source(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(
        " ".join([*COPY[:4], "The orchestra opened its new season with a symphony."]), "utf-8"
    )
    (tmp_path / "source.txt").write_text(" ".join(SOURCE), "utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "qa",
            "score",
            "story.txt",
            "--format",
            "jsonl",
            "--source",
            "source.txt",
        ],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert all("quality" in row["signals"] for row in rows[:4])
    assert [row["suspect"] for row in rows[:3]] == [False] * 3
    assert rows[4]["suspect"]
    assert "the source has no such sentence" in rows[4]["reasons"]


def test_the_report_shows_source_and_copy_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(WRONG, "utf-8")
    (tmp_path / "source.txt").write_text(" ".join(SOURCE), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "qa", "report", "story.txt", "--source", "source.txt", "-o", "out"],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
    )
    assert done.stderr == ""
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert f'<div><dt>Source</dt><dd dir="auto">{SOURCE[4]}</dd></div>' in page
    assert "former mayor by <mark>6</mark> days.</dd></div>" in page


# --- the rules in many directions

PAIRS = Path(__file__).parent / "data" / "source_pairs.tsv"


def sentence_pairs() -> list[tuple[str, ...]]:
    lines = [x for x in PAIRS.read_text("utf-8").splitlines() if not x.startswith("#")][1:]
    return [tuple(x.split("\t")) for x in lines]


def codes(source: str, copy: str, langs: str) -> list[str]:
    """The codes that the rules of the family find in one sentence beside its source."""
    source_lang, lang = langs.split("-")
    context = Context(Config(lang=lang, source_lang=source_lang, source="source"))
    document = load("copy.txt", copy.encode(), context)
    original = load("source.txt", source.encode(), Context(Config(lang=source_lang)))
    checked = check(
        replace(document, original=original), Setup(context, select_rules(("SRC",), ()))
    )
    assert not checked.errors
    return [f.code for f in checked.findings]


@pytest.mark.parametrize(("langs", "code", "source", "right", "wrong"), sentence_pairs())
def test_an_error_is_found_in_every_direction(
    langs: str, code: str, source: str, right: str, wrong: str
) -> None:
    assert codes(source, right, langs) == []
    assert code in codes(source, wrong, langs)


@pytest.mark.parametrize(
    ("text", "lang", "count"),
    [
        ("Նա եկավ երեկ։ Հետո գնաց տուն։", "hy", 2),
        ("Նա եկավ երեկ: Հետո գնաց տուն:", "hy", 2),
        ("وہ کل آیا۔ پھر وہ گھر گیا۔", "ur", 2),
        ("သူ မနေ့က လာသည်။ ထို့နောက် အိမ်ပြန်သည်။", "my", 2),
        ("គាត់មកពីម្សិលមិញ។ បន្ទាប់មកគាត់ទៅផ្ទះ។", "km", 2),
        ("เขามาเมื่อวานนี้ แล้วเขาก็กลับบ้าน", "th", 2),
        ("ລາວມາມື້ວານນີ້ ແລ້ວລາວກໍກັບບ້ານ", "lo", 2),
        ("Das Gesetz gilt ab 3. Mai. Es war im 19. Jahrhundert üblich.", "de", 2),
    ],
)
def test_sentences_end_at_the_stops_of_their_script(text: str, lang: str, count: int) -> None:
    assert len([*sentences(text, lang)]) == count
