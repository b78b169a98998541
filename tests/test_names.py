"""Names without an entry: keys, likeness, what stands in a text, and the rules that come of it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cases import rows, with_marks, without_marks
from hypothesis import given
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Finding
from qa.linting.check import check
from qa.linting.setup import Setup
from qa.load import load
from qa.names.likeness import Likeness, likeness
from qa.names.mentions import names, uses
from qa.names.spellings import alike
from qa.names.survey import Survey
from qa.romanise.skeletons import skeleton
from qa.rules.registry import select_rules
from qa.text.edits import is_one_edit
from qa.text.english import likelier


@pytest.fixture(scope="module")
def context() -> Context:
    return Context(Config(lang="en"))


def found(text: str, context: Context, *codes: str) -> tuple[Finding, ...]:
    checked = check(
        load("case.txt", text.encode(), context), Setup(context, select_rules(codes, ()))
    )
    assert not checked.errors
    return checked.findings


@pytest.mark.parametrize(
    ("why", "marked"),
    rows("name_spellings.tsv"),
    ids=[why for why, _ in rows("name_spellings.tsv")],
)
def test_names_in_two_spellings(why: str, marked: str, context: Context) -> None:
    text = without_marks(marked)
    assert with_marks(text, found(text, context, "GLO201")) == marked


def test_the_counts_the_places_and_the_confidence_are_given(context: Context) -> None:
    text = "Skipper Ludde Ingvall spoke. Ingval left. Ingvall stayed."
    (finding,) = found(text, context, "GLO201")
    assert finding.message == "“Ingval” (once) is “Ingvall” elsewhere in this text (2 times)"
    assert finding.data == {"forms": {"Ingvall": 2, "Ingval": 1}}
    assert [text[s.start : s.end] for s in finding.related] == ["Ingvall"] * 2
    assert 0 < finding.confidence < 1


def test_what_the_glossary_knows_wins_and_is_reported_once() -> None:
    context = Context(Config(lang="en"))
    # TYP101 holds the slip against the glossary, GLO101 knows the wrong form.
    text = "Jens Stoltenburg spoke. Stoltenburg left. Stoltenberg came back."
    codes = [f.code for f in found(text, context, "GLO", "TYP101")]
    assert codes == ["TYP101", "TYP101"]
    text = "Volodymyr Zelenskyi spoke. Zelenskyi left. Zelenskyy came back."
    assert {f.code for f in found(text, context, "GLO", "TYP101")} == {"GLO101"}


def test_forms_that_a_glossary_accepts_are_not_mixed(context: Context) -> None:
    text = "Recep Tayyip Erdoğan spoke. Erdogan left. Erdogan came back."
    (finding,) = found(text, context, "GLO")
    assert (finding.code, text[finding.span.start : finding.span.end]) == ("GLO201", "Erdoğan")


def test_blocks_in_another_language_have_their_own_spelling(context: Context) -> None:
    html = "<p>Ingvall left.</p><p>Skipper Ludde Ingvall spoke.</p><p{}>Ingval kam.</p>"
    rules = select_rules(["GLO201"], ())
    for attribute, count in ((" lang=de", 0), ("", 1)):
        document = load("case.html", html.format(attribute).encode(), context)
        assert len(check(document, Setup(context, rules)).findings) == count


@pytest.mark.parametrize(
    "spellings",
    [
        ("Zelenskyy", "Zelenskyi", "Zelenskiy", "Zelenskij", "Zelensky", "Zelenski"),
        ("Zhukov", "Jukov", "Djukov"),
        ("Khamenei", "Hamenei"),
        ("Antony", "Anthony"),
        ("Romanoff", "Romanov", "Romanow"),
        ("Yevgeny", "Evgeni", "Ievgenii"),
        ("Medvedev", "Medvediev", "Medwedew"),
        ("Chernenko", "Tchernenko", "Tschernenko"),
        ("Abdullah", "Abdulla"),
        ("Erdoğan", "Erdogan", "ERDOĞAN"),
        ("Łódź", "Lodz"),
        ("O’Brien", "O'Brien", "Obrien"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(s) for s in spellings}) == 1


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Zelenskyy", "Zelensky", Likeness.SOUND),
        ("Stoltenberg", "Stoltenburg", Likeness.SLIP),
        ("Zaluzhnyi", "Zalozhny", Likeness.NEAR),
        ("Aliyev", "Aliyeva", Likeness.NONE),
        ("Korea", "Korean", Likeness.NONE),
        ("Kowalski", "Kowalska", Likeness.NONE),
        ("Putin", "Biden", Likeness.NONE),
        ("Putin", "Putin", Likeness.NONE),
        ("Afghanistan", "Afghanistna", Likeness.SLIP),
    ],
)
def test_likeness(a: str, b: str, expected: Likeness) -> None:
    assert likeness(a, b) is likeness(b, a) is expected


_WORD = st.text("abcdefghijklmnopqrstuvwxyzäşéčßıłø'’", min_size=1, max_size=12).map(str.title)


@given(_WORD, _WORD)
def test_keys_and_likeness_hold_for_any_word(a: str, b: str) -> None:
    key = skeleton(a)
    assert key == skeleton(a.upper()) == skeleton(a.lower()) or not a.isascii()
    assert likeness(a, b) is likeness(b, a)
    assert likeness(a, a) is Likeness.NONE
    if likeness(a, b) is Likeness.SLIP:
        assert is_one_edit(a.casefold(), b.casefold())


@given(st.text(max_size=80), st.lists(_WORD, max_size=6))
def test_names_stand_in_the_text_they_come_from(noise: str, words: list[str]) -> None:
    text = f"{noise} {' '.join(words)}, {noise}"
    for name, count in names(text).items():
        assert text.count(name) >= count > 0
    counts = uses(names(text))
    assert set(counts.before) | set(counts.after) <= set(counts.counts)


def test_names_keep_their_parts_together() -> None:
    text = "Ursula von der Leyen’s aide and John F. Kennedy met Éric O'Brien. We're in IBM’s Paris."
    assert list(names(text)) == [
        "Ursula von der Leyen",
        "John F. Kennedy",
        "Éric O'Brien",
        "We",
        "IBM",
        "Paris",
    ]
    found = uses(names(text))
    assert found.before["Leyen"] == {"Ursula"}
    assert found.after["John"] == {"Kennedy"}
    assert "IBM" not in found.counts


def test_of_two_unknown_words_the_likelier_name() -> None:
    for right, wrong in (("vajpayee", "vjapayee"), ("romaszko", "rmoaszko"), ("appin", "appiqn")):
        assert likelier(right, wrong) == likelier(wrong, right) == right


@given(_WORD, st.integers(1, 12), st.sampled_from("aeiouxz"))
def test_words_one_slip_apart_are_compared(word: str, at: int, letter: str) -> None:
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ]
    for slip in slips:
        if min(len(word), len(slip)) > 3:
            near = {(word, slip)} if likeness(word, slip) else set()
            assert alike([word, slip]) == near
            # As one of many words, it is looked up otherwise.
            others = [chr(0x4E00 + i) * 3 for i in range(200)]
            assert alike([word, slip, *others]) == near


def test_the_table_of_names_has_all_spellings_of_an_entity_and_their_files(tmp_path: Path) -> None:
    stories = {
        "a.txt": "He was in Kiev. KYIV IS CALM. They left Kyiv, and then Kiev, said Ingvall.",
        "b.txt": "The street was in Kyiv, said Ludde Ingvall. Ingvall left, and so did Ingval.",
        "c.txt": "Jens Stoltenberg spoke, and Stoltenberg left.",
        "d.txt": "Der Minister war in Kiew, und dann war er nicht mehr in der Stadt, hat er gesagt.",
    }
    for name, text in stories.items():
        (tmp_path / name).write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "qa", "check", "--format", "json", "--select", "GLO", *stories],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    names = {n["name"]: n for n in json.loads(done.stdout)["names"]}
    kyiv = names["Kyiv"]
    assert kyiv["entry"] == "kyiv"
    assert kyiv["spellings"] == [
        {"text": "Kyiv", "wrong": False, "times": 3, "files": 2, "paths": ["a.txt", "b.txt"]},
        {"text": "Kiev", "wrong": True, "times": 2, "files": 1, "paths": ["a.txt"]},
    ]
    ingvall = names["Ingvall"]
    assert ingvall["entry"] is None
    assert [(s["text"], s["wrong"], s["times"]) for s in ingvall["spellings"]] == [
        ("Ingvall", False, 2),
        ("Ingval", True, 1),
    ]
    assert [s["text"] for s in names["Jens Stoltenberg"]["spellings"]] == [
        "Jens Stoltenberg",
        "Stoltenberg",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "qa", "check", "--statistics", "--select", "GLO", *stories],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert "\nKyiv: Kyiv 3 in 2 files, Kiev 2 in 1 file (wrong)\n" in done.stdout
    assert "Stoltenberg" not in done.stdout


def test_the_memory_of_a_survey_is_bounded() -> None:
    survey = Survey(most=100)
    for i in range(200):
        survey.add(f"Then Ludde Ingvall met Jan Hrot{chr(97 + i % 26)}{'xyz' * (i // 26)} again.")
        assert len(survey.times) <= 104
    assert (survey.files, survey.times["Ludde Ingvall"], survey.spread["Ingvall"]) == (
        200,
        200,
        200,
    )
