"""Every phrase of qa/data/phrases/ finds what its examples say; and what a file of them must hold."""

import re

import pytest

from qa.document.index import words_in
from qa.rules.common.phrases import Phrase, phrases

PHRASES = [p for name in ("translated", "grammar") for p in phrases(name)]


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda p: p.text[:40])
def test_phrase_finds_its_bad_examples_and_no_other(phrase: Phrase) -> None:
    for example in phrase.bad:
        marked = re.findall("⟦([^⟧]*)⟧", example)
        text = re.sub("[⟦⟧]", "", example)
        assert marked
        assert [m[0] for m in phrase.pattern.finditer(text)] == marked
        for found in marked:
            assert phrase.clues & set(words_in(found.lower()))
    for example in phrase.good:
        assert not phrase.pattern.search(example)


def test_phrase_that_lacks_a_field_is_named() -> None:
    with pytest.raises(ValueError, match="no bad, clue"):
        Phrase([("phrase", "as known"), ("why", "says nothing")])


def test_replacement_keeps_the_capital() -> None:
    phrase = next(p for p in PHRASES if p.instead == "despite")
    match = phrase.pattern.search("Despite of the rain")
    assert match
    assert phrase.replacement(match) == "Despite"
