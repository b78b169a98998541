"""What the report page says: sums, tables, what is listed, and what changed since an earlier run."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.archive.results import batches
from qa.archive.rows import batch_of
from qa.archive.schema import METADATA, RESULT
from qa.feedback.calibration import calibration
from qa.names.spelled import Spelled
from qa.names.table import Forms, SpellingTable
from qa.page.against import Earlier
from qa.page.data import Against, Made, PageData, Row, Story, embedded
from qa.page.summary import summarise
from qa.rules.registry import all_rules

WIRE = Path(__file__).parent.parent / "fixtures" / "wire"
MADE = Made("2026-11-22T08:00:00+00:00", "0.1.0")
CODES = ("TYP103", "PUN101", "GLO101", "RTT102")


def finding(code: str = "TYP103", id_: str = "a", **more: Any) -> dict[str, Any]:
    """A finding of a result, on “was was” in the paragraph “It was was so.” unless said otherwise."""
    text = more.pop("text", "was was")
    start = more.pop("offset", 3)
    return {
        "id": id_,
        "code": code,
        "name": all_rules()[code].name,
        "severity": "warning",
        "confidence": 1.0,
        "message": f"“{text}” is wrong",
        "text": text,
        "start": {"line": 1, "column": start + 1, "offset": start},
        "end": {"line": 1, "column": start + len(text) + 1, "offset": start + len(text)},
        "fix": None,
        "related": [],
        "data": {},
        "block": 0,
        "kind": "paragraph",
        "at": start,
        "size": 14,
        "before": "It ",
        "after": " so.",
        "sides": [],
        **more,
    }


def result(story: str, findings: Sequence[dict[str, Any]] = (), **known: Any) -> dict[str, Any]:
    """The row of a story."""
    return {
        "story": story,
        "path": story,
        "row": 0,
        "title": None,
        **dict.fromkeys(METADATA),
        "words": 100,
        "error": None,
        "notes": [],
        "findings": [*findings],
        "names": [],
        **known,
    }


def said(*rows: dict[str, Any], **more: Any) -> PageData:
    return summarise([batch_of(rows)], MADE, **more)


def cut(rows: Sequence[dict[str, Any]], places: Sequence[int]) -> Iterator[pa.RecordBatch]:
    """The rows in several batches, some of which may be empty."""
    whole = batch_of(rows)
    ends = sorted({0, *(p % (len(rows) + 1) for p in places), len(rows)})
    for start, end in pairwise(ends):
        yield whole.slice(start, end - start)
    yield whole.slice(0, 0)


@st.composite
def runs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The results of a few stories, some of them broken."""
    rows = []
    for name in draw(st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=8)):
        error = draw(st.sampled_from([None, None, None, f"{name}: cannot be read"]))
        count = draw(st.integers(0, 5))
        codes = draw(st.lists(st.sampled_from(CODES), min_size=count, max_size=count))
        # An id is told apart from others of the story, as `qa.archive.rows` does.
        ids = draw(st.lists(st.sampled_from("uvwxyz"), min_size=count, max_size=count, unique=True))
        rows.append(
            result(
                name,
                [
                    finding(
                        code,
                        id_,
                        confidence=draw(st.sampled_from([0.3, 0.5, 0.9])),
                        severity=draw(st.sampled_from(["error", "info"])),
                        sides=[{"label": "Copy", "lang": "en", "parts": []}],
                    )
                    for code, id_ in zip(codes, ids, strict=True)
                ],
                error=error,
                words=draw(st.sampled_from([0, 10, 200])),
                desk=draw(st.sampled_from([None, "", "World", "Sport "])),
                date=draw(st.sampled_from([None, "soon", "2024-02-29", "2024-03-01T10:00Z"])),
                names=[
                    {
                        "entry": "kyiv",
                        "name": "Kyiv",
                        "text": text,
                        "wrong": text == "Kiev",
                        "times": 2,
                    }
                    for text in draw(
                        st.lists(st.sampled_from(["Kyiv", "Kiev", "KYIV"]), max_size=1)
                    )
                ],
            )
        )
    return rows


@settings(deadline=None, max_examples=60)
@given(runs(), runs(), st.lists(st.integers(0, 10), max_size=4), st.integers(1, 12))
def test_it_does_not_matter_how_results_are_cut(
    rows: list[dict[str, Any]], before: list[dict[str, Any]], places: list[int], most: int
) -> None:
    whole = summarise(
        [batch_of(rows)],
        MADE,
        earlier=Earlier(MADE, lambda: [batch_of(before)]),
        most_listed=most,
    )
    parts = summarise(
        cut(rows, places),
        MADE,
        earlier=Earlier(MADE, lambda: cut(before, places[::-1])),
        most_listed=most,
    )
    assert parts == whole


