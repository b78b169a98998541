"""Findings marked in a text, whatever they overlap."""

from hypothesis import given
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.load import load
from qa.model import Finding, Span
from qa.reporters.page.marks import marked


@st.composite
def findings(draw: st.DrawFn) -> tuple[str, list[Finding]]:
    text = draw(st.text("ab \n", max_size=24))
    offsets = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(offsets, offsets), max_size=6))
    return text, sorted((Finding(Span(*sorted(s)), "") for s in spans), key=lambda f: f.place)


@given(findings())
def test_marks_keep_the_text_and_show_each_finding_once(case: tuple[str, list[Finding]]) -> None:
    text, found = case
    document = load("story.txt", text.encode(), Context(Config(lang="en")))
    units = marked(document, found)

    shown = ["".join(r.text for r in u.runs) for u in units if u.kind != "gap"]
    assert shown == [s.text for s in document.segments]
    numbers = list(range(1, len(found) + 1))
    runs = [r for u in units for r in u.runs]
    assert sorted(n for r in runs for n in r.first) == numbers
    assert sorted(n for r in runs for n in r.last) == numbers
    for number, finding in enumerate(found, 1):
        under = "".join(r.text for r in runs if number in r.findings)
        # Between two blocks there may be line ends and spaces, which are shown nowhere.
        wanted = text[finding.span.start : finding.span.end]
        assert "".join(under.split()) == "".join(wanted.split())


def test_overlapping_marks_are_cut_where_one_begins_or_ends() -> None:
    document = load("story.txt", b"abcdef\n", Context(Config(lang="en")))
    (unit,) = marked(document, [Finding(Span(1, 4), ""), Finding(Span(2, 6), "")])
    assert [(r.text, r.findings, r.first, r.last) for r in unit.runs] == [
        ("a", (), (), ()),
        ("b", (1,), (1,), ()),
        ("cd", (1, 2), (2,), (1,)),
        ("ef", (2,), (), (2,)),
    ]
