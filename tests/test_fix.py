"""Fixing: what is applied, that it ends, and that nothing else changes."""

import dataclasses
import itertools
import re
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Edit, Finding, Fix, Safety, Segment, Span
from qa.linting.check import Checked, check
from qa.linting.fix import apply, fixed, source_edits
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import Rule, all_rules, select_rules

CONTEXT = Context(Config(lang="en"))
RULES = [r for r in select_rules((), ()) if r.family != "RTT"]

words = st.sampled_from(
    ["the", "The", "of", "“", "”", '"', "\u00a0", " ", "  ", "\n", "\n\n", "\r\n", ".", ",", "-", "In",
     "steady", "Kiev", "Anthony Blinken", "Read also:", "Фото з відкритих джерел", "Ã©", "â€™", "said",
     "significant and significant", "Washuington", "Politics", "Leave a review", "🙂", "\ufeff", "а́"]
)  # fmt: skip
stories = st.lists(words, max_size=30).map(" ".join) | st.text(
    st.characters(exclude_categories=["Cc", "Cs"]), max_size=100
)


def encodable(text: str) -> bytes:
    return text.encode()


def finding(start: int, end: int, text: str, safety: Safety = Safety.SAFE) -> Finding:
    return Finding(Span(start, end), "x", fix=Fix((Edit(start, end, text),), safety, "x"))


def test_fixes_above_the_safety_asked_for_are_left() -> None:
    doc = load("t.txt", b"abc", CONTEXT)
    found = [finding(0, 1, "A"), finding(1, 2, "B", Safety.REVIEW), finding(2, 3, "C", Safety.SHOW)]
    assert apply(doc, found, Safety.SAFE) == b"Abc"
    assert apply(doc, found, Safety.REVIEW) == b"ABc"


def test_of_two_fixes_that_overlap_the_first_wins() -> None:
    doc = load("t.txt", b"abcdef", CONTEXT)
    found = [finding(0, 3, "X"), finding(2, 4, "Y"), finding(3, 5, "Z")]
    assert apply(doc, found, Safety.SAFE) == b"XZf"


def test_an_insertion_beside_another_edit_waits() -> None:
    doc = load("t.txt", b"abc", CONTEXT)
    assert apply(doc, [finding(0, 1, "X"), finding(1, 1, "Y")], Safety.SAFE) == b"Xbc"


def test_new_text_keeps_to_its_side_of_the_markup() -> None:
    page = "<p>US Secretary <b>Anthony</b>&nbsp;<i>Blinken</i> left.</p>"
    doc = load("t.html", page.encode(), CONTEXT)
    start = doc.text.index("Anthony")
    found = [finding(start, start + len("Anthony Blinken"), "Antony\u00a0Blinken")]
    assert apply(doc, found, Safety.SAFE).decode() == page.replace("Anthony", "Antony")


def test_a_foreign_line_in_a_block_of_links_is_said_once() -> None:
    text = "He met the minister on Monday in Kyiv.\nЧитайте также:\nПутин заявил о победе\n"
    found = check(load("t.txt", text.encode(), CONTEXT), Setup(CONTEXT, RULES)).findings
    assert [f.code for f in found] == ["BLR101"]


STORY = (
    "The minister met the head of the agency in Kyiv on Monday, and they spoke of the grain deal."
)
LINKS = "Read also:\nSix people were hurt in the north\nA bridge was opened in the south"


def after_fixes(text: str, most: Safety, rules: list[Rule] = RULES, share: float = 0.2) -> Checked:
    context = Context(Config(lang="en", max_deletion=share))
    return fixed(
        check(load("t.txt", text.encode(), context), Setup(context, rules)),
        Setup(context, rules),
        most,
    )


def text_of(checked: Checked) -> str:
    assert checked.document
    return checked.document.text


def test_deletions_beyond_a_fifth_of_a_text_are_left_and_a_note_says_so() -> None:
    text = f"{STORY}\n\n{LINKS}\n\nHe left in Kiev the the letter.\n"
    left = after_fixes(text, Safety.REVIEW)
    assert text_of(left) == text.replace("Kiev", "Kyiv")
    [note] = [n for n in left.notes if "more than" in n]
    assert note == (
        "t.txt: the fixes would take out 40% of the text, more than 20%; "
        "those that delete were left (--max-deletion 0.41 allows them)"
    )
    allowed = after_fixes(text, Safety.REVIEW, share=0.41)
    assert text_of(allowed) == f"{STORY}\n\nHe left in Kyiv the letter.\n"
    assert not [n for n in allowed.notes if "more than" in n]