@settings(deadline=None, max_examples=60)
@given(runs(), st.integers(1, 12))
def test_what_is_summed_up_is_what_is_there(rows: list[dict[str, Any]], most: int) -> None:
    page = said(*rows, most_listed=most)
    found = [f for row in rows for f in row["findings"]]
    assert (page.figures.stories, page.figures.findings) == (len(rows), len(found))
    assert page.figures.touched == sum(bool(row["findings"]) for row in rows)
    assert page.figures.unchecked == len(page.problems) == sum(bool(r["error"]) for r in rows)
    assert page.figures.severities.info == sum(f["severity"] == "info" for f in found)
    rules = {rule.code: rule for family in page.families for rule in family.rules}
    assert {code: rule.findings for code, rule in rules.items()} == Counter(
        f["code"] for f in found
    )
    for code, rule in rules.items():
        assert rule.stories == sum(any(f["code"] == code for f in r["findings"]) for r in rows)
    for table in page.tables:
        all_rows = [*table.rows, *filter(None, (table.rest, table.unknown))]
        assert sum(row.stories for row in all_rows) == len(rows)
        assert sum(row.words for row in all_rows) == page.figures.words
        for i, family in enumerate(page.families):
            assert sum(row.families[i] for row in all_rows) == family.findings


@settings(deadline=None, max_examples=60)
@given(runs(), st.integers(1, 12))
def test_the_worst_stories_are_listed_and_suspect_passages(
    rows: list[dict[str, Any]], most: int
) -> None:
    page = said(*rows, most_listed=most)
    worst = [row for row in rows if row["findings"]]
    worst.sort(key=lambda r: (-len(r["findings"]), -len(r["findings"]) / max(1, r["words"])))
    room = most
    listed: set[str] = set()
    for row in worst:
        room -= len(row["findings"])
        if listed and room < 0:
            break
        listed.add(row["story"])
    assert [page.stories[i].story for i in page.worst] == [
        row["story"] for row in worst if row["story"] in listed
    ]
    suspect = {r["story"] for r in rows if any(f["code"] == "RTT102" for f in r["findings"])}
    names = [row["story"] for row in rows]
    assert [s.story for s in page.stories] == [n for n in names if n in listed | suspect]
    notes = [page.stories[s.story].notes[s.note] for s in page.suspects]
    assert [n.code for n in notes] == ["RTT102"] * sum(
        f["code"] == "RTT102" for row in rows for f in row["findings"]
    )
    assert [n.confidence for n in notes] == sorted((n.confidence for n in notes), reverse=True)
    assert page.left_out == page.figures.findings - sum(len(s.notes) for s in page.stories)


def test_the_rows_of_tables_lead_to_the_stories() -> None:
    known = {"desk": " World\n", "system": "x" * 500, "source": " ", "date": "2024-02-29T10:00Z"}
    page = said(result("a", [finding()], **known), result("b", [finding()], date="yesterday"))
    first, second = page.stories
    assert [(t.field, *(r.value for r in t.rows)) for t in page.tables] == [
        ("date", first.date),
        ("desk", first.desk),
        ("system", first.system),
    ]
    assert (first.date, first.desk, first.source) == ("2024-02-29", "World", "")
    assert second.date == ""


def test_a_story_of_very_many_findings_leaves_some_out() -> None:
    page = said(result("a", [finding(id_=str(i)) for i in range(1_200)]), result("b", [finding()]))
    assert [len(s.notes) for s in page.stories] == [1_000, 1]
    assert page.stories[0].findings == page.stories[0].severities.warning == 1_200
    assert page.left_out == 200


def table(page: PageData, field: str) -> tuple[list[Row], Row | None, Row | None]:
    found = next(t for t in page.tables if t.field == field)
    return [*found.rows], found.rest, found.unknown


def test_a_table_has_the_most_frequent_values_and_sums_up_the_others() -> None:
    rows = [result(f"{i}-{n}", desk=f"desk {i:02}") for i in range(60) for n in range(61 - i)]
    page = said(*rows, result("none"))
    desks, rest, unknown = table(page, "desk")
    assert [(d.value, d.stories) for d in desks] == [(f"desk {i:02}", 61 - i) for i in range(50)]
    assert rest
    assert rest.stories == sum(61 - i for i in range(50, 60))
    assert unknown
    assert (unknown.stories, unknown.words) == (1, 100)
    # Nothing is known of the others.
    assert [t.field for t in page.tables] == ["desk"]


