"""A story has the same findings in every format, and a fix leaves a file that its usual library reads."""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wrapping import FORMATS, Format

from qa.config import Config
from qa.context import Context
from qa.document.model import Document, Safety
from qa.linting.check import Checked, check
from qa.linting.fix import fixed
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import select_rules
from qa.text.spans import Edit

CONTEXT = Context(Config(lang="en"))
SETUP = Setup(CONTEXT, select_rules([], []))
ARTICLES = sorted((Path(__file__).parent.parent / "fixtures" / "wire").glob("*.txt"))
# What is a matter of lines and spaces, which formats with markup do not have.
_LAYOUT = ("PUN101", "PUN108")
every_format = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


def story_of(document: Document) -> list[tuple[str, str]]:
    return [(s.kind, " ".join(s.text.split())) for s in document.segments]


def found(checked: Checked) -> list[tuple[str, str, str]]:
    document = checked.document
    assert document is not None
    return sorted(
        (f.code, " ".join(document.text[slice(*f.span)].split()), f.message)
        for f in checked.findings
        if f.code not in _LAYOUT
    )


def after_fixes(checked: Checked) -> Document:
    document = fixed(checked, SETUP, Safety.REVIEW).document
    assert document is not None
    return document


class Article(NamedTuple):
    """An article as plain text, with its findings, and its words after all fixes."""

    story: list[tuple[str, str]]
    found: list[tuple[str, str, str]]
    words: list[str]


@pytest.fixture(scope="module", params=ARTICLES, ids=lambda path: path.name[:3])
def article(request: pytest.FixtureRequest) -> Article:
    story = story_of(load("story.txt", request.param.read_bytes(), CONTEXT))
    document = load("story.txt", "\n\n".join(text for _, text in story).encode(), CONTEXT)
    checked = check(document, SETUP)
    return Article(story, found(checked), after_fixes(checked).text.split())


@every_format
def test_a_story_has_the_same_findings_in_every_format(article: Article, form: Format) -> None:
    document = load(f"story{form.suffix}", form.write(article.story), CONTEXT)
    assert story_of(document) == article.story
    checked = check(document, SETUP)
    assert found(checked) == article.found
    for finding in checked.findings:
        start, end = document.raw_span(finding.span)
        words = document.text[slice(*finding.span)].split()
        if words and words[0].isascii() and words[0].isalnum() and not document.coded:
            assert words[0].encode() in document.raw[start:end].replace(b"=\r\n", b"")
    after = after_fixes(checked)
    form.parse(after.raw)
    assert after.text.split() == article.words
    # Written anew by hand, the fixed story is the same file.
    if form.is_regular and [s.kind for s in document.segments] == [s.kind for s in after.segments]:
        assert after.raw == form.write(story_of(after))


_TEXT = st.text(st.sampled_from("ab cé“😀&<>\"'\\]/;-") , min_size=1, max_size=12).filter(
    lambda text: text.strip() and "  " not in text and text == text.strip()
)  # fmt: skip


@pytest.mark.parametrize("form", [f for f in FORMATS.values() if f.is_regular])
@given(st.lists(_TEXT, min_size=1, max_size=4), _TEXT, st.data())
def test_new_text_is_written_as_the_format_needs_it(
    form: Format, texts: list[str], new: str, data: st.DataObject
) -> None:
    raw = form.write([("paragraph", text) for text in texts])
    document = load(f"story{form.suffix}", raw, CONTEXT)
    assert [s.text for s in document.segments] == texts
    segment = data.draw(st.sampled_from(document.segments))
    start = data.draw(st.integers(0, len(segment.text) - 1))
    end = data.draw(st.integers(start + 1, len(segment.text)))
    source = document.source
    edit = Edit(segment.offset + start, segment.offset + end, new)
    for e in sorted(document.source_edits(edit), reverse=True):
        source = source[: e.start] + e.text + source[e.end :]
    form.parse(source.encode())
    meant = [s.text for s in document.segments]
    meant[segment.number] = segment.text[:start] + new + segment.text[end:]
    again = load(f"story{form.suffix}", source.encode(), CONTEXT)
    assert again.text.split() == " ".join(meant).split()


@every_format
def test_without_findings_nothing_changes(form: Format) -> None:
    raw = form.write(
        [("headline", "Talks in Kyiv"), ("paragraph", "The minister & “his” team left.")]
    )
    document = load(f"story{form.suffix}", raw, CONTEXT)
    assert after_fixes(check(document, SETUP)).raw == raw
