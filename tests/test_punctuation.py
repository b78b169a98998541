"""The punctuation rules together: on clean copy of many languages, and on any text at all."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Safety
from qa.linting.check import check
from qa.linting.fix import apply
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import all_rules

RULES = [r for r in all_rules().values() if r.family == "PUN"]
PASSAGES = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "clean_passages.tsv")
    .read_text("utf-8")
    .splitlines()
    if not line.startswith("#")
]
SIGNS = "abZ. ,;:!?…\n\"“”„«»‘’'()[]-–—¿¡5（」ーяЯ،ه"


@pytest.mark.parametrize(("lang", "text"), PASSAGES)
def test_clean_copy_has_no_finding(lang: str, text: str) -> None:
    context = Context(Config(lang=lang))
    document = load("t.txt", text.replace(r"\n", "\n").replace(r"\"", '"').encode(), context)
    checked = check(document, Setup(context, RULES))
    assert not checked.errors
    assert [(f.code, document.text[slice(*f.span)]) for f in checked.findings] == []


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.sampled_from(SIGNS), max_size=150), st.sampled_from(["en", "uk", "es", "fr", "ja"])
)
def test_any_text_is_checked_and_each_fix_does_what_it_says(text: str, lang: str) -> None:
    context = Context(Config(lang=lang))
    document = load("t.txt", text.encode(), context)
    for rule in RULES:
        checked = check(document, Setup(context, [rule]))
        assert not checked.errors
        for finding in checked.findings:
            assert 0 <= finding.span.start <= finding.span.end <= len(document.text)
        # Fixing changes white space, quotation marks, dashes, stops and the case of letters, no more.
        fixed = apply(document, checked.findings, Safety.REVIEW).decode()
        assert _letters(fixed) == _letters(document.text)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum()).lower()