def test_what_is_taken_out_beyond_a_line_is_shown() -> None:
    text = "\n\n".join([STORY] * 1 + [f"{n}. {STORY}" for n in range(1, 9)] + [LINKS]) + "\n"
    assert after_fixes(text, Safety.REVIEW).notes == (
        "t.txt:17: 3 lines taken out, from “Read also:” to “A bridge was opened in the south”",
    )
    assert not after_fixes(text, Safety.SAFE).notes
    short = text.replace(LINKS, "He left the the letter.")
    assert not after_fixes(short, Safety.REVIEW).notes


def replacing(code: str, old: str, new: str) -> Rule:
    def check(segment: Segment) -> Iterator[Finding]:
        for m in re.finditer(re.escape(old), segment.text):
            yield segment.finding(m.span(), "x", replace=new, safety=Safety.SAFE)

    some = all_rules()["PUN101"]
    return dataclasses.replace(some, code=code, check=check, scope="segment", words=(), signs="")


def test_fixes_that_undo_each_other_change_nothing() -> None:
    rules = [replacing("ENC901", "foo", "bar"), replacing("ENC902", "bar", "foo")]
    left = after_fixes("One foo here.\n", Safety.SAFE, rules)
    assert text_of(left) == "One foo here.\n"
    assert left.errors == (
        "t.txt: not fixed, for the fixes of ENC901, ENC902 undo each other; "
        "leave one of these rules out with --ignore",
    )
    growing = after_fixes("One foo here.\n", Safety.SAFE, [replacing("ENC901", "foo", "a foo")])
    assert text_of(growing) == "One foo here.\n"
    assert growing.errors


def test_new_letters_for_garbled_ones_are_no_deletion() -> None:
    garbled = "Президент приехал в Киев сегодня утром".encode().decode("cp1251", "ignore")
    rules = [replacing("ENC901", garbled, "Президент приехал в Киев сегодня утром")]
    assert (
        text_of(after_fixes(garbled, Safety.SAFE, rules))
        == "Президент приехал в Киев сегодня утром"
    )


edits = st.tuples(st.integers(0, 40), st.integers(0, 8), st.text("xyz", max_size=3))


@given(st.lists(edits, max_size=12))
def test_taken_edits_never_overlap(wanted: list[tuple[int, int, str]]) -> None:
    doc = load("t.txt", b"a" * 48, CONTEXT)
    found = [finding(a, a + n, text) for a, n, text in sorted(wanted)]
    taken = source_edits(doc, [f.fix for f in found if f.fix])
    assert taken == sorted(taken)
    assert all(a.end <= b.start for a, b in itertools.pairwise(taken))
    if found:
        assert taken


@settings(deadline=None, max_examples=60)
@given(stories, st.sampled_from([Safety.SAFE, Safety.REVIEW]))
def test_fixing_twice_changes_nothing_more(text: str, most: Safety) -> None:
    first = check(load("t.txt", encodable(text), CONTEXT), Setup(CONTEXT, RULES))
    assert not first.errors
    once = fixed(first, Setup(CONTEXT, RULES), most)
    assert once.document is not None
    again = fixed(
        check(load("t.txt", once.document.raw, CONTEXT), Setup(CONTEXT, RULES)),
        Setup(CONTEXT, RULES),
        most,
    )
    assert again.document is not None
    assert again.document.raw == once.document.raw


@settings(deadline=None, max_examples=60)
@given(stories)
def test_findings_lie_in_the_text_and_none_means_no_change(text: str) -> None:
    doc = load("t.txt", encodable(text), CONTEXT)
    checked = check(doc, Setup(CONTEXT, RULES))
    for f in checked.findings:
        assert 0 <= f.span.start <= f.span.end <= len(doc.text)
    if not any(f.fix for f in checked.findings):
        assert apply(doc, checked.findings, Safety.SHOW) == doc.raw
