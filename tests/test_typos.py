"""Typos, and the word lists they are found with."""

from pathlib import Path

import pytest
from cases import rows, with_marks, without_marks
from hypothesis import given
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Safety
from qa.linting.check import check
from qa.linting.fix import apply
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import select_rules
from qa.text.addresses import in_address
from qa.text.edits import is_one_edit, one_edit_away
from qa.text.english import common_words, is_name, is_word, place_names

LISTS = Path(is_word.__code__.co_filename).parent.parent / "data"


@pytest.fixture(scope="module")
def context() -> Context:
    return Context(Config(lang="en"))


@pytest.mark.parametrize(("marked", "fixed"), rows("typos.tsv"))
def test_typos(marked: str, fixed: str, context: Context) -> None:
    text = without_marks(marked)
    document = load("case.txt", text.encode(), context)
    findings = check(document, Setup(context, select_rules(["TYP101"], []))).findings
    assert with_marks(text, findings) == marked
    assert apply(document, findings, Safety.REVIEW).decode() == (fixed or text)
    assert apply(document, findings, Safety.SAFE).decode() == text


def test_two_likely_words_are_both_named_and_neither_written(context: Context) -> None:
    document = load("a.txt", b"He denied participatin in it.", context)
    (finding,) = check(document, Setup(context, select_rules(["TYP101"], []))).findings
    assert finding.fix is None
    assert "“participation” or “participating”" in finding.message


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("The goverment of qxzvt and brxlwn will meet here again in town.", ["goverment"]),
        ("The goverment of qxzvt and brxlwn will meet here again soon.", []),
    ],
)
def test_a_sentence_with_more_than_a_quarter_of_unknown_words_is_no_english(
    text: str, reported: list[str], context: Context
) -> None:
    document = load("a.txt", text.encode(), context)
    checked = check(document, Setup(context, select_rules(["TYP101"], [])))
    assert [text[slice(*f.span)] for f in checked.findings] == reported


def test_other_languages_are_left_alone() -> None:
    context = Context(Config(lang="fr"))
    document = load("a.txt", b"Le goverment", context)
    assert check(document, Setup(context, select_rules(["TYP101"], []))).findings == ()


@pytest.mark.parametrize("name", ["english-words.txt", "english-names.txt"])
def test_lookup_agrees_with_the_list(name: str) -> None:
    words = (LISTS / name).read_text("utf-8").split("\n")[:-1]
    assert sorted(words, key=str.encode) == words
    look = is_word if name == "english-words.txt" else is_name
    some = [words[0], words[-1], *words[:: len(words) // 500]]
    assert all(look(w) for w in some)
    known = set(words)
    others = [w + "q" for w in some] + ["", "a\nb", "\n", "zzzzzz", "é"]
    assert [look(w) for w in others] == [w in known for w in others]


def test_targets_are_known_words() -> None:
    assert all(is_word(w) for w in common_words())
    assert {"Washington", "Ukraine", "Azerbaijan", "Ukrainian"} <= place_names()
    assert not {"goverment", "recieved", "ukranian", "washuington"} & common_words()


def distance(a: str, b: str) -> int:
    """Damerau-Levenshtein distance, restricted form, by its definition."""
    table = [[max(i, j) for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
            )
            if i > 1 and j > 1 and a[i - 2 : i] == b[j - 2 : j][::-1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


_WORD = st.text("abc", min_size=2, max_size=6)


@given(_WORD, st.sets(_WORD, max_size=12))
def test_edits_are_those_of_the_distance(word: str, known: set[str]) -> None:
    found = list(one_edit_away(word, known))
    assert len(set(found)) == len(found)
    for other in known:
        near = distance(word, other) == 1
        assert is_one_edit(word, other) == is_one_edit(other, word) == near
        swap = sorted(other) == sorted(word)
        assert (other in found) == (near and (swap or other[0] == word[0])), other


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("see ⟦kiev⟧.ua now", True),
        ("(https://a.example/⟦Kiev⟧)", True),
        ("⟦Kiev⟧@example.org", True),
        ("the @⟦Kiev⟧ account", True),
        ("a ⟦Kiev⟧_2.jpg", True),
        ("“www.⟦kiev⟧.example”", True),
        ("in ⟦Kiev⟧.The army", False),
        ("in ⟦Kiev⟧.", False),
        ("(⟦Kiev⟧)", False),
        ("⟦Kiev⟧/Moscow", False),
        ("⟦Anthony Blinken⟧.", False),
    ],
)
def test_what_stands_in_an_address(text: str, inside: bool) -> None:
    start, end = text.index("⟦"), text.index("⟧") - 1
    assert in_address(without_marks(text), start, end) == inside