def test_very_many_values_are_counted_in_bounded_memory() -> None:
    """30,000 translators, of whom one is frequent: what has no row is in the rest."""

    def stories() -> Iterator[pa.RecordBatch]:
        for first in range(0, 30_000, 1_000):
            yield batch_of(
                result(str(i), translator="Main" if i % 10 == 0 else f"t{i}")
                for i in range(first, first + 1_000)
            )

    page = summarise(stories(), MADE)
    people = next(t for t in page.tables if t.field == "translator")
    assert (people.rows[0].value, people.rows[0].stories) == ("Main", 3_000)
    assert (len(people.rows), people.exact) == (50, False)
    assert people.rest
    assert people.rest.stories + sum(r.stories for r in people.rows) == 30_000


@pytest.mark.parametrize(
    ("days", "step", "unit", "values"),
    [
        (120, 1, "day", ["2024-01-01", "2024-01-02"]),
        # The first of January 2024 is a Monday.
        (121, 1, "week", ["2024-01-01", "2024-01-08"]),
        (840, 1, "week", ["2024-01-01", "2024-01-08"]),
        (841, 1, "month", ["2024-01-01", "2024-02-01"]),
        (3_000, 1, "month", ["2024-01-01", "2024-02-01"]),
        (4_000, 1, "year", ["2024-01-01", "2025-01-01"]),
        (100, 400, "day", ["2024-01-01", "2025-02-04"]),
    ],
)
def test_dates_are_put_together_to_some_120_at_most(
    days: int, step: int, unit: str, values: list[str]
) -> None:
    first = date(2024, 1, 1)
    rows = [
        result(str(i), [finding()], date=(first + timedelta(i * step)).isoformat())
        for i in range(days)
    ]
    page = summarise(cut(rows, range(0, days, 500)), MADE)
    dates = next(t for t in page.tables if t.field == "date")
    assert dates.unit == unit
    assert [row.value for row in dates.rows[:2]] == values
    assert len(dates.rows) <= 120
    assert sum(row.findings for row in dates.rows) == days
    assert (dates.rest, dates.unknown, dates.exact) == (None, None, True)


def test_of_more_than_120_years_the_last_are_shown() -> None:
    rows = [result(str(y), date=f"{y:04}-07-01") for y in range(1, 2001)]
    dates, rest, unknown = table(said(*rows, result("x", date="yesterday")), "date")
    assert [dates[0].value, dates[-1].value] == ["1881-01-01", "2000-01-01"]
    assert rest
    assert rest.stories == 1880
    assert unknown
    assert unknown.stories == 1


def test_the_first_days_of_all_dates_have_a_week() -> None:
    rows = [result(str(i), date=(date.min + timedelta(i)).isoformat()) for i in range(200)]
    dates, *_ = table(said(*rows), "date")
    assert [dates[0].value, dates[0].stories] == ["0001-01-01", 7]


PARAGRAPH = "Kyiv 😀 said on Monday that Kiev was was ready, and that nobody else was there. " * 3


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(PARAGRAPH) - 1), st.integers(0, 30)), min_size=1),
    st.integers(0, 60),
)
def test_findings_of_a_paragraph_stand_in_its_text(
    places: list[tuple[int, int]], side: int
) -> None:
    """Whatever the findings of a paragraph and the text around them that was kept."""
    spans = sorted((start, min(start + size, len(PARAGRAPH))) for start, size in places)
    story = listed_of(
        finding(
            id_=str(i),
            offset=start,
            text=PARAGRAPH[start:end],
            before=PARAGRAPH[max(0, start - side) : start],
            after=PARAGRAPH[end : end + side],
            size=len(PARAGRAPH),
        )
        for i, (start, end) in enumerate(spans)
    )
    for (start, end), note in zip(spans, story.notes, strict=True):
        passage = story.passages[note.passage]
        assert passage.text[note.start : note.end] == PARAGRAPH[start:end]
        at = start - note.start
        assert PARAGRAPH[at:].startswith(passage.text)
        assert passage.starts == (at == 0)
        assert passage.ends == (at + len(passage.text) == len(PARAGRAPH))
    # Parts that touch are one.
    parts = sorted(
        {n.passage: s - n.start for (s, _), n in zip(spans, story.notes, strict=True)}.items()
    )
    for (a, first), (b, second) in pairwise(parts):
        assert first + len(story.passages[a].text) < second, (a, b)


