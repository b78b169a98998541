"""Which quotation marks belong together."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Document
from qa.document.quotations import Quotation
from qa.load import load

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "quotations.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def read(text: str, lang: str = "en") -> Document:
    return load("t.txt", text.encode(), Context(Config(lang=lang)))


def state(q: Quotation) -> str:
    if q.reopened is not None:
        return "twice"
    return "shut" if not q.opened else "ok" if q.closed else "open"


@pytest.mark.parametrize(("lang", "marked", "states"), CASES)
def test_quotations_of_a_text(lang: str, marked: str, states: str) -> None:
    marked = marked.replace(r"\n", "\n")
    text = re.sub(r"[\[\]]", "", marked)
    expected = [m[1] for m in re.finditer(r"\[([^\]]*)\]", marked)]
    found = read(text, lang).quotations
    assert [text[slice(*q.span)] for q in found] == expected
    assert [state(q) for q in found] == states.split()


@pytest.mark.parametrize(("paragraphs", "states"), [(30, ["ok"]), (31, ["open", "shut"])])
def test_a_quotation_goes_on_for_thirty_paragraphs(paragraphs: int, states: list[str]) -> None:
    lines = ["“We left.", *["We went on."] * (paragraphs - 1), "We came back,” he said."]
    assert [state(q) for q in read("\n\n".join(lines)).quotations] == states


@given(st.text(st.sampled_from('ab .,\n"“”„«»‘’([-5'), max_size=200))
def test_spans_lie_in_the_text_and_hold_their_marks(text: str) -> None:
    for q in read(text).quotations:
        assert 0 <= q.span.start <= q.inner.start <= q.inner.end <= q.span.end <= len(text)
        assert (q.span.start < q.inner.start) == q.opened
        assert (q.inner.end < q.span.end) == q.closed
