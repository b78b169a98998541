"""One term in two ways in one text, articles and acronyms: cases beyond the rules' examples."""

import pytest
from cases import rows, with_marks, without_marks
from hypothesis import given
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Document, Safety, Span
from qa.linting.check import check
from qa.linting.fix import apply
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.common.rarer_forms import rarer_forms
from qa.rules.registry import select_rules
from qa.text.edits import first_lost, is_one_edit
from qa.text.english import common_words

CODES = ["TYP104", "TYP105", "TYP106", "TYP107", "TYP108", "TYP109", "TYP110", "TYP111"]


@pytest.fixture(scope="module")
def context() -> Context:
    return Context(Config(lang="en"))


@pytest.mark.parametrize(("code", "marked"), rows("variants.tsv"))
def test_cases(code: str, marked: str, context: Context) -> None:
    text = without_marks(marked)
    document = load("case.txt", text.encode(), context)
    findings = check(document, Setup(context, select_rules([code], []))).findings
    assert with_marks(text, findings) == marked


# Pieces that the rules look for, so that random texts of them have many forms at once.
_PIECE = st.sampled_from(
    [
        *(
            "US",
            "U.S.",
            "USA",
            "UN",
            "U.N.",
            "the",
            "a",
            "an",
            "8",
            "$11",
            "hour",
            "MP",
            "“",
            "”",
            ".",
        ),
        *("counter-offensive", "Counteroffensive", "per cent", "percent", "Secretary-General"),
        *(
            "Secretary General",
            "TURAN",
            "Turan",
            "YouTube",
            "Youtube",
            "colour",
            "center",
            "organised",
        ),
        *(
            "organize",
            "3 p.m.",
            "4pm",
            "5 May",
            "May 6",
            "it's",
            "it’s",
            "\n",
            "Ukrainian Armed Forces",
        ),
        *("(AFU)", "'", '"', ",", "Київ", "漢字", "e\u0301"),
    ]
)


@given(st.lists(_PIECE, max_size=40), st.sampled_from([" ", " ", ""]))
def test_fixes_touch_their_own_place_and_come_to_an_end(pieces: list[str], between: str) -> None:
    context = Context(Config(lang="en"))
    rules = select_rules(CODES, [])
    text = between.join(pieces)
    for _ in range(10):
        document = load("a.txt", text.encode(), context)
        checked = check(document, Setup(context, rules))
        assert not checked.errors
        for finding in checked.findings:
            assert 0 <= finding.span.start < finding.span.end <= len(text)
        fixed = apply(document, checked.findings, Safety.REVIEW).decode()
        if fixed == text:
            return
        text = fixed
    raise AssertionError(f"ten rounds of fixes and no end: {text!r}")


def test_many_places_are_one_finding_with_the_others_beside_it(context: Context) -> None:
    text = "The U.S. left. " * 6 + "The US left. " * 4
    document = load("a.txt", text.encode(), context)
    (finding,) = check(document, Setup(context, select_rules(["TYP105"], []))).findings
    assert document.text[finding.span.start : finding.span.end] == "US"
    assert len(finding.related) == 9
    assert finding.data["forms"] == {"U.S.": 6, "US": 4}
    assert apply(document, [finding], Safety.REVIEW).decode() == "The U.S. left. " * 10


def test_equal_forms_keep_the_preferred_one(context: Context) -> None:
    document: Document = load("a.txt", b"one two", context)
    forms = {"one": [Span(0, 3)], "two": [Span(4, 7)]}
    assert [f.span for f in rarer_forms(document, forms)] == [Span(4, 7)]
    assert [f.span for f in rarer_forms(document, forms, preferred="two")] == [Span(0, 3)]
    assert list(rarer_forms(document, {"one": [Span(0, 3)], "two": []})) == []


def test_a_quoted_article_is_left_to_a_human(context: Context) -> None:
    document = load("a.txt", "“It took a hour,” he said of a hour.".encode(), context)
    quoted, plain = check(document, Setup(context, select_rules(["TYP110"], []))).findings
    assert [f.fix.safety for f in (quoted, plain) if f.fix] == [Safety.REVIEW, Safety.SAFE]


def test_a_lost_first_letter() -> None:
    found = first_lost("atriots", common_words())
    assert found == ["patriots"]
    assert is_one_edit("atriots", "patriots")