def listed_of(findings: Iterator[dict[str, Any]] | Sequence[dict[str, Any]]) -> Story:
    (story,) = said(result("a", [*findings])).stories
    return story


def test_what_stands_between_two_paragraphs_stands_alone() -> None:
    gap: dict[str, Any] = {"block": -1, "kind": "", "at": 0, "size": 7, "before": "", "after": ""}
    story = listed_of([finding(id_="a", **gap), finding(id_="b", **gap)])
    assert [(p.text, p.starts, p.ends) for p in story.passages] == [("was was", True, True)] * 2


@pytest.mark.parametrize(
    ("edits", "more", "expected"),
    [
        ([(6, 10, "")], {}, "was"),
        ([(3, 6, "is"), (7, 10, "so")], {}, "is so"),
        ([(10, 10, "!")], {}, "was was!"),
        ([], {}, None),
        # Reaches farther than the finding.
        ([(2, 10, "")], {}, None),
        # There is markup in it: the place in the file is longer than the text.
        ([(6, 10, "")], {"end": {"line": 1, "column": 20, "offset": 19}}, None),
    ],
)
def test_the_text_after_a_fix_is_shown_where_that_is_simple(
    edits: list[tuple[int, int, str]], more: dict[str, Any], expected: str | None
) -> None:
    fix = {
        "safety": "safe",
        "title": "Keep one",
        "edits": [{"start": a, "end": b, "text": text} for a, b, text in edits],
    }
    (note,) = listed_of([finding(fix=fix, **more)]).notes
    assert note.fix
    assert (note.fix.safety, note.fix.text) == ("safe", expected)


def test_long_texts_are_cut() -> None:
    text = "x" * 1_000_000
    story = listed_of([finding(text=text, message=text, size=len(text) + 7)])
    (passage,), (note,) = story.passages, story.notes
    assert (note.start, note.end, len(passage.text), len(note.message)) == (3, 2003, 2003, 2000)
    assert (passage.starts, passage.ends) == (True, False)


def test_what_is_embedded_is_whole() -> None:
    """Each list of a kind has one item for each of its things; offsets are those of JavaScript."""
    sides = [{"label": "Source", "lang": "uk", "parts": [{"text": "Вона", "marked": True}]}]
    text = "It 😀 was was so."
    page = said(
        result("a", [finding()], desk="World"),
        result(
            "b",
            [finding("RTT102", data={"suspicion": 0.4}, sides=sides, offset=5, before=text[:5])],
            desk="World",
            title="Then",
        ),
    )
    page = replace(page, calibration=(calibration("confidence", [(0.9, True), (0.2, False)]),))
    shown = json.loads(json.dumps(embedded(page)))
    stories, notes, passages = shown["stories"], shown["notes"], shown["passages"]
    assert {len(column) for name, column in stories.items() if name != "severities"} == {2}
    assert {len(column) for column in [*notes.values(), *stories["severities"].values()]} == {2}
    assert {len(column) for column in passages.values()} == {2}
    assert [shown["values"]["desk"][i] for i in stories["desk"]] == ["World", "World"]
    assert stories["title"] == ["", "Then"]
    assert [shown["values"]["code"][i] for i in notes["code"]] == ["TYP103", "RTT102"]
    assert notes["suspicion"] == [None, 0.4]
    assert notes["passage"] == [0, 1]
    units = passages["text"][1].encode("utf-16-le")
    place = slice(2 * notes["start"][1], 2 * notes["end"][1])
    assert units[place].decode("utf-16-le") == "was was"
    assert notes["sides"] == [[], [["Source", "uk", [["Вона", 1]]]]]
    assert shown["suspects"] == [{"story": 1, "note": 0}]
    first = shown["calibration"][0]["bins"][0]
    assert (first["share"], len(first["interval"])) == (0.0, 2)


def spelled(**forms: int) -> dict[str, Any]:
    return {
        "names": [
            {"entry": "kyiv", "name": "Kyiv", "text": text, "wrong": text == "Kiev", "times": times}
            for text, times in forms.items()
        ]
    }


