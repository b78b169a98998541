"""Residue of machine translation in sentences as agencies have them."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Safety
from qa.errors import InputError
from qa.linting.check import check
from qa.linting.fix import apply
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import all_rules, select_rules

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "residue.tsv").read_text("utf-8").splitlines()
    if line[0] != "#"
][1:]
DEFECTS = [row for row in ROWS if row[0] != "clean"]
CLEAN = [row[1] for row in ROWS if row[0] == "clean"]
RULES = select_rules(["MTA"], [])


@pytest.fixture(scope="module")
def context() -> Context:
    return Context(Config(lang="en"))


def found(text: str, context: Context) -> list[tuple[str, str]]:
    document = load("a.txt", text.encode(), context)
    checked = check(document, Setup(context, RULES))
    assert not checked.errors
    return [(f.code, text[f.span.start : f.span.end]) for f in checked.findings]


@pytest.mark.parametrize(("code", "marked"), DEFECTS, ids=[r[1][:40] for r in DEFECTS])
def test_defect_is_found_where_it_is(code: str, marked: str, context: Context) -> None:
    text = re.sub("[⟦⟧]", "", marked)
    assert found(text, context) == [(code, part) for part in re.findall("⟦(.*?)⟧", marked)]


@pytest.mark.parametrize("text", CLEAN, ids=[t[:40] for t in CLEAN])
def test_clean_copy_is_silent(text: str, context: Context) -> None:
    assert found(text, context) == []


def test_other_languages_are_not_held_against_english(context: Context) -> None:
    text = "\n".join(re.sub("[⟦⟧]", "", row[1]) for row in ROWS if row[0] not in LANGUAGE_FREE)
    polish = Context(Config(lang="pl"))
    document = load("a.txt", text.encode(), polish)
    assert [f.code for f in check(document, Setup(polish, RULES)).findings] == []


LANGUAGE_FREE = ("MTA110", "MTA111", "MTA120", "MTA201", "MTA202", "MTA203")


def test_every_rule_of_the_family_has_a_row_or_is_about_paragraphs() -> None:
    about_documents = {"MTA101", "MTA108", "MTA110", "MTA111"}
    codes = {c for c in all_rules() if c.startswith("MTA")}
    assert codes - {row[0] for row in DEFECTS} <= about_documents


PIECES = [
    " ".join(words[i : i + 3])
    for words in (re.sub("[⟦⟧]", "", row[1]).split() for row in ROWS)
    for i in range(0, len(words), 2)
]


@given(
    st.lists(
        st.sampled_from([*PIECES, "\n\n", ". ", "“", "”", '"', "[", "]", "İ", ":", "a\u0301"])
        | st.text(max_size=8),
        max_size=25,
    )
)
def test_rules_hold_on_anything_and_fixes_come_to_an_end(parts: list[str]) -> None:
    context = Context(Config(lang="en"))
    raw = " ".join(parts).encode("utf-8", "surrogatepass")
    try:
        document = load("a.txt", raw, context)
    except InputError:
        return
    for _ in range(10):
        checked = check(document, Setup(context, RULES))
        assert not checked.errors
        fixed = apply(document, checked.findings, Safety.REVIEW)
        if fixed == document.raw:
            return
        document = load("a.txt", fixed, context)
    raise AssertionError("the fixes do not come to an end")
