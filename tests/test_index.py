"""Rules that name the words and signs they cannot do without find as much as without them."""

import gc
from pathlib import Path
from weakref import ref

import pytest

from qa.config import Config
from qa.context import Context
from qa.document.index import Clues, words_in
from qa.document.model import Document, Segment
from qa.linting.findings import findings_of
from qa.linting.run import Run
from qa.load import load
from qa.rules.registry import Rule, all_rules

WIRE = sorted((Path(__file__).parent.parent / "fixtures" / "wire").glob("*.txt"))
RULES = list(all_rules().values())
WITH_CLUES = [r for r in RULES if r.words or r.signs]


def document(text: str, lang: str | None = None) -> tuple[Document, Context]:
    context = Context(Config(lang=lang))
    return load("story.txt", text.encode(), context), context


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kyiv’s anti-war 5th U.S. No_1", ["Kyiv", "s", "anti", "war", "th", "U", "S", "No"]),
        ("Ağayev, Зеленський і 中文", ["Ağayev", "Зеленський", "і", "中文"]),
        ("12 — …", []),
    ],
)
def test_a_word_is_letters_only(text: str, words: list[str]) -> None:
    assert words_in(text) == words


def test_clues_lead_to_the_segments_that_hold_them() -> None:
    doc, _ = document("US aid came.\n\nIt helps us; “may” it last.\n\nIn May, [no] aid.", "en")

    def places(*words: str, signs: str = "") -> list[int]:
        return [s.number for s in doc.segments_with(Clues.of(words, signs))]

    assert places("us") == [0, 1]
    assert places("US") == [0]
    assert places("may") == [1, 2]
    assert places("May") == [2]
    assert places("aid", "may") == [0, 1, 2]
    assert places("none", signs="[{") == [2]
    assert places("none", signs="{") == []
    assert doc.segments[1].lower_words == ["it", "helps", "us", "may", "it", "last"]


def test_repeating_segments_are_found_in_any_case() -> None:
    doc, _ = document("The the end.\n\nHe said he said.\n\nOne two three.", "en")
    assert [s.number for s in doc.segments_repeating(1)] == [0]
    assert [s.number for s in doc.segments_repeating(2)] == [1]


@pytest.mark.parametrize("rule", WITH_CLUES, ids=lambda r: r.code)
def test_nothing_is_lost_by_clues(rule: Rule) -> None:
    """All that the check finds in all segments is found in those with its clues."""
    examples = [e.text for r in RULES for e in (*r.bad, *r.good) if e.suffix == ".txt"]
    texts = ["\n\n".join(examples).replace("⟦", "").replace("⟧", "")]
    texts += [path.read_text("utf-8") for path in WIRE]
    found = 0
    for text in texts:
        doc, context = document(text, "en")
        units: tuple[Document, ...] | tuple[Segment, ...] = (
            doc.segments if rule.scope == "segment" else (doc,)
        )
        more = (context,) if rule.takes_context else ()
        everywhere = [f.span for unit in units for f in rule.check(unit, *more)]
        assert sorted(f.span for f in findings_of(rule, doc, context)) == sorted(everywhere)
        found += len(everywhere)
    assert found


def test_nothing_holds_a_document_that_was_checked() -> None:
    checked = next(iter(Run().check([str(WIRE[0])])))
    assert checked.findings
    assert checked.document is not None
    freed = ref(checked.document)
    del checked
    gc.collect()
    assert freed() is None
