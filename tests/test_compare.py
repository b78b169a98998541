"""Numbers of two languages, found and compared."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.source.numbers import numbers, unmatched

ROWS = Path(__file__).parent / "data" / "numbers.tsv"


def rows() -> list[dict[str, str]]:
    lines = [x for x in ROWS.read_text("utf-8").splitlines() if not x.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", rows(), ids=lambda r: f"{r['lang']} {r['translation']}")
def test_numbers_that_differ(row: dict[str, str]) -> None:
    source = numbers(row["source"], row["lang"])
    target = numbers(row["translation"], "en")
    missing, added = unmatched(source, target, row["lang"])
    values = [max(n.values) for n in missing]
    assert ";".join(f"{v:.0f}" for v in values) == row["missing"]
    texts = [row["translation"][n.span.start : n.span.end] for n in added]
    assert ";".join(texts) == row["added"]


READ = [
    ("1,234,567", {1234567.0}),
    ("1,5", {1.5}),
    ("12.000", {12000.0, 12.0}),
    ("1,00,000", {100000.0}),
    ("10bn", {1e10}),
    ("five thousand two hundred", {5200.0}),
    ("two hundred and five thousand", {205000.0}),
    ("ninety-nine", {99.0}),
]


@pytest.mark.parametrize(("text", "values"), READ)
def test_what_a_number_stands_for(text: str, values: set[float]) -> None:
    (number,) = numbers(text, "en")
    assert number.values == values
    assert number.span == (0, len(text))


def test_a_date_in_figures_is_a_day_and_a_year() -> None:
    found = numbers("24/07/2020 at 15:50", "en")
    assert [max(n.values) for n in found[:2]] == [24, 2020]
    assert found[2].minutes == {15 * 60 + 50}


def test_hundreds_and_thousands_only_confirm() -> None:
    vague = numbers("hundreds of people, thousands of homes", "en")
    assert [n.loose for n in vague] == [True, True]
    assert unmatched([], vague, "uk") == unmatched(vague, [], "en") == ([], [])


def test_numbers_side_by_side_are_several() -> None:
    assert [max(n.values) for n in numbers("two, three and four", "en")] == [2, 3, 4]


SAME = Path(__file__).parent / "data" / "same_numbers.tsv"


def pairs() -> list[tuple[str, str, str, str, str]]:
    lines = [x for x in SAME.read_text("utf-8").splitlines() if not x.startswith("#")][1:]
    return [tuple(x.split("\t")) for x in lines]  # type: ignore[misc]


@pytest.mark.parametrize(("langs", "kind", "source", "right", "wrong"), pairs())
def test_numbers_are_compared_by_value(
    langs: str, kind: str, source: str, right: str, wrong: str
) -> None:
    source_lang, lang = langs.split("-")
    there = numbers(source, source_lang)
    assert unmatched(there, numbers(right, lang), source_lang, lang) == ([], []), kind
    missing, added = unmatched(there, numbers(wrong, lang), source_lang, lang)
    assert missing or added, kind


@given(
    st.text(alphabet="0123456789.,:/ ٣३万億十abctwo'’-", max_size=30),
    st.sampled_from(["en", "zh", "hi", "xx"]),
)
def test_places_are_in_order(text: str, lang: str) -> None:
    at = 0
    for number in numbers(text, lang):
        assert at <= number.span.start < number.span.end <= len(text)
        assert number.values
        at = number.span.end


@given(st.text(max_size=40), st.sampled_from(["uk", "ja", "de"]))
def test_a_text_lacks_nothing_of_itself(text: str, lang: str) -> None:
    found = numbers(text, lang)
    assert unmatched(found, found, lang) == ([], [])
