"""Every rule does what its examples say."""

import re
from dataclasses import replace

import pytest

from qa.config import Config
from qa.context import Context
from qa.document.model import Document, Safety, Span
from qa.linting.check import check
from qa.linting.fix import apply
from qa.linting.setup import Setup
from qa.load import load
from qa.names.batch import Batch, Sample, glance
from qa.rules.registry import Example, Rule, all_rules

RULES = list(all_rules().values())
BAD = [(r, e) for r in RULES for e in r.bad]
GOOD = [(r, e) for r in RULES for e in r.good]


def ids(case: tuple[Rule, Example]) -> str:
    rule, example = case
    return f"{rule.code}-{example.text[:30]}"


def document(example: Example, text: str) -> tuple[Document, Context]:
    batch = Batch()
    if example.beside:
        sample, context = Sample(), Context(Config(lang=example.lang))
        texts = [text, *example.beside]
        sample.add_all(glance("example.txt", t.encode(), context, None) for t in texts)
        batch.learn(sample)
    came = None if example.source else example.source_lang or None
    context = Context(Config(lang=example.lang, source_lang=came), batch=batch)
    document = load(f"example{example.suffix}", text.encode(), context)
    if example.source:
        config = Config(lang=example.source_lang)
        original = load("source.txt", example.source.encode(), Context(config))
        document = replace(document, original=original)
    return document, context


def unmarked(marked: str) -> tuple[str, list[Span]]:
    """The text without ⟦ and ⟧, and the spans that stood between them."""
    text, spans = "", []
    for part in re.split(r"(⟦[^⟧]*⟧)", marked):
        inner = part[1:-1] if part.startswith("⟦") else part
        if part.startswith("⟦"):
            spans.append(Span(len(text), len(text) + len(inner)))
        text += inner
    return text, spans


@pytest.mark.parametrize("case", BAD, ids=ids)
def test_bad_example_is_found_and_fixed(case: tuple[Rule, Example]) -> None:
    rule, example = case
    text, spans = unmarked(example.text)
    doc, context = document(example, text)
    checked = check(doc, Setup(context, [rule]))
    assert not checked.errors
    assert [doc.source_span(f.span) for f in checked.findings] == spans
    assert all(f.message for f in checked.findings)
    fixes = [f.fix for f in checked.findings if f.fix]
    assert bool(fixes) == (example.fixed is not None)
    if example.fixed is not None:
        fixed = apply(doc, checked.findings, Safety.SHOW).decode()
        assert fixed == example.fixed
        again, context = document(example, fixed)
        assert check(again, Setup(context, [rule])).findings == ()


@pytest.mark.parametrize("case", GOOD, ids=ids)
def test_good_example_is_silent(case: tuple[Rule, Example]) -> None:
    rule, example = case
    doc, context = document(example, example.text)
    checked = check(doc, Setup(context, [rule]))
    assert not checked.errors
    assert checked.findings == ()


def test_codes_and_names_are_unique_and_in_their_folders() -> None:
    # all_rules() raises where they are not; this is what it has to hold.
    assert len({r.code for r in RULES}) == len(RULES) == len({r.name for r in RULES})


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_documentation_says_when_a_fix_is_not_safe(rule: Rule) -> None:
    if any(e.fixed is not None for e in rule.bad):
        assert "When the fix is not safe." in rule.doc