def test_names_have_their_spellings_and_stories() -> None:
    forms = {"forms": {"Ingvall": 3, "Ingval": 1}, "files": {"Ingvall": 2, "Ingval": 1}}
    page = said(
        result("a", [finding()], **spelled(Kyiv=2)),
        result("b", [finding("GLO101")], **spelled(Kyiv=1, Kiev=4)),
        result("c", [finding("GLO202", data=forms)]),
        result("d", **spelled(Kyiv=5)),
    )
    names = {name.name: name for name in page.names}
    assert [(s.text, s.wrong, s.times, s.stories, s.found) for s in names["Kyiv"].spellings] == [
        ("Kyiv", False, 8, 3, (0, 1)),
        ("Kiev", True, 4, 1, (1,)),
    ]
    assert names["Ingvall"].entry == ""
    assert [(s.text, s.wrong, s.times, s.stories) for s in names["Ingvall"].spellings] == [
        ("Ingvall", False, 3, 2),
        ("Ingval", True, 1, 1),
    ]
    assert page.more_names == 0


def test_of_very_many_names_those_in_most_stories_are_shown() -> None:
    def told(name: str) -> dict[str, Any]:
        return finding("GLO201", name, data={"forms": {f"{name}ll": 2, f"{name}l": 1}})

    rows = [result(str(i), [told(f"Name{i}x{n}") for n in range(30)]) for i in range(20)]
    page = said(*rows, result("more", [told("Name7x7")]))
    assert (len(page.names), page.more_names) == (500, 100)
    assert "Name7x7ll" in {name.name for name in page.names}
    assert [name.name for name in page.names] == sorted(name.name for name in page.names)


def test_a_table_of_names_keeps_those_without_an_entry_that_are_in_most_files() -> None:
    names = SpellingTable(most_names=10, most_paths=2)
    names.add_spelled(Spelled("kyiv", "Kyiv", "Kiev", True, 1), 1, ["a"])
    for i in range(200):
        for path in ["a", "b", "c"] if i % 20 == 0 else ["a"]:
            names.add_forms(path, [Forms({f"Main{i}": 3, f"Rare{i}": 1}, {}, 1)])
    found = {name.name: name for name in names.names}
    assert len(found) <= 21
    assert {"Kyiv", "Main0", "Main100", "Main180"} <= found.keys()
    assert [(s.times, s.files, s.paths) for s in found["Main100"].spellings] == [
        (9, 3, ["a", "b"]),
        (3, 3, ["a", "b"]),
    ]


def against(
    now: Sequence[dict[str, Any]], before: Sequence[dict[str, Any]]
) -> tuple[PageData, Against]:
    earlier = Earlier(Made("2026-11-21", "0.1.0"), lambda: [batch_of(before)])
    page = said(*now, earlier=earlier)
    assert page.against
    return page, page.against


def test_new_and_gone_findings() -> None:
    page, change = against(
        [
            result("both", [finding(id_="kept"), finding(id_="new"), finding("PUN101", "new")]),
            result("new", [finding(id_="kept")]),
            result("broken now", error="cannot be read"),
            result("broken then", [finding(id_="x")]),
        ],
        [
            result("gone", [finding("PUN101", "p"), finding(id_="q")]),
            result("broken then", [finding(id_="y")], error="rule TYP101 failed"),
            result("broken now", [finding(id_="z")]),
            result("both", [finding(id_="kept"), finding(id_="old", message="Gone")], title="Both"),
            result("broken, gone", error="cannot be read"),
        ],
    )
    assert (change.new, change.new_elsewhere, change.gone, change.gone_elsewhere) == (3, 1, 3, 2)
    assert (change.new_stories, change.gone_stories, change.uncompared) == (1, 1, 3)
    assert [(r.code, r.new, r.gone) for r in change.rules] == [("TYP103", 2, 2), ("PUN101", 1, 1)]
    assert [(g.story, g.title, g.code, g.message) for g in change.listed] == [
        ("both", "Both", "TYP103", "Gone")
    ]
    assert {s.story: [n.new for n in s.notes] for s in page.stories} == {
        "both": [False, True, True],
        "new": [True],
        "broken then": [False],
    }


