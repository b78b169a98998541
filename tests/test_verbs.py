"""Which sentences may hold a finite verb."""

import pytest

from qa.text.verbs import may_be_a_verb, may_hold_a_verb
from qa.text.words import WORD


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Aid to Kyiv next year", False),
        ("Talks in Geneva with the German side", False),
        ("Peace in our time", False),
        ("A man died", True),
        ("He’s here", True),
        ("Prices fell", True),
        ("Officials report no delays", True),
        ("It flies and carries mail", True),
        ("She couldn't", True),
        ("Was it over", True),
        ("", False),
    ],
)
def test_sentence(sentence: str, expected: bool) -> None:
    assert may_hold_a_verb([m[0] for m in WORD.finditer(sentence)]) is expected


@pytest.mark.parametrize("form", ["went", "goes", "carried", "carries", "pushes", "wrote", "Says"])
def test_inflected_forms_are_verbs(form: str) -> None:
    assert may_be_a_verb(form)


@pytest.mark.parametrize("form", ["Kyiv", "field", "media", "Baku", "yearly", "series"])
def test_others_are_not(form: str) -> None:
    assert not may_be_a_verb(form)