@settings(deadline=None, max_examples=60)
@given(runs(), runs())
def test_new_less_gone_is_what_there_is_more(
    now: list[dict[str, Any]], before: list[dict[str, Any]]
) -> None:
    page, change = against(now, before)
    failed = {row["story"] for row in (*now, *before) if row["error"]}

    def codes(rows: Sequence[dict[str, Any]]) -> Counter[str]:
        return Counter(f["code"] for r in rows if r["story"] not in failed for f in r["findings"])

    more = codes(now)
    more.subtract(codes(before))
    assert {r.code: r.new - r.gone for r in change.rules} == {
        code: more[code] for code in (r.code for r in change.rules)
    }
    assert {code for code, count in more.items() if count} <= {r.code for r in change.rules}
    assert change.new == sum(r.new for r in change.rules)
    assert change.gone == sum(r.gone for r in change.rules)
    assert change.new == sum(n.new for s in page.stories for n in s.notes)
    stories, then = ({row["story"] for row in rows} - failed for rows in (now, before))
    assert (change.new_stories, change.gone_stories) == (len(stories - then), len(then - stories))
    assert change.uncompared == len(failed)
    assert len(change.listed) == change.gone - change.gone_elsewhere


def test_the_same_run_has_nothing_new_and_what_is_gone_is_bounded() -> None:
    rows = [result(str(i), [finding(id_=str(n)) for n in range(3)]) for i in range(400)]
    _, change = against(rows, rows[::-1])
    assert (change.new, change.gone, change.rules, change.listed) == (0, 0, (), ())
    _, change = against([{**row, "findings": []} for row in rows], rows)
    assert (change.new, change.gone, len(change.listed)) == (0, 1_200, 500)
    assert {g.story for g in change.listed} <= {str(i) for i in range(167)}


def test_no_results_are_a_page_too() -> None:
    page = summarise([], MADE, problems=["qa.toml: unknown key"])
    assert (page.figures.stories, page.families, page.tables, page.stories) == (0, (), (), ())
    assert page.problems == ("qa.toml: unknown key",)


def test_lists_that_are_missing_are_empty() -> None:
    """An engine for big data may write null for an empty list."""
    rows = [result("a"), result("b", [finding()], **spelled(Kiev=1)), result("c")]
    bare = [{**row, "findings": None, "names": None} for row in (rows[0], rows[2])]
    data = {**rows[1], "findings": [{**rows[1]["findings"][0], "data": "{}", "sides": None}]}
    batch = pa.RecordBatch.from_pylist([bare[0], data, bare[1]], schema=RESULT)
    earlier = Earlier(MADE, lambda: [batch])
    assert summarise([batch], MADE, earlier=earlier) == said(*rows, earlier=earlier)


def test_problems_are_bounded() -> None:
    page = said(
        *(result(str(i), error=f"{i}: cannot be read") for i in range(300)),
        problems=(f"{i}.toml: bad" for i in range(10)),
    )
    assert (len(page.problems), page.more_problems) == (200, 110)
    assert page.problems[9:11] == ("9.toml: bad", "0: cannot be read")


def report(stories: Path, out: Path) -> Path:
    command = [sys.executable, "-m", "qa", "report", str(stories), "-o", str(out), "--quiet"]
    assert subprocess.run(command, check=False).returncode == 1
    return out


def test_real_results_are_summed_up(tmp_path: Path) -> None:
    """What `qa report` found is what the page says, place by place."""
    report(WIRE, tmp_path)
    rows = [
        json.loads(line)
        for path in sorted(tmp_path.glob("results/*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    page = summarise(batches(tmp_path), MADE)
    assert page.figures.findings == sum(len(row["findings"]) for row in rows) > 50
    assert page.left_out == 0
    shown = {story.story: story for story in page.stories}
    for row in rows:
        story = shown[row["story"]]
        source = Path(row["path"]).read_text("utf-8")
        for found, note in zip(row["findings"], story.notes, strict=True):
            passage = story.passages[note.passage]
            assert passage.text in source
            assert passage.text[note.start : note.end] == found["text"]
            assert (note.id, note.code, note.message) == tuple(
                found[key] for key in ("id", "code", "message")
            )


def test_what_did_not_change_in_a_real_story_is_not_new(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(WIRE, folder)
    before = report(folder, tmp_path / "before")
    first, second, *_ = sorted(folder.glob("*.txt"))
    # All places move, and one finding comes in.
    first.write_text(f"The talks were were long.\n\n{first.read_text('utf-8')}", "utf-8")
    second.unlink()
    now = report(folder, tmp_path / "now")
    page = summarise(batches(now), MADE, earlier=Earlier(MADE, lambda: batches(before)))
    assert page.against
    assert [(s.story, n.code) for s in page.stories for n in s.notes if n.new] == [
        (str(first), "TYP103")
    ]
    assert (page.against.new, page.against.gone_stories, page.against.listed) == (1, 1, ())
    assert page.against.gone == page.against.gone_elsewhere > 0
